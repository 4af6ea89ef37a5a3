// SPDX-License-Identifier: GPL-2.0-only
/* chain: load what the BIOS would start from a disk, a partition, a CD or a boot sector's file. */
#include <dirent.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cmd.h"

static const struct applet chain;

static const struct option longs[] = {
	{ "drive", required_argument, NULL, 'd' },
	{ "no-load", no_argument, NULL, 'n' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

/* A decimal number from *@p on, which then is behind it; -1: there is none, or none so small. */
static int take_number(const char **p, unsigned int max)
{
	unsigned long n;
	char *end;

	if (**p < '0' || **p > '9')
		return -1;
	n = strtoul(*p, &end, 10);
	*p = end;
	return n <= max ? (int)n : -1;
}

/* If *@p begins with @word, go behind it. */
static bool take_word(const char **p, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(*p, word, n) != 0)
		return false;
	*p += n;
	return true;
}

/*
 * A disk or partition by another boot loader's name: "hd0", "hd0,1" or the two words "hd0 1" of
 * SYSLINUX's chain.c32, whose partition 0 is the disk; "(hd0,msdos1)" or "(hd0,1)+1" of GRUB 2,
 * which has no partition 0 (GRUB 1 had: its first).
 */
static bool foreign_name(const char *word, const char *partition, char *path, size_t n)
{
	char joined[72];
	const char *p = joined;
	int drive, part = 0;
	bool grub, disk;

	snprintf(joined, sizeof(joined), "%.32s%s%.32s", word, partition ? "," : "",
		 partition ? partition : "");
	grub = take_word(&p, "(");
	disk = take_word(&p, "hd");
	if (!disk && !take_word(&p, "fd"))
		return false;
	drive = take_number(&p, 0x7f);
	if (take_word(&p, ",")) {
		if (!take_word(&p, "msdos"))
			take_word(&p, "gpt");
		part = take_number(&p, 999);
		if (part < (grub ? 1 : 0))
			return false;
	}
	if (grub && take_word(&p, ")"))
		take_word(&p, "+1");
	else if (grub)
		return false;
	if (drive < 0 || *p)
		return false;
	n -= (size_t)snprintf(path, n, "/dev/bd%02x", (disk ? 0x80u : 0) + (unsigned int)drive);
	if (part)
		snprintf(path + strlen(path), n, "p%d", part);
	return true;
}

/* The first drive whose sectors are a CD's, whatever number the BIOS gave it. */
static bool find_cd(char *path, size_t n)
{
	DIR *dir = opendir("/sys/block");
	struct dirent *d;
	bool found = false;

	while (dir && !found && (d = readdir(dir))) {
		struct arena arena = { NULL };
		struct reason ignored = { "" };
		char file[96];
		struct blob text;

		snprintf(file, sizeof(file), "/sys/block/%.32s/queue/logical_block_size",
			 d->d_name);
		if (!strncmp(d->d_name, "bd", 2) && !os_read_small(file, &arena, &text, &ignored) &&
		    atoi((const char *)text.p) == (int)ELTORITO_SECTOR) {
			snprintf(path, n, "/dev/%.32s", d->d_name);
			found = true;
		}
		arena_free(&arena);
	}
	if (dir)
		closedir(dir);
	return found;
}

/* What the words name: a disk, wherever one is, or else a file. NULL: the second is too many. */
static const char *find(struct boot_request *req, char **words)
{
	static char path[96];

	if (foreign_name(words[0], words[1], path, sizeof(path)))
		return path;
	if (words[1])
		return NULL;
	if (strchr(words[0], '/'))
		return words[0];
	if (!strcmp(words[0], "cd"))
		return find_cd(path, sizeof(path)) ? path : "/dev/cd";
	if (!strncmp(words[0], "bd", 2) && access(words[0], F_OK) < 0) {
		snprintf(path, sizeof(path), "/dev/%.64s", words[0]);
		return path;
	}
	return absolute(words[0], &req->arena);
}

static int run(int argc, char **argv)
{
	struct boot_request req = { .append = "", .type = "bootsect" };
	struct reason why = { "" };
	bool dry = false, verbose = false, usage = false;
	const char *kernel = NULL;
	int c, err = 0, status;

	while (!err && (c = getopt_long(argc, argv, "d:nvh", longs, NULL)) != -1) {
		if (c == 'h')
			return fputs(chain.help, stdout) < 0 ? REFUSED : DONE;
		if (c == 'd')
			err = request_set_drive(&req, optarg, &why);
		dry = dry || c == 'n';
		verbose = verbose || c == 'v';
		usage = usage || c == '?';
	}
	if (argc - optind == 1 || argc - optind == 2)
		kernel = find(&req, argv + optind);
	if (usage || (!err && optind == argc))
		status = bad_usage(&chain);
	else if (err)
		status = bad_word(chain.name, &why);
	else if (!kernel)
		status = extra_operand(&chain, argv[argc - 1]);
	else if (request_set_kernel(&req, kernel, &why))
		status = refuse(chain.name, NULL, &why);
	else
		status = load_request(chain.name, &req, dry, verbose);
	request_free(&req);
	return dry ? status : end_load(chain.name, status);
}

static const struct applet chain = {
	"chain",
	"usage: chain [-d DRIVE] DISK|PARTITION|cd|FILE\n"
	"Load what the BIOS would start from there, for `go` to start: a disk (bd80,\n"
	"bd00), a partition (bd80p1), a CD's boot image, or a file with a boot sector.\n"
	"SYSLINUX's and GRUB's names do, too: fd0, hd0, hd0 1, hd0,1, '(hd0,msdos1)'.\n"
	"  -d, --drive=DRIVE  BIOS drive it is told, in hexadecimal (80); for a FILE the\n"
	"                     one that this system was started from\n"
	"  -n, --no-load      plan, and load nothing\n"
	"  -v, --verbose      print the plan: segments, registers\n"
	"  -h, --help         this\n",
	run,
};
APPLET(chain);
