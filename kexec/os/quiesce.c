// SPDX-License-Identifier: GPL-2.0-only
/* Leaves disks and networks at rest before the jump. */
#define _GNU_SOURCE
#include <dirent.h>
#include <mntent.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>
#include "kexec.h"

#define MOUNTS_MAX 128u

void os_sync(void)
{
	sync();
}

/* One mount: gone, or else read-only and out of the way. */
static void release(const char *dir, void (*say)(const char *dir, const char *what))
{
	if (strcmp(dir, "/") != 0 && !umount2(dir, 0))
		return;
	if (mount(NULL, dir, NULL, MS_REMOUNT | MS_RDONLY, NULL) < 0)
		say(dir, "busy, and cannot be made read-only; its data is synced");
	else
		say(dir, "busy; it was made read-only");
	umount2(dir, MNT_DETACH);
}

void os_unmount_disks(void (*say)(const char *dir, const char *what))
{
	FILE *f = setmntent("/proc/self/mounts", "r");
	struct arena arena = { NULL };
	const char *dir[MOUNTS_MAX];
	unsigned int n = 0;
	struct mntent *m;

	while (f && n < MOUNTS_MAX && (m = getmntent(f))) {
		if (strncmp(m->mnt_fsname, "/dev/", 5) != 0)
			continue;
		dir[n] = arena_strndup(&arena, m->mnt_dir, strlen(m->mnt_dir));
		if (dir[n])
			n++;
	}
	if (f)
		endmntent(f);
	if (chdir("/") < 0)
		say("/", "cannot go there");
	while (n)
		release(dir[--n], say); /* the last mount first: it may lie in another */
	arena_free(&arena);
}

static void down(int sock, const char *name)
{
	struct ifreq ifr = { .ifr_flags = 0 };

	strncpy(ifr.ifr_name, name, sizeof(ifr.ifr_name) - 1);
	if (ioctl(sock, SIOCGIFFLAGS, &ifr) < 0 || !(ifr.ifr_flags & IFF_UP))
		return;
	ifr.ifr_flags = (short)(ifr.ifr_flags & ~IFF_UP);
	ioctl(sock, SIOCSIFFLAGS, &ifr);
}

void os_net_down(void)
{
	DIR *dir = opendir("/sys/class/net");
	int sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct dirent *d;

	while (dir && sock >= 0 && (d = readdir(dir)))
		if (d->d_name[0] != '.' && strcmp(d->d_name, "lo") != 0)
			down(sock, d->d_name);
	if (dir)
		closedir(dir);
	if (sock >= 0)
		close(sock);
}
