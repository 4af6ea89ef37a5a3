// SPDX-License-Identifier: GPL-2.0-only
/*
 * INT 13h, drives: each floppy drive that INT 11h counts, each disk that 40:75 counts, the
 * one behind the last (AH=15h of it has hung machines), CDs from E0h up. Reads only.
 * EDD 3.0; El Torito 1.0.
 */
#include "biostest.h"
#include "std/edd.h"
#include "string.h"

#define BDA_EQUIPMENT 0x10
#define BDA_DISKS     0x75
#define FIRST_DISK    0x80
#define FIRST_CD      0xe0
#define CDS	      4
#define TRIES	      4u /* a floppy's motor needs three to spin up */
#define ISO_LBA	      16 /* of a CD: its first sectors are often empty */
#define SECTOR	      512
#define CD_SECTOR     2048

/* struct drive_params - what AH=48h fills in, as far as we print it (EDD 3.0, 3.7) */
struct drive_params {
	uint16_t bytes;
	uint16_t flags;
	uint32_t cylinders, heads, track;
	uint64_t sectors;
	uint16_t sector_bytes;
} __attribute__((packed));

static bool int13(uint8_t drive, struct bios_regs *regs)
{
	regs->dx.l = drive;
	return call(0x13, regs);
}

/* answer: begin the line of an answer; if the call failed, that is all of it */
static bool answer(uint8_t drive, const char *what, bool good, const struct bios_regs *regs)
{
	print("int13.");
	put_hex(drive, 2);
	print(".%s=", what);
	if (!good)
		print("error %x\n", (uint32_t)regs->ax.h);
	return good;
}

static void reset(uint8_t drive)
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	if (answer(drive, "reset", int13(drive, &regs), &regs))
		print("ok\n");
	bios_regs_init(&regs);
	regs.ax.h = 0x01;
	if (answer(drive, "status", int13(drive, &regs), &regs))
		print("%x\n", (uint32_t)regs.ax.h);
}

static void geometry(uint8_t drive)
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	regs.ax.h = 0x08;
	if (answer(drive, "geometry", int13(drive, &regs), &regs))
		print("%u/%u/%u, type %x, drives %u\n",
		      (uint32_t)(regs.cx.h | (regs.cx.l & 0xc0) << 2) + 1, (uint32_t)regs.dx.h + 1,
		      (uint32_t)regs.cx.l & 0x3f, (uint32_t)regs.bx.l, (uint32_t)regs.dx.l);
}

static void dasd_type(uint8_t drive)
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	regs.ax.x = 0x15ff;
	regs.cx.x = 0xffff;
	if (answer(drive, "type", int13(drive, &regs), &regs))
		print("%x, %x%s\n", (uint32_t)regs.ax.h,
		      regs.ax.h == 3 ? (uint32_t)regs.cx.x << 16 | regs.dx.x : 0,
		      regs.ax.h == 3 ? " sectors" : "");
}

/* edd: is AH=42h to be had? Returns bytes a sector, 0 if not */
static uint16_t edd(uint8_t drive)
{
	struct drive_params params;
	struct bios_regs regs;
	bool good;

	bios_regs_init(&regs);
	regs.ax.h = 0x41;
	regs.bx.x = EDD_MAGIC_IN;
	good = int13(drive, &regs) && regs.bx.x == EDD_MAGIC_OUT;
	if (!answer(drive, "edd", good, &regs))
		return 0;
	print("%x, functions %x\n", (uint32_t)regs.ax.h, (uint32_t)regs.cx.x);
	if (!(regs.cx.x & EDD_FIXED_SUBSET))
		return 0;
	memset(&params, 0, sizeof(params));
	params.bytes = sizeof(params);
	bios_regs_init(&regs);
	regs.ax.h = 0x48;
	regs.si.x = (uint16_t)(uintptr_t)&params;
	if (!answer(drive, "params", int13(drive, &regs), &regs))
		return SECTOR;
	print("flags %x, %u/%u/%u, %x%s", (uint32_t)params.flags, params.cylinders, params.heads,
	      params.track, (uint32_t)(params.sectors >> 32), ":");
	put_hex((uint32_t)params.sectors, 8);
	print(" sectors of %u\n", (uint32_t)params.sector_bytes);
	return params.sector_bytes;
}

static void content(uint16_t bytes)
{
	set_fs(BUFFER_SEG);
	print("crc %x, signature %x\n", crc_far(BUFFER_SEG, 0, bytes),
	      (uint32_t)(far_byte(510) | far_byte(511) << 8));
}

static void forget_buffer(void)
{
	uint32_t i;

	set_fs(BUFFER_SEG);
	for (i = 0; i < CD_SECTOR; i++)
		set_far_byte(i, 0xee);
}

static bool read_chs(uint8_t drive)
{
	struct bios_regs regs;
	uint32_t tries = TRIES;
	bool good = false;

	while (tries-- && !good) {
		forget_buffer();
		bios_regs_init(&regs);
		regs.ax.x = 0x0201;
		regs.cx.x = 0x0001;
		regs.es = BUFFER_SEG;
		good = int13(drive, &regs);
		if (!good && tries) {
			struct bios_regs again;

			bios_regs_init(&again);
			int13(drive, &again);
		}
	}
	if (answer(drive, "chs", good, &regs))
		content(SECTOR);
	return good;
}

static bool read_lba(uint8_t drive, uint32_t lba, uint16_t bytes)
{
	struct edd_packet packet = {
		.bytes = sizeof(packet), .sectors = 1, .buffer_seg = BUFFER_SEG, .lba = lba
	};
	struct bios_regs regs;
	bool good;

	forget_buffer();
	bios_regs_init(&regs);
	regs.ax.h = 0x42;
	regs.si.x = (uint16_t)(uintptr_t)&packet;
	good = answer(drive, "lba", int13(drive, &regs), &regs);
	if (good)
		content(bytes);
	return good;
}

static void drive(uint8_t number)
{
	char key[] = "int13.80.read";
	uint16_t bytes;
	bool good;

	dasd_type(number);
	geometry(number);
	bytes = edd(number);
	reset(number);
	good = read_chs(number);
	if (bytes)
		good |= read_lba(number, 0, SECTOR);
	/* A floppy drive may be empty: no verdict. */
	key[7] = (char)('0' + (number & 15)); /* at most sixteen disks */
	if (key[7] > '9')
		key[7] = (char)(key[7] - '9' - 1 + 'a');
	if (number >= FIRST_DISK)
		verdict(key, good);
}

static void cd(uint8_t number)
{
	uint16_t bytes = edd(number);

	if (bytes)
		read_lba(number, bytes == CD_SECTOR ? ISO_LBA : 0,
			 bytes == CD_SECTOR ? CD_SECTOR : SECTOR);
}

static void run(void)
{
	uint16_t equipment = bda_word(BDA_EQUIPMENT);
	uint8_t i, floppies = equipment & 1 ? (uint8_t)((equipment >> 6 & 3) + 1) : 0;
	uint8_t disks = (uint8_t)bda_word(BDA_DISKS);

	print("int13.floppies=%u\nint13.disks=%u\n", (uint32_t)floppies, (uint32_t)disks);
	for (i = 0; i < floppies; i++)
		drive(i);
	for (i = 0; i < disks && i < 16; i++)
		drive((uint8_t)(FIRST_DISK + i));
	dasd_type((uint8_t)(FIRST_DISK + i));
	for (i = 0; i < CDS; i++)
		cd((uint8_t)(FIRST_CD + i));
}

SERVICE(60, int13, run);
