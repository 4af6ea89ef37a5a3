// SPDX-License-Identifier: GPL-2.0-only
/* bios state: the snapshot of the firmware's state, in words. */
#include <getopt.h>
#include <stdio.h>
#include "bios.h"

static const struct applet bios_state;

static const struct option longs[] = {
	{ "live", no_argument, NULL, 'l' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static int print(bool live)
{
	static struct fw_state fw;
	struct reason why = { "" };
	struct text t = { 0 };

	if (live ? os_bios_fw_state(&fw, &why) : saved_fw_state(&fw, &why))
		return refuse(bios_state.name, NULL, &why);
	fw_state_print(&fw, &t);
	print_text(&t);
	return DONE;
}

static int run(int argc, char **argv)
{
	bool live = false;
	int c;

	while ((c = getopt_long(argc, argv, "lh", longs, NULL)) != -1) {
		if (c == 'h')
			return fputs(bios_state.help, stdout) < 0 ? REFUSED : DONE;
		if (c == '?')
			return bad_usage(&bios_state);
		live = true;
	}
	return optind == argc ? print(live) : extra_operand(&bios_state, argv[optind]);
}

static const struct applet bios_state = {
	"bios state",
	"usage: bios state [-l]\n"
	"Print what the firmware had programmed before anyone changed it.\n"
	"It begins with who noted it, and how the machine was booted. The same as bytes\n"
	"(struct fw_state) is in /sys/kernel/boot_params/setup_data.\n"
	"  -l, --live  what it has programmed now\n"
	"  -h, --help  this\n",
	run,
};
BIOS_COMMAND(bios_state);
