/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The pure part of fetching files: URLs, HTTP/1.1 as a client (RFC 9110, RFC 9112) and TFTP
 * (RFC 1350, 2347, 2348, 2349, 7440). kexec/os/fetch*.c moves the bytes.
 *
 * Errors: -EPROTO is the server's fault or its refusal, -EAGAIN a state of the server that may pass.
 */
#ifndef KEXEC_NET_H
#define KEXEC_NET_H

#include "base.h"

/* ---- URLs ----------------------------------------------------------------- */

enum url_scheme { URL_HTTP, URL_TFTP };

/**
 * struct url - where a file is
 * @host: name or IPv4 address; "" only with TFTP: the server that this machine booted from
 * @path: HTTP: from "/" on, percent-encoded where it must be; TFTP: the name as the server wants it
 */
struct url {
	enum url_scheme scheme;
	uint16_t port;
	char host[256];
	char path[1024];
};

/** url_parse() - take @text apart; a scheme that cannot be had is refused by its name */
int url_parse(struct url *url, const char *text, struct reason *why);
/** url_follow() - @url becomes what @location, a redirect's, says; it may be relative to @url */
int url_follow(struct url *url, const char *location, struct reason *why);

/* ---- HTTP ------------------------------------------------------------------- */

enum http_state {
	HTTP_HEAD,
	HTTP_BODY,	 /* as many bytes as announced */
	HTTP_BODY_CLOSE, /* until the connection ends */
	HTTP_CHUNK_SIZE,
	HTTP_CHUNK,
	HTTP_CHUNK_END,
	HTTP_TRAILER,
	HTTP_DONE,
};

/**
 * struct http - an answer while it comes in; { 0 } is ready for the first byte
 * @status: 200 and so on; 0 as long as the first line is not there
 * @words: what the server says beside it, printable
 * @length: of the body, if @has_length
 * @from, @total: of "Content-Range", if @has_range; @total 0: not told
 * @location: a redirect's
 * @etag: strong validator of the file, quotes included; @modified: the weaker one, a date
 * @left: bytes to come of the body or of this chunk
 * @line, @n_line: the line that is coming in; what is too long is cut, and @line_cut says so
 * @head_bytes: of all lines so far
 */
struct http {
	enum http_state state;
	unsigned int status;
	bool has_length, has_range, chunked, line_cut;
	uint64_t length, from, total, left;
	char words[64];
	char etag[128], modified[64], location[1024];
	char line[1152];
	size_t n_line, head_bytes;
};

/**
 * struct transfer - what is known of a file while it is fetched, over all tries
 * @done: bytes that we have
 * @total: bytes that it has, if @has_total
 * @validator: proves that what comes later is of the same file; "" if nothing does
 */
struct transfer {
	uint64_t done, total;
	bool has_total;
	char validator[128];
};

/** http_request() - the GET for @url; from byte @x->done on, if it can be known to be the same file */
void http_request(struct text *t, const struct url *url, const struct transfer *x);
/**
 * http_take() - take in what came
 * @used: set to how many bytes of @in are done with; at least one if there is one
 * @body: set to those of them that belong to the file
 *
 * The caller comes again until all of @in is used or @h->state is HTTP_DONE.
 */
int http_take(struct http *h, struct blob in, size_t *used, struct blob *body, struct reason *why);
/** http_accept() - once the head is there: is the body ours, and from which byte on (@x->done)? */
int http_accept(const struct http *h, struct transfer *x, struct reason *why);
/** http_is_redirect() - is @h->location to be followed? */
bool http_is_redirect(const struct http *h);
/**
 * http_closed() - the connection or the answer has ended
 *
 * Return: 0 if answer and file are whole; -ECONNRESET or, if the server has sent too much, -EPROTO.
 */
int http_closed(struct http *h, const struct transfer *x, struct reason *why);

/* ---- TFTP ------------------------------------------------------------------- */

/* What fits an Ethernet frame, and a tunnel's, too. */
#define TFTP_BLOCK 1408u
/* As many frames as PXE ROMs take in at once. */
#define TFTP_WINDOW 4u
#define TFTP_PACKET (4u + TFTP_BLOCK)
#define TFTP_PORT   69u

enum tftp_state { TFTP_ASKED, TFTP_DATA, TFTP_DONE };

/**
 * struct tftp - a transfer; tftp_init() sets it up
 * @plain: ask without options, as in 1992
 * @block_bytes, @window: in force
 * @size: of the file, if @has_size
 * @done: bytes so far
 * @last: the last block that came in its turn
 * @in_window: how many came since the last acknowledgement
 * @gap: a block is missing, and the server has been told
 */
struct tftp {
	enum tftp_state state;
	bool plain, has_size, gap;
	unsigned int block_bytes, window, in_window;
	uint64_t size, done;
	uint16_t last;
};

/**
 * struct tftp_step - what a packet comes to
 * @data: bytes for the file
 * @ack: send an acknowledgement now
 * @again: ask again, without options: initialise with @plain
 * @tell: the error that the server is to be told of; 0: it knows, or there is none
 */
struct tftp_step {
	struct blob data;
	bool ack, again;
	unsigned int tell;
};

void tftp_init(struct tftp *t, bool plain);
/** tftp_request() - the read request for @name. Return: bytes in @buf; 0: no room */
size_t tftp_request(const struct tftp *t, const char *name, uint8_t buf[TFTP_PACKET]);
/** tftp_ack() - the acknowledgement that is due. Return: bytes in @buf */
size_t tftp_ack(struct tftp *t, uint8_t buf[TFTP_PACKET]);
/** tftp_error() - the packet that ends a transfer. Return: bytes in @buf */
size_t tftp_error(unsigned int code, const char *text, uint8_t buf[TFTP_PACKET]);

enum { TFTP_DISK_FULL = 3, TFTP_ILLEGAL = 4, TFTP_UNKNOWN_TID = 5, TFTP_BAD_OPTION = 8 };

/** tftp_take() - take in a packet from the server. Return: 0, or -EPROTO with a reason */
int tftp_take(struct tftp *t, struct blob packet, struct tftp_step *step, struct reason *why);

/** printable() - copy @n bytes to @to, @size at most, with a final zero; what is not ASCII as '?' */
void printable(char *to, size_t size, const uint8_t *from, size_t n);

#endif
