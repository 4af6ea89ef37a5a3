// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading disks by INT 13h: EDD packets (EDD 3.0, section 3), else cylinder, head
 * and sector, a track at a time, with retries.
 */
#include "diskboot.h"
#include "rm.h"
#include "std/edd.h"

#define TRIES	      5u /* of one call; a floppy's motor needs three to spin up */
#define TRIES_IN_ONE  2u /* after these, sector by sector */
#define CHS_CYLINDERS 1024u
#define STATUS_FAR    0xfe /* ours: no cylinder that high (BIOSes use up to FFh, but not this) */

static bool int13(struct disk *disk, struct bios_regs *regs)
{
	regs->dx.l = disk->drive;
	bios_call(0x13, regs, regs);
	if (!(regs->flags & RM_CARRY))
		return true;
	disk->status = regs->ax.h;
	return false;
}

static void reset(struct disk *disk)
{
	struct bios_regs regs;
	uint8_t status = disk->status;

	bios_regs_init(&regs); /* AH=00h */
	int13(disk, &regs);
	disk->status = status;
}

static bool has_edd(struct disk *disk)
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	regs.ax.h = 0x41;
	regs.bx.x = EDD_MAGIC_IN;
	return int13(disk, &regs) && regs.bx.x == EDD_MAGIC_OUT && regs.cx.x & EDD_FIXED_SUBSET;
}

static uint16_t word_at(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

/*
 * A floppy's geometry is the medium's, which only its boot record tells: AH=08h
 * tells the drive's (36 sectors for a 1.44 MB floppy in a 2.88 MB drive).
 */
static void geometry(struct disk *disk, const uint8_t *boot_record)
{
	struct bios_regs regs;

	if (disk->drive < 0x80) {
		disk->track = word_at(boot_record + DISKBOOT_BPB_TRACK);
		disk->heads = word_at(boot_record + DISKBOOT_BPB_HEADS);
		if (disk->track && disk->heads)
			return;
	}
	bios_regs_init(&regs);
	regs.ax.h = 0x08;
	/* ES:DI = 0:0 for BIOSes that read a table there (Ralf Brown's list, INT 13h AH=08h). */
	if (!int13(disk, &regs))
		return;
	disk->track = regs.cx.l & 0x3f;
	disk->heads = (uint16_t)(regs.dx.h + 1);
}

static bool has_geometry(const struct disk *disk)
{
	return disk->track && disk->track <= 63 && disk->heads && disk->heads <= 256;
}

bool disk_open(struct disk *disk, uint8_t drive, uint8_t shift, const uint8_t *boot_record)
{
	disk->drive = drive;
	disk->shift = shift;
	disk->track = 0;
	disk->heads = 0;
	/* El Torito drives read by packets; some BIOSes deny it when asked. */
	disk->edd = shift || has_edd(disk);
	if (!shift)
		geometry(disk, boot_record);
	return disk->edd || has_geometry(disk);
}

uint16_t disk_chunk(const struct disk *disk, uint64_t lba)
{
	uint16_t limit = EDD_SECTORS_LIMIT;

	if (disk->edd)
		return (uint16_t)(limit >> disk->shift << disk->shift);
	limit = (uint16_t)(limit - limit % disk->track);
	return (uint16_t)(limit - (uint32_t)lba % disk->track);
}

static bool read_edd(struct disk *disk, uint64_t lba, uint16_t count, uint16_t seg)
{
	struct edd_packet packet = {
		/* A new one each time: a failed call has changed the count. */
		.bytes = sizeof(packet),
		.sectors = (uint16_t)(count >> disk->shift),
		.buffer_seg = seg,
		.lba = lba >> disk->shift,
	};
	struct bios_regs regs;

	bios_regs_init(&regs);
	regs.ax.h = 0x42;
	regs.si.x = (uint16_t)(uintptr_t)&packet;
	return int13(disk, &regs);
}

static bool read_chs(struct disk *disk, uint64_t lba, uint16_t count, uint16_t seg)
{
	uint32_t track = (uint32_t)lba / disk->track, cylinder = track / disk->heads;
	struct bios_regs regs;

	if (lba >> 32 || cylinder >= CHS_CYLINDERS) {
		disk->status = STATUS_FAR;
		return false;
	}
	bios_regs_init(&regs);
	regs.ax.x = (uint16_t)(0x0200 | count);
	regs.cx.h = (uint8_t)cylinder;
	regs.cx.l = (uint8_t)((uint32_t)lba % disk->track + 1 + (cylinder >> 8 << 6));
	regs.dx.h = (uint8_t)(track % disk->heads);
	regs.es = seg;
	return int13(disk, &regs);
}

/* read_run: what one call can read from @lba on, at most @count; returns that number, 0 on failure */
static uint16_t read_run(struct disk *disk, uint64_t lba, uint16_t count, uint16_t seg)
{
	uint16_t one = (uint16_t)(1u << disk->shift), n, left;
	uint32_t tries;

	for (tries = 0; tries < TRIES; tries++) {
		n = count;
		if (!disk->edd) {
			left = (uint16_t)(disk->track - (uint32_t)lba % disk->track);
			n = n < left ? n : left; /* no BIOS promises to read on to the next head */
		}
		if (tries >= TRIES_IN_ONE && n > one)
			n = one;
		if (disk->edd ? read_edd(disk, lba, n, seg) : read_chs(disk, lba, n, seg))
			return n;
		if (disk->status == STATUS_FAR)
			break;
		reset(disk);
	}
	return 0;
}

uint16_t disk_read(struct disk *disk, uint64_t lba, uint16_t count, uint16_t seg)
{
	uint16_t done = 0, n;

	while (done < count) {
		n = read_run(disk, lba + done, (uint16_t)(count - done),
			     (uint16_t)(seg + done * (DISKBOOT_SECTOR / 16)));
		if (!n && (!disk->edd || !has_geometry(disk)))
			break;
		if (!n)
			disk->edd = false; /* some BIOSes claim EDD and fail each call */
		done = (uint16_t)(done + n);
	}
	return done;
}
