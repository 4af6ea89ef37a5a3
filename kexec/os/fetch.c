// SPDX-License-Identifier: GPL-2.0-only
/* Fetching a file from a server: tries, time, names, and where the bytes go. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <time.h>
#include <unistd.h>
#include "fetch.h"

#define NET_PATH       "/run/bootshell/net"
#define TMPFS_MAGIC    0x01021994
#define RAMFS_MAGIC    0x858458f6
#define KEEP_FREE      (2u * MIB) /* for everybody else */
#define FIRST_PAUSE_MS 1000
#define REPORT_MS      500 /* while nothing comes */
#define MAX_PAUSE_MS   16000

int64_t fetch_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t fetch_deadline(const struct fetch *f, int64_t ms)
{
	int64_t t = fetch_now_ms() + ms;

	return t < f->end_ms ? t : f->end_ms;
}

/* A bar that stands still is a bar all the same. */
static void report(const struct fetch *f)
{
	if (f->o->progress)
		f->o->progress(f->o->ctx, f->text, f->x.done, f->x.has_total ? f->x.total : 0);
}

int fetch_wait(struct fetch *f, int fd, short events, int64_t deadline)
{
	struct pollfd p = { .fd = fd, .events = events };

	for (;;) {
		int64_t left = deadline - fetch_now_ms();
		int n = poll(&p, 1, left < 0 ? 0 : left > REPORT_MS ? REPORT_MS : (int)left);

		if (n > 0)
			return 0;
		report(f);
		if (fetch_now_ms() >= f->end_ms)
			return because(f->why, -ETIMEDOUT, "not done after %u seconds",
				       f->o->max_s);
		if (left <= 0)
			return -ETIME;
	}
}

int fetch_silence(struct fetch *f)
{
	return because(f->why, -ETIMEDOUT, "the server says nothing for %u seconds",
		       f->o->timeout_s);
}

int fetch_failed(struct fetch *f, int error)
{
	switch (error) {
	case ENETUNREACH:
		return because(f->why, -error, "no network, or no route to %.200s (see net)",
			       f->url.host);
	case ETIMEDOUT:
	case EHOSTUNREACH:
		return because(f->why, -error, "%.200s cannot be reached", f->url.host);
	default:
		return because(f->why, -error, "%s", strerror(error));
	}
}

bool fetch_is_network(int err)
{
	switch (-err) {
	case EAGAIN:
	case ECONNABORTED:
	case ECONNREFUSED:
	case ECONNRESET:
	case EHOSTUNREACH:
	case ENETDOWN:
	case ENETUNREACH:
	case EPIPE:
	case ETIMEDOUT:
		return true;
	default:
		return false;
	}
}

/* ---- the server's address --------------------------------------------------------- */

/* The value of net_server='...', if it is there. */
static bool boot_server(char *to, size_t size)
{
	struct reason ignored = { "" };
	struct arena a = { NULL };
	struct blob b;
	const char *p = NULL;
	size_t n = 0;

	if (!os_read_small(NET_PATH, &a, &b, &ignored))
		p = strstr((const char *)b.p, "net_server='");
	if (p) {
		p += strlen("net_server='");
		n = strcspn(p, "'\n");
	}
	if (n && n < size)
		snprintf(to, size, "%.*s", (int)n, p);
	arena_free(&a);
	return n && n < size;
}

/* Only addresses of IPv4 are asked for: a name server that leaves AAAA unanswered costs no time. */
int fetch_address(struct fetch *f, struct sockaddr_in *to)
{
	struct addrinfo hints = { .ai_family = AF_INET, .ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	int err;

	if (!f->url.host[0] && !boot_server(f->url.host, sizeof(f->url.host)))
		return because(f->why, -EINVAL,
			       "no boot server is known; name one: tftp://SERVER/%.200s",
			       f->url.path);
	err = getaddrinfo(f->url.host, NULL, &hints, &found);
	if (err == EAI_AGAIN)
		return because(f->why, -EHOSTUNREACH, "%.200s: no name server answers",
			       f->url.host);
	if (err)
		return because(f->why, -ENOENT, "%.200s: no such server is known", f->url.host);
	memcpy(to, found->ai_addr, sizeof(*to));
	to->sin_port = htons(f->url.port);
	freeaddrinfo(found);
	return 0;
}

/* ---- where it goes ------------------------------------------------------------------ */

static uint64_t free_memory(void)
{
	struct reason ignored = { "" };
	struct arena a = { NULL };
	struct blob b;
	const char *p = NULL;
	uint64_t bytes = UINT64_MAX;

	if (!os_read_small("/proc/meminfo", &a, &b, &ignored))
		p = strstr((const char *)b.p, "MemAvailable:");
	if (p)
		bytes = strtoull(p + strlen("MemAvailable:"), NULL, 10) * KIB;
	arena_free(&a);
	return bytes;
}

/* A file in memory that does not fit would cost some process its life, maybe init's. */
static void measure_room(struct fetch *f)
{
	struct statfs fs;
	uint64_t bytes = free_memory();

	f->room = UINT64_MAX;
	if (fstatfs(f->fd, &fs) < 0 || bytes == UINT64_MAX)
		return;
	if ((unsigned long)fs.f_type == TMPFS_MAGIC || (unsigned long)fs.f_type == RAMFS_MAGIC)
		f->room = bytes > KEEP_FREE ? bytes - KEEP_FREE : 0;
}

static int no_room(const struct fetch *f)
{
	return because(f->why, -ENOMEM,
		       "the file has %s%llu KiB, and only %llu KiB of RAM are free",
		       f->x.has_total ? "" : "more than ",
		       (unsigned long long)((f->x.has_total ? f->x.total : f->x.done) / KIB),
		       (unsigned long long)(f->room / KIB));
}

int fetch_begin(struct fetch *f)
{
	if (ftruncate(f->fd, (off_t)f->x.done) < 0 || lseek(f->fd, (off_t)f->x.done, SEEK_SET) < 0)
		return because(f->why, -errno, "writing: %s", strerror(errno));
	return f->x.has_total && f->x.total > f->room ? no_room(f) : 0;
}

int fetch_write(struct fetch *f, struct blob data)
{
	while (data.n) {
		ssize_t put = write(f->fd, data.p, data.n);

		if (put < 0)
			return because(f->why, -errno, "writing: %s", strerror(errno));
		data = blob_slice(data, (uint64_t)put, data.n);
		f->x.done += (uint64_t)put;
	}
	if (f->x.done > f->room)
		return no_room(f);
	report(f);
	return 0;
}

/* ---- tries ------------------------------------------------------------------------------ */

static int try_once(struct fetch *f)
{
	int err = url_parse(&f->url, f->text, f->why);

	if (err)
		return err;
	return f->url.scheme == URL_TFTP ? fetch_tftp(f) : fetch_http(f);
}

/*
 * Is a further try worth its time? Not if nobody has answered: within its timeout a try has
 * repeated what may have got lost often enough.
 */
static bool worth_another(const struct fetch *f, int err, unsigned int n)
{
	return f->heard && n < f->o->tries && fetch_is_network(err) && err != -ECONNREFUSED &&
	       fetch_now_ms() < f->end_ms;
}

static void pause_before(struct fetch *f, unsigned int n, int ms)
{
	char text[512];
	int64_t end = fetch_deadline(f, ms);

	snprintf(text, sizeof(text), "%s; try %u of %u in %d s", f->why->text, n, f->o->tries,
		 ms / 1000);
	if (f->o->say)
		f->o->say(f->o->ctx, text);
	while (fetch_now_ms() < end)
		poll(NULL, 0, (int)(end - fetch_now_ms()));
	f->why->text[0] = '\0';
}

int os_fetch(const char *url, int fd, const struct fetch_options *o, struct reason *why)
{
	struct fetch f = { .text = url, .fd = fd, .o = o, .why = why };
	int ms = FIRST_PAUSE_MS;
	int err;

	f.end_ms = o->max_s ? fetch_now_ms() + (int64_t)o->max_s * 1000 : INT64_MAX;
	measure_room(&f);
	for (unsigned int n = 1; (err = try_once(&f)) && worth_another(&f, err, n); n++) {
		pause_before(&f, n + 1, ms);
		ms = ms < MAX_PAUSE_MS ? ms * 2 : ms;
	}
	return err;
}
