// SPDX-License-Identifier: GPL-2.0-only
/* Image type zimage: kernels of before 2.4, what is refused, where all lies, what setup code finds. */
#include "subject.h"

#define CODE_BYTES (300 * KIB)

/* A zImage of protocol 2.00: the header ends at 0x224. */
static int fresh(void **state)
{
	(void)state;
	k = make_kernel(0x200, CODE_BYTES);
	k.h->jump = 0x22eb;
	k.h->loadflags = 0;
	k.h->code32_start = 0x1000;
	k.h->heap_end_ptr = 0x9090; /* code, before 2.01 */
	return 0;
}

static void open_pc(struct bench *b)
{
	bench_open(b, &k, 64);
	bench_firmware(b);
	b->req.append = "root=/dev/hda1";
}

static void refuses_pc(const char *words)
{
	struct bench b;

	open_pc(&b);
	assert_refused(&b, words);
	bench_close(&b);
}

/* The 16-bit part as the target's setup code will find it. */
static const uint8_t *block(const struct bench *b)
{
	const struct kexec_segment *s = segment(&b->img, "setup");

	assert_int_equal(s->mem, 0x90000);
	assert_int_equal(s->memsz, 0xa000);
	return s->buf;
}

static uint16_t word(const uint8_t *p, unsigned int at)
{
	return (uint16_t)(p[at] | p[at + 1] << 8);
}

/* boot.rst, "The Kernel Command Line", for protocols before 2.02. */
static void check_cmdline(const uint8_t *p)
{
	assert_int_equal(word(p, 0x20), 0xa33f);
	assert_string_equal((const char *)p + word(p, 0x22), "root=/dev/hda1");
}

static void test_zimage(void **state)
{
	static uint8_t data[5000];
	struct bench b;
	const uint8_t *p;

	(void)state;
	open_pc(&b);
	b.img.initrd[0] = (struct input){ "i", { data, sizeof(data) } };
	b.img.n_initrds = 1;
	build(&b, "zimage");
	p = block(&b);
	check_cmdline(p);
	assert_int_equal(segment(&b.img, "kernel")->mem, 0x10000);
	assert_int_equal(segment(&b.img, "kernel")->bufsz, CODE_BYTES);
	assert_int_equal(b.img.claim[0].start, MIB);
	assert_int_equal(p[0x210], 0xff);
	assert_int_equal(p[0x211], 0);
	assert_int_equal(word(p, 0x212), 0x9800 + 15); /* setup_move_size */
	assert_int_equal(word(p, 0x214), 0x1000);
	assert_int_equal(word(p, 0x21c), sizeof(data));
	assert_int_equal(word(p, 0x224), 0x9090);
	/* what the BIOS can tell such a kernel of ends at 64 MiB */
	assert_true(b.img.initrd_addr + sizeof(data) <= 64 * MIB);
	bench_close(&b);
}

/* boot.rst, "Running the Kernel", with the block at its fixed place. */
static void test_registers(void **state)
{
	const struct handoff_regs *r;
	struct bench b;

	(void)state;
	open_pc(&b);
	build(&b, "zimage");
	r = &b.img.regs;
	assert_int_equal(b.img.mode, 16);
	assert_int_equal(r->cs, 0x9020);
	assert_int_equal(r->eip, 0);
	assert_true(r->ds == 0x9000 && r->es == 0x9000 && r->fs == 0x9000 && r->gs == 0x9000);
	assert_int_equal(r->ss, 0x9000);
	assert_int_equal(r->esp, 0x9800);
	assert_int_equal(r->flags & 0x200, 0);
	bench_close(&b);
}

/* bzImages of Linux 2.0 and 2.2. */
static void test_loaded_high(void **state)
{
	struct bench b;
	const uint8_t *p;

	(void)state;
	k.h->version = 0x201;
	k.h->jump = 0x24eb;
	k.h->loadflags = LOADED_HIGH;
	k.h->code32_start = MIB;
	open_pc(&b);
	build(&b, "zimage");
	p = block(&b);
	check_cmdline(p);
	assert_int_equal(segment(&b.img, "kernel")->mem, MIB);
	assert_int_equal(p[0x211], LOADED_HIGH | CAN_USE_HEAP);
	assert_int_equal(word(p, 0x224), 0x9600);
	bench_close(&b);
	/* a header that ends early has no heap_end_ptr, whatever its version says */
	k.h->jump = 0x22eb;
	open_pc(&b);
	build(&b, "zimage");
	assert_int_equal(word(block(&b), 0x224), 0x9090);
	bench_close(&b);
}

/* zImages of Linux 2.4. */
static void test_later_zimage(void **state)
{
	struct bench b;
	const uint8_t *p;

	(void)state;
	k.h->version = 0x203;
	k.h->jump = 0x2eeb;
	open_pc(&b);
	build(&b, "zimage");
	p = block(&b);
	assert_int_equal(word(p, 0x228), 0x9800);
	assert_int_equal(word(p, 0x22a), 9);
	assert_string_equal((const char *)p + 0x9800, "root=/dev/hda1");
	bench_close(&b);
}

/* Without header: only what the boot sector has is written to. */
static void make_bare(void)
{
	static const uint8_t start[] = {
		0xb8, 0xc0, 0x07, 0x8e, 0xd8, 0xb8, 0x00, 0x90, 0x8e, 0xc0
	};

	memset(k.file + 0x200, 0x90, 0x90);
	memcpy(k.file, start, sizeof(start));
}

static void test_bare(void **state)
{
	struct bench b;
	const uint8_t *p;

	(void)state;
	make_bare();
	open_pc(&b);
	build(&b, "zimage");
	p = block(&b);
	check_cmdline(p);
	assert_int_equal(word(p, 0x1fa), 0xffff);
	for (unsigned int at = 0x200; at < 0x290; at++)
		assert_int_equal(p[at], 0x90);
	b.img.n_initrds = 0;
	bench_close(&b);
	/* a boot sector that is not Linux's */
	k.file[9]++;
	refuses_pc("not a kernel");
}

static void test_bare_refusals(void **state)
{
	static uint8_t data[10];
	struct bench b;

	(void)state;
	make_bare();
	open_pc(&b);
	b.img.initrd[0] = (struct input){ "i", { data, sizeof(data) } };
	b.img.n_initrds = 1;
	assert_refused(&b, "zimage: a kernel of before 1.3.73, which takes no initrd");
	bench_close(&b);
	open_pc(&b);
	b.req.type = "bzimage";
	assert_refused(&b, "boot protocol 0.00; 2.00 or later is needed");
	bench_close(&b);
}

/* The image of a floppy: zeros behind the kernel are not loaded. */
static void test_padding(void **state)
{
	struct bench b;

	(void)state;
	k.h->syssize = 1000;
	open_pc(&b);
	build(&b, "zimage");
	assert_int_equal(segment(&b.img, "kernel")->bufsz, 16000);
	bench_close(&b);
}

static void test_refusals(void **state)
{
	(void)state;
	k.h->syssize = CODE_BYTES / 16 + 1;
	refuses_pc("cut short");
	k.h->version = 0x1ff;
	refuses_pc("boot protocol 1.255, which there never was");
	k.h->version = 0x200;
	k.h->syssize = 0; /* says nothing: all of the file is the kernel */
	free_kernel(&k);
	k = make_kernel(0x200, 512 * KIB + 1);
	k.h->loadflags = 0;
	k.h->syssize = 0;
	refuses_pc("512 KiB follow the setup code; a zImage lies between 0x10000 and 0x90000");
	k.h->loadflags = LOADED_HIGH;
	k.h->setup_sects = 75;
	refuses_pc("38912 bytes of 16-bit code leave no room for a stack");
}

static void test_little_base_memory(void **state)
{
	struct bench b;

	(void)state;
	open_pc(&b);
	bench_firmware(&b)->base_kb = 615;
	assert_refused(&b, "lies from 0x90000 to 0x9a000, and base memory ends at 615 KiB");
	bench_close(&b);
	open_pc(&b);
	bench_firmware(&b)->base_kb = 616;
	/* nothing is left above it, so that the purgatory has to go below */
	build(&b, "zimage");
	assert_in_range(segment(&b.img, "purgatory")->mem, 0x10000 + CODE_BYTES, 0x8f000);
	bench_close(&b);
	bench_open(&b, &k, 64);
	assert_refused(&b, "zimage: nobody noted at boot");
	bench_close(&b);
}

/* As large as one may be: the purgatory finds its place between setup code and EBDA. */
static void test_largest(void **state)
{
	struct bench b;

	(void)state;
	free_kernel(&k);
	k = make_kernel(0x200, 512 * KIB);
	k.h->loadflags = 0;
	open_pc(&b);
	build(&b, "zimage");
	assert_in_range(segment(&b.img, "purgatory")->mem, 0x9a000, 0x9f000);
	bench_close(&b);
}

static void test_cut_anywhere(void **state)
{
	static const size_t cuts[] = { 1, 0x1f1, 0x202, 0x210, 0x223, 1000, 2559, 2560, 100000 };

	(void)state;
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++)
		refuses_cut(cuts[i]);
}

#define ON_KERNEL(f) cmocka_unit_test_setup_teardown(f, fresh, drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_KERNEL(test_zimage),
		ON_KERNEL(test_registers),
		ON_KERNEL(test_loaded_high),
		ON_KERNEL(test_later_zimage),
		ON_KERNEL(test_bare),
		ON_KERNEL(test_bare_refusals),
		ON_KERNEL(test_padding),
		ON_KERNEL(test_refusals),
		ON_KERNEL(test_little_base_memory),
		ON_KERNEL(test_largest),
		ON_KERNEL(test_cut_anywhere),
	};

	return cmocka_run_group_tests_name("zimage", tests, NULL, NULL);
}
