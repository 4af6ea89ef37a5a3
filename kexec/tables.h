/* SPDX-License-Identifier: GPL-2.0-only */
/* Tables of the firmware's that a target is told of. Part of kexec.h. */
#ifndef KEXEC_TABLES_H
#define KEXEC_TABLES_H

#include "base.h"

/** struct firmware_table - the head of a table: @bytes of @data from @addr on; none if that is 0 */
struct firmware_table {
	uint32_t addr;
	uint8_t bytes;
	uint8_t data[36];
};

/**
 * struct firmware_tables - what a PC BIOS leaves below 1 MiB
 * @rsdp: ACPI's root pointer: 20 bytes, or from revision 2 on 36
 * @smbios: entry point of SMBIOS 2
 * @smbios3: entry point of SMBIOS 3
 */
struct firmware_tables {
	struct firmware_table rsdp, smbios, smbios3;
};

#define VBE_CONTROL_BYTES 512
#define VBE_MODE_BYTES	  256

/**
 * struct vbe_facts - what the video BIOS says of itself and of the mode it is in
 * @known: it has the VESA BIOS Extension; else all is zero or means nothing
 * @mode: as AX=4F03h says it
 * @interface_seg: where its table for protected mode is, by AX=4F0Ah; zeros if it has none
 * @addr: physical address at which it wrote @control
 * @control: the answer of AX=4F00h
 * @mode_info: that of AX=4F01h for @mode; zeros if it does not describe a mode of IBM's
 */
struct vbe_facts {
	bool known;
	uint16_t mode;
	uint16_t interface_seg, interface_off, interface_len;
	uint32_t addr;
	uint8_t control[VBE_CONTROL_BYTES];
	uint8_t mode_info[VBE_MODE_BYTES];
};

/**
 * firmware_tables_find() - look for tables whose checksum is right; the first of each kind stays
 * @area: memory, from a paragraph on
 * @base: its physical address
 */
void firmware_tables_find(struct firmware_tables *t, struct blob area, uint32_t base);

#endif
