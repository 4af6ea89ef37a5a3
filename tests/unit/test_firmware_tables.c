// SPDX-License-Identifier: GPL-2.0-only
/* Tables of the firmware's: what is taken for one, and where it ends. */
#include "helper.h"

#define BASE 0xe0000u

static uint8_t area[4096];

/* Put @n bytes with @signature at @at, and make byte @sum_at right for the first @sum_bytes. */
static void put(size_t at, const char *signature, size_t sum_bytes, size_t sum_at)
{
	uint8_t sum = 0;

	memcpy(area + at, signature, strlen(signature));
	area[at + sum_at] = 0;
	for (size_t i = 0; i < sum_bytes; i++)
		sum = (uint8_t)(sum + area[at + i]);
	area[at + sum_at] = (uint8_t)-sum;
}

static struct firmware_tables find(void)
{
	struct firmware_tables t = { .rsdp = { 0 } };

	firmware_tables_find(&t, (struct blob){ area, sizeof(area) }, BASE);
	return t;
}

static int fresh(void **state)
{
	(void)state;
	memset(area, 0, sizeof(area));
	return 0;
}

static void test_rsdp(void **state)
{
	struct firmware_tables t;

	(void)state;
	put(0x120, "RSD PTR ", 20, 8);
	t = find();
	assert_int_equal(t.rsdp.addr, BASE + 0x120);
	assert_int_equal(t.rsdp.bytes, 20);
	area[0x120 + 15] = 2;
	area[0x120 + 20] = 36;
	put(0x120, "RSD PTR ", 20, 8);
	assert_int_equal(find().rsdp.bytes, 0); /* the second checksum is wrong */
	put(0x120, "RSD PTR ", 36, 32);
	t = find();
	assert_int_equal(t.rsdp.bytes, 36);
	assert_memory_equal(t.rsdp.data, area + 0x120, 36);
	area[0x120 + 20] = 37; /* longer than any that is known */
	put(0x120, "RSD PTR ", 37, 32);
	assert_int_equal(find().rsdp.bytes, 0);
}

static void test_smbios(void **state)
{
	struct firmware_tables t;

	(void)state;
	area[0x200 + 5] = 0x1f;
	put(0x200, "_SM_", 0x1f, 4);
	area[0x300 + 6] = 0x18;
	put(0x300, "_SM3_", 0x18, 5);
	t = find();
	assert_int_equal(t.smbios.addr, BASE + 0x200);
	assert_int_equal(t.smbios.bytes, 0x1f);
	assert_int_equal(t.smbios3.addr, BASE + 0x300);
	assert_int_equal(t.smbios3.bytes, 0x18);
	area[0x200 + 0x10]++;
	area[0x300 + 6] = 0;
	t = find();
	assert_int_equal(t.smbios.bytes, 0);
	assert_int_equal(t.smbios3.bytes, 0);
}

/* On paragraphs only, whole only, the first of each kind. */
static void test_places(void **state)
{
	(void)state;
	put(0x128, "RSD PTR ", 20, 8);
	assert_int_equal(find().rsdp.bytes, 0);
	put(sizeof(area) - 16, "RSD PTR ", 16, 8);
	assert_int_equal(find().rsdp.bytes, 0);
	put(0x400, "RSD PTR ", 20, 8);
	put(0x440, "RSD PTR ", 20, 8);
	assert_int_equal(find().rsdp.addr, BASE + 0x400);
}

#define ON_AREA(f) cmocka_unit_test_setup(f, fresh)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_AREA(test_rsdp),
		ON_AREA(test_smbios),
		ON_AREA(test_places),
	};

	return cmocka_run_group_tests_name("firmware_tables", tests, NULL, NULL);
}
