// SPDX-License-Identifier: GPL-2.0-only
/* load: plan and load a kernel. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "cmd.h"

static const struct applet load;

static const struct option longs[] = {
	{ "initrd", required_argument, NULL, 'i' },
	/* an initrd with words */
	{ "module", required_argument, NULL, 'm' },
	{ "append", required_argument, NULL, 'a' },
	{ "reuse-cmdline", no_argument, NULL, 'r' },
	{ "type", required_argument, NULL, 't' },
	{ "no-load", no_argument, NULL, 'n' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "verify", required_argument, NULL, 'c' },
	{ "no-verify", no_argument, NULL, 'C' },
	{ "real-mode", no_argument, NULL, 'R' },
	{ "entry-64bit", no_argument, NULL, '6' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

struct flags {
	bool dry, verbose, help, usage;
};

/* One option; false with a reason if its argument is refused. */
static bool take(int c, struct boot_request *req, struct flags *f, struct reason *why)
{
	switch (c) {
	case 'i':
		return !request_add_initrd(req, absolute(optarg, &req->arena), why);
	case 'm':
		return !add_module(req, optarg, why);
	case 'a':
		return !request_add_text(req, optarg, why);
	case 'r':
		req->reuse_cmdline = true;
		return true;
	case 't':
		req->type = optarg;
		return true;
	case 'R':
		req->type = REAL_MODE_TYPE;
		return true;
	case '6':
		req->type = ENTRY_64BIT_TYPE;
		return true;
	case 'n':
		f->dry = true;
		return true;
	case 'v':
		f->verbose = true;
		return true;
	case 'c':
		return !request_verify(req, optarg, why);
	case 'C':
		req->verify = VERIFY_NONE;
		return true;
	case 'h':
		f->help = true;
		return true;
	default:
		f->usage = true;
		return true;
	}
}

/* A name alone that is no file here: of the programs that bootshell itself has, biostest say. */
static const char *find(const char *word, struct arena *arena)
{
	static char path[64]; /* absolute() hands it on */

	snprintf(path, sizeof(path), "/boot/%.48s", word);
	if (*word && !strchr(word, '/') && access(word, F_OK) < 0 && !access(path, F_OK))
		word = path;
	return absolute(word, arena);
}

static int run(int argc, char **argv)
{
	struct boot_request req = { .append = "" };
	struct reason why = { "" };
	struct flags f = { false, false, false, false };
	bool ok = true;
	int c, status;

	while (ok && !f.usage && (c = getopt_long(argc, argv, "i:a:t:nvh", longs, NULL)) != -1)
		ok = take(c, &req, &f, &why);
	if (f.help)
		status = fputs(load.help, stdout) < 0 ? REFUSED : DONE;
	else if (!ok)
		status = bad_word(load.name, &why);
	else if (f.usage || optind == argc)
		status = bad_usage(&load);
	else if (optind + 1 < argc)
		status = extra_operand(&load, argv[optind + 1]);
	else if (request_set_kernel(&req, find(argv[optind], &req.arena), &why))
		status = refuse(load.name, NULL, &why);
	else
		status = load_request(load.name, &req, f.dry, f.verbose);
	request_free(&req);
	return f.dry ? status : end_load(load.name, status);
}

static const struct applet load = {
	"load",
	"usage: load FILE [-i INITRD]... [-a TEXT]... [OPTION]...\n"
	"Load the kernel FILE, for `go` to start. Files may be URLs: see fetch.\n"
	"`load biostest` takes the program in /boot that tries the PC's firmware.\n"
	"A unified kernel image (UKI) has an initrd, before any of yours, and words for\n"
	"the command line, unless you give some.\n"
	"  -i, --initrd=INITRD  an initrd; several are given one after the other\n"
	"      --module=\"FILE WORDS\"  the same with words, for a multiboot program\n"
	"  -a, --append=TEXT    words for the kernel's command line\n"
	"      --reuse-cmdline  begin it with the running kernel's\n"
	"  -t, --type=TYPE      take FILE for TYPE instead of finding out\n"
	"      --real-mode      enter it by its 16-bit code, as a boot loader does;\n"
	"                       the same as -t bzimage16\n"
	"      --entry-64bit    enter a Linux kernel in 64-bit mode; -t bzimage64\n"
	"  -n, --no-load        plan, and load nothing\n"
	"  -v, --verbose        print the plan: segments, registers, boot_params\n"
	"      --verify=HOW     what is checked just before the kernel starts: fast\n"
	"                       (a checksum, the default), sha256, none, or selftest\n"
	"                       (must fail and restart the machine)\n"
	"      --no-verify      the same as --verify=none\n"
	"  -h, --help           this\n",
	run,
};
APPLET(load);
