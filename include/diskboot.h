/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What our disk loader has on a disk, a floppy or a CD, from its boot record on
 * (sector 0 of the disk, or of a partition). Sectors have 512 bytes here, on a CD
 * too. mkimage/install-loader writes it, mkimage/setargs changes the arguments.
 *
 *	sector 0	boot record: code, with room for a FAT's parameters and a
 *			partition table
 *	sector 1	block list: where kernel and initramfs lie
 *	sectors 2-5	arguments: the kernel's command line, the loader's serial port
 *	sectors 6-	second stage
 *
 * The boot record reads the rest to 7E00h, so in memory it all lies in one piece
 * from 7C00h on. Usable from assembly for the numbers.
 */
#ifndef DISKBOOT_H
#define DISKBOOT_H

#define DISKBOOT_SECTOR	    512
#define DISKBOOT_LOAD	    0x7c00 /* physical address of the boot record */
#define DISKBOOT_LIST	    0x7e00
#define DISKBOOT_ARGS	    0x8000
#define DISKBOOT_STAGE2	    0x8800
#define DISKBOOT_LIST_SECTS 6			 /* before the second stage, boot record included */
#define DISKBOOT_REGS	    (DISKBOOT_LOAD - 20) /* of entry: DI SI BP - BX DX CX - ES DS */

/* In the boot record, patched in when an image is made. */
#define DISKBOOT_AT_SUM	   422 /* makes the second stage's 16-bit words add up to 0 */
#define DISKBOOT_AT_PACKET 424 /* struct edd_packet that reads sector 1 and following */
#define DISKBOOT_SECTORS   (DISKBOOT_AT_PACKET + 2)
#define DISKBOOT_LBA	   (DISKBOOT_AT_PACKET + 8)
#define DISKBOOT_CODE_END  440	/* here begins a disk's signature and partition table */
#define DISKBOOT_BPB_END   0x3e /* up to here the parameters of a FAT12 or FAT16 */
#define DISKBOOT_BPB_TRACK 0x18 /* sectors a track, 2 bytes */
#define DISKBOOT_BPB_HEADS 0x1a

#define DISKBOOT_LIST_MAGIC 0x4c425342 /* "BSBL" */
#define DISKBOOT_ARGS_MAGIC 0x47414253 /* "SBAG" */
#define DISKBOOT_VERSION    1

/* In struct diskboot_args. */
#define DISKBOOT_ARGS_HEAD 16 /* bytes before the text */
#define DISKBOOT_TEXT	   2032

#ifndef __ASSEMBLER__
#include <stddef.h>
#include <stdint.h>

/** struct diskboot_file - a file, in one run of sectors */
struct diskboot_file {
	uint64_t lba; /* 512-byte sectors from the start of the disk */
	uint32_t bytes;
	uint32_t crc32;
};

enum { DISKBOOT_KERNEL, DISKBOOT_INITRAMFS, DISKBOOT_FILES };

/**
 * struct diskboot_list - sector 1, the block list
 * @magic:	%DISKBOOT_LIST_MAGIC
 * @crc32:	of the sector with this field zero (the CRC of zlib and IEEE 802.3)
 * @version:	%DISKBOOT_VERSION
 * @n_files:	%DISKBOOT_FILES
 * @file:	kernel, then initramfs
 */
struct diskboot_list {
	uint32_t magic;
	uint32_t crc32;
	uint16_t version;
	uint16_t n_files;
	uint32_t reserved;
	struct diskboot_file file[DISKBOOT_FILES];
	uint8_t zero[512 - 16 - 16 * DISKBOOT_FILES];
};

/* diskboot_args.serial */
#define DISKBOOT_SERIAL_BDA  0	    /* the BIOS's first port (word 40:00), if it has one */
#define DISKBOOT_SERIAL_NONE 0xffff /* stay silent */

/**
 * struct diskboot_args - sectors 2 to 5, what a user may change
 * @magic:	%DISKBOOT_ARGS_MAGIC
 * @crc32:	of the four sectors with this field zero
 * @version:	%DISKBOOT_VERSION
 * @serial:	the loader's own serial port: I/O address or %DISKBOOT_SERIAL_*
 * @divisor:	115200 / baud
 * @reserved:	zero
 * @text:	the kernel's command line, ends in a zero
 */
struct diskboot_args {
	uint32_t magic;
	uint32_t crc32;
	uint16_t version;
	uint16_t serial;
	uint16_t divisor;
	uint16_t reserved;
	char text[DISKBOOT_TEXT];
};

_Static_assert(sizeof(struct diskboot_list) == DISKBOOT_SECTOR, "the block list fills a sector");
_Static_assert(sizeof(struct diskboot_args) == 4 * DISKBOOT_SECTOR, "arguments fill four sectors");
_Static_assert(DISKBOOT_LIST == DISKBOOT_LOAD + DISKBOOT_SECTOR, "sector 1 follows");
_Static_assert(DISKBOOT_ARGS == DISKBOOT_LIST + DISKBOOT_SECTOR, "sector 2 follows");
_Static_assert(DISKBOOT_STAGE2 == DISKBOOT_LOAD + DISKBOOT_LIST_SECTS * DISKBOOT_SECTOR,
	       "the second stage follows");

#endif
#endif
