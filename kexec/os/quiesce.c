// SPDX-License-Identifier: GPL-2.0-only
/* Leaves disks and networks at rest before the jump. */
#define _GNU_SOURCE
#include <dirent.h>
#include <net/if.h>
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

/* Cut the next word off @line; the kernel writes a blank inside a word as \040 (proc(5)). */
static char *next_word(char **line)
{
	char *word = *line, *to = word, *from = word;

	for (; *from && *from != ' ' && *from != '\n'; to++) {
		if (from[0] == '\\' && from[1] && from[2] && from[3]) {
			*to = (char)((from[1] & 7) << 6 | (from[2] & 7) << 3 | (from[3] & 7));
			from += 4;
		} else {
			*to = *from++;
		}
	}
	*line = *from ? from + 1 : from;
	*to = '\0';
	return word;
}

void os_unmount_disks(void (*say)(const char *dir, const char *what))
{
	struct reason ignored = { "" };
	struct arena arena = { NULL };
	const char *dirs[MOUNTS_MAX];
	unsigned int n = 0;
	struct blob text;
	char *line;

	if (os_read_small("/proc/self/mounts", &arena, &text, &ignored))
		return;
	for (line = (char *)(uintptr_t)text.p; *line && n < MOUNTS_MAX;) {
		const char *source = next_word(&line);
		const char *dir = next_word(&line);

		if (!strncmp(source, "/dev/", 5))
			dirs[n++] = dir;
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
	if (chdir("/") < 0)
		say("/", "cannot go there");
	while (n)
		release(dirs[--n], say); /* the last mount first: it may lie in another */
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
