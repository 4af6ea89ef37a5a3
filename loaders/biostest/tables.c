// SPDX-License-Identifier: GPL-2.0-only
/* What firmware leaves in memory for an operating system to find: address and checksum. */
#include "biostest.h"

#define BDA_EBDA    0x0e
#define BDA_BASE_KB 0x13

/*
 * struct table - a signature on a paragraph's border
 * @length_at:	byte (or word, times @unit) with the length; 0: @unit bytes
 */
struct table {
	const char *name;
	const char *magic;
	uint8_t magic_bytes;
	uint8_t length_at;
	uint8_t unit;
};

static const struct table table[] = {
	{ "pir", "$PIR", 4, 6, 1 },	  /* PCI IRQ routing table 1.0; a word */
	{ "mp", "_MP_", 4, 8, 16 },	  /* MultiProcessor specification 1.4, 4.1 */
	{ "rsdp", "RSD PTR ", 8, 0, 20 }, /* ACPI 1.0, 5.2.4 */
	{ "smbios", "_SM_", 4, 5, 1 },	  /* SMBIOS 2.1 */
	{ "smbios3", "_SM3_", 5, 6, 1 },
	{ "pnp", "$PnP", 4, 5, 1 },	/* Plug and Play BIOS 1.0A, 4.4 */
	{ "bios32", "_32_", 4, 9, 16 }, /* BIOS32 service directory */
	{ "pxe", "!PXE", 4, 4, 1 },	/* PXE 2.1, in base memory */
	{ "pxenv", "PXENV+", 6, 8, 1 },
};

static bool matches(const struct table *t, uint32_t off)
{
	uint8_t i;

	for (i = 0; i < t->magic_bytes; i++)
		if (far_byte(off + i) != (uint8_t)t->magic[i])
			return false;
	return true;
}

static uint32_t length(const struct table *t, uint32_t off)
{
	uint32_t n = t->unit;

	if (t->length_at)
		n *= far_byte(off + t->length_at);
	if (t->length_at == 6 && t->magic[0] == '$')
		n += (uint32_t)far_byte(off + 7) << 8;
	return n;
}

/* look: from @seg up to @end (segments); prints the first one found */
static bool look(const struct table *t, uint32_t seg, uint32_t end)
{
	uint32_t i, n;
	uint8_t sum = 0;

	for (; seg < end; seg++) {
		set_fs((uint16_t)seg);
		if (!matches(t, 0))
			continue;
		n = length(t, 0);
		for (i = 0; i < n; i++)
			sum = (uint8_t)(sum + far_byte(i));
		print("table.%s=", t->name);
		put_hex(seg << 4, 5);
		print(", %u bytes, sum %s\n", n, sum ? "wrong" : "good");
		return true;
	}
	return false;
}

static void run(void)
{
	uint32_t ebda = bda_word(BDA_EBDA), base = (uint32_t)bda_word(BDA_BASE_KB) * 64;
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		/* First KiB of the EBDA, base memory that is taken, ROM. */
		if (ebda >= 0x4000 && ebda < 0xa000 && look(&table[i], ebda, ebda + 64))
			continue;
		if (base >= 0x1000 && base < 0xa000 && look(&table[i], base, 0xa000))
			continue;
		if (!look(&table[i], 0xe000, 0x10000))
			print("table.%s=none\n", table[i].name);
	}
}

SERVICE(25, tables, run);
