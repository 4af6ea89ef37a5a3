// SPDX-License-Identifier: GPL-2.0-only
/* bios diff: is the firmware's state still what it was? */
#include <getopt.h>
#include <stdio.h>
#include "bios.h"

static const struct applet bios_diff;

static const struct option longs[] = {
	{ "verbose", no_argument, NULL, 'v' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static int compare(bool verbose)
{
	static struct fw_state then, now;
	struct reason why = { "" };
	struct text t = { 0 };
	unsigned int matter;

	if (saved_fw_state(&then, &why) || os_bios_fw_state(&now, &why))
		return refuse(bios_diff.name, NULL, &why);
	matter = fw_state_diff(&then, &now, verbose, &t);
	print_text(&t);
	return matter ? REFUSED : DONE;
}

static int run(int argc, char **argv)
{
	bool verbose = false;
	int c;

	while ((c = getopt_long(argc, argv, "vh", longs, NULL)) != -1) {
		if (c == 'h')
			return fputs(bios_diff.help, stdout) < 0 ? REFUSED : DONE;
		if (c == '?')
			return bad_usage(&bios_diff);
		verbose = true;
	}
	return optind == argc ? compare(verbose) : extra_operand(&bios_diff, argv[optind]);
}

static const struct applet bios_diff = {
	"bios diff",
	"usage: bios diff [-v]\n"
	"Compare the firmware's state with what it was before anyone changed it.\n"
	"Interrupt vectors, BIOS data area, extended BIOS data area and chips, read in\n"
	"real mode, as the firmware sees them. A difference is either expected, and the\n"
	"line says why, or it matters: then the exit status is 1.\n"
	"  -v, --verbose  also what is the same, and each vector by itself\n"
	"  -h, --help     this\n",
	run,
};
BIOS_COMMAND(bios_diff);
