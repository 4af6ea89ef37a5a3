// SPDX-License-Identifier: GPL-2.0-only
/*
 * usage: NAME SEEDS CRASH COUNT [FIRST]
 *
 * A fuzzer's main program beside libFuzzer's: gives it COUNT mutations of the files in the folder
 * SEEDS, the same each time. Mutation N depends on N and the seeds only, so that one can be run
 * alone: COUNT 1, FIRST N. On a crash, or after 20 seconds of CPU time for one input, that input is
 * written to the file CRASH and its number printed.
 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>
#include "mutate.h"

#define SEEDS_MAX 64u
#define SEED_MAX  (128u * 1024)
#define ROOM	  (SEED_MAX + 4096u)
/* Most fields that matter are near the start, behind 8 bytes that make the computer. */
#define HEAD	  1024u
#define STEPS_MAX 6u
#define BLOCK_MAX 64u
#define PATIENCE  20 /* seconds of CPU time */

void __sanitizer_set_death_callback(void (*callback)(void));

unsigned int fuzz_accepted;

struct bytes {
	uint8_t *p;
	size_t n;
};

static struct bytes seed[SEEDS_MAX];
static unsigned int n_seeds;

/* What is reported on a crash: made before, because signal handlers may do little. */
static struct bytes now;
static char message[600];
static const char *crash_path;

static _Noreturn void fail(const char *what, const char *name)
{
	fprintf(stderr, "mutate: %s: %s\n", name, what);
	exit(1);
}

static void report(void)
{
	int fd = open(crash_path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	ssize_t n = write(STDERR_FILENO, message, strlen(message));

	if (fd >= 0 && n >= 0)
		n = write(fd, now.p, now.n);
	if (n < 0)
		_Exit(1);
}

static void on_signal(int signal)
{
	static const char hangs[] = "mutate: it hangs\n";

	if (signal == SIGVTALRM && write(STDERR_FILENO, hangs, sizeof(hangs) - 1) < 0)
		_Exit(1);
	report();
	_Exit(1);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void read_seed(const char *dir, const char *name)
{
	char path[512];
	uint8_t *buf = malloc(SEED_MAX);
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "rb");
	if (!f || !buf || n_seeds == SEEDS_MAX)
		fail("cannot be read, or too many", path);
	seed[n_seeds].p = buf;
	seed[n_seeds++].n = fread(buf, 1, SEED_MAX, f);
	fclose(f);
}

/* By name: a folder has an order of its own. */
static void read_seeds(const char *dir)
{
	char *name[SEEDS_MAX];
	struct dirent *e;
	size_t n = 0;
	DIR *d = opendir(dir);

	if (!d)
		fail("no such folder", dir);
	while ((e = readdir(d)))
		if (e->d_name[0] != '.' && n < SEEDS_MAX)
			name[n++] = strdup(e->d_name);
	closedir(d);
	qsort(name, n, sizeof(name[0]), by_name);
	for (size_t i = 0; i < n; i++) {
		read_seed(dir, name[i]);
		free(name[i]);
	}
	if (!n_seeds)
		fail("no seeds", dir);
}

/* SplitMix64: good from any starting value. */
static uint64_t state;

static uint64_t any(void)
{
	uint64_t z = state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

/* 0 to @n - 1 */
static size_t below(size_t n)
{
	return n ? (size_t)(any() % n) : 0;
}

/* Numbers at which arithmetic on sizes and addresses turns: powers of two, near them, and negative. */
static uint64_t number_of_interest(void)
{
	static const uint8_t bits[] = { 0, 4, 7, 8, 9, 12, 15, 16, 20, 24, 31, 32, 52, 63 };
	uint64_t v = (uint64_t)1 << bits[below(sizeof(bits))];

	return (below(4) ? v : 0 - v) + below(5) - 2;
}

static void put(uint8_t *to, size_t room, uint64_t v, unsigned int bytes)
{
	memcpy(to, &v, bytes < room ? bytes : room);
}

static void change_field(uint8_t *to, size_t room)
{
	static const uint8_t widths[] = { 1, 2, 4, 4, 4, 8 };
	unsigned int bytes = widths[below(sizeof(widths))];
	uint64_t v = 0;

	if (below(3)) {
		v = number_of_interest();
	} else {
		memcpy(&v, to, bytes < room ? bytes : room);
		v += below(9) - 4;
	}
	put(to, room, v, bytes);
}

/* Where: fields are aligned more often than not. */
static size_t somewhere(size_t n)
{
	size_t at = below(below(4) && n > HEAD ? HEAD : n);

	return below(3) ? at & ~(size_t)3 : at;
}

static void mutate(struct bytes *b)
{
	size_t at = somewhere(b->n), rest = b->n - at, block = 1 + below(BLOCK_MAX);

	if (!b->n)
		return;
	if (block > rest)
		block = rest;
	switch (below(12)) {
	case 0:
		b->p[at] ^= (uint8_t)(1u << below(8));
		break;
	case 1:
		b->p[at] = (uint8_t)any();
		break;
	case 2: /* from elsewhere in the same file: a table's entry, twice */
		memmove(b->p + at, b->p + below(b->n - block + 1), block);
		break;
	case 3:
		memset(b->p + at, below(2) ? 0 : 0xff, block);
		break;
	case 4:
		if (!below(4))
			b->n = at;
		break;
	case 5: /* bytes are missing */
		memmove(b->p + at, b->p + at + block, rest - block);
		b->n -= block;
		break;
	case 6: /* bytes too many */
		if (b->n + block <= ROOM) {
			memmove(b->p + at + block, b->p + at, rest);
			b->n += block;
		}
		break;
	default:
		change_field(b->p + at, rest);
	}
}

/* Mutation @i of its seed; the bytes have a block of their own, so that ASan sees each read behind them. */
static void run(unsigned int i)
{
	static uint8_t buf[ROOM];
	const struct bytes *s = &seed[i % n_seeds];
	struct itimerval limit = { .it_value = { PATIENCE, 0 } };
	struct bytes b = { buf, s->n };

	state = i;
	memcpy(buf, s->p, s->n);
	for (size_t steps = 1 + below(STEPS_MAX); steps; steps--)
		mutate(&b);
	now = (struct bytes){ malloc(b.n ? b.n : 1), b.n };
	if (!now.p)
		fail("out of memory", "an input");
	memcpy(now.p, buf, b.n);
	snprintf(message, sizeof(message), "mutate: input %u, %zu bytes, is in %s\n", i, b.n,
		 crash_path);
	setitimer(ITIMER_VIRTUAL, &limit, NULL);
	LLVMFuzzerTestOneInput(now.p, now.n);
	free(now.p);
}

int main(int argc, char **argv)
{
	unsigned int count, first;

	if (argc < 4 || argc > 5)
		fail("usage: NAME SEEDS CRASH COUNT [FIRST]", argv[0]);
	read_seeds(argv[1]);
	crash_path = argv[2];
	count = (unsigned int)strtoul(argv[3], NULL, 10);
	first = argc == 5 ? (unsigned int)strtoul(argv[4], NULL, 10) : 0;
	signal(SIGVTALRM, on_signal);
	signal(SIGABRT, on_signal);
	__sanitizer_set_death_callback(report);
	for (unsigned int i = 0; i < count; i++)
		run(first + i);
	printf("%u seeds, %u mutations: %u accepted, %u refused\n", n_seeds, count, fuzz_accepted,
	       count - fuzz_accepted);
	for (unsigned int i = 0; i < n_seeds; i++)
		free(seed[i].p);
	/* a run that finds only refusals, or none, tests nothing */
	return count > 1 && (!fuzz_accepted || fuzz_accepted == count);
}
