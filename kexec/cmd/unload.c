// SPDX-License-Identifier: GPL-2.0-only
/* unload: forget what is loaded. */
#include <getopt.h>
#include <stdio.h>
#include "cmd.h"

static const struct applet unload;

static const struct option longs[] = {
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static int run(int argc, char **argv)
{
	struct reason why = { "" };
	int c;

	while ((c = getopt_long(argc, argv, "h", longs, NULL)) != -1) {
		if (c == 'h')
			return fputs(unload.help, stdout) < 0 ? REFUSED : DONE;
		return bad_usage(&unload);
	}
	if (optind != argc)
		return extra_operand(&unload, argv[optind]);
	if (os_kexec_unload(&why))
		return refuse(unload.name, NULL, &why);
	return DONE;
}

static const struct applet unload = {
	"unload",
	"usage: unload\n"
	"Forget what is loaded and free its memory. `initrd` and `append` still know it.\n"
	"  -h, --help  this\n",
	run,
};
APPLET(unload);
