// SPDX-License-Identifier: GPL-2.0-only
/* In place of kexec/os/disk.c, for kexec alone: only bootshell has the BIOS's disks. */
#include "kexec.h"

int os_open_boot_sector(const char *path, struct arena *arena, struct blob *sector,
			struct boot_disk *disk, struct reason *why)
{
	(void)path, (void)arena, (void)sector, (void)disk, (void)why;
	return 1; /* no block device: a file */
}

void os_file_device(const struct file *file, struct boot_device *device)
{
	(void)file, (void)device; /* on none that the BIOS had a number for */
}
