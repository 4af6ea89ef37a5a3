// SPDX-License-Identifier: GPL-2.0-only
/* Image type bzimage: what it refuses, where it puts things, the limits of the command line. */
#include "subject.h"

static int fresh(void **state)
{
	(void)state;
	k = make_kernel(0x20f, MIB);
	return 0;
}

/* The kernel as it is now must load at @addr and claim @run to @run_end. */
static void accepts(unsigned int ram_mib, uint64_t addr, uint64_t run, uint64_t run_end)
{
	struct bench b;

	bench_open(&b, &k, ram_mib);
	build(&b, "bzimage");
	assert_int_equal(segment(&b.img, "kernel")->mem, addr);
	assert_int_equal(b.img.regs.eip, addr);
	assert_int_equal(b.img.params->hdr.code32_start, addr);
	assert_int_equal(b.img.claim[0].start, run);
	assert_int_equal(b.img.claim[0].end, run_end);
	bench_close(&b);
}

static void test_preferred(void **state)
{
	(void)state;
	accepts(64, 16 * MIB, 16 * MIB, 24 * MIB);
}

static void test_above_preferred(void **state)
{
	(void)state;
	k.h->pref_address = 17 * MIB; /* not aligned: the next aligned address */
	accepts(64, 18 * MIB, 18 * MIB, 26 * MIB);
}

/* Opened first or not, the plan is the same; and what the BIOS says of itself is not asked for. */
static void test_open(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b, &k, 64);
	assert_int_equal(image_open(&b.img), 0);
	assert_string_equal(b.img.type->name, "bzimage");
	assert_int_equal(b.img.n_segments, 0);
	assert_false(image_wants_bios(&b.img));
	assert_int_equal(image_build(&b.img), 0);
	assert_int_equal(segment(&b.img, "kernel")->mem, 16 * MIB);
	bench_close(&b);
}

static void test_smaller_alignment(void **state)
{
	struct bench b;

	(void)state;
	/* RAM ends at 25 MiB: with 16 MiB alignment and 8 MiB nothing is left but 17 MiB */
	k.h->pref_address = 17 * MIB - PAGE_BYTES;
	k.h->kernel_alignment = 16 * MIB;
	bench_open(&b, &k, 25);
	assert_int_equal(image_build(&b.img), 0);
	assert_int_equal(segment(&b.img, "kernel")->mem, 17 * MIB - PAGE_BYTES);
	assert_int_equal(b.img.params->hdr.kernel_alignment, PAGE_BYTES);
	bench_close(&b);
	k.h->min_alignment = 0;
	refuses(25, "no room for the kernel");
}

static void test_init_size_is_reserved(void **state)
{
	(void)state;
	accepts(24, 16 * MIB, 16 * MIB, 24 * MIB);
	k.h->init_size += 1;
	refuses(24, "no room for the kernel: 8193 KiB");
	k.h->init_size = UINT32_MAX;
	refuses(2048, "no room for the kernel");
	k.h->init_size = 8 * MIB;
	k.h->relocatable_kernel = 0;
	refuses(23, "no room for the kernel, which cannot be relocated");
}

static void test_fixed(void **state)
{
	(void)state;
	k.h->relocatable_kernel = 0;
	accepts(64, MIB, 16 * MIB, 24 * MIB);
	k.h->pref_address = MIB;
	accepts(64, MIB, MIB, 9 * MIB);
	k.h->version = 0x204;
	accepts(64, MIB, MIB, 5 * MIB); /* no init_size: four times the file */
}

static void test_old_protocols(void **state)
{
	static const uint16_t versions[] = { 0x200, 0x201, 0x202, 0x203, 0x204 };

	(void)state;
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		struct bench b;

		k.h->version = versions[i];
		bench_open(&b, &k, 64);
		b.req.type = "bzimage"; /* zimage would take the oldest */
		assert_int_equal(request_add_text(&b.req, "words", &b.img.why), 0);
		assert_int_equal(image_build(&b.img), 0);
		if (versions[i] < 0x202) {
			const uint8_t *p = (const uint8_t *)b.img.params;

			assert_int_equal(b.img.params_addr, 0x90000);
			assert_int_equal(b.img.params->hdr.cmd_line_ptr, 0);
			assert_int_equal(p[0x20] | p[0x21] << 8, 0xa33f);
			assert_string_equal((const char *)p + (p[0x22] | p[0x23] << 8), "words");
		} else {
			assert_int_equal(b.img.params->hdr.cmd_line_ptr, b.img.params_addr + 4096);
		}
		assert_int_equal(b.img.params->hdr.setup_data, 0);
		bench_close(&b);
	}
}

static void test_setup_sects_0_means_4(void **state)
{
	(void)state;
	k.h->setup_sects = 0;
	accepts(64, 16 * MIB, 16 * MIB, 24 * MIB);
}

static void test_setup_past_the_end(void **state)
{
	(void)state;
	k.bytes = 6 * SETUP_SECTOR;
	k.h->setup_sects = 30;
	refuses(64, "setup is 31 sectors (15872 bytes), the file has 3072 bytes");
}

static void test_cut_anywhere(void **state)
{
	static const size_t cuts[] = { 1,     2,     0x1f1,  0x1fe, 0x202,     0x206,
				       0x210, 0x230, 0x26b,  0x26c, 1000,      2559,
				       2560,  2561,  100000, MIB,   MIB + 2559 };

	(void)state;
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++)
		refuses_cut(cuts[i]);
}

static void test_rounded_syssize(void **state)
{
	(void)state;
	/* memtest86+: the file ends inside its last paragraph, and no payload is stated */
	k.h->payload_length = 0;
	k.bytes -= 8;
	accepts(64, 16 * MIB, 16 * MIB, 24 * MIB);
	k.bytes -= 8;
	refuses(64, "cut short");
}

static void test_payload_past_the_end(void **state)
{
	(void)state;
	k.h->payload_offset = 1;
	refuses(64, "the packed kernel is 1048576 bytes at 0x1");
	k.h->payload_offset = UINT32_MAX;
	refuses(64, "cut short");
}

static void test_appended_signature(void **state)
{
	(void)state;
	k.h->syssize -= 100;
	k.h->payload_length -= 2000;
	accepts(64, 16 * MIB, 16 * MIB, 24 * MIB);
}

static void test_alignment(void **state)
{
	static const uint32_t bad[] = { 0, 3, MIB + 1, 0x80000000 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		k.h->kernel_alignment = bad[i];
		refuses(64, "is not a power of two");
	}
	k.h->kernel_alignment = MIB;
	k.h->min_alignment = 21;
	refuses(64, "min_alignment 2^21");
	k.h->min_alignment = 255;
	refuses(64, "min_alignment 2^255");
}

static void as_bzimage(uint8_t loadflags, uint16_t version, const char *words)
{
	struct bench b;

	k.h->loadflags = loadflags;
	k.h->version = version;
	bench_open(&b, &k, 64);
	b.req.type = "bzimage";
	assert_refused(&b, words);
	bench_close(&b);
	k.h->loadflags = LOADED_HIGH;
	k.h->version = 0x20f;
}

static void test_header(void **state)
{
	(void)state;
	as_bzimage(0, 0x20f, "this is a zImage");
	as_bzimage(LOADED_HIGH, 0x1ff, "boot protocol 1.255");
	k.h->jump = 0x10eb;
	refuses(64, "the setup header has only 33 bytes");
	k.h->boot_flag = 0;
	refuses(64, "not a kernel");
}

/* Fields behind the end of the header are code: they must not be believed. */
static void test_short_header(void **state)
{
	struct bench b;

	(void)state;
	k.h->jump = 0x36eb; /* ends at 0x238: no cmdline_size */
	bench_open(&b, &k, 64);
	assert_int_equal(image_build(&b.img), 0);
	assert_int_equal(b.img.params->hdr.cmdline_size, 0);
	assert_int_equal(b.img.params->hdr.init_size, 0);
	bench_close(&b);
}

static void test_64bit_on_a_386(void **state)
{
	struct bench b;

	(void)state;
	k.h->xloadflags = XLF_KERNEL_64;
	bench_open(&b, &k, 64);
	b.machine.cpu_64bit = NO;
	assert_refused(&b, "this CPU has no 64-bit mode");
	bench_close(&b);
	accepts(64, 16 * MIB, 16 * MIB, 24 * MIB);
}

/* A line of @n characters; 0 if it is taken. */
static int with_line(size_t n)
{
	struct bench b;
	char *line = malloc(n + 1);
	int err;

	assert_non_null(line);
	memset(line, 'x', n);
	line[n] = '\0';
	bench_open(&b, &k, 64);
	assert_int_equal(request_add_text(&b.req, line, &b.img.why), 0);
	err = image_build(&b.img);
	if (!err)
		assert_string_equal((const char *)b.img.params + 4096, line);
	bench_close(&b);
	free(line);
	return err;
}

static void test_cmdline_limit(void **state)
{
	(void)state;
	assert_int_equal(with_line(2047), 0);
	assert_int_equal(with_line(2048), -E2BIG);
	k.h->cmdline_size = 10000;
	assert_int_equal(with_line(10000), 0);
	assert_int_equal(with_line(10001), -E2BIG);
	k.h->version = 0x205;
	assert_int_equal(with_line(255), 0);
	assert_int_equal(with_line(256), -E2BIG);
}

static void test_initrd_limits(void **state)
{
	static uint8_t data[100000];
	struct bench b;

	(void)state;
	k.h->initrd_addr_max = 0x1ffffff;
	bench_open(&b, &k, 64);
	b.img.initrd[0] = (struct input){ "i", { data, sizeof(data) } };
	b.img.n_initrds = 1;
	assert_int_equal(image_build(&b.img), 0);
	assert_int_equal(b.img.params->hdr.ramdisk_size, sizeof(data));
	assert_int_equal(b.img.params->hdr.ramdisk_image, 0x2000000 - 25 * PAGE_BYTES);
	bench_close(&b);
	k.h->initrd_addr_max = 0xfffff;
	bench_open(&b, &k, 64);
	b.img.initrd[0] = (struct input){ "i", { data, sizeof(data) } };
	b.img.n_initrds = 1;
	assert_refused(&b, "no room for the initrd");
	bench_close(&b);
}

/* Words for a module are not lost in silence. */
static void test_no_modules(void **state)
{
	static uint8_t data[10];
	struct bench b;

	(void)state;
	bench_open(&b, &k, 64);
	b.img.initrd[0] = (struct input){ "i", { data, sizeof(data) } };
	b.img.n_initrds = 1;
	b.req.words[0] = "words";
	assert_refused(&b, "bzimage: it takes initrds, but no modules");
	bench_close(&b);
}

static void test_type_by_name(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b, &k, 64);
	b.req.type = "bzimage";
	assert_int_equal(image_build(&b.img), 0);
	bench_close(&b);
	bench_open(&b, &k, 64);
	b.req.type = "cheese";
	assert_refused(&b, "there are: nbi zimage");
	bench_close(&b);
	k.h->header = 0;
	bench_open(&b, &k, 64);
	b.req.type = "bzimage";
	assert_refused(&b, "there is no setup header");
	bench_close(&b);
}

#define ON_KERNEL(f) cmocka_unit_test_setup_teardown(f, fresh, drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_KERNEL(test_preferred),
		ON_KERNEL(test_above_preferred),
		ON_KERNEL(test_open),
		ON_KERNEL(test_smaller_alignment),
		ON_KERNEL(test_init_size_is_reserved),
		ON_KERNEL(test_fixed),
		ON_KERNEL(test_old_protocols),
		ON_KERNEL(test_setup_sects_0_means_4),
		ON_KERNEL(test_setup_past_the_end),
		ON_KERNEL(test_cut_anywhere),
		ON_KERNEL(test_rounded_syssize),
		ON_KERNEL(test_payload_past_the_end),
		ON_KERNEL(test_appended_signature),
		ON_KERNEL(test_alignment),
		ON_KERNEL(test_header),
		ON_KERNEL(test_short_header),
		ON_KERNEL(test_64bit_on_a_386),
		ON_KERNEL(test_cmdline_limit),
		ON_KERNEL(test_initrd_limits),
		ON_KERNEL(test_no_modules),
		ON_KERNEL(test_type_by_name),
	};

	return cmocka_run_group_tests_name("bzimage", tests, NULL, NULL);
}
