// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes the kernel's reader of option ROMs' headers. Input: an image. */
#include <stdlib.h>
#include <string.h>
#include "undi_rom.h"

#define DEVICES 70

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(const struct undi_rom_id *id)
{
	if (!id->bytes || id->bytes % OPTROM_SECTOR || id->card_bytes % OPTROM_SECTOR)
		abort();
	if (!memchr(id->name, 0, sizeof(id->name)))
		abort();
	for (const char *c = id->name; *c; c++) {
		if (*c < ' ' || *c > '~')
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct undi_rom_id id;
	unsigned int i;

	if (undi_rom_read(data, (uint32_t)n, &id))
		check(&id);
	for (i = 0; i < DEVICES; i++)
		(void)undi_rom_device(data, (uint32_t)n, i);
	(void)undi_rom_is_intact(data, (uint32_t)n);
	return 0;
}
