// SPDX-License-Identifier: GPL-2.0-only
/* What a program is told of the video BIOS: pointers that move, and a mode nobody describes. */
#include "helper.h"
#include "vbe.h"

#define WINDOW 0x31230u /* where the BIOS wrote it */

static const unsigned int pointers[] = { 6, 14, 22, 26, 30 };

static void put_pointer(struct vbe_facts *v, unsigned int at, uint16_t seg, uint16_t off)
{
	memcpy(v->control + at, (uint16_t[]){ off, seg }, 4);
}

/* Where a far pointer in @control points to. */
static uint32_t target(const uint8_t *control, unsigned int at)
{
	struct blob b = { control, VBE_CONTROL_BYTES };

	return blob_le16(b, at + 2) * 16u + blob_le16(b, at);
}

static struct vbe_facts facts(uint16_t version)
{
	struct vbe_facts v = { .known = true, .addr = WINDOW, .control = "VESA" };

	memcpy(v.control + 4, &version, 2);
	for (unsigned int i = 0; i < 5; i++)
		put_pointer(&v, pointers[i], WINDOW / 16, (uint16_t)(0x22 + i));
	return v;
}

static void test_moved(void **state)
{
	struct vbe_facts v = facts(0x300);
	uint8_t to[VBE_CONTROL_BYTES];

	(void)state;
	vbe_copy_control(&v, 0x10ff8, to); /* not on a paragraph */
	for (unsigned int i = 0; i < 5; i++)
		assert_int_equal(target(to, pointers[i]), 0x10ff8 + 0x22 + i);
	assert_memory_equal(to, "VESA", 4);
	assert_memory_equal(to + 34, v.control + 34, VBE_CONTROL_BYTES - 34);
	/* before VBE 2.0 there are no more than two */
	v = facts(0x102);
	vbe_copy_control(&v, 0x10ff8, to);
	assert_int_equal(target(to, 14), 0x10ff8 + 0x23);
	assert_memory_equal(to + 22, v.control + 22, VBE_CONTROL_BYTES - 22);
}

/* The first and last byte of the block, and those beside them; a ROM; nowhere. */
static void test_borders(void **state)
{
	struct vbe_facts v = facts(0x300);
	uint8_t to[VBE_CONTROL_BYTES];

	(void)state;
	put_pointer(&v, 6, WINDOW / 16, 0);
	put_pointer(&v, 14, WINDOW / 16 - 1, 16 + VBE_CONTROL_BYTES - 1);
	put_pointer(&v, 22, WINDOW / 16, VBE_CONTROL_BYTES);
	put_pointer(&v, 26, WINDOW / 16 - 1, 15);
	put_pointer(&v, 30, 0xc000, 0x1234);
	vbe_copy_control(&v, 0x20000, to);
	assert_int_equal(target(to, 6), 0x20000);
	assert_int_equal(target(to, 14), 0x20000 + VBE_CONTROL_BYTES - 1);
	assert_memory_equal(to + 22, v.control + 22, 12);
	put_pointer(&v, 6, 0, 0);
	put_pointer(&v, 14, 0xffff, 0xffff);
	vbe_copy_control(&v, 0x20000, to);
	assert_int_equal(target(to, 6), 0);
	assert_int_equal(target(to, 14), 0x10ffef);
}

/* Real mode reaches the last byte below 1 MiB, and does not reach the next one. */
static void test_high(void **state)
{
	struct vbe_facts v = facts(0x300);
	uint8_t to[VBE_CONTROL_BYTES];

	(void)state;
	vbe_copy_control(&v, MIB - 1 - 0x22, to);
	assert_int_equal(target(to, 6), MIB - 1);
	assert_int_equal(target(to, 14), 0);
	vbe_copy_control(&v, 0xfffff000, to);
	for (unsigned int i = 0; i < 5; i++)
		assert_int_equal(target(to, pointers[i]), 0);
}

static void test_mode(void **state)
{
	struct screen_info s = { .orig_video_cols = 132, .orig_video_lines = 43 };
	struct machine m = { .params = { (const uint8_t *)&s, sizeof(s) }, .text_screen = true };
	uint8_t to[VBE_MODE_BYTES];
	struct blob b = { to, sizeof(to) };

	(void)state;
	vbe_copy_mode(&m, to);
	assert_int_equal(blob_le16(b, 0x12), 132);
	assert_int_equal(blob_le16(b, 0x14), 43);
	assert_int_equal(blob_le16(b, 0), 0);
	m.text_screen = false; /* then nothing is known */
	vbe_copy_mode(&m, to);
	assert_int_equal(blob_le16(b, 0x12), 0);
	m.text_screen = true; /* the BIOS's own word stands */
	m.vbe.mode_info[0] = 0x0f;
	m.vbe.mode_info[0x12] = 80;
	m.vbe.mode_info[VBE_MODE_BYTES - 1] = 0x5a;
	vbe_copy_mode(&m, to);
	assert_memory_equal(to, m.vbe.mode_info, sizeof(to));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_moved),
		cmocka_unit_test(test_borders),
		cmocka_unit_test(test_high),
		cmocka_unit_test(test_mode),
	};

	return cmocka_run_group_tests_name("vbe", tests, NULL, NULL);
}
