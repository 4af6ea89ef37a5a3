// SPDX-License-Identifier: GPL-2.0-only
/* A progress bar, for files that take longer than a second to read. */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "cmd.h"

#define BAR_COLS 12u

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

void progress_open(struct progress *p)
{
	*p = (struct progress){ .tty = isatty(STDERR_FILENO) };
	p->start = now();
}

/* At most 79 columns for what a 32-bit machine can hold: a line that wraps is not overwritten. */
static void draw(const char *name, uint64_t done, uint64_t total, double seconds)
{
	static const char full[] = "############", none[] = "            ";
	unsigned int cols = total ? (unsigned int)(done * BAR_COLS / total) : 0;
	double rate = (double)done / seconds;
	const char *slash = strrchr(name, '/');

	fprintf(stderr, "\r%-14.14s [%.*s%.*s] %u ", slash ? slash + 1 : name, (int)cols, full,
		(int)(BAR_COLS - cols), none, (unsigned int)(done / KIB));
	if (total && done)
		fprintf(stderr, "of %u KiB, %u KiB/s, %u s left\033[K", (unsigned int)(total / KIB),
			(unsigned int)(rate / KIB),
			(unsigned int)((double)(total - done) / rate + 0.5));
	else
		fprintf(stderr, "KiB, %u KiB/s\033[K", (unsigned int)(rate / KIB));
	fflush(stderr);
}

void progress_show(void *ctx, const char *name, uint64_t done, uint64_t total)
{
	struct progress *p = ctx;
	double t = p->tty ? now() : 0;

	if (!p->tty || t - p->start < 1 || (t - p->last < 0.2 && done < total))
		return;
	draw(name, done, total, t - p->start);
	p->last = t;
	p->shown = true;
}

void progress_close(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
}

static void fetch_progress(void *ctx, const char *name, uint64_t done, uint64_t total)
{
	struct fetch_bar *bar = ctx;

	progress_show(&bar->progress, name, done, total);
}

static void fetch_say(void *ctx, const char *text)
{
	struct fetch_bar *bar = ctx;

	progress_close(&bar->progress);
	fprintf(stderr, "%s: %s: %s\n", bar->name, bar->url, text);
	progress_open(&bar->progress);
}

void fetch_bar_open(struct fetch_bar *bar, const char *name, const char *url,
		    struct fetch_options *o)
{
	*bar = (struct fetch_bar){ .name = name, .url = url };
	progress_open(&bar->progress);
	o->progress = fetch_progress;
	o->say = fetch_say;
	o->ctx = bar;
}
