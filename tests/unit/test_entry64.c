// SPDX-License-Identifier: GPL-2.0-only
/* 64-bit entries: image type bzimage64, an ELF64 vmlinux, the page tables of purgatory's mode 64. */
#include "elf-file.h"
#include "subject.h"

#define AT_NOTE 512u
#define AT_CODE 4096u
#define VIRTUAL 0xffffffff81000000u
#define KERNEL	(16 * MIB)

static int fresh_bzimage(void **state)
{
	(void)state;
	k = make_kernel(0x20c, 8192);
	k.h->xloadflags = XLF_KERNEL_64;
	return 0;
}

/* An executable that is linked high, with a note of Linux's. */
static int fresh_elf(void **state)
{
	static const struct elf64_ehdr h = {
		.e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT },
		.e_type = ET_EXEC,
		.e_machine = EM_X86_64,
		.e_entry = KERNEL + 0x40,
		.e_phoff = sizeof(h),
		.e_phentsize = sizeof(struct elf64_phdr),
		.e_phnum = 2,
	};
	static const struct elf64_phdr p[] = {
		{ PT_LOAD, 7, AT_CODE, VIRTUAL, KERNEL, 8192, 3 * MIB, 4096 },
		{ PT_NOTE, 4, AT_NOTE, 0, 0, 24, 0, 4 },
	};
	static const struct elf_note note = { sizeof("Linux"), 4, 0x101 };

	(void)state;
	make_file(AT_CODE + 8192, AT_CODE);
	memcpy(k.file, &h, sizeof(h));
	memcpy(k.file + sizeof(h), p, sizeof(p));
	memcpy(k.file + AT_NOTE, &note, sizeof(note));
	memcpy(k.file + AT_NOTE + sizeof(note), "Linux", sizeof("Linux"));
	return 0;
}

/* The tables: claimed memory of their own, known to the purgatory, loaded with nothing. */
static void check_tables(const struct kexec_image *img)
{
	const struct claim *c = &img->claim[img->n_claims - 1];
	struct claim by;

	assert_string_equal(c->label, "page-tables");
	assert_int_equal(c->end - c->start, HANDOFF_TABLES_BYTES(4));
	assert_int_equal(c->start % PAGE_BYTES, 0);
	assert_int_equal(img->handoff->tables, c->start);
	assert_int_equal(img->handoff->mode, 64);
	assert_true(image_taken(img, c->start, c->end, &by));
	for (unsigned int i = 0; i < img->n_segments; i++)
		assert_true(img->segment[i].mem >= c->end ||
			    img->segment[i].mem + img->segment[i].memsz <= c->start);
}

static void test_bzimage(void **state)
{
	struct text plan = { 0 };
	struct bench b;

	(void)state;
	bench_open(&b, &k, 64);
	b.req.type = "bzimage64";
	build(&b, "bzimage64");
	check_tables(&b.img);
	assert_int_equal(b.img.regs.eip, KERNEL + 0x200);
	assert_int_equal(b.img.regs.esi, b.img.params_addr);
	assert_int_equal(b.img.params->hdr.code32_start, KERNEL);
	image_seal(&b.img);
	image_plan(&b.img, false, &plan);
	assert_non_null(strstr(plan.p, "regs mode=64 eip=0x1000200"));
	assert_non_null(strstr(plan.p, "paging tables="));
	text_free(&plan);
	bench_close(&b);
}

static void refuses64(enum answer cpu, const char *words)
{
	struct bench b;

	bench_open(&b, &k, 64);
	b.req.type = "bzimage64";
	b.machine.cpu_64bit = cpu;
	assert_refused(&b, words);
	bench_close(&b);
}

static void test_bzimage_refusals(void **state)
{
	(void)state;
	refuses64(NO, "this CPU has no 64-bit mode");
	k.h->xloadflags = 0x3e;
	refuses64(YES, "without a 64-bit entry");
	k.h->xloadflags = XLF_KERNEL_64;
	k.h->version = 0x20b;
	refuses64(YES, "without a 64-bit entry");
	k.h->version = 0x20c;
	k.bytes -= 8192 - 0x200;
	k.h->syssize = 0x200 / 16;
	k.h->payload_length = 0x200;
	refuses64(YES, "without a 64-bit entry");
}

/* Unasked, such a kernel is entered by its 32-bit entry. */
static void test_bzimage_default(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b, &k, 64);
	build(&b, "bzimage");
	assert_int_equal(b.img.handoff->mode, 32);
	assert_int_equal(b.img.handoff->tables, 0);
	bench_close(&b);
}

static void test_vmlinux(void **state)
{
	static uint8_t data[5000];
	struct bench b;

	(void)state;
	bench_open(&b, &k, 64);
	b.machine.cpu_64bit = YES;
	b.img.initrd[0] = (struct input){ "i", { data, sizeof(data) } };
	b.img.n_initrds = 1;
	build(&b, "vmlinux");
	check_tables(&b.img);
	assert_int_equal(b.img.regs.eip, KERNEL + 0x40);
	assert_int_equal(b.img.regs.esi, b.img.params_addr);
	assert_int_equal(b.img.params->hdr.xloadflags, XLF_KERNEL_64);
	assert_int_equal(segment(&b.img, "kernel")->memsz, 3 * MIB);
	bench_close(&b);
}

static void test_vmlinux_cpu(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b, &k, 64);
	b.machine.cpu_64bit = NO;
	assert_refused(&b, "vmlinux: this is a 64-bit kernel, and this CPU has no 64-bit mode");
	bench_close(&b);
}

/* RAM above 4 GiB is of no use to a 32-bit kernel's kexec, and a refusal says so. */
static void test_above_4_gib(void **state)
{
	static uint8_t data[4096];
	struct bench b;

	(void)state;
	bench_open(&b, &k, 32);
	b.req.type = "bzimage64";
	k.h->init_size = 30 * MIB;
	assert_int_equal(memmap_add(&b.machine.map, FROM_SYSFS, (uint64_t)4096 * MIB, 1024 * MIB,
				    E820_RAM),
			 0);
	memmap_settle(&b.machine.map);
	b.img.initrd[0] = (struct input){ "i", { data, sizeof(data) } };
	b.img.n_initrds = 1;
	assert_refused(&b, "; what lies above 4 GiB cannot be used)");
	bench_close(&b);
}

/* A machine of 32 MiB below 4 GiB and 1 GiB above, which kexec reaches. */
static void open_high(struct bench *b, const char *type)
{
	static uint8_t data[5000];

	bench_open(b, &k, 32);
	b->req.type = type;
	b->machine.load_end = MEMMAP_LIMIT;
	assert_int_equal(memmap_add(&b->machine.map, FROM_SYSFS, FOUR_GIB, 1024 * MIB, E820_RAM),
			 0);
	memmap_settle(&b->machine.map);
	b->img.initrd[0] = (struct input){ "i", { data, sizeof(data) } };
	b->img.n_initrds = 1;
}

/* No room for the initrd: it goes above, with whatever entry. The purgatory gets its window. */
static void test_high_initrd(void **state)
{
	static const char *const types[] = { "bzimage", "bzimage64" };
	const struct kexec_image *img;
	struct bench b;

	(void)state;
	k.h->xloadflags = XLF_KERNEL_64 | XLF_CAN_BE_ABOVE_4G;
	k.h->initrd_addr_max = MIB + 4095;
	for (unsigned int i = 0; i < 2; i++) {
		open_high(&b, types[i]);
		img = &b.img;
		build(&b, types[i]);
		assert_int_equal(img->initrd_addr, FOUR_GIB + 1024 * MIB - 8192);
		assert_int_equal(img->params->ext_ramdisk_image, 1);
		assert_int_equal(img->params->hdr.ramdisk_image, (uint32_t)img->initrd_addr);
		assert_int_equal(img->handoff->segment[2].addr_high, 1);
		assert_int_equal(img->handoff->mapped_gib, 4);
		assert_int_equal(segment(img, "kernel")->mem, KERNEL);
		assert_string_equal(img->claim[img->n_claims - 1].label, "page-tables");
		assert_int_equal(img->handoff->tables, img->claim[img->n_claims - 1].start);
		bench_close(&b);
	}
	k.h->initrd_addr_max = 0x7fffffff; /* there is room */
	open_high(&b, "bzimage64");
	build(&b, "bzimage64");
	assert_true(b.img.initrd_addr < FOUR_GIB && !b.img.params->ext_ramdisk_image);
	bench_close(&b);
}

/* An initrd that has room above 4 GiB only, and RAM that the window to it hides. */
static void open_around_window(struct bench *b)
{
	k.h->xloadflags = XLF_KERNEL_64 | XLF_CAN_BE_ABOVE_4G;
	k.h->initrd_addr_max = MIB + 4095;
	open_high(b, "bzimage");
	assert_int_equal(
		memmap_add(&b->machine.map, FROM_SYSFS, HANDOFF_WINDOW, 64 * MIB, E820_RAM), 0);
	memmap_settle(&b->machine.map);
}

/* What hides behind the window is not seen through it: the purgatory must not lie there itself. */
static void test_window_hides(void **state)
{
	struct bench b;

	(void)state;
	open_around_window(&b);
	b.req.mem_min = HANDOFF_WINDOW;
	assert_refused(&b, "no room for the purgatory");
	bench_close(&b);
}

/* With a way back it lies at the end of what may be used. */
static void test_window_hides_way_back(void **state)
{
	struct bench b;

	(void)state;
	open_around_window(&b);
	b.machine.ram_bytes = b.machine.free_bytes = 8 * FOUR_GIB;
	b.req.jump = true;
	b.req.mem_max = 2 * FOUR_GIB - 1;
	assert_int_equal(machine_for_jump(&b.machine, &b.req, &b.img.why), 0);
	build(&b, "bzimage");
	assert_true(b.img.initrd_addr >= FOUR_GIB);
	assert_true(segment(&b.img, "purgatory")->mem < HANDOFF_WINDOW);
	bench_close(&b);
}

/* No room for the kernel: above, if it allows that and is entered in 64-bit mode. */
static void test_high_kernel(void **state)
{
	struct bench b;

	(void)state;
	k.h->xloadflags = XLF_KERNEL_64 | XLF_CAN_BE_ABOVE_4G;
	k.h->init_size = 900 * MIB;
	open_high(&b, "bzimage64");
	build(&b, "bzimage64");
	assert_int_equal(segment(&b.img, "kernel")->mem, FOUR_GIB);
	assert_int_equal(b.img.eip_high, 1);
	assert_int_equal(b.img.handoff->eip_high, 1);
	assert_int_equal(b.img.regs.eip, 0x200);
	assert_int_equal(b.img.handoff->mapped_gib, 5);
	assert_true(segment(&b.img, "params")->mem < FOUR_GIB && b.img.entry < FOUR_GIB);
	bench_close(&b);
	open_high(&b, "bzimage");
	assert_refused(&b, "no room for the kernel");
	bench_close(&b);
	k.h->xloadflags = XLF_KERNEL_64;
	open_high(&b, "bzimage64");
	assert_refused(&b, "what lies above 4 GiB cannot be used");
	bench_close(&b);
}

/* The purgatory sees 3 GiB at a time: a larger segment could not be verified. */
static void test_window(void **state)
{
	struct bench b;

	(void)state;
	k.h->xloadflags = XLF_KERNEL_64 | XLF_CAN_BE_ABOVE_4G;
	k.h->initrd_addr_max = MIB + 4095;
	open_high(&b, "bzimage64");
	assert_int_equal(memmap_add(&b.machine.map, FROM_SYSFS, FOUR_GIB, (uint64_t)8192 * MIB,
				    E820_RAM),
			 0);
	memmap_settle(&b.machine.map);
	b.machine.ram_bytes = b.machine.free_bytes = (uint64_t)8192 * MIB;
	b.img.initrd[0].data.n = HANDOFF_WINDOW_BYTES - 2 * MIB + 1;
	assert_refused(&b, "more than the purgatory can see");
	bench_close(&b);
}

#define ON_BZIMAGE(f) cmocka_unit_test_setup_teardown(f, fresh_bzimage, drop)
#define ON_ELF(f)     cmocka_unit_test_setup_teardown(f, fresh_elf, drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BZIMAGE(test_bzimage),	  ON_BZIMAGE(test_bzimage_refusals),
		ON_BZIMAGE(test_bzimage_default), ON_ELF(test_vmlinux),
		ON_ELF(test_vmlinux_cpu),	  ON_BZIMAGE(test_above_4_gib),
		ON_BZIMAGE(test_high_initrd),	  ON_BZIMAGE(test_high_kernel),
		ON_BZIMAGE(test_window_hides),	  ON_BZIMAGE(test_window_hides_way_back),
		ON_BZIMAGE(test_window),
	};

	return cmocka_run_group_tests_name("entry64", tests, NULL, NULL);
}
