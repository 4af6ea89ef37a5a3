// SPDX-License-Identifier: GPL-2.0-only
/* Placement: image_place(), segments, several initrds. */
#include "helper.h"

static void open_empty(struct bench *b, unsigned int ram_mib)
{
	static uint8_t byte;
	struct made none = { &byte, 1, NULL };

	bench_open(b, &none, ram_mib);
}

static void test_up_and_down(void **state)
{
	struct place p = { "it", 0x1800, PAGE_BYTES, 0, UINT64_MAX, false };
	struct bench b;
	uint64_t at;

	(void)state;
	open_empty(&b, 64);
	assert_true(image_try_place(&b.img, &p, &at));
	assert_int_equal(at, 0);
	p.min = 0x9e001; /* two pages no longer fit below 9fc00 */
	assert_true(image_try_place(&b.img, &p, &at));
	assert_int_equal(at, MIB);
	p.top_down = true;
	p.min = 0;
	assert_true(image_try_place(&b.img, &p, &at));
	assert_int_equal(at, 64 * MIB - 0x2000);
	p.max = 0x9ffff;
	assert_true(image_try_place(&b.img, &p, &at));
	assert_int_equal(at, 0x9d000);
	bench_close(&b);
}

static void test_around_what_is_taken(void **state)
{
	struct place p = { "it", MIB, MIB, MIB, UINT64_MAX, false };
	struct bench b;
	uint64_t at;

	(void)state;
	open_empty(&b, 8);
	assert_int_equal(image_add_segment(&b.img, "a", "x", 1, MIB, PAGE_BYTES), 0);
	assert_int_equal(image_add_claim(&b.img, "b", 3 * MIB, 3 * MIB), 0);
	assert_true(image_try_place(&b.img, &p, &at));
	assert_int_equal(at, 2 * MIB);
	p.memsz = 2 * MIB;
	assert_true(image_try_place(&b.img, &p, &at));
	assert_int_equal(at, 6 * MIB);
	p.top_down = true;
	p.memsz = MIB;
	p.max = 6 * MIB - 1;
	assert_true(image_try_place(&b.img, &p, &at));
	assert_int_equal(at, 2 * MIB);
	p.memsz = 3 * MIB;
	p.max = UINT64_MAX;
	assert_int_equal(image_place(&b.img, &p, &at), -EADDRNOTAVAIL);
	assert_non_null(strstr(b.img.why.text, "no room for it: 3072 KiB"));
	bench_close(&b);
}

static void test_never_above_4_gib(void **state)
{
	struct place p = { "it", MIB, PAGE_BYTES, 0, UINT64_MAX, true };
	struct bench b;
	uint64_t at;

	(void)state;
	open_empty(&b, 8192);
	assert_true(image_try_place(&b.img, &p, &at));
	assert_int_equal(at, ((uint64_t)1 << 32) - MIB);
	p.min = (uint64_t)1 << 32;
	assert_false(image_try_place(&b.img, &p, &at));
	bench_close(&b);
}

static void test_absurd_sizes(void **state)
{
	struct place p = { "it", UINT32_MAX, PAGE_BYTES, 0, UINT64_MAX, false };
	struct bench b;
	uint64_t at;

	(void)state;
	open_empty(&b, 64);
	for (unsigned int down = 0; down < 2; down++) {
		p.top_down = down;
		p.memsz = UINT32_MAX;
		assert_false(image_try_place(&b.img, &p, &at));
		p.memsz = MIB;
		p.align = 1u << 30;
		p.min = 1;
		assert_false(image_try_place(&b.img, &p, &at));
		p.align = PAGE_BYTES;
		p.min = 2 * MIB;
		p.max = MIB;
		assert_false(image_try_place(&b.img, &p, &at));
		p.max = UINT64_MAX;
	}
	bench_close(&b);
}

/* @n initrds of @bytes each; returns the place of the last one's bytes in the segments. */
static void check_initrds(unsigned int n, size_t bytes, unsigned int want_segments)
{
	uint8_t data[REQUEST_MAX_INITRDS][5000];
	uint64_t stride = align_up(bytes, PAGE_BYTES);
	struct bench b;

	open_empty(&b, 64);
	for (unsigned int i = 0; i < n; i++) {
		memset(data[i], (int)i + 1, sizeof(data[i]));
		b.img.initrd[b.img.n_initrds++] = (struct input){ "i", { data[i], bytes } };
	}
	assert_int_equal(image_add_initrds(&b.img, MIB, 0x1ffffff), 0);
	image_copy_merged(&b.img);
	assert_int_equal(b.img.n_segments, want_segments);
	assert_int_equal(b.img.initrd_bytes, stride * (n - 1) + bytes);
	assert_true(b.img.initrd_addr + b.img.initrd_bytes <= 0x2000000);
	for (unsigned int i = 0, s = 0; i < n; i++) {
		uint64_t at = b.img.initrd_addr + i * stride;
		const struct kexec_segment *seg;

		while (b.img.segment[s].mem + b.img.segment[s].memsz <= at)
			s++;
		seg = &b.img.segment[s];
		assert_int_equal(((const uint8_t *)seg->buf)[at - seg->mem], i + 1);
		assert_int_equal(((const uint8_t *)seg->buf)[at - seg->mem + bytes - 1], i + 1);
	}
	bench_close(&b);
}

static void test_initrds(void **state)
{
	(void)state;
	check_initrds(1, 5000, 1);
	check_initrds(3, 5000, 3);
	check_initrds(15, 5000, 15);
	check_initrds(16, 5000, 15);
	check_initrds(REQUEST_MAX_INITRDS, 4096, 15);
	check_initrds(REQUEST_MAX_INITRDS, 1, 15);
}

/* Whatever else a kernel's type loads behind them: as many initrds as the request may have. */
static void test_initrds_of_types(void **state)
{
	static const char *const types[] = { "bzimage", "bzimage16", "zimage" };
	static const uint8_t byte;
	struct made k = make_kernel(0x20f, MIB);
	struct bench b;

	(void)state;
	for (unsigned int i = 0; i < 3; i++) {
		for (unsigned int n = 1; n <= REQUEST_MAX_INITRDS; n++) {
			bench_open(&b, &k, 64);
			bench_firmware(&b);
			b.req.type = types[i];
			while (b.img.n_initrds < n)
				b.img.initrd[b.img.n_initrds++] =
					(struct input){ "i", { &byte, 1 } };
			if (image_build(&b.img))
				fail_msg("%s, %u: %s", types[i], n, b.img.why.text);
			assert_int_equal(b.img.initrd_bytes, (n - 1) * PAGE_BYTES + 1);
			bench_close(&b);
		}
	}
	free_kernel(&k);
}

static void test_initrd_too_large(void **state)
{
	static const uint8_t one;
	struct bench b;

	(void)state;
	open_empty(&b, 64);
	b.img.initrd[0] = (struct input){ "big", { &one, 500 * MIB } };
	b.img.n_initrds = 1;
	assert_int_equal(image_add_initrds(&b.img, MIB, UINT32_MAX), -EADDRNOTAVAIL);
	assert_non_null(strstr(b.img.why.text, "512000 KiB"));
	bench_close(&b);
}

static void test_empty_initrd(void **state)
{
	struct bench b;

	(void)state;
	open_empty(&b, 64);
	b.img.initrd[0] = (struct input){ "none", { NULL, 0 } };
	b.img.n_initrds = 1;
	assert_int_equal(image_add_initrds(&b.img, MIB, UINT32_MAX), -EINVAL);
	bench_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_up_and_down),
		cmocka_unit_test(test_around_what_is_taken),
		cmocka_unit_test(test_never_above_4_gib),
		cmocka_unit_test(test_absurd_sizes),
		cmocka_unit_test(test_initrds),
		cmocka_unit_test(test_initrds_of_types),
		cmocka_unit_test(test_initrd_too_large),
		cmocka_unit_test(test_empty_initrd),
	};

	return cmocka_run_group_tests_name("place", tests, NULL, NULL);
}
