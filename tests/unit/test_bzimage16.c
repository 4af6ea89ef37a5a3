// SPDX-License-Identifier: GPL-2.0-only
/* Image type bzimage16: when it is taken, its memory, its registers, what is restored. */
#include "helper.h"

static struct made k;
static struct bench b;

static int fresh(void **state)
{
	(void)state;
	k = make_kernel(0x20f, MIB);
	bench_open(&b, &k, 64);
	bench_firmware(&b);
	return 0;
}

static int drop(void **state)
{
	(void)state;
	bench_close(&b);
	free_kernel(&k);
	return 0;
}

static void build(void)
{
	if (image_build(&b.img))
		fail_msg("refused: %s", b.img.why.text);
}

/* The header as the target's 16-bit code will find it. */
static const struct setup_header *loaded_header(void)
{
	const uint8_t *setup = segment(&b.img, "setup")->buf;

	return (const struct setup_header *)(setup + SETUP_HEADER_OFFSET);
}

static void test_who_takes_it(void **state)
{
	(void)state;
	build();
	assert_string_equal(b.img.type->name, "bzimage");
	k.h->code32_start = 0; /* iPXE */
	bench_close(&b);
	bench_open(&b, &k, 64);
	bench_firmware(&b);
	build();
	assert_string_equal(b.img.type->name, "bzimage16");
	assert_int_equal(segment(&b.img, "kernel")->mem, 16 * MIB);
	assert_int_equal(loaded_header()->code32_start, 0);
	k.h->code32_start = MIB;
	k.h->syssize = 0; /* memdisk, lnxboot */
	k.h->version = 0x203;
	bench_close(&b);
	bench_open(&b, &k, 64);
	bench_firmware(&b);
	build();
	assert_string_equal(b.img.type->name, "bzimage16");
	assert_int_equal(segment(&b.img, "kernel")->mem, MIB);
}

static void test_registers(void **state)
{
	const struct kexec_segment *setup;
	const struct handoff_regs *r = &b.img.regs;

	(void)state;
	b.req.type = "bzimage16";
	build();
	setup = segment(&b.img, "setup");
	assert_int_equal(b.img.mode, 16);
	assert_int_equal(setup->mem % 16, 0);
	assert_int_equal(setup->memsz, 0x10000);
	assert_int_equal(r->ds, setup->mem / 16);
	assert_true(r->ds == r->es && r->ds == r->fs && r->ds == r->gs && r->ds == r->ss);
	assert_int_equal(r->cs, setup->mem / 16 + 0x20);
	assert_int_equal(r->eip, 0);
	assert_int_equal(r->esp, 0xfff0);
	assert_int_equal(r->flags & 0x200, 0);
	assert_int_equal(r->edx, 0);
}

static void test_header(void **state)
{
	const struct setup_header *h;

	(void)state;
	k.h->loadflags = 0x21; /* QUIET stays */
	b.req.append = "words for it";
	b.req.type = "bzimage16";
	build();
	h = loaded_header();
	assert_int_equal(h->loadflags, 0x21 | CAN_USE_HEAP);
	assert_int_equal(h->type_of_loader, LOADER_UNDEFINED);
	assert_int_equal(h->vid_mode, 0xffff);
	assert_int_equal(h->code32_start, segment(&b.img, "kernel")->mem);
	/* the stack that setup makes, 1 KiB below SP, must not meet the heap */
	assert_in_range(h->heap_end_ptr + 0x200u, b.img.segment[0].bufsz % 0x10000,
			b.img.regs.esp - 0x400);
	assert_int_equal(h->cmd_line_ptr, segment(&b.img, "cmdline")->mem);
	assert_string_equal(segment(&b.img, "cmdline")->buf, "words for it");
	/* the command line lies outside the block */
	assert_int_equal(h->cmd_line_ptr, segment(&b.img, "setup")->mem + 0x10000);
	/* the file itself is not touched */
	assert_int_equal(k.h->loadflags, 0x21);
}

static void test_restored(void **state)
{
	const struct handoff_firmware *f = &b.img.restore;
	struct fw_state *fw = bench_firmware(&b);

	(void)state;
	fw->a20 = 0;
	fw->video_mode = 0x12; /* graphics: not ours to change */
	b.req.type = "bzimage16";
	build();
	assert_int_equal(f->pic_mask[0], 0xb8);
	assert_int_equal(f->pic_mask[1], 0x8e);
	assert_int_equal(f->pic_base[0], 0x08);
	assert_int_equal(f->pic_base[1], 0x70);
	assert_int_equal(f->elcr[1], 0x0c);
	assert_int_equal(f->pit_status[0], 0x34);
	assert_int_equal(f->pit_status[1], 0x36);
	assert_int_equal(f->a20_off, 1);
	assert_int_equal(f->video_mode, HANDOFF_KEEP_SCREEN);
	assert_int_equal(f->cr0, 0x10);
	assert_int_equal(f->partition_at, 0);
	assert_int_equal(f->vectors[0], 0xf0000030);
	assert_int_equal(f->vectors[15], 0xf000003f);
	assert_memory_equal(&b.img.handoff->firmware, f, sizeof(*f));
}

/* All that runs in real mode is below 640 KiB, and so is the purgatory. */
static void test_places(void **state)
{
	static const char *const low[] = { "setup", "cmdline", "purgatory" };

	(void)state;
	b.req.type = "bzimage16";
	build();
	for (size_t i = 0; i < sizeof(low) / sizeof(low[0]); i++) {
		const struct kexec_segment *s = segment(&b.img, low[i]);

		assert_in_range(s->mem, 0x10000, 0x9f000);
		assert_true(s->mem + s->memsz <= 0x9f000);
	}
}

static void test_refusals(void **state)
{
	(void)state;
	b.req.type = "bzimage16";
	b.machine.firmware.n--;
	assert_refused(&b, "nobody noted at boot");
	bench_close(&b);
	bench_open(&b, &k, 64);
	bench_firmware(&b)->version = 1;
	b.req.type = "bzimage16";
	assert_refused(&b, "nobody noted at boot");
	bench_close(&b);
	bench_open(&b, &k, 64);
	bench_firmware(&b);
	b.req.type = "bzimage16";
	k.h->version = 0x201;
	assert_refused(&b, "boot protocol 2.01, which is bound to fixed addresses");
	bench_close(&b);
	bench_open(&b, &k, 64);
	bench_firmware(&b);
	b.req.type = "bzimage16";
	k.h->version = 0x20f;
	k.h->setup_sects = 126;
	k.h->syssize -= 126 * 512 / 16;
	k.h->payload_length = 0;
	assert_refused(&b, "leave no room for a stack");
	bench_close(&b);
	bench_open(&b, &k, 64);
	b.req.type = "bzimage";
	k.h->setup_sects = 4;
	k.h->code32_start = 0;
	assert_refused(&b, "only a 16-bit entry: load --real-mode");
}

/* Base memory that a PXE ROM has taken most of. */
static void test_little_base_memory(void **state)
{
	(void)state;
	b.req.type = "bzimage16";
	assert_int_equal(memmap_add(&b.machine.map, FROM_SYSFS, 0x20000, 0x80000, E820_RESERVED),
			 0);
	memmap_settle(&b.machine.map);
	assert_refused(&b, "no room for the 16-bit code");
}

/* A ROM lowered 40:13, and E820 does not know. */
static void test_base_memory_word(void **state)
{
	(void)state;
	bench_firmware(&b)->base_kb = 500;
	b.req.type = "bzimage16";
	build();
	assert_int_equal(segment(&b.img, "cmdline")->mem + PAGE_BYTES, 500 * KIB);
	image_free(&b.img);
	bench_firmware(&b)->base_kb = 100;
	assert_refused(&b, "no room for the 16-bit code");
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fresh, drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(test_who_takes_it),       WITH(test_registers),	    WITH(test_header),
		WITH(test_restored),	       WITH(test_places),	    WITH(test_refusals),
		WITH(test_little_base_memory), WITH(test_base_memory_word),
	};

	return cmocka_run_group_tests_name("bzimage16", tests, NULL, NULL);
}
