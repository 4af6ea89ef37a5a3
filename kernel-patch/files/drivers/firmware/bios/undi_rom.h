/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an option ROM says of itself and of its UNDI driver. Pure, so that it is tested and
 * fuzzed on the build host. <bootshell/std/optrom.h> has the formats.
 */
#ifndef BIOS_UNDI_ROM_H
#define BIOS_UNDI_ROM_H

#ifdef __KERNEL__
#include <bootshell/std/optrom.h>
#else
#include <stdbool.h>
#include "std/optrom.h"
#endif

#define UNDI_ROM_NAME 32

/**
 * struct undi_rom_id - an image of an option ROM
 * @bytes:	of the image as its header has it; of one in memory, what is left of it
 * @card_bytes:	of the image in the card; 0: no PCI ROM
 * @vendor:	PCI vendor, with @card_bytes
 * @device:	PCI device, likewise
 * @code_type:	OPTROM_PCI_*, likewise
 * @last:	no image follows it in the card
 * @loader:	offset of the UNDI loader; 0: the ROM has none
 * @data_bytes:	base memory that UNDI wants for data, with @loader
 * @code_bytes:	base memory that UNDI wants for code, likewise
 * @name:	of the product, printable ASCII; may be empty
 */
struct undi_rom_id {
	uint32_t bytes;
	uint32_t card_bytes;
	uint16_t vendor, device;
	uint8_t code_type;
	bool last;
	uint16_t loader;
	uint16_t data_bytes, code_bytes;
	char name[UNDI_ROM_NAME];
};

bool undi_rom_read(const void *image, uint32_t room, struct undi_rom_id *id);
bool undi_rom_is_intact(const void *image, uint32_t bytes);
uint16_t undi_rom_device(const void *image, uint32_t room, unsigned int i);

#endif /* BIOS_UNDI_ROM_H */
