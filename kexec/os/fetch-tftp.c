// SPDX-License-Identifier: GPL-2.0-only
/* One try to fetch a file by TFTP: packets, ports and repetition (RFC 1350, RFC 1123). */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "fetch.h"

/* What may have got lost is sent again, after longer and longer times. */
#define FIRST_REPEAT_MS 250
#define MAX_REPEAT_MS	2000

/**
 * struct talk - with one server
 * @server: its address; its port is that of the transfer, once @bound
 * @sent, @n_sent: what we have said last
 * @buf: a byte more than a packet may have, to see what is too long
 */
struct talk {
	struct fetch *f;
	struct tftp t;
	struct sockaddr_in server;
	bool bound;
	int s;
	uint8_t sent[TFTP_PACKET];
	size_t n_sent;
	uint8_t buf[TFTP_PACKET + 1];
};

static int failed(struct fetch *f, int error)
{
	if (error == ECONNREFUSED)
		return because(f->why, -error, "the server has no TFTP at port %u", f->url.port);
	return fetch_failed(f, error);
}

static int send_to(struct talk *k, const void *p, size_t n, const struct sockaddr_in *to)
{
	if (sendto(k->s, p, n, 0, (const struct sockaddr *)to, sizeof(*to)) >= 0 || errno == EAGAIN)
		return 0; /* or as good as lost on the way */
	return failed(k->f, errno);
}

static int repeat(struct talk *k)
{
	return send_to(k, k->sent, k->n_sent, &k->server);
}

static int ask(struct talk *k, bool plain)
{
	tftp_init(&k->t, plain);
	k->bound = false;
	k->server.sin_port = htons(k->f->url.port);
	k->n_sent = tftp_request(&k->t, k->f->url.path, k->sent);
	return repeat(k);
}

static int acknowledge(struct talk *k)
{
	k->n_sent = tftp_ack(&k->t, k->sent);
	return repeat(k);
}

static void send_error(struct talk *k, unsigned int code, const char *text,
		       const struct sockaddr_in *to)
{
	uint8_t packet[TFTP_PACKET] = { 0 };
	size_t n = tftp_error(code, text, packet);
	struct reason *why = k->f->why, ignored = { "" };

	k->f->why = &ignored; /* nobody waits for an answer */
	send_to(k, packet, n, to);
	k->f->why = why;
}

/* Be told if nothing listens there. Not for long: an answer to another transfer may find nobody, too. */
static void hear_of_no_server(const struct talk *k, int on)
{
	setsockopt(k->s, IPPROTO_IP, IP_RECVERR, &on, sizeof(on));
}

/*
 * A packet from the server. Its first one shows the port of the transfer; from then on another port
 * is another transfer, an answer to a repeated request, say. Return: bytes, 0 if it is not for us.
 */
static ssize_t receive(struct talk *k)
{
	struct sockaddr_in from = { .sin_port = 0 };
	socklen_t n_from = sizeof(from);
	ssize_t n = recvfrom(k->s, k->buf, sizeof(k->buf), 0, (struct sockaddr *)&from, &n_from);

	if (n < 0)
		return errno == EAGAIN ? 0 : failed(k->f, errno);
	if (from.sin_addr.s_addr != k->server.sin_addr.s_addr)
		return 0;
	if (k->bound && from.sin_port != k->server.sin_port) {
		send_error(k, TFTP_UNKNOWN_TID, "unknown transfer", &from);
		return 0;
	}
	if (!k->bound)
		hear_of_no_server(k, false);
	k->bound = true;
	k->server.sin_port = from.sin_port;
	return n;
}

/* A packet and what it comes to. *news: it was one that we had waited for. */
static int take(struct talk *k, bool *news)
{
	struct fetch *f = k->f;
	enum tftp_state before = k->t.state;
	struct tftp_step step;
	ssize_t n = receive(k);
	int err;

	if (n <= 0)
		return (int)n;
	f->heard = true;
	err = tftp_take(&k->t, (struct blob){ k->buf, (size_t)n }, &step, f->why);
	if (step.tell)
		send_error(k, step.tell, f->why->text, &k->server);
	if (err)
		return err;
	if (step.again)
		return ask(k, true);
	*news = step.data.n || k->t.state != before;
	if (before == TFTP_ASKED && *news) {
		f->x = (struct transfer){ .total = k->t.size, .has_total = k->t.has_size };
		err = fetch_begin(f);
	}
	if (!err)
		err = fetch_write(f, step.data);
	if (!err && step.ack)
		return acknowledge(k);
	if (err)
		send_error(k, TFTP_DISK_FULL, "no room", &k->server);
	return err;
}

static int converse(struct talk *k)
{
	int64_t patience_ms = (int64_t)k->f->o->timeout_s * 1000;
	int64_t end = fetch_deadline(k->f, patience_ms), ms = FIRST_REPEAT_MS;
	int64_t repeat_at = fetch_now_ms() + ms;
	int err = 0;

	while (!err && k->t.state != TFTP_DONE) {
		bool news = false;

		err = fetch_wait(k->f, k->s, POLLIN, repeat_at < end ? repeat_at : end);
		if (!err) {
			err = take(k, &news);
		} else if (err == -ETIME && fetch_now_ms() >= end) {
			err = fetch_silence(k->f);
		} else if (err == -ETIME) {
			ms = ms < MAX_REPEAT_MS ? ms * 2 : ms;
			repeat_at = fetch_now_ms() + ms;
			err = repeat(k);
		}
		if (news) {
			end = fetch_deadline(k->f, patience_ms);
			ms = FIRST_REPEAT_MS;
			repeat_at = fetch_now_ms() + ms;
		}
	}
	return err;
}

int fetch_tftp(struct fetch *f)
{
	static struct talk k;
	int err;

	k = (struct talk){ .f = f };
	err = fetch_address(f, &k.server);
	if (err)
		return err;
	k.s = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (k.s < 0)
		return because(f->why, -errno, "%s", strerror(errno));
	hear_of_no_server(&k, true);
	err = ask(&k, false);
	if (!err)
		err = converse(&k);
	close(k.s);
	return err;
}
