/* SPDX-License-Identifier: GPL-2.0-only */
/* What the parts of os_fetch() share. */
#ifndef KEXEC_OS_FETCH_H
#define KEXEC_OS_FETCH_H

#include <netinet/in.h>
#include "kexec.h"
#include "net.h"

/**
 * struct fetch - one file on its way
 * @text: the URL as the user gave it
 * @url: where it is now, after redirects
 * @x: what we have of it
 * @fd: where it goes
 * @room: bytes of memory that it may take, if it goes to memory
 * @heard: a server has said something, so a further try makes sense
 * @end_ms: of all, by fetch_now_ms()
 */
struct fetch {
	const char *text;
	struct url url;
	struct transfer x;
	int fd;
	uint64_t room;
	bool heard;
	int64_t end_ms;
	const struct fetch_options *o;
	struct reason *why;
};

/** fetch_now_ms() - a clock that nobody sets */
int64_t fetch_now_ms(void);
/** fetch_deadline() - @ms from now, or the end of all if that comes first */
int64_t fetch_deadline(const struct fetch *f, int64_t ms);
/**
 * fetch_wait() - until @fd is ready for @events
 *
 * Return: 0; -ETIME if @deadline came first, without a reason; -ETIMEDOUT with one if all of the
 * time is over.
 */
int fetch_wait(struct fetch *f, int fd, short events, int64_t deadline);
/** fetch_silence() - fail because the server has said nothing; -ETIMEDOUT */
int fetch_silence(struct fetch *f);
/** fetch_failed() - because of @error of a socket, in the words of all protocols; -@error */
int fetch_failed(struct fetch *f, int error);
/** fetch_address() - of f->url.host and its port */
int fetch_address(struct fetch *f, struct sockaddr_in *to);
/** fetch_begin() - f->x.done and f->x.total are known: make the file fit them, see that there is room */
int fetch_begin(struct fetch *f);
/** fetch_write() - the next bytes */
int fetch_write(struct fetch *f, struct blob data);

/**
 * struct fetch_flow - how a connection is read
 * @window: what we offer to take at once, in bytes; 0: as Linux has it
 * @await: bytes that are worth being woken for
 */
struct fetch_flow {
	int window;
	int await;
};

/** fetch_flow_begin() - of the connected socket @s */
void fetch_flow_begin(struct fetch_flow *w, int s);
/**
 * fetch_flow_go_on() - after each read: offer less if frames were lost
 * @left: bytes that are known to come; 0: not known
 */
void fetch_flow_go_on(struct fetch_flow *w, int s, uint64_t left);

/** fetch_http(), fetch_tftp() - one try */
int fetch_http(struct fetch *f);
int fetch_tftp(struct fetch *f);

#endif
