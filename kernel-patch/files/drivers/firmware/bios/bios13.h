/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bios13: disks by BIOS INT 13h. What its files share.
 *
 * disk.c registers block devices, probe.c asks the BIOS what it has, medium.c finds
 * size and layout of media that come and go, transfer.c moves sectors, and
 * status.c has the words for the BIOS's error numbers.
 * Spec: INT 13h of the IBM PS/2 BIOS reference; EDD 3.0 (T13 1572D).
 */
#ifndef BIOS13_H
#define BIOS13_H

#include <linux/blk-mq.h>
#include <linux/blkdev.h>
#include <linux/types.h>
#include "bios.h"

#define INT_DISK	 0x13
#define DISK_RESET	 0x0000 /* AH=00h */
#define DISK_READ_CHS	 0x0200 /* AH=02h, AL = sectors */
#define DISK_WRITE_CHS	 0x0300 /* AH=03h, AL = sectors */
#define DISK_PARAMETERS	 0x0800 /* AH=08h */
#define DISK_TYPE	 0x1500 /* AH=15h */
#define DISK_CHANGE_LINE 0x1600 /* AH=16h */
#define EDD_CHECK	 0x4100 /* AH=41h, BX = EDD_MAGIC_IN */
#define EDD_READ	 0x4200 /* AH=42h, DS:SI = disk address packet */
#define EDD_WRITE	 0x4300 /* AH=43h, AL = 0: no verify */
#define EDD_PARAMETERS	 0x4800 /* AH=48h, DS:SI = struct edd_device_params */
#define EDD_MEDIA_CHANGE 0x4900 /* AH=49h */

#define EDD_MAGIC_IN  0x55aa
#define EDD_MAGIC_OUT 0xaa55

/* INT 13h status (AH) that is acted upon; the others are only told. */
#define STATUS_OK	       0x00
#define STATUS_WRITE_PROTECTED 0x03
#define STATUS_CHANGED	       0x06 /* the medium was changed */
#define STATUS_ECC_CORRECTED   0x11 /* the data are good */
#define STATUS_NO_MEDIUM       0x31
#define STATUS_TIMEOUT	       0x80 /* a floppy drive without medium says so */
#define STATUS_NOT_READY       0xaa
#define STATUS_NOT_CALLED      0xff /* ours: the batch ended earlier, or no firmware */

#define BIOS13_FLOPPIES	  2
#define BIOS13_DISK_FIRST 0x80
#define BIOS13_DISKS	  16
#define BIOS13_CD_FIRST	  0xe0
#define BIOS13_CDS	  16

#define BIOS13_SLICES	     8	 /* INT 13h calls in one trip */
#define BIOS13_SLICE_SECTORS 127 /* 512-byte sectors in one call: what EDD allows */

enum bios13_kind { BIOS13_DISK, BIOS13_FLOPPY, BIOS13_CD };

/**
 * struct bios13_slice - what one INT 13h call moves
 * @offset:	where in the bounce area, within one 64 KiB segment
 * @count:	sectors of the drive's own size
 */
struct bios13_slice {
	u32 offset;
	u32 count;
};

/**
 * struct bios13_drive - a BIOS drive
 * @number:	as in DL
 * @kind:	hard disk (or stick), floppy, CD-ROM
 * @edd:	AH=42h-48h work
 * @edd_version: of AH=41h, such as 30h
 * @removable:	the medium may go
 * @ata:	EDD says that it is an ATA disk
 * @cylinders:	CHS layout, 0 if there is none; with @heads and @spt
 * @heads:	sides, 1-256
 * @spt:	sectors a track
 * @sector_bytes: 512, 2048 or 4096
 * @sectors:	size in such sectors; 0 without medium
 * @bus:	what EDD says of the drive's place, or ""
 * @slices:	the calls of the current trip, with @nslices
 * @nslices:	how many
 * @trip_sectors: at most so many sectors (of 512 bytes) a trip, fewer on slow drives
 * @careful:	so many trips with short slices are to come, after an error
 * @changed:	the BIOS reported a new medium
 * @gone:	the medium was taken out: nothing is read until the next look at it
 * @trips:	trips made for this drive, taking @trip_ns
 * @trip_ns:	nanoseconds
 * @disk:	the block device; owns us by private_data
 * @tags:	its blk-mq tag set
 */
struct bios13_drive {
	u8 number;
	enum bios13_kind kind;
	bool edd;
	u8 edd_version;
	bool removable;
	bool ata;
	u16 cylinders, heads, spt;
	u32 sector_bytes;
	u64 sectors;
	char bus[48];
	struct bios13_slice slices[BIOS13_SLICES];
	unsigned int nslices;
	u32 trip_sectors;
	unsigned int careful;
	bool changed;
	bool gone;
	u64 trips, trip_ns;
	struct gendisk *disk;
	struct blk_mq_tag_set tags;
};

/* probe.c */
unsigned int bios13_find(struct bios13_drive **drives, unsigned int max);
void bios13_get_chs(struct bios13_drive *drive);

/* medium.c */
bool bios13_medium_changed(struct bios13_drive *drive);
bool bios13_medium_gone(struct bios13_drive *drive);
int bios13_find_medium(struct bios13_drive *drive);

/* transfer.c */
u32 bios13_max_trip_sectors(void);
blk_status_t bios13_transfer(struct bios13_drive *drive, struct request *rq);
u8 bios13_read_sector(struct bios13_drive *drive, u64 lba, void *buf, u32 bytes);

/* status.c */
const char *bios13_status_text(u8 status);

/* disk.c */
extern bool bios13_use_edd;

#endif /* BIOS13_H */
