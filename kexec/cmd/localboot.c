// SPDX-License-Identifier: GPL-2.0-only
/* localboot: hand the machine back to the BIOS's own boot order, as syslinux's LOCALBOOT. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "cmd.h"

static const struct applet localboot;

/* "Boot failed: try the next device", and "boot from the first on": BIOS Boot Specification 1.01, 6.6. */
#define INT_BOOT_FAILED 0x18
#define INT_BOOT_AGAIN	0x19
#define SECTOR		512u

static const struct option longs[] = {
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

/* A boot sector whose only deed is one interrupt; a BIOS that returns finds it halted. */
static int write_sector(uint8_t vector, const char *path, struct reason *why)
{
	uint8_t sector[SECTOR] = { 0xcd, vector, 0xf4, 0xeb, 0xfd }; /* int n; 1: hlt; jmp 1b */

	sector[SECTOR - 2] = 0x55;
	sector[SECTOR - 1] = 0xaa;
	return os_write_small(path, sector, sizeof(sector), why);
}

/* syslinux's numbers: -1 gives up; 0, 4, 5 are PXELINUX's ways back; from 0x00 on, a drive. */
static bool gives_up(const char *word)
{
	static const char *const words[] = { "18", "0x18", "-1", "0", "4", "5" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(word, words[i]))
			return true;
	return false;
}

static int load(const char *word)
{
	struct boot_request req = { .append = "", .type = "bootsect" };
	struct reason why = { "" };
	const char *path;
	char name[64];
	char *end;
	uint8_t vector = INT_BOOT_FAILED;
	int err = 0, status;

	if (!strcmp(word, "disk"))
		word = "0x80";
	if (!strcmp(word, "19") || !strcmp(word, "0x19"))
		vector = INT_BOOT_AGAIN;
	if (vector == INT_BOOT_AGAIN || gives_up(word)) {
		snprintf(name, sizeof(name), "/run/bootshell/int%02x", vector);
		err = write_sector(vector, name, &why);
	} else {
		unsigned long n = strtoul(word, &end, 16);

		if (!*word || *end || n > 0xff)
			return bad_usage(&localboot);
		snprintf(name, sizeof(name), "/dev/bd%02lx", n);
	}
	path = name;
	if (err || request_set_kernel(&req, path, &why))
		status = refuse(localboot.name, NULL, &why);
	else
		status = load_request(localboot.name, &req, false, false);
	request_free(&req);
	return status;
}

static int run(int argc, char **argv)
{
	int c;

	if (argc == 2 && !strcmp(argv[1], "-1"))
		return load(argv[1]);
	c = getopt_long(argc, argv, "h", longs, NULL);
	if (c == 'h')
		return fputs(localboot.help, stdout) < 0 ? REFUSED : DONE;
	if (c == '?')
		return bad_usage(&localboot);
	if (argc - optind > 1)
		return bad_usage(&localboot);
	return load(optind < argc ? argv[optind] : "18");
}

static const struct applet localboot = {
	"localboot",
	"usage: localboot [18|19|disk|DRIVE]\n"
	"Give the machine back to the BIOS at the next `go`.\n"
	"  18     INT 18h: this device did not boot, try the next one (the default)\n"
	"  19     INT 19h: go through the boot order from its start\n"
	"  disk   the first hard disk's own boot sector: the same as `chain bd80`\n"
	"  DRIVE  that drive's, in hexadecimal: 0x00, 0x81\n"
	"  -h, --help  this\n",
	run,
};
APPLET(localboot);
