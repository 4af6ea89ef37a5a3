/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Option ROMs: their header, what PCI and Plug and Play add, and the UNDI ROM ID of network
 * cards. PCI Firmware Specification 3.0, chapter 5; BIOS Boot Specification 1.01, appendix A;
 * Intel, PXE specification 2.1 (1999), 4.2. Offsets are from the ROM's first byte.
 */
#ifndef STD_OPTROM_H
#define STD_OPTROM_H

#ifdef __KERNEL__
#include <linux/stddef.h>
#include <linux/types.h>
#else
#include <stddef.h>
#include <stdint.h>
#endif

#define OPTROM_SIGNATURE 0xaa55
#define OPTROM_SECTOR	 512
#define OPTROM_STEP	 2048 /* in memory ROMs begin at multiples of it */

/** struct optrom - the header; after initialisation all bytes add up to 0 */
struct optrom {
	uint16_t signature;
	uint8_t sectors; /* in memory; a ROM may shrink when it is initialised */
	uint8_t entry[19];
	uint16_t undi_at; /* struct optrom_undi; 0: none */
	uint16_t pci_at;  /* struct optrom_pci */
	uint16_t pnp_at;  /* struct optrom_pnp */
} __attribute__((packed));

#define OPTROM_PCI_SIGNATURE "PCIR"
#define OPTROM_PCI_PC	     0	  /* code_type: for a PC's BIOS */
#define OPTROM_PCI_LAST	     0x80 /* indicator */
#define OPTROM_PCI_LIST_FROM 3	  /* revision from which on there is a list of devices */

struct optrom_pci {
	char signature[4];
	uint16_t vendor;
	uint16_t device;
	uint16_t devices_at; /* from this structure: more device numbers, up to a 0 */
	uint16_t bytes;
	uint8_t revision;
	uint8_t class[3];
	uint16_t sectors; /* of the image in the card */
	uint16_t code_revision;
	uint8_t code_type;
	uint8_t indicator;
} __attribute__((packed));

#define OPTROM_PNP_SIGNATURE "$PnP"

struct optrom_pnp {
	char signature[4];
	uint8_t revision;
	uint8_t paragraphs;
	uint16_t next_at;
	uint8_t reserved;
	uint8_t checksum;
	uint32_t device;
	uint16_t maker_at;   /* a string; 0: none */
	uint16_t product_at; /* likewise */
} __attribute__((packed));

#define OPTROM_UNDI_SIGNATURE "UNDI"

/** struct optrom_undi - UNDI ROM ID; all @bytes add up to 0 */
struct optrom_undi {
	char signature[4];
	uint8_t bytes;
	uint8_t checksum;
	uint8_t revision;
	uint8_t undi_revision[3];
	uint16_t loader;
	uint16_t stack_bytes;
	uint16_t data_bytes;
	uint16_t code_bytes;
	char bus[4]; /* "PCIR", "$PnP" */
} __attribute__((packed));

_Static_assert(offsetof(struct optrom, undi_at) == 0x16, "PXE 2.1, 4.2");
_Static_assert(offsetof(struct optrom, pnp_at) == 0x1a, "BBS 1.01, appendix A");
_Static_assert(offsetof(struct optrom_pci, sectors) == 0x10, "PCI Firmware 3.0, 5.1.2");
_Static_assert(offsetof(struct optrom_pnp, maker_at) == 0x0e, "BBS 1.01, appendix A");
_Static_assert(sizeof(struct optrom_undi) == 22, "PXE 2.1, 4.2");

#endif
