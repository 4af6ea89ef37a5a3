// SPDX-License-Identifier: GPL-2.0-only
/* fetch: copy a file from a server. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cmd.h"

/* As wget has it: beside DONE, REFUSED and USAGE. */
enum { NO_NETWORK = 4, SERVER_REFUSES = 8 };

static const struct applet fetch;

static const struct option longs[] = {
	{ "quiet", no_argument, NULL, 'q' },	   { "timeout", required_argument, NULL, 'T' },
	{ "tries", required_argument, NULL, 't' }, { "max-time", required_argument, NULL, 'm' },
	{ "help", no_argument, NULL, 'h' },	   { NULL, 0, NULL, 0 },
};

/* What is being written; a signal removes it. */
static char part[1024];

static void on_signal(int number)
{
	unlink(part);
	signal(number, SIG_DFL);
	raise(number);
}

/* FILE, or the last part of the URL's name; in FILE if that is a folder. NULL: there is no name. */
static const char *file_name(struct arena *arena, const char *url, const char *file)
{
	const char *slash = strrchr(url, '/');
	const char *last = slash ? slash + 1 : url;
	size_t n = strcspn(last, "?#");
	struct stat st;
	char *name;

	if (file && (stat(file, &st) < 0 || !S_ISDIR(st.st_mode)))
		return file;
	if (!n)
		return NULL;
	if (!file)
		return arena_strndup(arena, last, n);
	name = arena_alloc(arena, strlen(file) + n + 2);
	if (name)
		sprintf(name, "%s/%.*s", file, (int)n, last);
	return name;
}

/* Fetch to a name beside @file's, which then becomes it: there is never half of a file. */
static int fetch_file(const char *url, const char *file, const struct fetch_options *o,
		      struct reason *why)
{
	int fd, err;

	if ((size_t)snprintf(part, sizeof(part), "%s.part", file) >= sizeof(part))
		return because(why, -ENAMETOOLONG, "its name is too long");
	fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0)
		return because(why, -errno, "%.200s: %s", part, strerror(errno));
	signal(SIGINT, on_signal);
	signal(SIGTERM, on_signal);
	signal(SIGHUP, on_signal);
	err = os_fetch(url, fd, o, why);
	if (close(fd) < 0 && !err)
		err = because(why, -errno, "writing: %s", strerror(errno));
	if (!err && rename(part, file) < 0)
		err = because(why, -errno, "%.200s: %s", file, strerror(errno));
	if (err)
		unlink(part);
	return err;
}

static int copy(const char *url, const char *file, struct fetch_options *o, bool quiet)
{
	struct arena arena = { NULL };
	struct reason why = { "" };
	struct fetch_bar bar;
	int err;

	fetch_bar_open(&bar, fetch.name, url, o);
	if (quiet) {
		o->progress = NULL;
		o->say = NULL;
	}
	file = file_name(&arena, url, file);
	err = file ? fetch_file(url, file, o, &why) :
		     because(&why, -EINVAL, "it has no last part to name a file by; name the FILE");
	progress_close(&bar.progress);
	arena_free(&arena);
	if (!err)
		return DONE;
	refuse(fetch.name, url, &why);
	return fetch_is_network(err) ? NO_NETWORK : err == -EPROTO ? SERVER_REFUSES : REFUSED;
}

/* A number of seconds or tries from 1 on. */
static bool take_number(unsigned int *to)
{
	char *end;
	unsigned long n = strtoul(optarg, &end, 10);

	*to = (unsigned int)n;
	return optarg[0] >= '0' && optarg[0] <= '9' && !*end && n >= 1 && n <= 86400;
}

static int run(int argc, char **argv)
{
	struct fetch_options o = FETCH_DEFAULTS;
	bool quiet = false, ok = true;
	int c;

	while (ok && (c = getopt_long(argc, argv, "qT:t:m:h", longs, NULL)) != -1) {
		if (c == 'h')
			return fputs(fetch.help, stdout) < 0 ? REFUSED : DONE;
		if (c == 'q')
			quiet = true;
		else if (c == 'T')
			ok = take_number(&o.timeout_s);
		else if (c == 't')
			ok = take_number(&o.tries);
		else
			ok = c == 'm' && take_number(&o.max_s);
	}
	if (!ok || optind == argc)
		return bad_usage(&fetch);
	if (argc - optind > 2)
		return extra_operand(&fetch, argv[optind + 2]);
	return copy(argv[optind], argv[optind + 1], &o, quiet);
}

static const struct applet fetch = {
	"fetch",
	"usage: fetch [OPTION]... URL [FILE]\n"
	"Copy URL to FILE, by default to the last part of its name, here. FILE is only\n"
	"made, or replaced, when all of it has come.\n"
	"  http://SERVER[:PORT]/PATH   tftp://SERVER[:PORT]/PATH\n"
	"  tftp:///PATH         from the server that this machine booted from (see net)\n"
	"  -q, --quiet          no progress; a failure is one line\n"
	"  -T, --timeout=S      a server silent for S seconds has failed (10)\n"
	"  -t, --tries=N        try N times, with 1, 2, 4... seconds between (4). By HTTP\n"
	"                       what has come already is not asked for again.\n"
	"  -m, --max-time=S     give up after S seconds in all\n"
	"  -h, --help           this\n"
	"Status: 0 done, 1 refused here, 2 wrong usage, 4 no network, no server, or a\n"
	"broken connection, 8 the server says no, or not what it should.\n",
	run,
};
APPLET(fetch);
