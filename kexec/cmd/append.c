// SPDX-License-Identifier: GPL-2.0-only
/* append: change the command line of what is loaded. */
#include <getopt.h>
#include <stdio.h>
#include "cmd.h"

static const struct applet append;

static const struct option longs[] = {
	{ "set", no_argument, NULL, 's' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static int change(bool set, char **words)
{
	struct boot_request req = { .append = "" };
	struct reason why = { "" };
	int err = saved_request(&req, &why);
	int status;

	if (!err && set) {
		req.append = "";
		req.reuse_cmdline = false;
	}
	for (; !err && *words; words++)
		err = request_add_text(&req, *words, &why);
	if (err)
		status = refuse(append.name, NULL, &why);
	else
		status = load_request(append.name, &req, false, false);
	request_free(&req);
	return status;
}

static int run(int argc, char **argv)
{
	bool set = false;
	int c;

	while ((c = getopt_long(argc, argv, "sh", longs, NULL)) != -1) {
		if (c == 'h')
			return fputs(append.help, stdout) < 0 ? REFUSED : DONE;
		if (c == '?')
			return end_load(append.name, bad_usage(&append));
		set = true;
	}
	if (optind == argc && !set)
		return end_load(append.name, bad_usage(&append));
	return end_load(append.name, change(set, argv + optind));
}

static const struct applet append = {
	"append",
	"usage: append [-s] TEXT...\n"
	"Add words to the command line of what was loaded last, and load it again.\n"
	"  -s, --set   in place of the command line that it has\n"
	"  -h, --help  this\n",
	run,
};
APPLET(append);
