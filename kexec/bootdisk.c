// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a boot sector is told of the disk that it comes from: its partition's entry, as
 * MBR code passes it in DS:SI, and where a CD keeps its boot image. "El Torito" Bootable CD-ROM
 * Format Specification 1.0, sections 2 to 4; ECMA-119, 8.2.
 */
#include <inttypes.h>
#include <string.h>
#include "core.h"

/* Partition table of an MBR: four entries behind the code. */
#define MBR_TABLE   446u
#define MBR_ENTRIES 4u
#define ENTRY_BYTES 16u
#define ENTRY_LBA   8u
#define ENTRY_COUNT 12u
#define ACTIVE	    0x80u
#define CHS_TOO_FAR 0xfffffeu /* cylinder 1023, head 254, sector 63: use the LBA */

void boot_disk_partition(struct boot_disk *disk, struct blob mbr, uint64_t start, uint64_t count)
{
	uint8_t *e = disk->partition;
	uint32_t chs = CHS_TOO_FAR;
	/* beyond 2 TiB: what cannot be read is better than what is another's */
	uint32_t lba = start < UINT32_MAX ? (uint32_t)start : UINT32_MAX;
	uint32_t n = count < UINT32_MAX ? (uint32_t)count : UINT32_MAX;

	disk->has_partition = true;
	for (unsigned int i = 0; i < MBR_ENTRIES; i++) {
		uint64_t at = MBR_TABLE + i * ENTRY_BYTES;

		if (blob_le32(mbr, at + ENTRY_LBA) == start && blob_le32(mbr, at + ENTRY_COUNT) &&
		    blob_copy(mbr, at, e, ENTRY_BYTES))
			return;
	}
	/* A logical one, or one of a GPT: an entry that says the same. */
	memset(e, 0, ENTRY_BYTES);
	e[0] = ACTIVE;
	memcpy(e + 1, &chs, 3);
	memcpy(e + 5, &chs, 3);
	memcpy(e + ENTRY_LBA, &lba, sizeof(lba));
	memcpy(e + ENTRY_COUNT, &n, sizeof(n));
}

/* Boot record volume descriptor: type 0, and the name of the specification. */
#define BRVD_NAME    "\0CD001\1EL TORITO SPECIFICATION"
#define BRVD_CATALOG 0x47u
/* Boot catalog: validation entry, then the default one. */
#define CATALOG_ID	0x01u
#define CATALOG_X86	0x00u
#define CATALOG_KEY	0xaa55u
#define CATALOG_KEY_AT	0x1eu
#define CATALOG_DEFAULT 0x20u
#define BOOTABLE	0x88u
#define MEDIA_MASK	0x0fu
#define SEGMENT_DEFAULT 0x7c0u
/* What an entry counts: virtual sectors of 512 bytes. */
#define VIRTUAL_SECTOR 512u
/* More does not fit below 640 KiB. */
#define VIRTUAL_SECTORS_MAX 1024u

int eltorito_catalog(struct blob descriptor, uint32_t *lba, struct reason *why)
{
	if (!blob_starts(descriptor, 0, BRVD_NAME, sizeof(BRVD_NAME) - 1))
		return because(why, -ENOEXEC, "this CD does not boot: it has no boot record");
	*lba = blob_le32(descriptor, BRVD_CATALOG);
	return 0;
}

static bool catalog_is_good(struct blob c)
{
	uint16_t sum = 0;

	for (unsigned int at = 0; at < CATALOG_DEFAULT; at += 2)
		sum = (uint16_t)(sum + blob_le16(c, at));
	return c.n >= 2 * CATALOG_DEFAULT && blob_u8(c, 0) == CATALOG_ID && !sum &&
	       blob_le16(c, CATALOG_KEY_AT) == CATALOG_KEY;
}

int eltorito_entry(struct blob catalog, struct eltorito_image *image, struct reason *why)
{
	struct blob e = blob_slice(catalog, CATALOG_DEFAULT, CATALOG_DEFAULT);
	uint16_t sectors = blob_le16(e, 6);

	if (!catalog_is_good(catalog))
		return because(why, -ENOEXEC, "this CD does not boot: its boot catalog is damaged");
	if (blob_u8(catalog, 1) != CATALOG_X86 || blob_u8(e, 0) != BOOTABLE)
		return because(why, -ENOEXEC, "this CD does not boot on a PC");
	if (blob_u8(e, 1) & MEDIA_MASK)
		return because(why, -ENOEXEC,
			       "this CD wants to be a floppy or a hard disk (El Torito emulation), "
			       "which only the BIOS can do");
	if (!sectors || sectors > VIRTUAL_SECTORS_MAX)
		return because(why, -ENOEXEC, "its boot image has %u sectors; there may be 1 to %u",
			       sectors, VIRTUAL_SECTORS_MAX);
	image->load_seg = blob_le16(e, 2) ? blob_le16(e, 2) : SEGMENT_DEFAULT;
	image->bytes = (uint32_t)sectors * VIRTUAL_SECTOR;
	image->lba = blob_le32(e, 8);
	return 0;
}
