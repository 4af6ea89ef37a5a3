/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What Linux is told of UEFI, besides its tables: UEFI 2.10, 7.2.3 (EFI_MEMORY_DESCRIPTOR), and
 * arch/x86/include/uapi/asm/bootparam.h, asm/efi.h of Linux.
 */
#ifndef STD_EFI_H
#define STD_EFI_H

#include <stdint.h>

/** struct efi_descriptor - a range of the memory map */
struct efi_descriptor {
	uint32_t type, pad;
	uint64_t phys_addr, virt_addr;
	uint64_t num_pages;
	uint64_t attribute;
};

#define EFI_DESCRIPTOR_VERSION 1u

/** struct efi_info - in boot_params: the memory map that the firmware, or we, have left */
struct efi_info {
	uint32_t loader_signature; /* "EL32" or "EL64" */
	uint32_t systab;
	uint32_t memdesc_size, memdesc_version;
	uint32_t memmap, memmap_size;
	uint32_t systab_hi, memmap_hi;
};

/** struct efi_setup_data - in a setup_data node of type SETUP_EFI, from kexec; descriptors follow */
struct efi_setup_data {
	uint64_t fw_vendor, runtime;
	uint64_t tables; /* the configuration table, at its physical address */
	uint64_t smbios;
	uint64_t reserved[8];
};

_Static_assert(sizeof(struct efi_info) == 0x20, "efi_info has 32 bytes");
_Static_assert(sizeof(struct efi_descriptor) == 40, "a descriptor has 40 bytes");
_Static_assert(sizeof(struct efi_setup_data) == 96, "efi_setup_data has 96 bytes");

#endif
