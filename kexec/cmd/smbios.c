// SPDX-License-Identifier: GPL-2.0-only
/* smbios: what the firmware says of the machine, for the shell. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include "cmd.h"
#include "smbios.h"

static const struct applet smbios;

static const struct option longs[] = {
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static int print(void)
{
	struct reason why = { "" };
	struct arena arena = { NULL };
	struct text t = { 0 };
	struct blob table;

	if (!os_smbios(&arena, &table))
		smbios_facts(table, &t);
	arena_free(&arena);
	if (!t.n) {
		because(&why, -ENODATA, "the firmware has no SMBIOS table, or nothing is in it");
		return refuse(smbios.name, NULL, &why);
	}
	print_text(&t);
	return DONE;
}

static int run(int argc, char **argv)
{
	int c;

	while ((c = getopt_long(argc, argv, "h", longs, NULL)) != -1) {
		if (c == 'h')
			return fputs(smbios.help, stdout) < 0 ? REFUSED : DONE;
		return bad_usage(&smbios);
	}
	return optind == argc ? print() : extra_operand(&smbios, argv[optind]);
}

static const struct applet smbios = {
	"smbios",
	"usage: smbios\n"
	"Print what the firmware says of the machine as lines KEY=VALUE: vendor, product,\n"
	"serial numbers by the names of SYSLINUX's SYSAPPEND, and uuid.\n"
	"  -h, --help  this\n",
	run,
};
APPLET(smbios);
