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

/* A network boot program that returns PXENV_EXIT_SUCCESS: the ROM ends, the BIOS boots on. */
static int write_return(const char *path, struct reason *why)
{
	static const uint8_t program[] = { 0x31, 0xc0, 0xcb }; /* xor %ax,%ax; lret */

	return os_write_small(path, program, sizeof(program), why);
}

/* Is there a PXE ROM that waits for the program it started to return? */
static bool rom_waits(void)
{
	struct machine m = { .cmdline = NULL };
	struct reason ignored = { "" };
	bool yes = !os_machine(&m, &ignored) && !m.pxe_ended && pxe_rom_waits(m.pxe);

	machine_free(&m);
	return yes;
}

/* syslinux's numbers: -1 gives up; 0, 4, 5 are PXELINUX's ways back; from 0x00 on, a drive. */
static bool gives_up(const char *word)
{
	static const char *const words[] = { "-1", "0", "4", "5" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(word, words[i]))
			return true;
	return false;
}

/* The interrupt that @word stands for; 0: none. */
static uint8_t vector_of(const char *word)
{
	if (!strcmp(word, "18") || !strcmp(word, "0x18") || gives_up(word))
		return INT_BOOT_FAILED;
	return !strcmp(word, "19") || !strcmp(word, "0x19") ? INT_BOOT_AGAIN : 0;
}

static int load(const char *word)
{
	struct boot_request req = { .append = "", .type = "bootsect" };
	struct reason why = { "" };
	uint8_t vector = vector_of(word);
	char path[64];
	char *end;
	int err = 0, status;

	if (!strcmp(word, "disk"))
		word = "0x80";
	if (gives_up(word) && rom_waits()) {
		snprintf(path, sizeof(path), "/run/bootshell/return");
		req.type = "nbp";
		err = write_return(path, &why);
	} else if (vector) {
		snprintf(path, sizeof(path), "/run/bootshell/int%02x", vector);
		err = write_sector(vector, path, &why);
	} else {
		unsigned long n = strtoul(word, &end, 16);

		if (!*word || *end || n > 0xff)
			return end_load(localboot.name, bad_usage(&localboot));
		snprintf(path, sizeof(path), "/dev/bd%02lx", n);
	}
	if (err || request_set_kernel(&req, path, &why))
		status = refuse(localboot.name, NULL, &why);
	else
		status = load_request(localboot.name, &req, false, false);
	request_free(&req);
	return end_load(localboot.name, status);
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
		return end_load(localboot.name, bad_usage(&localboot));
	if (argc - optind > 1)
		return end_load(localboot.name, extra_operand(&localboot, argv[optind + 1]));
	return load(optind < argc ? argv[optind] : "-1");
}

static const struct applet localboot = {
	"localboot",
	"usage: localboot [-1|18|19|disk|DRIVE]\n"
	"Give the machine back to the BIOS at the next `go`.\n"
	"  -1     this device did not boot, try the next one (the default): back to the\n"
	"         PXE ROM that started us, or else INT 18h; 0, 4 and 5 are the same\n"
	"  18     INT 18h in any case\n"
	"  19     INT 19h: go through the boot order from its start\n"
	"  disk   the first hard disk's own boot sector: the same as `chain bd80`\n"
	"  DRIVE  that drive's, in hexadecimal: 0x00, 0x81\n"
	"  -h, --help  this\n",
	run,
};
APPLET(localboot);
