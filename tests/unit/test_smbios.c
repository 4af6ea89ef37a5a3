// SPDX-License-Identifier: GPL-2.0-only
/* The reader of SMBIOS: a whole table, strings that are missing, tables that are cut. */
#include <stdio.h>
#include "helper.h"
#include "smbios.h"

/* BIOS, system, board, case, the end. */
static const char table[] = "\x00\x06\x01\x00\x01\x02"
			    "SeaBIOS\0v 1.16\0\0"
			    "\x01\x1b\x02\x00\x01\x02\x00\x03"
			    "\x08\x59\x94\xb8\xa6\xd6\xa9\x41\x61\x1d\x74\xa6\xab\x80\xb8\x3d"
			    "\x06\x04\x05"
			    "  ACME  \0Anvil\t9\0S/N 1\0sku\0 \0\0"
			    "\x02\x08\x03\x00\x00\x01\x02\x03"
			    "Board\0\0"
			    "\x02\x0a\x04\x00\x00\x00\x00\x00\x01\x00"
			    "asset tag\0\0"
			    "\x03\x06\x05\x00\x00\x83\0\0"
			    "\x7f\x04\x06\x00\0\0"
			    "\x00\x06\x07\x00\x01\x01"
			    "never\0";

static const char want[] =
	"SYSVENDOR=ACME\nSYSPRODUCT=Anvil 9\nSYSSERIAL=S/N 1\nSYSSKU=sku\n"
	"MBPRODUCT=Board\nMBASSET=asset tag\nBIOSVENDOR=SeaBIOS\nBIOSVERSION=v 1.16\nSYSFF=3\n"
	"uuid=b8945908-d6a6-41a9-611d-74a6ab80b83d\n";

static void assert_facts(const char *p, size_t n, const char *lines)
{
	char *copy = malloc(n + !n); /* so that ASan sees its end */
	struct text t = { 0 };

	memcpy(copy, p, n);
	smbios_facts((struct blob){ (const uint8_t *)copy, n }, &t);
	assert_string_equal(t.p ? t.p : "", lines);
	text_free(&t);
	free(copy);
}

static void test_table(void **state)
{
	(void)state;
	assert_facts(table, sizeof(table), want);
	assert_facts(table, 0, "");
	assert_facts(table, 22, "BIOSVENDOR=SeaBIOS\nBIOSVERSION=v 1.16\n");
	assert_facts(table, 21, "");		     /* its strings do not end */
	assert_facts("\x01\x03\x00\x00\0\0", 6, ""); /* too short to have a type */
}

/* A machine that was given no UUID has all bits 0 or 1 there. */
static void test_no_uuid(void **state)
{
	static const uint8_t filler[] = { 0x00, 0xff, 0x11 };
	static const char *const lines[] = { "", "",
					     "uuid=11111111-1111-1111-1111-111111111111\n" };

	(void)state;
	for (size_t i = 0; i < sizeof(filler); i++) {
		char system[0x19 + 2] = { 1, 0x19 };

		memset(system + 8, filler[i], 16);
		assert_facts(system, sizeof(system), lines[i]);
	}
}

/* Wherever it is cut, nothing behind the end is read, and lines are whole. */
static void test_cut(void **state)
{
	(void)state;
	for (size_t n = 0; n < sizeof(table); n++) {
		char *copy = malloc(n + !n);
		struct text t = { 0 };

		memcpy(copy, table, n);
		smbios_facts((struct blob){ (const uint8_t *)copy, n }, &t);
		assert_true(!t.n || t.p[t.n - 1] == '\n');
		text_free(&t);
		free(copy);
	}
}

static void test_entry_point(void **state)
{
	struct firmware_tables t = { .smbios = { .bytes = 31 } };
	uint32_t bytes;
	uint64_t addr;

	(void)state;
	assert_false(smbios_table(&t, &addr, &bytes));
	memcpy(t.smbios.data + 0x16, "\x34\x12\x00\xf0\x0e\x00", 6);
	assert_true(smbios_table(&t, &addr, &bytes));
	assert_int_equal(addr, 0xef000);
	assert_int_equal(bytes, 0x1234);
	t.smbios3.bytes = 24;
	memcpy(t.smbios3.data + 0x0c, "\xff\xff\xff\x7f\x00\x10\x00\x00\x01", 9);
	assert_true(smbios_table(&t, &addr, &bytes));
	assert_int_equal(addr, 0x100001000);
	assert_int_equal(bytes, 0x40000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_no_uuid),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_entry_point),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
