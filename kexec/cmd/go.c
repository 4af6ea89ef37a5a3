// SPDX-License-Identifier: GPL-2.0-only
/* go: start what is loaded. */
#include <getopt.h>
#include <stdio.h>
#include "cmd.h"

static const struct applet go;

static const struct option longs[] = {
	{ "force", no_argument, NULL, 'f' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static int run(int argc, char **argv)
{
	bool force = false;
	int c;

	while ((c = getopt_long(argc, argv, "fh", longs, NULL)) != -1) {
		if (c == 'h')
			return fputs(go.help, stdout) < 0 ? REFUSED : DONE;
		if (c == '?')
			return bad_usage(&go);
		force = true;
	}
	if (optind != argc)
		return extra_operand(&go, argv[optind]);
	return start(go.name, force);
}

static const struct applet go = {
	"go",
	"usage: go [-f]\n"
	"Start what is loaded: write back, unmount disks, take networks down, jump.\n"
	"  -f, --force  jump at once\n"
	"  -h, --help   this\n",
	run,
};
APPLET(go);
