// SPDX-License-Identifier: GPL-2.0-only
/* Reading the files of the block list. */
#include "crc32.h"
#include "disk.h"

#define DOT_BYTES 0x8000u /* a dot on the screen for each so many */

static void read_failed(const struct disk *disk, const char *name, uint64_t lba)
{
	fail("%s: drive %xh, sector %u: read error %xh", name, disk->drive, (uint32_t)lba,
	     disk->status);
}

bool load_file(struct disk *disk, const char *name, const struct diskboot_file *file,
	       uint32_t low_bytes, uint32_t low_phys, uint32_t high_phys)
{
	uint32_t at, bytes, crc = CRC32_START, dots = 0;
	uint64_t lba = file->lba;
	uint16_t sectors, done;
	bool key = false;

	print("%s ", name);
	for (at = 0; at < file->bytes; at += bytes, lba += sectors) {
		sectors = disk_chunk(disk, lba);
		bytes = (uint32_t)sectors * DISKBOOT_SECTOR;
		if (bytes > file->bytes - at) {
			bytes = file->bytes - at;
			sectors = (uint16_t)((bytes + DISKBOOT_SECTOR - 1) / DISKBOOT_SECTOR);
			sectors = (uint16_t)(((sectors - 1u) >> disk->shift << disk->shift) +
					     (1u << disk->shift));
		}
		done = disk_read(disk, lba, sectors, BUFFER_SEG);
		if (done < sectors)
			read_failed(disk, name, lba + done);
		set_fs(BUFFER_SEG);
		crc = crc32_far(crc, bytes);
		distribute(name, at, bytes, low_bytes, low_phys, high_phys);
		for (; dots < (at + bytes) / DOT_BYTES; dots++)
			putch('.');
		key |= key_held();
	}
	if (~crc != file->crc32)
		fail("%s: wrong checksum", name);
	print(" %u KiB\n", file->bytes / 1024);
	return key;
}

void read_header(struct disk *disk, const struct diskboot_file *kernel, struct plan *plan)
{
	uint16_t sectors = (uint16_t)(1u << (disk->shift > 1 ? disk->shift : 1)), done;

	done = disk_read(disk, kernel->lba, sectors, BUFFER_SEG);
	if (done < sectors)
		read_failed(disk, "kernel", kernel->lba + done);
	plan_kernel(plan, kernel->bytes);
}
