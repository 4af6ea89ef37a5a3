// SPDX-License-Identifier: GPL-2.0-only
/* struct blob: no offset and no length reads outside. */
#include "helper.h"

static const uint8_t bytes[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
static const struct blob b = { bytes, sizeof(bytes) };

static void test_has(void **state)
{
	(void)state;
	assert_true(blob_has(b, 0, 9));
	assert_true(blob_has(b, 9, 0));
	assert_false(blob_has(b, 0, 10));
	assert_false(blob_has(b, 10, 0));
	assert_false(blob_has(b, 1, UINT64_MAX));
	assert_false(blob_has(b, UINT64_MAX, 1));
	assert_false(blob_has(b, UINT64_MAX, UINT64_MAX));
}

static void test_numbers(void **state)
{
	(void)state;
	assert_int_equal(blob_u8(b, 8), 9);
	assert_int_equal(blob_u8(b, 9), 0);
	assert_int_equal(blob_le16(b, 7), 0x0908);
	assert_int_equal(blob_le16(b, 8), 0);
	assert_int_equal(blob_le32(b, 1), 0x05040302);
	assert_int_equal(blob_le32(b, 6), 0);
	assert_int_equal(blob_le64(b, 1), 0x0908070605040302);
	assert_int_equal(blob_le64(b, 2), 0);
	assert_int_equal(blob_le64(b, UINT64_MAX - 3), 0);
}

static void test_slice(void **state)
{
	(void)state;
	assert_int_equal(blob_slice(b, 4, 2).n, 2);
	assert_int_equal(blob_slice(b, 4, 99).n, 5);
	assert_int_equal(blob_slice(b, 9, 1).n, 0);
	assert_int_equal(blob_slice(b, UINT64_MAX, UINT64_MAX).n, 0);
	assert_ptr_equal(blob_slice(b, 4, UINT64_MAX).p, bytes + 4);
}

static void test_copy_zeroes(void **state)
{
	uint8_t to[4] = { 9, 9, 9, 9 };

	(void)state;
	assert_false(blob_copy(b, 6, to, 4));
	assert_memory_equal(to, "\0\0\0\0", 4);
	assert_true(blob_copy(b, 5, to, 4));
	assert_memory_equal(to, bytes + 5, 4);
}

static void test_describe(void **state)
{
	static const uint8_t elf[] = "\177ELF", junk[] = { 1, 2, 3 }, zeros[99];
	struct blob none = { NULL, 0 };

	(void)state;
	assert_string_equal(blob_describe(none), "an empty file");
	assert_string_equal(blob_describe((struct blob){ elf, 4 }), "an ELF file");
	assert_string_equal(blob_describe((struct blob){ junk, 3 }), "unknown data");
	assert_string_equal(blob_describe((struct blob){ zeros, sizeof(zeros) }), "unknown data");
	assert_string_equal(blob_describe((struct blob){ (const uint8_t *)"hello\n", 6 }),
			    "a text file");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_has),	 cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_slice),	 cmocka_unit_test(test_copy_zeroes),
		cmocka_unit_test(test_describe),
	};

	return cmocka_run_group_tests_name("blob", tests, NULL, NULL);
}
