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

/**
 * firmware_tables_find() - look for tables whose checksum is right; the first of each kind stays
 * @area: memory, from a paragraph on
 * @base: its physical address
 */
void firmware_tables_find(struct firmware_tables *t, struct blob area, uint32_t base);

#endif
