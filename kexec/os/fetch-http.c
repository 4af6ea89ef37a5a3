// SPDX-License-Identifier: GPL-2.0-only
/* One try to fetch a file by HTTP: connections, redirects, and what is heard on them. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "fetch.h"

#define MAX_REDIRECTS 10u
#define LINGER_MS     200 /* for a server to end the connection, as it was asked to */

/* ---- connection ------------------------------------------------------------------- */

static int failed(struct fetch *f, int error)
{
	switch (error) {
	case ECONNREFUSED:
		return because(f->why, -error,
			       "the server refuses the connection: nothing listens at port %u",
			       f->url.port);
	case ECONNRESET:
	case EPIPE:
		return because(f->why, -ECONNRESET, "the server broke the connection");
	default:
		return fetch_failed(f, error);
	}
}

static int finish_connect(struct fetch *f, int s)
{
	int error = 0;
	socklen_t n = sizeof(error);
	int err = fetch_wait(f, s, POLLOUT, fetch_deadline(f, (int64_t)f->o->timeout_s * 1000));

	if (err == -ETIME)
		return because(f->why, -ETIMEDOUT, "the server does not answer for %u seconds",
			       f->o->timeout_s);
	if (err)
		return err;
	getsockopt(s, SOL_SOCKET, SO_ERROR, &error, &n);
	return error ? failed(f, error) : 0;
}

/* Return: a socket, or -errno with a reason. */
static int connect_to(struct fetch *f)
{
	struct sockaddr_in to;
	int err = fetch_address(f, &to);
	int s;

	if (err)
		return err;
	s = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (s < 0)
		return because(f->why, -errno, "%s", strerror(errno));
	if (connect(s, (struct sockaddr *)&to, sizeof(to)) < 0)
		err = errno == EINPROGRESS ? finish_connect(f, s) : failed(f, errno);
	if (!err)
		return s;
	close(s);
	return err;
}

static int send_request(struct fetch *f, int s)
{
	struct text t = { 0 };
	int err = 0;

	http_request(&t, &f->url, &f->x);
	if (t.failed)
		err = because(f->why, -ENOMEM, "out of memory");
	for (size_t at = 0; !err && at < t.n;) {
		ssize_t n = send(s, t.p + at, t.n - at, MSG_NOSIGNAL);

		if (n >= 0)
			at += (size_t)n;
		else if (errno == EAGAIN)
			err = fetch_wait(f, s, POLLOUT,
					 fetch_deadline(f, (int64_t)f->o->timeout_s * 1000));
		else
			err = failed(f, errno);
	}
	text_free(&t);
	return err == -ETIME ? fetch_silence(f) : err;
}

/*
 * Nothing at the deadline may be less than we wanted to be woken for. Return: bytes; 0 if the
 * server has ended the connection; -errno with a reason.
 */
static ssize_t receive(struct fetch *f, int s, uint8_t *buf, size_t size, int64_t deadline)
{
	int err = fetch_wait(f, s, POLLIN, deadline);
	ssize_t n;

	if (err && err != -ETIME)
		return err;
	n = recv(s, buf, size, 0);
	if (err && n < 0 && errno == EAGAIN)
		return fetch_silence(f);
	f->heard = f->heard || n > 0;
	return n < 0 ? failed(f, errno) : n;
}

/* ---- answer --------------------------------------------------------------------------- */

/* The head is there. What a redirect or a refusal says beside it is of no interest. */
static int take_head(struct fetch *f, const struct http *h)
{
	int err;

	if (http_is_redirect(h))
		return 1;
	err = http_accept(h, &f->x, f->why);
	return err ? err : fetch_begin(f);
}

/* Bytes that came together. Return: 0; 1 for a redirect; -errno. */
static int take(struct fetch *f, struct http *h, struct blob in)
{
	while (in.n) {
		enum http_state before = h->state;
		struct blob body;
		size_t used;
		int err = http_take(h, in, &used, &body, f->why);

		if (!err && before == HTTP_HEAD && h->state != HTTP_HEAD)
			err = take_head(f, h);
		if (!err && body.n)
			err = fetch_write(f, body);
		if (err)
			return err;
		in = blob_slice(in, used, in.n);
	}
	return 0;
}

/* The server was asked to end the connection: a byte in its place shows that it lied about the length. */
static int listen_once_more(struct fetch *f, int s)
{
	struct reason ignored = { "" };
	struct reason *why = f->why;
	uint8_t byte;
	ssize_t n;

	f->why = &ignored;
	n = receive(f, s, &byte, 1, fetch_deadline(f, LINGER_MS));
	f->why = why;
	return n > 0 ? because(why, -EPROTO, "the server sends more than it has announced") : 0;
}

/* Until the answer is whole. The head has to come in one timeout, not byte by byte for ever. */
static int hear(struct fetch *f, int s, struct http *h)
{
	static uint8_t buf[64 * KIB];
	struct fetch_flow flow;
	int64_t ms = (int64_t)f->o->timeout_s * 1000, head_end = fetch_deadline(f, ms);
	int err;

	fetch_flow_begin(&flow, s);
	while (h->state != HTTP_DONE) {
		int64_t end = h->state == HTTP_HEAD ? head_end : fetch_deadline(f, ms);
		ssize_t n = receive(f, s, buf, sizeof(buf), end);

		if (n < 0)
			return (int)n;
		if (!n)
			return http_closed(h, &f->x, f->why);
		err = take(f, h, (struct blob){ buf, (size_t)n });
		if (err)
			return err;
		fetch_flow_go_on(&flow, s, f->x.has_total ? f->x.total - f->x.done : 0);
	}
	err = http_closed(h, &f->x, f->why);
	return err ? err : listen_once_more(f, s);
}

/* Request and answer on a connection of their own. Return: 0; 1 for a redirect; -errno. */
static int converse(struct fetch *f, struct http *h)
{
	int s = connect_to(f);
	int err;

	if (s < 0)
		return s;
	*h = (struct http){ .state = HTTP_HEAD };
	err = send_request(f, s);
	if (!err)
		err = hear(f, s, h);
	close(s);
	return err;
}

static bool same_url(const struct url *a, const struct url *b)
{
	return a->port == b->port && !strcmp(a->host, b->host) && !strcmp(a->path, b->path);
}

int fetch_http(struct fetch *f)
{
	static struct url seen[MAX_REDIRECTS];
	static struct http h;

	for (unsigned int n = 0;; n++) {
		int err = converse(f, &h);

		if (err != 1)
			return err;
		if (n == MAX_REDIRECTS)
			return because(f->why, -EPROTO, "the server redirects more than %u times",
				       n);
		seen[n] = f->url;
		err = url_follow(&f->url, h.location, f->why);
		if (err)
			return err;
		for (unsigned int i = 0; i <= n; i++)
			if (same_url(&seen[i], &f->url))
				return because(
					f->why, -EPROTO,
					"the server redirects in a circle, by http://%.100s%.100s",
					f->url.host, f->url.path);
	}
}
