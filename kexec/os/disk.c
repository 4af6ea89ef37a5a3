// SPDX-License-Identifier: GPL-2.0-only
/* Boot sectors of the BIOS's disks: /dev/bd80, /dev/bd80p1, a CD's boot image. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include "kexec.h"

#define SECTOR		512u
#define SYSFS_BLOCK	"/sys/class/block"
#define BLOCK_SIZE_OF	0x1268 /* linux/fs.h: BLKSSZGET */
#define PARTITION_MARK	'p'
#define DRIVE_NAME	"bd"
#define DRIVE_NAME_SIZE 4u /* "bd80" */

/* The reason for a failed open or read, for a disk. */
static int disk_error(struct reason *why, int err)
{
	if (err == ENOMEDIUM)
		return because(why, -err, "there is no medium in the drive");
	if (err == ENXIO || err == ENODEV)
		return because(why, -err, "the BIOS has no such drive");
	return because(why, -err, "%s", strerror(err));
}

static int read_at(int fd, uint64_t at, size_t n, struct arena *arena, struct blob *out,
		   struct reason *why)
{
	uint8_t *p = arena_alloc(arena, n);
	ssize_t got;

	if (!p)
		return because(why, -ENOMEM, "out of memory");
	got = pread(fd, p, n, (off_t)at);
	if (got < 0)
		return disk_error(why, errno);
	if ((size_t)got < n)
		return because(why, -ENODATA, "the disk ends before byte %llu",
			       (unsigned long long)at + n);
	*out = (struct blob){ p, n };
	return 0;
}

/* "bd80" or "bd80p1" to 80h; false if it is another device. */
static bool parse_name(const char *name, struct boot_disk *disk, bool *partition)
{
	char *end;
	unsigned long n;

	if (strncmp(name, DRIVE_NAME, sizeof(DRIVE_NAME) - 1) != 0)
		return false;
	n = strtoul(name + sizeof(DRIVE_NAME) - 1, &end, 16);
	if (end != name + DRIVE_NAME_SIZE || (*end && *end != PARTITION_MARK))
		return false;
	disk->known = true;
	disk->drive = (uint8_t)n;
	*partition = *end == PARTITION_MARK;
	return true;
}

void os_file_device(const struct file *file, struct boot_device *device)
{
	struct boot_disk disk = { .known = false };
	char link[64], target[256] = "";
	const char *name;
	bool partition;
	struct stat st;

	if (fstat(file->fd, &st) < 0)
		return;
	snprintf(link, sizeof(link), "/sys/dev/block/%u:%u", major(st.st_dev), minor(st.st_dev));
	/* ".../block/bd80/bd80p1" */
	if (readlink(link, target, sizeof(target) - 1) < 0)
		return;
	name = strrchr(target, '/');
	if (!name || !parse_name(name + 1, &disk, &partition))
		return;
	*device = (struct boot_device){ true, disk.drive, NO_PARTITION };
	if (partition) /* "bd80p1" is number 0 */
		device->partition =
			(uint8_t)(strtoul(name + 1 + DRIVE_NAME_SIZE + 1, NULL, 10) - 1);
}

/* A number of sysfs about a partition, in sectors of 512 bytes. */
static uint64_t sysfs_number(const char *name, const char *attribute, struct arena *arena)
{
	struct reason ignored = { "" };
	struct blob text;
	char path[96];

	snprintf(path, sizeof(path), SYSFS_BLOCK "/%.32s/%s", name, attribute);
	if (os_read_small(path, arena, &text, &ignored))
		return 0;
	return strtoull((const char *)text.p, NULL, 10);
}

/* The partition's entry: from the MBR of the disk that it is on. */
static int read_partition(const char *path, const char *name, struct arena *arena,
			  struct boot_disk *disk, struct reason *why)
{
	struct blob mbr = { NULL, 0 };
	char whole[256];
	int fd, err;

	snprintf(whole, sizeof(whole), "%.*s", (int)(name - path) + (int)DRIVE_NAME_SIZE, path);
	fd = open(whole, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return because(why, -errno, "%s: %s", whole, strerror(errno));
	err = read_at(fd, 0, SECTOR, arena, &mbr, why);
	close(fd);
	if (!err)
		boot_disk_partition(disk, mbr, sysfs_number(name, "start", arena),
				    sysfs_number(name, "size", arena));
	return err;
}

/* A CD: the boot image that its catalog names. */
static int read_cd(int fd, struct arena *arena, struct blob *out, struct boot_disk *disk,
		   struct reason *why)
{
	struct blob sector = { NULL, 0 };
	struct eltorito_image image;
	uint32_t lba;
	int err = read_at(fd, ELTORITO_DESCRIPTOR * ELTORITO_SECTOR, ELTORITO_SECTOR, arena,
			  &sector, why);

	if (!err)
		err = eltorito_catalog(sector, &lba, why);
	if (!err)
		err = read_at(fd, (uint64_t)lba * ELTORITO_SECTOR, ELTORITO_SECTOR, arena, &sector,
			      why);
	if (!err)
		err = eltorito_entry(sector, &image, why);
	if (!err)
		err = read_at(fd, (uint64_t)image.lba * ELTORITO_SECTOR, image.bytes, arena, out,
			      why);
	if (!err)
		disk->load_seg = image.load_seg;
	return err;
}

static int read_sector(int fd, struct arena *arena, struct blob *out, struct boot_disk *disk,
		       struct reason *why)
{
	int block_size = 0;

	if (ioctl(fd, BLOCK_SIZE_OF, &block_size) < 0)
		return disk_error(why, errno);
	if ((unsigned int)block_size == ELTORITO_SECTOR)
		return read_cd(fd, arena, out, disk, why);
	return read_at(fd, 0, SECTOR, arena, out, why);
}

int os_open_boot_sector(const char *path, struct arena *arena, struct blob *sector,
			struct boot_disk *disk, struct reason *why)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	bool partition;
	struct stat st;
	int fd, err;

	if (stat(path, &st) < 0 && !strncmp(path, "/dev/", 5))
		return because(why, -ENODEV, "the BIOS has no such drive or partition");
	if (stat(path, &st) < 0 || !S_ISBLK(st.st_mode))
		return 1;
	if (!parse_name(name, disk, &partition))
		return because(why, -EINVAL,
			       "it is not one of the BIOS's disks (bd80, bd80p1, ...)");
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return disk_error(why, errno);
	err = read_sector(fd, arena, sector, disk, why);
	close(fd);
	if (!err && partition)
		err = read_partition(path, name, arena, disk, why);
	return err;
}
