// SPDX-License-Identifier: GPL-2.0-only
/* HTTP/1.1 as a client: RFC 9112 (messages), RFC 9110 (redirects, ranges, validators). */
#include <string.h>
#include "core.h"
#include "net.h"

#define MAX_HEAD_BYTES (64u * KIB)
#define MAX_NUMBER     1000000000000000000u /* 10^18 */

void printable(char *to, size_t size, const uint8_t *from, size_t n)
{
	size_t i;

	for (i = 0; i < n && i + 1 < size; i++)
		to[i] = from[i] < ' ' || from[i] >= 0x7f ? '?' : (char)from[i];
	to[i] = '\0';
}

/* ---- request ---------------------------------------------------------------- */

void http_request(struct text *t, const struct url *url, const struct transfer *x)
{
	text_addf(t, "GET %s HTTP/1.1\r\nHost: %s", url->path, url->host);
	if (url->port != 80)
		text_addf(t, ":%u", url->port);
	text_addf(t, "\r\nUser-Agent: bootshell\r\nAccept: */*\r\nAccept-Encoding: identity\r\n"
		     "Connection: close\r\n");
	/* Unless it is certain to be of the same file the rest is of no use. */
	if (x->done && x->validator[0])
		text_addf(t, "Range: bytes=%llu-\r\nIf-Range: %s\r\n", (unsigned long long)x->done,
			  x->validator);
	text_addf(t, "\r\n");
}

/* ---- the lines of the head ----------------------------------------------------- */

static int bad(struct reason *why, const char *what)
{
	return because(why, -EPROTO, "the server does not speak HTTP/1.1: %s", what);
}

static int refused_number(struct reason *why)
{
	return bad(why, "a length that is no number");
}

static int sends_more(struct reason *why)
{
	return because(why, -EPROTO, "the server sends more than it has announced");
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A decimal number at *p, which moves behind it. */
static bool take_number(const char **p, uint64_t *value)
{
	const char *start = *p;

	for (*value = 0; is_digit(**p); (*p)++) {
		unsigned int digit = (unsigned int)(**p - '0');

		if (*value >= MAX_NUMBER / 10)
			return false;
		*value = *value * 10 + digit;
	}
	return *p > start;
}

static int status_line(struct http *h, struct reason *why)
{
	const char *p = h->line;
	uint64_t status;

	if (strncmp(p, "HTTP/1.", 7) != 0 || !is_digit(p[7]) || p[8] != ' ')
		return bad(why, "its first line is another");
	p += 9;
	if (!take_number(&p, &status) || status < 100 || status > 999)
		return bad(why, "its first line has no status");
	h->status = (unsigned int)status;
	p += *p == ' ';
	printable(h->words, sizeof(h->words), (const uint8_t *)p, strlen(p));
	return 0;
}

/* The value if the line is of this field: names are of any case. */
static const char *value_of(const struct http *h, const char *name)
{
	size_t i = 0;
	char c;

	for (; name[i]; i++) {
		c = h->line[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c + 'a' - 'A');
		if (c != name[i])
			return NULL;
	}
	if (h->line[i++] != ':')
		return NULL;
	while (h->line[i] == ' ' || h->line[i] == '\t')
		i++;
	return h->line + i;
}

/* "0-9/10", "0-9/" and a star. */
static int content_range(struct http *h, const char *p, struct reason *why)
{
	uint64_t to;

	if (strncmp(p, "bytes ", 6) != 0)
		return refused_number(why);
	p += 6;
	if (*p == '*') /* with 416: there is no such part */
		return 0;
	if (!take_number(&p, &h->from) || *p++ != '-' || !take_number(&p, &to) || *p++ != '/')
		return refused_number(why);
	h->total = 0;
	if (*p != '*' && !take_number(&p, &h->total))
		return refused_number(why);
	if (to < h->from || (h->total && to >= h->total))
		return bad(why, "a range of bytes that does not exist");
	h->has_range = true;
	return 0;
}

static int content_length(struct http *h, const char *p, struct reason *why)
{
	uint64_t n;

	if (!take_number(&p, &n) || *p)
		return refused_number(why);
	if (h->has_length && n != h->length)
		return bad(why, "two lengths");
	h->has_length = true;
	h->length = n;
	return 0;
}

static int transfer_encoding(struct http *h, const char *p, struct reason *why)
{
	h->chunked = !strcmp(p, "chunked") || !strcmp(p, "Chunked");
	if (!h->chunked && strcmp(p, "identity") != 0)
		return because(why, -EPROTO,
			       "the server packs the file in a way not known here: %.40s", p);
	return 0;
}

static void keep(char *to, size_t size, const char *value)
{
	if (strlen(value) < size)
		memcpy(to, value, strlen(value) + 1);
}

static int field_line(struct http *h, struct reason *why)
{
	const char *v;

	if ((v = value_of(h, "content-length")))
		return content_length(h, v, why);
	if ((v = value_of(h, "content-range")))
		return content_range(h, v, why);
	if ((v = value_of(h, "transfer-encoding")))
		return transfer_encoding(h, v, why);
	if ((v = value_of(h, "location"))) {
		if (h->line_cut || strlen(v) >= sizeof(h->location))
			return because(why, -EPROTO,
				       "the server redirects to a URL that is too long");
		keep(h->location, sizeof(h->location), v);
	} else if ((v = value_of(h, "etag"))) {
		if (v[0] == '"') /* "W/" begins a weak one, which does not tell bytes */
			keep(h->etag, sizeof(h->etag), v);
	} else if ((v = value_of(h, "last-modified"))) {
		keep(h->modified, sizeof(h->modified), v);
	}
	return 0;
}

static void begin_body(struct http *h)
{
	h->left = h->length;
	if (h->status < 200) { /* "100 Continue": the real answer follows */
		size_t bytes = h->head_bytes;

		*h = (struct http){ .head_bytes = bytes };
	} else if (h->chunked) {
		h->state = HTTP_CHUNK_SIZE;
	} else if (h->has_length) {
		h->state = h->left ? HTTP_BODY : HTTP_DONE;
	} else {
		h->state = HTTP_BODY_CLOSE;
	}
}

/* "1A3; whatever" */
static int chunk_size(struct http *h, struct reason *why)
{
	size_t i;

	h->left = 0;
	for (i = 0; i < h->n_line; i++) {
		char c = h->line[i];
		unsigned int digit = is_digit(c)	  ? (unsigned int)(c - '0') :
				     c >= 'a' && c <= 'f' ? (unsigned int)(c - 'a' + 10) :
				     c >= 'A' && c <= 'F' ? (unsigned int)(c - 'A' + 10) :
							    16;

		if (digit > 15)
			break;
		if (h->left >= MAX_NUMBER >> 4)
			return refused_number(why);
		h->left = h->left << 4 | digit;
	}
	if (!i || (i < h->n_line && !strchr("; \t", h->line[i])))
		return refused_number(why);
	h->state = h->left ? HTTP_CHUNK : HTTP_TRAILER;
	return 0;
}

/* A whole line is in h->line. */
static int end_line(struct http *h, struct reason *why)
{
	int err = 0;

	switch (h->state) {
	case HTTP_HEAD:
		if (!h->status)
			err = status_line(h, why);
		else if (h->n_line)
			err = field_line(h, why);
		else
			begin_body(h);
		break;
	case HTTP_CHUNK_SIZE:
		err = chunk_size(h, why);
		h->head_bytes = 0;
		break;
	case HTTP_CHUNK_END:
		if (h->n_line)
			return bad(why, "a chunk that is longer than its length");
		h->state = HTTP_CHUNK_SIZE;
		break;
	default: /* HTTP_TRAILER */
		if (!h->n_line)
			h->state = HTTP_DONE;
	}
	h->n_line = 0;
	h->line_cut = false;
	return err;
}

static int take_char(struct http *h, char c, struct reason *why)
{
	if (++h->head_bytes > MAX_HEAD_BYTES)
		return bad(why, "a head of more than 64 KiB");
	if (c != '\n') {
		if (h->n_line + 1 < sizeof(h->line))
			h->line[h->n_line++] = c;
		else
			h->line_cut = true;
		return 0;
	}
	while (h->n_line && strchr("\r \t", h->line[h->n_line - 1]))
		h->n_line--;
	h->line[h->n_line] = '\0';
	return end_line(h, why);
}

int http_take(struct http *h, struct blob in, size_t *used, struct blob *body, struct reason *why)
{
	enum http_state state = h->state;
	int err = 0;

	*used = 0;
	*body = (struct blob){ in.p, 0 };
	if (state == HTTP_DONE)
		return in.n ? sends_more(why) : 0;
	if (state == HTTP_BODY_CLOSE) {
		*body = in;
		*used = in.n;
		return 0;
	}
	if (state == HTTP_BODY || state == HTTP_CHUNK) {
		*body = blob_slice(in, 0, h->left);
		*used = body->n;
		h->left -= body->n;
		if (!h->left)
			h->state = state == HTTP_BODY ? HTTP_DONE : HTTP_CHUNK_END;
		return 0;
	}
	/* The caller sees each state begin: after the head it wants to decide. */
	while (!err && *used < in.n && h->state == state)
		err = take_char(h, (char)in.p[(*used)++], why);
	return err;
}

/* ---- what an answer means --------------------------------------------------------- */

bool http_is_redirect(const struct http *h)
{
	switch (h->status) {
	case 301:
	case 302:
	case 303:
	case 307:
	case 308:
		return h->location[0];
	default:
		return false;
	}
}

/* Busy, or something behind the server is: it may be better later (RFC 9110, 15.5.9, 15.6). */
static bool may_pass(unsigned int status)
{
	return status == 408 || status == 429 || (status >= 500 && status <= 504 && status != 501);
}

/* All of the file comes, whatever we had asked for. */
static int accept_all(const struct http *h, struct transfer *x)
{
	x->done = 0;
	x->has_total = h->has_length && !h->chunked;
	x->total = x->has_total ? h->length : 0;
	x->validator[0] = '\0';
	keep(x->validator, sizeof(x->validator), h->etag[0] ? h->etag : h->modified);
	return 0;
}

static int accept_part(const struct http *h, const struct transfer *x, struct reason *why)
{
	if (!x->done || !h->has_range)
		return bad(why, "a part of the file, which nobody asked for");
	if (h->from != x->done || (x->has_total && h->total && h->total != x->total) ||
	    (x->has_total && h->has_length && !h->chunked && h->length != x->total - x->done))
		return bad(why, "another part of the file than asked for");
	if (h->etag[0] && x->validator[0] == '"' && strcmp(h->etag, x->validator) != 0)
		return because(why, -EPROTO, "the file has changed on the server");
	return 0;
}

int http_accept(const struct http *h, struct transfer *x, struct reason *why)
{
	if (h->status == 200)
		return accept_all(h, x);
	if (h->status == 206)
		return accept_part(h, x, why);
	return because(why, may_pass(h->status) ? -EAGAIN : -EPROTO, "the server says %u%s%s",
		       h->status, h->words[0] ? " " : "", h->words);
}

int http_closed(struct http *h, const struct transfer *x, struct reason *why)
{
	if (h->state == HTTP_BODY_CLOSE)
		h->state = HTTP_DONE;
	if (h->state == HTTP_DONE && (!x->has_total || x->done == x->total))
		return 0;
	if (x->has_total && x->done > x->total)
		return sends_more(why);
	if (!h->head_bytes && !h->status)
		return because(why, -ECONNRESET,
			       "the server ended the connection without an answer");
	if (!x->has_total)
		return because(why, -ECONNRESET, "the server ended the connection after %llu bytes",
			       (unsigned long long)x->done);
	return because(why, -ECONNRESET, "the server ended the connection after %llu of %llu bytes",
		       (unsigned long long)x->done, (unsigned long long)x->total);
}
