// SPDX-License-Identifier: GPL-2.0-only
/* initrd: change the initrds of what is loaded. */
#include <getopt.h>
#include <stdio.h>
#include "cmd.h"

static const struct applet initrd;

static const struct option longs[] = {
	{ "add", no_argument, NULL, 'a' },
	{ "none", no_argument, NULL, 'n' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static int change(bool add, char **files)
{
	struct boot_request req = { .append = "" };
	struct reason why = { "" };
	int err = saved_request(&req, &why);
	int status;

	if (!err && !add)
		req.n_initrds = 0;
	for (; !err && *files; files++)
		err = request_add_initrd(&req, absolute(*files, &req.arena), &why);
	if (err)
		status = refuse(initrd.name, NULL, &why);
	else
		status = load_request(initrd.name, &req, false, false);
	request_free(&req);
	return status;
}

static int run(int argc, char **argv)
{
	bool add = false, none = false;
	int c;

	while ((c = getopt_long(argc, argv, "anh", longs, NULL)) != -1) {
		if (c == 'h')
			return fputs(initrd.help, stdout) < 0 ? REFUSED : DONE;
		if (c == '?')
			return end_load(initrd.name, bad_usage(&initrd));
		add = add || c == 'a';
		none = none || c == 'n';
	}
	if (none && optind < argc)
		return end_load(initrd.name, extra_operand(&initrd, argv[optind]));
	if (!none && optind == argc)
		return end_load(initrd.name, bad_usage(&initrd));
	return end_load(initrd.name, change(add, argv + optind));
}

static const struct applet initrd = {
	"initrd",
	"usage: initrd [-a] FILE...\n"
	"Give what was loaded last these initrds, and load it again.\n"
	"  -a, --add   behind those that it has\n"
	"  -n, --none  no initrd, and no FILE\n"
	"  -h, --help  this\n",
	run,
};
APPLET(initrd);
