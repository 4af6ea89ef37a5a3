// SPDX-License-Identifier: GPL-2.0-only
/* struct memmap: the invariant, merging of sources, readers, printing. */
#include <inttypes.h>
#include "helper.h"

static void add(struct memmap *map, enum memmap_source s, uint64_t start, uint64_t end,
		uint32_t type)
{
	assert_int_equal(memmap_add(map, s, start, end - start, type), 0);
	check_memmap(map);
}

static void test_unsorted_overlapping(void **state)
{
	struct memmap m = { 0 };

	(void)state;
	add(&m, FROM_SYSFS, 0x3000, 0x5000, E820_RAM);
	add(&m, FROM_SYSFS, 0x1000, 0x4000, E820_ACPI);
	add(&m, FROM_SYSFS, 0x0, 0x8000, E820_RAM);
	memmap_settle(&m);
	check_memmap(&m);
	assert_int_equal(m.n, 3);
	assert_int_equal(m.range[1].start, 0x1000);
	assert_int_equal(m.range[1].end, 0x4000);
	assert_int_equal(m.range[1].type, E820_ACPI);
	memmap_free(&m);
}

static void test_empty_wrapping_huge(void **state)
{
	struct memmap m = { 0 };

	(void)state;
	assert_int_equal(memmap_add(&m, FROM_BIOS, 0x1000, 0, E820_RAM), 0);
	assert_int_equal(m.n, 0);
	assert_int_equal(memmap_add(&m, FROM_BIOS, UINT64_MAX - 5, 100, E820_RAM), 0);
	assert_int_equal(m.n, 0);
	assert_int_equal(memmap_add(&m, FROM_BIOS, 0x1000, UINT64_MAX, E820_RAM), 0);
	check_memmap(&m);
	assert_int_equal(m.range[0].end, MEMMAP_LIMIT);
	memmap_free(&m);
}

static void test_sources_differ(void **state)
{
	struct memmap m = { 0 };

	(void)state;
	add(&m, FROM_SYSFS, 0x0000, 0x10000, E820_RAM);
	add(&m, FROM_BIOS, 0x0000, 0x8000, E820_RAM);
	add(&m, FROM_BIOS, 0x8000, 0x9000, E820_NVS);
	memmap_settle(&m);
	check_memmap(&m);
	assert_int_equal(m.n, 3);
	assert_int_equal(m.range[0].type, E820_RAM);
	assert_false(memmap_disagrees(&m, &m.range[0]));
	assert_int_equal(m.range[1].type, E820_NVS);
	assert_true(memmap_disagrees(&m, &m.range[1]));
	/* the BIOS was asked and says nothing: not RAM to rely on */
	assert_int_equal(m.range[2].type, E820_RESERVED);
	assert_true(memmap_disagrees(&m, &m.range[2]));
	memmap_free(&m);
}

static void test_full_list_may_be_silent(void **state)
{
	struct memmap m = { 0 };
	struct boot_params bp = { .e820_entries = 128 };

	(void)state;
	for (unsigned int i = 0; i < 128; i++)
		bp.e820_table[i] = (struct e820_entry){ i * 0x2000, 0x1000, E820_RAM };
	assert_int_equal(memmap_read_params(&m, (struct blob){ (uint8_t *)&bp, sizeof(bp) }), 0);
	add(&m, FROM_SYSFS, 0, 0x200000, E820_RAM);
	memmap_settle(&m);
	assert_true(memmap_is_ram(&m, 0, 0x200000));
	memmap_free(&m);
}

static void test_next_ram_joins(void **state)
{
	struct memmap m = { 0 };
	uint64_t start, end;

	(void)state;
	m.partial = 1u << FROM_BIOS; /* so that its silence is no objection */
	add(&m, FROM_SYSFS, 0x1000, 0x5000, E820_RAM);
	add(&m, FROM_BIOS, 0x1000, 0x3000, E820_RAM);
	add(&m, FROM_SYSFS, 0x8000, 0x9000, E820_RAM);
	memmap_settle(&m);
	assert_int_equal(m.n, 3);
	assert_true(memmap_next_ram(&m, 0x2000, &start, &end));
	assert_int_equal(start, 0x2000);
	assert_int_equal(end, 0x5000);
	assert_true(memmap_next_ram(&m, end, &start, &end));
	assert_int_equal(start, 0x8000);
	assert_false(memmap_next_ram(&m, end, &start, &end));
	assert_true(memmap_is_ram(&m, 0x1000, 0x4000));
	assert_false(memmap_is_ram(&m, 0x1000, 0x4001));
	assert_false(memmap_is_ram(&m, 0x4fff, UINT64_MAX));
	assert_int_equal(memmap_ram_bytes(&m), 0x5000);
	memmap_free(&m);
}

static void test_too_many(void **state)
{
	struct memmap m = { 0 };
	int err = 0;

	(void)state;
	for (uint64_t i = 0; !err && i <= MEMMAP_MAX_RANGES; i++)
		err = memmap_add(&m, FROM_BIOS, i * 0x2000, 0x1000, E820_RAM);
	assert_int_equal(err, -E2BIG);
	check_memmap(&m);
	memmap_free(&m);
}

static void test_sysfs_entries(void **state)
{
	static const struct {
		const char *start, *end, *type;
		int err;
		uint32_t is;
	} t[] = {
		{ "0x0\n", "0xfff\n", "System RAM\n", 0, E820_RAM },
		{ "0x1000", "0x1fff", "system ram", 0, E820_RAM },
		{ "0x2000\n", "0x2fff\n", "ACPI Tables\n", 0, E820_ACPI },
		{ "0x3000\n", "0x3fff\n", "ACPI Non-volatile Storage\n", 0, E820_NVS },
		{ "0x4000\n", "0x4fff\n", "Persistent Memory (legacy)\n", 0, E820_PRAM },
		{ "0x5000\n", "0x5fff\n", "Soft Reserved\n", 0, E820_SOFT_RESERVED },
		{ "0x6000\n", "0x6fff\n", "Cheese\n", 0, E820_RESERVED },
		{ "0x7000\n", "0x7fff\n", "System RAMs\n", 0, E820_RESERVED },
		{ "0x2000\n", "0x1fff\n", "System RAM\n", -EINVAL, 0 },
		{ "2000\n", "0x2fff\n", "System RAM\n", -EINVAL, 0 },
		{ "0x\n", "0x2fff\n", "System RAM\n", -EINVAL, 0 },
		{ "", "", "", -EINVAL, 0 },
		{ "0x2000\n", "0x11112222333344445\n", "System RAM\n", -EINVAL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct memmap m = { 0 };

		assert_int_equal(memmap_read_sysfs_entry(&m, t[i].start, t[i].end, t[i].type),
				 t[i].err);
		check_memmap(&m);
		memmap_settle(&m);
		if (!t[i].err) {
			assert_int_equal(m.n, 1);
			assert_int_equal(m.range[0].end - m.range[0].start, 0x1000);
			assert_int_equal(m.range[0].type, t[i].is);
		}
		memmap_free(&m);
	}
}

static void test_whole_address_space(void **state)
{
	struct memmap m = { 0 };

	(void)state;
	assert_int_equal(memmap_read_sysfs_entry(&m, "0x0", "0xffffffffffffffff", "reserved"), 0);
	check_memmap(&m);
	memmap_free(&m);
}

static void test_short_params(void **state)
{
	static const uint8_t page[0x2d0 + 30] = { [0x1e8] = 2 };
	struct memmap m = { 0 };

	(void)state;
	assert_int_equal(memmap_read_params(&m, (struct blob){ page, sizeof(page) }), -EINVAL);
	memmap_free(&m);
}

static void test_printing(void **state)
{
	struct text t = { 0 };
	struct machine m;

	(void)state;
	make_machine(&m, 64);
	add(&m.map, FROM_BIOS, MIB, 2 * MIB, E820_ACPI);
	memmap_settle(&m.map);
	memmap_print(&m.map, &t);
	memmap_picture(&m.map, &t);
	for (char *line = strtok(t.p, "\n"); line; line = strtok(NULL, "\n"))
		if (strlen(line) > 80)
			fail_msg("wider than 80 columns: %s", line);
	text_free(&t);
	memmap_json(&m.map, &t);
	assert_non_null(strstr(t.p, "\"disagree\": true"));
	text_free(&t);
	machine_free(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unsorted_overlapping),
		cmocka_unit_test(test_empty_wrapping_huge),
		cmocka_unit_test(test_sources_differ),
		cmocka_unit_test(test_full_list_may_be_silent),
		cmocka_unit_test(test_next_ram_joins),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_sysfs_entries),
		cmocka_unit_test(test_whole_address_space),
		cmocka_unit_test(test_short_params),
		cmocka_unit_test(test_printing),
	};

	return cmocka_run_group_tests_name("memmap", tests, NULL, NULL);
}
