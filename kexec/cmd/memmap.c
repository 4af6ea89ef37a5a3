// SPDX-License-Identifier: GPL-2.0-only
/* memmap: print the map of physical memory. */
#include <getopt.h>
#include <stdio.h>
#include "cmd.h"

static const struct applet memmap;

static const struct option longs[] = {
	{ "json", no_argument, NULL, 'j' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static int print(bool json)
{
	struct machine m = { .serial_port = 0 };
	struct reason why = { "" };
	struct text t = { 0 };
	int err = os_memmap(&m, &why);

	if (!err && json) {
		memmap_json(&m.map, &t);
	} else if (!err) {
		memmap_print(&m.map, &t);
		memmap_picture(&m.map, &t);
	}
	print_text(&t);
	machine_free(&m);
	return err ? refuse(memmap.name, NULL, &why) : DONE;
}

static int run(int argc, char **argv)
{
	bool json = false;
	int c;

	while ((c = getopt_long(argc, argv, "jh", longs, NULL)) != -1) {
		if (c == 'h')
			return fputs(memmap.help, stdout) < 0 ? REFUSED : DONE;
		if (c == '?')
			return bad_usage(&memmap);
		json = true;
	}
	if (optind != argc)
		return extra_operand(&memmap, argv[optind]);
	return print(json);
}

static const struct applet memmap = {
	"memmap",
	"usage: memmap [--json]\n"
	"Print the map of physical memory, as a table and as a picture to scale.\n"
	"It is merged from what our boot loader told our kernel (sysfs, boot_params)\n"
	"and what the BIOS answers now (INT 15h AX=E820h).\n"
	"      --json  for programs; \"end\" is the first byte behind a range\n"
	"  -h, --help  this\n",
	run,
};
APPLET(memmap);
