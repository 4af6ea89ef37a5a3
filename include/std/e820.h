/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * E820 memory map entries, as INT 15h AX=E820h returns them and boot_params
 * carries them. ACPI 6.4, section 15 "System Address Map Interfaces".
 */
#ifndef STD_E820_H
#define STD_E820_H

#include <stdint.h>

/* Address range types (ACPI 6.4, table 15.2; the last two are Linux's own). */
#define E820_RAM	   1u
#define E820_RESERVED	   2u
#define E820_ACPI	   3u /* ACPI tables: RAM once the tables are read */
#define E820_NVS	   4u /* ACPI non-volatile storage: never RAM */
#define E820_UNUSABLE	   5u
#define E820_PMEM	   7u
#define E820_PRAM	   12u /* persistent memory of before ACPI 6 */
#define E820_SOFT_RESERVED 0xefffffffu

/* INT 15h AX=E820h: signature in EDX and back in EAX */
#define E820_SMAP 0x534d4150u

/**
 * struct e820_entry - one address range
 * @addr: first physical byte
 * @size: bytes
 * @type: E820_*
 */
struct e820_entry {
	uint64_t addr;
	uint64_t size;
	uint32_t type;
} __attribute__((packed));

/** struct e820_bios_entry - the same, as a BIOS of ACPI 3.0 or later returns it */
struct e820_bios_entry {
	struct e820_entry e;
	uint32_t attributes;
} __attribute__((packed));

#define E820_ATTR_ENABLED 1u /* if clear, the entry is to be ignored */

_Static_assert(sizeof(struct e820_entry) == 20, "an E820 entry has 20 bytes");

#endif
