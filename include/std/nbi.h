/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tagged network boot images: "Draft Net Boot Image Proposal 0.3" (Jamie Honan, Gero Kuhlmann), with
 * Etherboot's linear execute address. The file's first 512 bytes are an image header and, behind
 * it, a header for each record; the records' bytes follow in the same order.
 */
#ifndef STD_NBI_H
#define STD_NBI_H

#include <stdint.h>

#define NBI_MAGIC	0x1b031336u
#define NBI_HEAD_BYTES	512u
#define NBI_HEADER_UNIT 4u /* what the two halves of @length count */
#define NBI_HEADER	0x4u /* its low half: the header as it is defined; the high half: vendor data */

/* nbi_header.flags, above the length */
#define NBI_RETURNS	0x00000100u /* the program may return to its loader */
#define NBI_LINEAR_EXEC 0x80000000u /* Etherboot: @execute is linear, of 32-bit code */

/** struct nbi_header - of the image; addresses are far pointers, offset first */
struct nbi_header {
	uint32_t magic;
	uint32_t flags;			     /* the low byte is the length */
	uint16_t location_off, location_seg; /* where the first 512 bytes go */
	uint32_t execute;
};

/* nbi_record.flags: what @load_addr is, bits 0 and 1 */
#define NBI_ADDRESS  0x03
#define NBI_ABSOLUTE 0x00
#define NBI_AFTER    0x01 /* behind the end of the record before */
#define NBI_TOP	     0x02 /* below the end of memory */
#define NBI_BEFORE   0x03 /* below the start of the record before */
#define NBI_LAST     0x04

/** struct nbi_record - bytes for a place in memory; zeros follow, up to @memory_bytes */
struct nbi_record {
	uint8_t length;
	uint8_t tag;
	uint8_t reserved;
	uint8_t flags;
	uint32_t load_addr;
	uint32_t image_bytes;
	uint32_t memory_bytes;
};

/** struct nbi_loader_info - what Etherboot tells 32-bit code of itself */
struct nbi_loader_info {
	uint8_t major, minor;
	uint16_t flags;
};

_Static_assert(sizeof(struct nbi_header) == 16, "section 4");
_Static_assert(sizeof(struct nbi_record) == 16, "section 4");

#endif
