// SPDX-License-Identifier: GPL-2.0-only
/* kexec: the options of kexec-tools 2.0 for those who know them, or whose scripts do. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include "cmd.h"

static const struct applet kexec;

/* kexec-tools ends with this status whatever was wrong, usage too. */
#define FAILED 1

enum {
	OPT_APPEND = 256,
	OPT_INITRD,
	OPT_MODULE,
	OPT_REUSE,
	OPT_REAL_MODE,
	OPT_UNSUPPORTED,
};

static const struct option longs[] = {
	{ "load", no_argument, NULL, 'l' },
	{ "exec", no_argument, NULL, 'e' },
	{ "unload", no_argument, NULL, 'u' },
	{ "status", no_argument, NULL, 'S' },
	{ "force", no_argument, NULL, 'f' },
	{ "type", required_argument, NULL, 't' },
	{ "append", required_argument, NULL, OPT_APPEND },
	{ "command-line", required_argument, NULL, OPT_APPEND },
	{ "initrd", required_argument, NULL, OPT_INITRD },
	{ "ramdisk", required_argument, NULL, OPT_INITRD },
	{ "module", required_argument, NULL, OPT_MODULE },
	{ "reuse-cmdline", no_argument, NULL, OPT_REUSE },
	{ "no-checks", no_argument, NULL, 'i' },
	{ "no-sync", no_argument, NULL, 'y' },
	{ "no-ifdown", no_argument, NULL, 'x' },
	{ "debug", no_argument, NULL, 'd' },
	{ "version", no_argument, NULL, 'v' },
	{ "help", no_argument, NULL, 'h' },
	{ "kexec-syscall", no_argument, NULL, 'c' },
	{ "kexec-syscall-auto", no_argument, NULL, 'a' },
	/* known to kexec-tools, but not here */
	{ "kexec-file-syscall", no_argument, NULL, 's' },
	{ "load-panic", no_argument, NULL, 'p' },
	{ "load-preserve-context", no_argument, NULL, OPT_UNSUPPORTED },
	{ "load-jump-back-helper", no_argument, NULL, OPT_UNSUPPORTED },
	{ "mem-min", required_argument, NULL, OPT_UNSUPPORTED },
	{ "mem-max", required_argument, NULL, OPT_UNSUPPORTED },
	{ "reuseinitrd", no_argument, NULL, OPT_UNSUPPORTED },
	{ "print-ckr-size", no_argument, NULL, OPT_UNSUPPORTED },
	{ "entry", required_argument, NULL, OPT_UNSUPPORTED },
	{ "real-mode", no_argument, NULL, OPT_REAL_MODE },
	{ "entry-32bit", no_argument, NULL, 'a' },
	{ "console-serial", no_argument, NULL, 'a' },
	{ "console-vga", no_argument, NULL, 'a' },
	{ NULL, 0, NULL, 0 },
};

/** struct ask - what the options ask for */
struct ask {
	bool load, exec, unload, status, force, debug;
	int end; /* exit status if the options end it, -1 if they do not */
};

static int not_supported(const char *option)
{
	fprintf(stderr, "kexec: %s: not supported\n", option);
	return FAILED;
}

/* Options that change the request. */
static void take_request(int c, struct boot_request *req, struct ask *ask, struct reason *why)
{
	int err = 0;

	if (c == 't')
		req->type = optarg;
	else if (c == OPT_APPEND)
		err = request_add_text(req, optarg, why);
	else if (c == OPT_INITRD)
		err = request_add_initrd(req, absolute(optarg, &req->arena), why);
	else if (c == OPT_MODULE)
		err = add_module(req, optarg, why);
	else if (c == OPT_REUSE)
		req->reuse_cmdline = true;
	else if (c == OPT_REAL_MODE)
		req->type = REAL_MODE_TYPE;
	else if (c == 'i')
		req->verify = VERIFY_NONE;
	if (err) {
		refuse(kexec.name, NULL, why);
		ask->end = FAILED;
	}
}

static void take(int c, const char *word, struct ask *ask)
{
	switch (c) {
	case 'l':
		ask->load = true;
		break;
	case 'e':
		ask->exec = true;
		break;
	case 'u':
		ask->unload = true;
		break;
	case 'S':
		ask->status = true;
		break;
	case 'f':
		ask->force = true;
		break;
	case 'd':
		ask->debug = true;
		break;
	case 'v':
		puts("kexec (bootshell), options of kexec-tools 2.0");
		ask->end = DONE;
		break;
	case 'h':
		fputs(kexec.help, stdout);
		ask->end = DONE;
		break;
	case 's':
	case 'p':
	case OPT_UNSUPPORTED:
		ask->end = not_supported(word);
		break;
	case '?':
		bad_usage(&kexec);
		ask->end = FAILED;
		break;
	default: /* what this kexec does anyway */
		break;
	}
}

/* kexec-tools: 1 if an image is loaded; without -l it means a crash kernel, which we never load. */
static int status(const struct ask *ask)
{
	struct reason why = { "" };
	int loaded;

	if (!ask->load)
		return 0;
	loaded = os_kexec_loaded(&why);
	if (loaded < 0)
		refuse(kexec.name, NULL, &why);
	return loaded == 1;
}

static int act(const struct ask *ask, struct boot_request *req, const char *file)
{
	struct reason why = { "" };
	int err = 0;

	if (ask->status)
		return status(ask);
	if (ask->unload && os_kexec_unload(&why))
		return refuse(kexec.name, NULL, &why);
	if (file) {
		if (request_set_kernel(req, absolute(file, &req->arena), &why))
			return refuse(kexec.name, NULL, &why);
		err = load_request(kexec.name, req, false, ask->debug);
	}
	if (!err && (ask->exec || (file && !ask->load)))
		err = start(kexec.name, ask->force);
	return err ? FAILED : DONE;
}

static int run(int argc, char **argv)
{
	struct boot_request req = { .append = "" };
	struct ask ask = { .end = -1 };
	struct reason why = { "" };
	int c;

	while (ask.end < 0) {
		const char *word = argv[optind];

		c = getopt_long(argc, argv, "leuSft:dvhiyxcasp", longs, NULL);
		if (c == -1)
			break;
		take(c, word, &ask);
		take_request(c, &req, &ask, &why);
	}
	if (ask.end < 0 &&
	    (argc - optind > 1 || (ask.load && !ask.status && optind == argc) || argc == 1)) {
		bad_usage(&kexec);
		ask.end = FAILED;
	}
	if (ask.end < 0)
		ask.end = act(&ask, &req, argv[optind]);
	request_free(&req);
	return ask.end;
}

static const struct applet kexec = {
	"kexec",
	"usage: kexec [OPTION]... [FILE]\n"
	"The options of kexec-tools; `load`, `go`, `show` and `unload` do the same.\n"
	"  -l, --load FILE         load FILE\n"
	"  -e, --exec              start what is loaded\n"
	"      FILE without -l     load FILE and start it\n"
	"  -f, --force             start without writing back and unmounting\n"
	"  -u, --unload            forget what is loaded\n"
	"  -S, --status            with -l: exit status 1 if an image is loaded, else 0\n"
	"  -t, --type=TYPE         image type of FILE\n"
	"      --append=TEXT       command line; also --command-line\n"
	"      --initrd=FILE       initrd; also --ramdisk\n"
	"      --module=\"FILE WORDS\"  a module of a multiboot program\n"
	"      --real-mode         enter FILE by its 16-bit code\n"
	"      --reuse-cmdline     begin it with the running kernel's\n"
	"  -i, --no-checks         do not verify before the start\n"
	"  -d, --debug             print the plan\n"
	"  -v, --version           whose kexec this is\n"
	"  -h, --help              this\n"
	"-c, -a, -x, -y and --console-* are accepted: they change nothing here.\n",
	run,
};
APPLET(kexec);
