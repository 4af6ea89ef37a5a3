// SPDX-License-Identifier: GPL-2.0-only
/* The loaders' CRC-32 against zlib's check value and known sums. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>
#include "crc32.h"

#define NO_HOLE SIZE_MAX

static void known_sums(void **state)
{
	uint8_t zeros[32] = { 0 }, ones[32];

	(void)state;
	memset(ones, 0xff, sizeof(ones));
	assert_int_equal(crc32_buf("123456789", 9, NO_HOLE), 0xcbf43926);
	assert_int_equal(crc32_buf("", 0, NO_HOLE), 0);
	assert_int_equal(crc32_buf("a", 1, NO_HOLE), 0xe8b7be43);
	assert_int_equal(crc32_buf(zeros, sizeof(zeros), NO_HOLE), 0x190a55ad);
	assert_int_equal(crc32_buf(ones, sizeof(ones), NO_HOLE), 0xff6cab0b);
}

/* In pieces it is the same as in one. */
static void byte_by_byte(void **state)
{
	uint8_t bytes[1000];
	uint32_t crc = CRC32_START;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bytes); i++) {
		bytes[i] = (uint8_t)(i * 7 + i / 256);
		crc = crc32_add(crc, bytes[i]);
	}
	assert_int_equal(~crc, crc32_buf(bytes, sizeof(bytes), NO_HOLE));
}

/* The four bytes of a hole count as zero, wherever it is, and no others. */
static void holes(void **state)
{
	uint8_t bytes[] = "0123456789abcdef", filled[sizeof(bytes)];
	size_t hole, i;

	(void)state;
	for (hole = 0; hole < sizeof(bytes); hole++) {
		memcpy(filled, bytes, sizeof(bytes));
		for (i = hole; i < hole + 4 && i < sizeof(bytes); i++)
			filled[i] = 0;
		assert_int_equal(crc32_buf(bytes, sizeof(bytes), hole),
				 crc32_buf(filled, sizeof(bytes), NO_HOLE));
	}
	assert_int_equal(crc32_buf(bytes, sizeof(bytes), sizeof(bytes)),
			 crc32_buf(bytes, sizeof(bytes), NO_HOLE));
}

/* A sum that was put into its own hole is found again, as in a block list. */
static void sum_in_its_hole(void **state)
{
	uint8_t block[512];
	uint32_t crc, stored;
	const size_t at = 4;

	(void)state;
	memset(block, 0x5a, sizeof(block));
	crc = crc32_buf(block, sizeof(block), at);
	memcpy(block + at, &crc, sizeof(crc));
	memcpy(&stored, block + at, sizeof(stored));
	assert_int_equal(crc32_buf(block, sizeof(block), at), stored);
	block[100] ^= 1;
	assert_int_not_equal(crc32_buf(block, sizeof(block), at), stored);
}

static int make_table(void **state)
{
	(void)state;
	crc32_init();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_sums),
		cmocka_unit_test(byte_by_byte),
		cmocka_unit_test(holes),
		cmocka_unit_test(sum_in_its_hole),
	};

	return cmocka_run_group_tests(tests, make_table, NULL);
}
