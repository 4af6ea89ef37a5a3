// SPDX-License-Identifier: GPL-2.0-only
/* Headers of option ROMs: the kernel's own source, built for this machine. */
#include "helper.h"
#include "undi_rom.h"

#define PCI_AT	0x20
#define PNP_AT	0x60
#define UNDI_AT 0x90
#define LIST_AT 0xb0
#define NAME_AT 0xc0
#define BYTES	1024

/* An iPXE ROM in small: two sectors in memory, 147 in the card. */
static void make(uint8_t *rom)
{
	static const uint16_t list[] = { 0x1041, 0x1000, 0 };
	const struct optrom head = {
		.signature = OPTROM_SIGNATURE,
		.sectors = BYTES / OPTROM_SECTOR,
		.undi_at = UNDI_AT,
		.pci_at = PCI_AT,
		.pnp_at = PNP_AT,
	};
	const struct optrom_pci pci = {
		.signature = { 'P', 'C', 'I', 'R' },
		.vendor = 0x8086,
		.device = 0x100e,
		.devices_at = LIST_AT - PCI_AT,
		.revision = 3,
		.sectors = 147,
		.indicator = OPTROM_PCI_LAST,
	};
	const struct optrom_pnp pnp = {
		.signature = { '$', 'P', 'n', 'P' },
		.product_at = NAME_AT,
	};
	const struct optrom_undi undi = {
		.signature = { 'U', 'N', 'D', 'I' },
		.bytes = sizeof(undi),
		.loader = 0x4a4,
		.data_bytes = 0x2f10,
		.code_bytes = 0x812,
	};

	memset(rom, 0, BYTES);
	memcpy(rom, &head, sizeof(head));
	memcpy(rom + PCI_AT, &pci, sizeof(pci));
	memcpy(rom + PNP_AT, &pnp, sizeof(pnp));
	memcpy(rom + UNDI_AT, &undi, sizeof(undi));
	memcpy(rom + LIST_AT, list, sizeof(list));
	memcpy(rom + NAME_AT, "iPXE\033[2J", 9);
}

static void test_whole(void **state)
{
	struct undi_rom_id id;
	uint8_t rom[BYTES];

	(void)state;
	make(rom);
	assert_true(undi_rom_read(rom, sizeof(rom), &id));
	assert_int_equal(id.bytes, BYTES);
	assert_int_equal(id.card_bytes, 147 * 512);
	assert_int_equal(id.vendor, 0x8086);
	assert_int_equal(id.device, 0x100e);
	assert_int_equal(id.code_type, OPTROM_PCI_PC);
	assert_true(id.last);
	assert_int_equal(id.loader, 0x4a4);
	assert_int_equal(id.data_bytes, 0x2f10);
	assert_int_equal(id.code_bytes, 0x812);
	assert_string_equal(id.name, "iPXE"); /* and no escape sequence */
}

static void test_devices(void **state)
{
	uint8_t rom[BYTES];

	(void)state;
	make(rom);
	assert_int_equal(undi_rom_device(rom, sizeof(rom), 0), 0x100e);
	assert_int_equal(undi_rom_device(rom, sizeof(rom), 1), 0x1041);
	assert_int_equal(undi_rom_device(rom, sizeof(rom), 2), 0x1000);
	assert_int_equal(undi_rom_device(rom, sizeof(rom), 3), 0);
	assert_int_equal(undi_rom_device(rom, LIST_AT + 1, 1), 0); /* cut off */
	rom[PCI_AT + offsetof(struct optrom_pci, revision)] = 0;
	assert_int_equal(undi_rom_device(rom, sizeof(rom), 1), 0);
}

/* Other ROMs, and none: no loader, or not even a ROM. */
static void test_others(void **state)
{
	struct undi_rom_id id;
	uint8_t rom[BYTES];

	(void)state;
	make(rom);
	rom[UNDI_AT] = 'u';
	assert_true(undi_rom_read(rom, sizeof(rom), &id) && !id.loader);
	make(rom);
	rom[UNDI_AT + 4]--; /* its length */
	assert_true(undi_rom_read(rom, sizeof(rom), &id) && !id.loader);
	make(rom);
	rom[PCI_AT] = 'p';
	assert_true(undi_rom_read(rom, sizeof(rom), &id) && !id.card_bytes && id.last);
	make(rom);
	rom[2] = 0;
	assert_false(undi_rom_read(rom, sizeof(rom), &id));
	make(rom);
	rom[0] = 0;
	assert_false(undi_rom_read(rom, sizeof(rom), &id));
	make(rom);
	assert_false(undi_rom_read(rom, sizeof(struct optrom) - 1, &id));
	assert_true(undi_rom_read(rom, sizeof(struct optrom), &id) && !id.loader && !id.name[0]);
}

static void test_sum(void **state)
{
	uint8_t rom[BYTES];

	(void)state;
	make(rom);
	assert_false(undi_rom_is_intact(rom, sizeof(rom)));
	for (size_t i = 0; i < sizeof(rom) - 1; i++)
		rom[sizeof(rom) - 1] = (uint8_t)(rom[sizeof(rom) - 1] - rom[i]);
	assert_true(undi_rom_is_intact(rom, sizeof(rom)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_devices),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_sum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
