// SPDX-License-Identifier: GPL-2.0-only
/*
 * MENU SAVE: remembers the entry that was started last, in a file that exists for that. Its first
 * sector is written in place through the disk, as GRUB does with its environment block: the file
 * system stays mounted read-only, and nothing of its own is touched.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cmd.h"
#include "session.h"

#define SAVE_NAME    "bootshell.save" /* beside the configuration */
#define SECTOR_BYTES 512u

static const char *save_path(struct session *s)
{
	return arena_printf(&s->arena, "%s%s" SAVE_NAME, s->origin.root, s->origin.dir);
}

static bool on_a_server(const struct session *s)
{
	return strstr(s->origin.root, "://");
}

void take_saved(struct session *s)
{
	const char *path = on_a_server(s) ? NULL : save_path(s);

	if (path)
		menu_take_saved(&s->m, read_text(path, &s->arena));
}

/* Where on its disk the file's first sector lies, in bytes; 0 and a reason if it has none. */
static uint64_t first_sector(const char *path, struct reason *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), block = 0, block_bytes = 0;
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		because(why, -errno, "%s: %s", path, strerror(errno));
	else if (!S_ISREG(st.st_mode) || st.st_size < (off_t)SECTOR_BYTES)
		because(why, -EINVAL, "%s: no file of %u bytes", path, SECTOR_BYTES);
	else if (ioctl(fd, FIBMAP, &block) < 0 || ioctl(fd, FIGETBSZ, &block_bytes) < 0)
		because(why, -errno, "%s: this file system does not tell where it lies", path);
	else if (block <= 0)
		because(why, -EINVAL, "%s: it has no sector of its own", path);
	if (fd >= 0)
		close(fd);
	return why->text[0] ? 0 : (uint64_t)block * (uint64_t)block_bytes;
}

/* The disk is writable for as long as this takes. */
static int write_sector(const char *device, uint64_t at, const char *sector, struct reason *why)
{
	int fd = open(device, O_RDONLY | O_CLOEXEC), out, was = 1, off = 0, err = 0;

	if (fd < 0 || ioctl(fd, BLKROGET, &was) < 0 || ioctl(fd, BLKROSET, &off) < 0)
		err = because(why, -errno, "%s: %s", device, strerror(errno));
	out = err ? -1 : open(device, O_WRONLY | O_CLOEXEC);
	if (!err && (out < 0 || pwrite(out, sector, SECTOR_BYTES, (off_t)at) != SECTOR_BYTES ||
		     fsync(out) < 0))
		err = because(why, -errno, "%s: %s", device, strerror(errno));
	if (out >= 0)
		close(out);
	if (fd >= 0) {
		ioctl(fd, BLKROSET, &was);
		close(fd);
	}
	return err;
}

int save_choice(struct session *s, const struct menu_entry *e, struct reason *why)
{
	const char *path = save_path(s), *device = mount_device(s->origin.root, &s->arena);
	char sector[SECTOR_BYTES] = "";
	uint64_t at;

	if (!path || strlen(e->label) + 2 > sizeof(sector))
		return because(why, -E2BIG, "the label is too long");
	snprintf(sector, sizeof(sector), "%s\n", e->label);
	if (on_a_server(s) || !device)
		return because(why, -EROFS, "the menu is on no disk");
	if (!strncmp(read_text(path, &s->arena), sector, strlen(sector)))
		return 0;
	at = first_sector(path, why);
	return at ? write_sector(device, at, sector, why) : -EINVAL;
}
