/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * PVH, direct boot: the note that names the entry, and what is passed in EBX. Xen,
 * docs/misc/pvh.pandoc; xen/include/public/arch-x86/hvm/start_info.h; public/elfnote.h.
 */
#ifndef STD_HVM_START_INFO_H
#define STD_HVM_START_INFO_H

#include <stddef.h>
#include <stdint.h>

#define XEN_NOTE_OWNER	      "Xen"
#define XEN_NOTE_PHYS32_ENTRY 18u /* descriptor: physical address of the 32-bit entry */

#define HVM_START_MAGIC	  0x336ec578u /* "xEn3", bit 7 of the E set */
#define HVM_START_VERSION 1u

/** struct hvm_start_info - all addresses are physical; 0: there is none */
struct hvm_start_info {
	uint32_t magic, version;
	uint32_t flags; /* none for a guest */
	uint32_t nr_modules;
	uint64_t modlist_paddr; /* struct hvm_modlist_entry */
	uint64_t cmdline_paddr;
	uint64_t rsdp_paddr;
	uint64_t memmap_paddr; /* struct hvm_memmap_table_entry; from version 1 */
	uint32_t memmap_entries;
	uint32_t reserved;
};

struct hvm_modlist_entry {
	uint64_t paddr, size;
	uint64_t cmdline_paddr;
	uint64_t reserved;
};

struct hvm_memmap_table_entry {
	uint64_t addr, size;
	uint32_t type; /* as E820's */
	uint32_t reserved;
};

_Static_assert(sizeof(struct hvm_start_info) == 56, "start_info.h");
_Static_assert(sizeof(struct hvm_modlist_entry) == 32, "start_info.h");
_Static_assert(sizeof(struct hvm_memmap_table_entry) == 24, "start_info.h");

#endif
