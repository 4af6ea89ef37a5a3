/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Disks of more than 8 GB by INT 13h: the packet of AH=42h.
 * Enhanced Disk Drive Specification 3.0 (Phoenix, T13/D1572), section 3.
 */
#ifndef STD_EDD_H
#define STD_EDD_H

#include <stddef.h>
#include <stdint.h>

/* AH=41h, "check extensions present" */
#define EDD_MAGIC_IN	  0x55aau
#define EDD_MAGIC_OUT	  0xaa55u
#define EDD_FIXED_SUBSET  0x0001u /* in CX: AH=42h, 43h, 44h, 47h, 48h */
#define EDD_SECTORS_LIMIT 127u	  /* of one call: all that EDD promises */

/** struct edd_packet - disk address packet of AH=42h (DS:SI) */
struct edd_packet {
	uint8_t bytes; /* of this structure */
	uint8_t zero;
	uint16_t sectors; /* wanted; after the call, read */
	uint16_t buffer_off;
	uint16_t buffer_seg;
	uint64_t lba; /* in the drive's own sectors */
} __attribute__((packed));

_Static_assert(sizeof(struct edd_packet) == 16, "the packet has 16 bytes");

#endif
