// SPDX-License-Identifier: GPL-2.0-only
/* image_check(): each rule of the kernel's, broken one at a time. */
#include "helper.h"

static struct bench b;
static struct made kernel;

static int setup(void **state)
{
	(void)state;
	kernel = make_kernel(0x20f, MIB);
	bench_open(&b, &kernel, 64);
	assert_int_equal(image_build(&b.img), 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	bench_close(&b);
	free_kernel(&kernel);
	return 0;
}

static void refused(int err, const char *words)
{
	int got = image_check(&b.img);

	if (got != err || !strstr(b.img.why.text, words))
		fail_msg("expected %d '%s', got %d '%s'", err, words, got, b.img.why.text);
}

static void test_good(void **state)
{
	(void)state;
	assert_int_equal(image_check(&b.img), 0);
}

static void test_not_whole_pages(void **state)
{
	(void)state;
	b.img.segment[0].mem++;
	refused(-EINVAL, "not whole pages");
}

static void test_empty(void **state)
{
	(void)state;
	b.img.segment[1].memsz = 0;
	refused(-EINVAL, "is empty");
}

static void test_more_bytes_than_memory(void **state)
{
	(void)state;
	b.img.segment[1].bufsz = b.img.segment[1].memsz + 1;
	refused(-EINVAL, "bytes of memory");
}

static void test_wraps(void **state)
{
	(void)state;
	b.img.segment[0].memsz = UINT64_MAX - 4095;
	refused(-EADDRNOTAVAIL, "below 4 GiB");
}

static void test_above_4_gib(void **state)
{
	(void)state;
	b.img.segment[0].mem = (uint64_t)1 << 32;
	refused(-EADDRNOTAVAIL, "below 4 GiB");
}

/* Where sums of addresses and sizes turn, on a machine all of whose addresses are RAM. */
static void test_edges(void **state)
{
	const uint64_t gib4 = (uint64_t)1 << 32, top = (uint64_t)1 << 52;
	const struct {
		uint64_t mem, memsz;
		int err;
	} edges[] = {
		{ gib4 - 2 * PAGE_BYTES, PAGE_BYTES, 0 },
		{ gib4 - PAGE_BYTES, PAGE_BYTES, -EADDRNOTAVAIL }, /* Linux's limit is 2^32 - 1 */
		{ gib4 - PAGE_BYTES, 2 * PAGE_BYTES, -EADDRNOTAVAIL },
		{ gib4, PAGE_BYTES, -EADDRNOTAVAIL },
		{ top - PAGE_BYTES, PAGE_BYTES, -EADDRNOTAVAIL },
		{ top, PAGE_BYTES, -EADDRNOTAVAIL },
		{ UINT64_MAX - 4095, PAGE_BYTES, -EADDRNOTAVAIL }, /* ends at 0 */
		{ UINT64_MAX - 4095, 2 * PAGE_BYTES, -EADDRNOTAVAIL },
		{ 2 * MIB, UINT64_MAX - 4095, -EADDRNOTAVAIL },	     /* ends before it begins */
		{ 24 * MIB, gib4 - PAGE_BYTES - 24 * MIB, -ENOMEM }, /* most of 4 GiB: too much */
	};
	struct machine m = b.machine;

	(void)state;
	m.map = (struct memmap){ 0 };
	assert_int_equal(memmap_add(&m.map, FROM_SYSFS, 0, MEMMAP_LIMIT, E820_RAM), 0);
	memmap_settle(&m.map);
	m.free_bytes = 0;
	b.img.machine = &m;
	b.img.n_claims = 0;
	for (size_t i = 0; i < sizeof(edges) / sizeof(edges[0]); i++) {
		struct kexec_segment whole = b.img.segment[1];

		b.img.why.text[0] = '\0';
		b.img.segment[1].mem = edges[i].mem;
		b.img.segment[1].memsz = edges[i].memsz;
		b.img.segment[1].bufsz = 1;
		if (image_check(&b.img) != edges[i].err)
			fail_msg("edge %zu: %s", i, b.img.why.text);
		b.img.segment[1] = whole;
	}
	memmap_free(&m.map);
}

/* What the request allows to use: a segment may lie in it, reach out of it, or lie outside. */
static void test_bounds(void **state)
{
	const struct kexec_segment *s = segment(&b.img, "kernel");

	(void)state;
	b.req.mem_max = s->mem + s->memsz - 1;
	assert_int_equal(image_check(&b.img), 0);
	b.req.mem_max--;
	refused(-EADDRNOTAVAIL, "segment kernel at 0x1000000, 1024 KiB: it may only lie from");
	b.img.why.text[0] = '\0';
	b.req.mem_max = s->mem / 2;
	refused(-EADDRNOTAVAIL, "segment kernel at 0x1000000, 1024 KiB: it may only lie from");
	b.img.why.text[0] = '\0';
	b.req.mem_max = 0;
	b.req.mem_min = s->mem + 1;
	refused(-EADDRNOTAVAIL, "it may only lie from 0x1000001 to 0x100000000");
}

static void test_not_ram(void **state)
{
	(void)state;
	b.img.segment[0].mem = 0xa0000;
	refused(-EADDRNOTAVAIL, "not all of that is RAM");
}

static void test_overlap(void **state)
{
	(void)state;
	b.img.segment[1].mem = b.img.segment[2].mem;
	refused(-EINVAL, "overlap");
}

static void test_in_claim(void **state)
{
	(void)state;
	b.img.segment[1].mem = b.img.claim[0].end - PAGE_BYTES;
	b.img.segment[1].memsz = PAGE_BYTES;
	b.img.segment[1].bufsz = 1;
	refused(-EINVAL, "where kernel will run");
}

static void test_claim_not_ram(void **state)
{
	(void)state;
	b.img.claim[0].end = 65 * MIB;
	refused(-EADDRNOTAVAIL, "kernel runs at");
}

static void test_half_of_ram(void **state)
{
	struct machine m = b.machine;

	(void)state;
	b.img.machine = &m;
	m.free_bytes = 0;
	m.ram_bytes = 2 * (MIB + 5 * PAGE_BYTES);
	assert_int_equal(image_check(&b.img), 0);
	m.ram_bytes -= 2 * PAGE_BYTES;
	refused(-ENOMEM, "half of its");
}

static void test_free_memory(void **state)
{
	struct machine m = b.machine;

	(void)state;
	b.img.machine = &m;
	m.free_bytes = MIB;
	refused(-ENOMEM, "are free");
}

/* Sizes alone, before anything is read. */
static void test_inputs(void **state)
{
	(void)state;
	b.img.why.text[0] = '\0';
	assert_int_equal(image_check_inputs(&b.img), 0);
	b.img.initrd[0] = (struct input){ "huge", { NULL, 500u * MIB } };
	b.img.n_initrds = 1;
	assert_int_equal(image_check_inputs(&b.img), -ENOMEM);
	assert_non_null(strstr(b.img.why.text, "the files have 51302"));
}

static void test_entry_outside(void **state)
{
	(void)state;
	b.img.entry = 0x5000;
	refused(-EINVAL, "entry 0x5000");
}

static void test_number_of_segments(void **state)
{
	(void)state;
	b.img.n_segments = 0;
	refused(-EINVAL, "0 segments");
	b.img.why.text[0] = '\0';
	b.img.n_segments = IMAGE_SEGMENTS + 1;
	refused(-EINVAL, "17 segments");
}

#define ON_GOOD_IMAGE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_GOOD_IMAGE(test_good),
		ON_GOOD_IMAGE(test_not_whole_pages),
		ON_GOOD_IMAGE(test_empty),
		ON_GOOD_IMAGE(test_more_bytes_than_memory),
		ON_GOOD_IMAGE(test_wraps),
		ON_GOOD_IMAGE(test_above_4_gib),
		ON_GOOD_IMAGE(test_edges),
		ON_GOOD_IMAGE(test_not_ram),
		ON_GOOD_IMAGE(test_bounds),
		ON_GOOD_IMAGE(test_overlap),
		ON_GOOD_IMAGE(test_in_claim),
		ON_GOOD_IMAGE(test_claim_not_ram),
		ON_GOOD_IMAGE(test_half_of_ram),
		ON_GOOD_IMAGE(test_free_memory),
		ON_GOOD_IMAGE(test_inputs),
		ON_GOOD_IMAGE(test_entry_outside),
		ON_GOOD_IMAGE(test_number_of_segments),
	};

	return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
