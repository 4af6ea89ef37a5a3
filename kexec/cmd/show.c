// SPDX-License-Identifier: GPL-2.0-only
/* show: what is loaded. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include "cmd.h"

static const struct applet show;

static const struct option longs[] = {
	{ "verbose", no_argument, NULL, 'v' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

/* What matters at a glance: the request itself. */
static void print_request(const struct boot_request *req)
{
	printf("kernel  %s\n", req->kernel ? req->kernel : "?");
	for (unsigned int i = 0; i < req->n_initrds; i++)
		printf("initrd  %s%s%s\n", req->initrd[i], req->words[i] ? " " : "",
		       req->words[i] ? req->words[i] : "");
	if (req->reuse_cmdline || req->append[0])
		printf("append %s%s%s\n", req->reuse_cmdline ? " (the running kernel's)" : "",
		       req->append[0] ? " " : "", req->append);
}

static int print_saved(bool verbose)
{
	struct boot_request req = { .append = "" };
	struct reason why = { "" };
	struct blob plan;
	int err;

	if (verbose) {
		err = os_read_small(PLAN_PATH, &req.arena, &plan, &why);
		if (!err)
			fwrite(plan.p, 1, plan.n, stdout);
	} else {
		err = saved_request(&req, &why);
		if (!err)
			print_request(&req);
	}
	request_free(&req);
	if (err)
		puts("something is loaded, but not by this shell");
	return DONE;
}

static int run(int argc, char **argv)
{
	struct reason why = { "" };
	bool verbose = false;
	int c, loaded;

	while ((c = getopt_long(argc, argv, "vh", longs, NULL)) != -1) {
		if (c == 'h')
			return fputs(show.help, stdout) < 0 ? REFUSED : DONE;
		if (c == '?')
			return bad_usage(&show);
		verbose = true;
	}
	if (optind != argc)
		return extra_operand(&show, argv[optind]);
	loaded = os_kexec_loaded(&why);
	if (loaded < 0)
		return refuse(show.name, NULL, &why);
	if (!loaded) {
		puts("nothing is loaded");
		return DONE;
	}
	return print_saved(verbose);
}

static const struct applet show = {
	"show",
	"usage: show [-v]\n"
	"Say what is loaded.\n"
	"  -v, --verbose  the whole plan: segments, registers, every field of\n"
	"                 boot_params with where its value came from, memory map\n"
	"  -h, --help     this\n",
	run,
};
APPLET(show);
