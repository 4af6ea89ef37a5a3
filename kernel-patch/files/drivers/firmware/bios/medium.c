// SPDX-License-Identifier: GPL-2.0-only
/*
 * Media that come and go: was it changed, is there one, how large is it?
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <asm/unaligned.h>
#include "bios13.h"

/* BIOS parameter block of a FAT boot sector (Microsoft FAT specification, 3.1). */
#define BPB_SECTOR_BYTES  11
#define BPB_TOTAL_SECTORS 19
#define BPB_TRACK_SECTORS 24
#define BPB_HEADS	  26
#define BPB_BYTES	  28

/* Primary volume descriptor of a CD (ECMA-119, 8.4). */
#define PVD_LBA		 16
#define PVD_ID		 1 /* "CD001" */
#define PVD_VOLUME_SPACE 80
#define PVD_BYTES	 84
#define CD_MAX_SECTORS	 (1U << 26) /* 128 GiB: larger than any disc */

#define FLOPPY_CYLINDERS      80
#define FLOPPY_CYLINDERS_360K 40
#define FLOPPY_MAX_SPT	      36

/**
 * bios13_medium_changed() - may there be another medium than at the last look?
 * @drive:	a removable drive
 *
 * Return: true unless the BIOS says that it is the same.
 */
bool bios13_medium_changed(struct bios13_drive *drive)
{
	bool floppy = drive->kind == BIOS13_FLOPPY;
	struct bios_call *call;
	bool changed;

	bios_begin();
	call = bios_int(0, INT_DISK, floppy ? DISK_CHANGE_LINE : EDD_MEDIA_CHANGE);
	call->edx = drive->number;
	bios_run(1);
	changed = !call->done || (call->eflags & BIOS_CF) || (call->eax & 0xff00);
	bios_end();
	changed |= drive->changed;
	drive->changed = false;
	return changed;
}

/* The layout that a FAT boot sector tells, if it can be one of a floppy. */
static bool layout_from_bpb(struct bios13_drive *drive, const u8 *boot)
{
	u16 spt = get_unaligned_le16(boot + BPB_TRACK_SECTORS);
	u16 heads = get_unaligned_le16(boot + BPB_HEADS);
	u16 total = get_unaligned_le16(boot + BPB_TOTAL_SECTORS);

	if (get_unaligned_le16(boot + BPB_SECTOR_BYTES) != 512 || !spt || spt > FLOPPY_MAX_SPT ||
	    !heads || heads > 2 || !total || total % (spt * heads) ||
	    total / (spt * heads) > FLOPPY_CYLINDERS + 4)
		return false;
	drive->spt = spt;
	drive->heads = heads;
	drive->cylinders = (u16)(total / (spt * heads));
	return true;
}

/* The layout by trial: the highest sector number that track 0 has. */
static void layout_by_trial(struct bios13_drive *drive)
{
	static const u8 counts[] = { 36, 21, 18, 15, 9, 8 };
	u16 most = drive->spt; /* of the drive, by AH=08h */
	unsigned int i;

	drive->heads = 2;
	drive->cylinders = FLOPPY_CYLINDERS;
	for (i = 0; i < ARRAY_SIZE(counts); i++) {
		drive->spt = counts[i];
		if (most && counts[i] > most)
			continue;
		if (bios13_read_sector(drive, counts[i] - 1, NULL, 0) == STATUS_OK)
			break;
	}
	/* A second try cannot tell 40 from 80 cylinders of 9 sectors; the drive can. */
	if (drive->spt <= 9 && most && most <= 9)
		drive->cylinders = FLOPPY_CYLINDERS_360K;
}

static int find_floppy(struct bios13_drive *drive)
{
	u8 boot[BPB_BYTES];

	bios_begin();
	bios13_get_chs(drive); /* some BIOSes answer by medium */
	bios_end();
	if (!drive->spt)
		drive->spt = FLOPPY_MAX_SPT;
	if (!drive->heads)
		drive->heads = 2;
	if (bios13_read_sector(drive, 0, boot, sizeof(boot)) != STATUS_OK)
		return -ENOMEDIUM;
	if (!layout_from_bpb(drive, boot))
		layout_by_trial(drive);
	drive->sectors = (u64)drive->cylinders * drive->heads * drive->spt;
	return 0;
}

static bool can_read(struct bios13_drive *drive, u64 lba)
{
	return bios13_read_sector(drive, lba, NULL, 0) == STATUS_OK;
}

/*
 * How many sectors can be read, given that the first @have can: gallop, then halve.
 * INT 13h cannot tell the size of a disc, only a read can.
 */
static u32 find_end(struct bios13_drive *drive, u32 have)
{
	u32 step = 1, end;

	while (have < CD_MAX_SECTORS && can_read(drive, have + step - 1)) {
		have += step;
		step *= 2;
	}
	end = have + step - 1; /* cannot be read */
	while (have < end) {
		u32 middle = have + (end - have) / 2;

		if (can_read(drive, middle))
			have = middle + 1;
		else
			end = middle;
	}
	return have;
}

static int find_cd(struct bios13_drive *drive)
{
	u8 pvd[PVD_BYTES];
	u32 hint = 0;

	if (bios13_read_sector(drive, PVD_LBA, pvd, sizeof(pvd)) == STATUS_OK) {
		hint = PVD_LBA + 1;
		if (!memcmp(pvd + PVD_ID, "CD001", 5))
			hint = max(hint, get_unaligned_le32(pvd + PVD_VOLUME_SPACE));
		if (hint > CD_MAX_SECTORS || !can_read(drive, hint - 1))
			hint = PVD_LBA + 1; /* cut short, or no truth in it */
	} else if (!can_read(drive, 0)) {
		return -ENOMEDIUM;
	}
	drive->sectors = find_end(drive, hint);
	return 0;
}

/**
 * bios13_medium_gone() - after an error: is there no medium any more?
 * @drive:	a drive that had one; its @gone gets the answer
 *
 * Return: true if a removable medium cannot be read even where find_floppy() or find_cd()
 * read it. Any request would then run into the BIOS's time-outs, several times.
 */
bool bios13_medium_gone(struct bios13_drive *drive)
{
	if (drive->kind == BIOS13_DISK)
		return false;
	drive->gone = !can_read(drive, 0) &&
		      (drive->kind == BIOS13_FLOPPY || !can_read(drive, PVD_LBA));
	return drive->gone;
}

/**
 * bios13_find_medium() - look at the medium of a removable drive
 * @drive:	gets size and layout; a size of 0 if there is no medium
 *
 * Return: 0 or -ENOMEDIUM.
 */
int bios13_find_medium(struct bios13_drive *drive)
{
	int err;

	drive->sectors = 0;
	drive->careful = 0;
	err = drive->kind == BIOS13_FLOPPY ? find_floppy(drive) : find_cd(drive);
	drive->trip_sectors = bios13_max_trip_sectors();
	drive->careful = 0;
	drive->changed = false;
	drive->gone = false;
	return err;
}
