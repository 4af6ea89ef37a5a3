// SPDX-License-Identifier: GPL-2.0-only
/* Files: large ones mapped, small ones read whole. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "kexec.h"

#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22 /* Linux 5.14 */
#endif

/* Read this much at a time: large enough for the disk, small enough for a smooth bar. */
#define CHUNK_BYTES (256u * KIB)
/* sysfs, proc and saved state are never larger. */
#define SMALL_MAX (256u * KIB)

static int open_regular(const char *path, size_t *size, struct reason *why)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return because(why, -errno, "%s", strerror(errno));
	if (fstat(fd, &st) < 0)
		because(why, -errno, "%s", strerror(errno));
	else if (S_ISDIR(st.st_mode))
		because(why, -EISDIR, "it is a directory");
	else if (!S_ISREG(st.st_mode))
		because(why, -EINVAL, "it is not a regular file");
	else if ((uint64_t)st.st_size > SIZE_MAX / 2)
		because(why, -EFBIG, "it has %llu bytes, too many to map",
			(unsigned long long)st.st_size);
	else {
		*size = (size_t)st.st_size;
		return fd;
	}
	close(fd);
	return -EINVAL;
}

static int map_file(struct file *file, size_t size, struct reason *why)
{
	void *p;
	int err;

	if (!size) {
		close(file->fd);
		return because(why, -ENOEXEC, "the file is empty");
	}
	p = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file->fd, 0);
	if (p == MAP_FAILED) {
		err = because(why, -errno, "mapping %zu bytes: %s", size, strerror(errno));
		close(file->fd);
		return err;
	}
	file->map = (struct blob){ p, size };
	return 0;
}

int os_open(const char *path, struct file *file, struct reason *why)
{
	size_t size = 0;

	file->map = (struct blob){ NULL, 0 };
	file->fd = open_regular(path, &size, why);
	return file->fd < 0 ? file->fd : map_file(file, size, why);
}

int os_open_url(const char *url, struct file *file, const struct fetch_options *o,
		struct reason *why)
{
	struct stat st;
	int err;

	file->map = (struct blob){ NULL, 0 };
	file->fd = memfd_create("fetched", MFD_CLOEXEC);
	if (file->fd < 0)
		return because(why, -errno, "no file in memory: %s", strerror(errno));
	err = os_fetch(url, file->fd, o, why);
	if (!err && fstat(file->fd, &st) < 0)
		err = because(why, -errno, "%s", strerror(errno));
	if (!err)
		return map_file(file, (size_t)st.st_size, why);
	close(file->fd);
	return err;
}

void os_close(struct file *file)
{
	if (!file->map.p)
		return;
	munmap((void *)(uintptr_t)file->map.p, file->map.n);
	close(file->fd);
	file->map = (struct blob){ NULL, 0 };
}

/*
 * Make the pages of a chunk present, or learn that the disk cannot read them. Linux before 6.10
 * tries for ever to populate a page that cannot be read, so pread() has what readahead() left out.
 */
static int populate(const struct file *file, size_t at, size_t n, struct reason *why)
{
	static uint8_t page[PAGE_BYTES];
	static unsigned char in_core[CHUNK_BYTES / PAGE_BYTES];
	void *p = (void *)(uintptr_t)(file->map.p + at);

	readahead(file->fd, (off64_t)at, n);
	if (mincore(p, n, in_core) < 0)
		memset(in_core, 0, sizeof(in_core));
	for (size_t i = 0; i * PAGE_BYTES < n; i++)
		if (!(in_core[i] & 1) &&
		    pread(file->fd, page, sizeof(page), (off_t)(at + i * PAGE_BYTES)) < 0)
			return because(why, -EIO, "reading at byte %zu: %s", at + i * PAGE_BYTES,
				       strerror(errno));
	/* A kernel before 5.14 cannot: then each page costs a fault. */
	madvise(p, n, MADV_POPULATE_READ);
	return 0;
}

int os_read(const struct file *file, const char *name, progress_fn *progress, void *ctx,
	    struct reason *why)
{
	for (size_t at = 0; at < file->map.n;) {
		size_t left = file->map.n - at;
		size_t n = left < CHUNK_BYTES ? left : CHUNK_BYTES;
		int err = populate(file, at, n, why);

		if (err)
			return err;
		at += n;
		if (progress)
			progress(ctx, name, at, file->map.n);
	}
	return 0;
}

int os_read_small(const char *path, struct arena *arena, struct blob *out, struct reason *why)
{
	static char buf[SMALL_MAX];
	size_t n = 0;
	ssize_t got;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	*out = (struct blob){ NULL, 0 };
	if (fd < 0)
		return because(why, -errno, "%s: %s", path, strerror(errno));
	while (n < sizeof(buf) && (got = read(fd, buf + n, sizeof(buf) - n)) > 0)
		n += (size_t)got;
	close(fd);
	out->p = (uint8_t *)arena_strndup(arena, buf, n);
	out->n = n;
	return out->p ? 0 : because(why, -ENOMEM, "out of memory");
}

/* The folder of @path, if it is missing. */
static void make_folder(const char *path)
{
	char dir[256];
	const char *slash = strrchr(path, '/');

	if (!slash || (size_t)(slash - path) >= sizeof(dir))
		return;
	snprintf(dir, sizeof(dir), "%.*s", (int)(slash - path), path);
	mkdir(dir, 0755);
}

int os_write_small(const char *path, const void *p, size_t n, struct reason *why)
{
	char temp[256];
	ssize_t put;
	int fd;

	make_folder(path);
	snprintf(temp, sizeof(temp), "%s.new", path);
	fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return because(why, -errno, "%s: %s", temp, strerror(errno));
	errno = ENOSPC; /* of a write that ends early, which is no error and sets none */
	put = write(fd, p, n);
	if (close(fd) < 0 || put != (ssize_t)n || rename(temp, path) < 0) {
		int err = errno;

		unlink(temp);
		return because(why, -EIO, "%s: %s", path, strerror(err));
	}
	return 0;
}
