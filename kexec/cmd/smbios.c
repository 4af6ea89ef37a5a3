// SPDX-License-Identifier: GPL-2.0-only
/* smbios: what the firmware says of the machine, for the shell. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "cmd.h"
#include "smbios.h"

static const struct applet smbios;

static int run(int argc, char **argv)
{
	struct reason why = { "" };
	struct arena arena = { NULL };
	struct text t = { 0 };
	struct blob table;

	if (argc == 2 && (!strcmp(argv[1], "-h") || !strcmp(argv[1], "--help")))
		return fputs(smbios.help, stdout) < 0 ? REFUSED : DONE;
	if (argc != 1)
		return bad_usage(&smbios);
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

static const struct applet smbios = {
	"smbios",
	"usage: smbios\n"
	"Print what the firmware says of the machine as lines KEY=VALUE: vendor, product,\n"
	"serial numbers by the names of SYSLINUX's SYSAPPEND, and uuid.\n",
	run,
};
APPLET(smbios);
