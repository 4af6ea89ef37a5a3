// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tables that a PC BIOS leaves below 1 MiB: ACPI's root pointer (ACPI 6.5, 5.2.5.1) and the
 * entry points of SMBIOS (DSP0134 3.6, 5.2).
 */
#include <string.h>
#include "core.h"

#define STEP	       16u /* all of them begin on paragraphs */
#define RSDP_OLD_BYTES 20u
#define RSDP_REVISION  15u
#define RSDP_LENGTH    20u
#define SMBIOS_LENGTH  5u
#define SMBIOS3_LENGTH 6u

/* Do @n bytes at @at add up to 0? */
static bool sum_is_zero(struct blob b, uint64_t at, size_t n)
{
	struct blob part = blob_slice(b, at, n);
	uint8_t sum = 0;

	for (size_t i = 0; i < part.n; i++)
		sum = (uint8_t)(sum + part.p[i]);
	return n && part.n == n && !sum;
}

static void keep(struct firmware_table *t, struct blob b, uint64_t at, size_t n, uint32_t base)
{
	if (t->bytes || n > sizeof(t->data) || !sum_is_zero(b, at, n))
		return;
	blob_copy(b, at, t->data, n);
	t->bytes = (uint8_t)n;
	t->addr = base + (uint32_t)at;
}

/* The checksum of revision 0 covers 20 bytes; later ones have a second, over all of them. */
static void keep_rsdp(struct firmware_table *t, struct blob b, uint64_t at, uint32_t base)
{
	if (sum_is_zero(b, at, RSDP_OLD_BYTES))
		keep(t, b, at,
		     blob_u8(b, at + RSDP_REVISION) < 2 ? RSDP_OLD_BYTES :
							  blob_le32(b, at + RSDP_LENGTH),
		     base);
}

void firmware_tables_find(struct firmware_tables *t, struct blob area, uint32_t base)
{
	for (uint64_t at = 0; at < area.n; at += STEP) {
		if (blob_starts(area, at, "RSD PTR ", 8))
			keep_rsdp(&t->rsdp, area, at, base);
		else if (blob_starts(area, at, "_SM_", 4))
			keep(&t->smbios, area, at, blob_u8(area, at + SMBIOS_LENGTH), base);
		else if (blob_starts(area, at, "_SM3_", 5))
			keep(&t->smbios3, area, at, blob_u8(area, at + SMBIOS3_LENGTH), base);
	}
}
