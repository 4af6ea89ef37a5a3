// SPDX-License-Identifier: GPL-2.0-only
/* TFTP as a client that reads: RFC 1350, options 2347 to 2349, windows of blocks 7440. */
#include <stdio.h>
#include <string.h>
#include "core.h"
#include "net.h"

enum { RRQ = 1, DATA = 3, ACK = 4, ERROR = 5, OACK = 6 };

#define PLAIN_BLOCK 512u
#define MIN_BLOCK   8u

static uint16_t be16(struct blob b, uint64_t off)
{
	return (uint16_t)(blob_u8(b, off) << 8 | blob_u8(b, off + 1));
}

static void put16(uint8_t *to, unsigned int value)
{
	to[0] = (uint8_t)(value >> 8);
	to[1] = (uint8_t)value;
}

void tftp_init(struct tftp *t, bool plain)
{
	*t = (struct tftp){ .plain = plain, .block_bytes = PLAIN_BLOCK, .window = 1 };
}

/* ---- what we send ----------------------------------------------------------------- */

size_t tftp_request(const struct tftp *t, const char *name, uint8_t buf[TFTP_PACKET])
{
	/* %c: the final zero of each word */
	int n = snprintf((char *)buf + 2, TFTP_PACKET - 2, "%s%coctet%c", name, 0, 0);
	size_t room;
	int more;

	if (n < 0 || (size_t)n >= TFTP_PACKET - 2)
		return 0;
	put16(buf, RRQ);
	if (t->plain)
		return (size_t)n + 2;
	room = TFTP_PACKET - 2 - (size_t)n;
	more = snprintf((char *)buf + 2 + n, room, "tsize%c0%cblksize%c%u%cwindowsize%c%u%c", 0, 0,
			0, TFTP_BLOCK, 0, 0, TFTP_WINDOW, 0);
	return more < 0 || (size_t)more >= room ? 0 : 2 + (size_t)n + (size_t)more;
}

size_t tftp_ack(struct tftp *t, uint8_t buf[TFTP_PACKET])
{
	t->in_window = 0;
	put16(buf, ACK);
	put16(buf + 2, t->last);
	return 4;
}

size_t tftp_error(unsigned int code, const char *text, uint8_t buf[TFTP_PACKET])
{
	int n = snprintf((char *)buf + 4, TFTP_PACKET - 4, "%s", text);

	put16(buf, ERROR);
	put16(buf + 2, code);
	return n < 0 ? 4 : 4 + strlen((char *)buf + 4) + 1;
}

/* ---- what comes --------------------------------------------------------------------- */

/* How many of the bytes come before a zero. */
static size_t text_bytes(struct blob b)
{
	const uint8_t *end = b.n ? memchr(b.p, 0, b.n) : NULL;

	return end ? (size_t)(end - b.p) : b.n;
}

static int take_error(const struct tftp *t, struct blob packet, struct tftp_step *step,
		      struct reason *why)
{
	static const char *const meaning[] = {
		"an error without a number", "file not found",	 "access violation", "disk full",
		"illegal operation",	     "unknown transfer", "file exists",	     "no such user",
		"options refused",
	};
	unsigned int code = be16(packet, 2);
	struct blob text = blob_slice(packet, 4, packet.n);
	char said[100];

	/* An old server that takes options for damage deserves to be asked in its own way. */
	if (t->state == TFTP_ASKED && !t->plain &&
	    (code == TFTP_BAD_OPTION || code == TFTP_ILLEGAL)) {
		step->again = true;
		return 0;
	}
	printable(said, sizeof(said), text.p, text_bytes(text));
	if (!said[0])
		snprintf(said, sizeof(said), "%s",
			 code < sizeof(meaning) / sizeof(meaning[0]) ? meaning[code] : "no words");
	return because(why, -EPROTO, "the server says %s (TFTP error %u)", said, code);
}

static int lie(struct reason *why, const char *option, const char *value)
{
	return because(why, -EPROTO, "the server answers the option %.20s with %.20s", option,
		       value);
}

/* A number that has nothing behind it, of at most 18 digits. */
static bool number(const char *text, uint64_t *value)
{
	size_t i;

	*value = 0;
	for (i = 0; text[i] >= '0' && text[i] <= '9' && i < 18; i++)
		*value = *value * 10 + (uint64_t)(text[i] - '0');
	return i && !text[i];
}

static bool same(const char *a, const char *b)
{
	for (; *a && *b; a++, b++)
		if ((*a | 0x20) != *b)
			return false;
	return !*a && !*b;
}

/* A server may give less than we have asked for, never more. */
static int take_option(struct tftp *t, const char *name, const char *text, struct reason *why)
{
	uint64_t value;

	if (!number(text, &value))
		return lie(why, name, text);
	if (same(name, "tsize")) {
		t->has_size = true;
		t->size = value;
	} else if (same(name, "blksize")) {
		if (value < MIN_BLOCK || value > TFTP_BLOCK)
			return lie(why, name, text);
		t->block_bytes = (unsigned int)value;
	} else if (same(name, "windowsize")) {
		if (!value || value > TFTP_WINDOW)
			return lie(why, name, text);
		t->window = (unsigned int)value;
	} else {
		return lie(why, name, text);
	}
	return 0;
}

static int take_oack(struct tftp *t, struct blob packet, struct tftp_step *step, struct reason *why)
{
	char word[2][24];

	if (t->state != TFTP_ASKED || t->plain)
		return 0;
	for (uint64_t at = 2; at < packet.n;) {
		for (unsigned int i = 0; i < 2; i++) {
			struct blob rest = blob_slice(packet, at, packet.n);
			size_t n = text_bytes(rest);

			if (n == rest.n)
				return because(why, -EPROTO, "the server's options are cut short");
			printable(word[i], sizeof(word[i]), rest.p, n);
			at += n + 1;
		}
		if (take_option(t, word[0], word[1], why))
			return -EPROTO;
	}
	t->state = TFTP_DATA;
	step->ack = true;
	return 0;
}

/* The block that is due. */
static int take_block(struct tftp *t, struct blob data, struct tftp_step *step, struct reason *why)
{
	uint64_t end = t->done + data.n;

	if (data.n > t->block_bytes)
		return because(why, -EPROTO, "the server sends blocks of %zu bytes in place of %u",
			       data.n, t->block_bytes);
	if (t->has_size && data.n > t->size - t->done)
		return because(why, -EPROTO,
			       "the server sends more than the %llu bytes it has announced",
			       (unsigned long long)t->size);
	t->state = data.n < t->block_bytes ? TFTP_DONE : TFTP_DATA;
	if (t->state == TFTP_DONE && t->has_size && end < t->size)
		return because(why, -EPROTO,
			       "the server sends %llu bytes in place of the %llu announced",
			       (unsigned long long)end, (unsigned long long)t->size);
	step->data = data;
	t->done = end;
	t->last++;
	t->gap = false;
	step->ack = ++t->in_window >= t->window || t->state == TFTP_DONE;
	return 0;
}

static int take_data(struct tftp *t, struct blob packet, struct tftp_step *step, struct reason *why)
{
	uint16_t ahead = (uint16_t)(be16(packet, 2) - t->last);

	if (ahead == 1)
		return take_block(t, blob_slice(packet, 4, packet.n), step, why);
	/*
	 * What has come before is not acknowledged again: a server that answered each
	 * acknowledgement would from then on send everything twice (RFC 1123, 4.2.3.1).
	 */
	if (ahead > 1 && ahead <= t->window && !t->gap && t->state != TFTP_ASKED) {
		t->gap = true;
		step->ack = true; /* of what is there: the server goes back to it */
	}
	return 0;
}

int tftp_take(struct tftp *t, struct blob packet, struct tftp_step *step, struct reason *why)
{
	int err;

	*step = (struct tftp_step){ .data = { packet.p, 0 } };
	if (packet.n < 4)
		return 0;
	switch (be16(packet, 0)) {
	case ERROR:
		return take_error(t, packet, step, why);
	case OACK:
		err = take_oack(t, packet, step, why);
		step->tell = err ? TFTP_BAD_OPTION : 0;
		return err;
	case DATA:
		err = take_data(t, packet, step, why);
		step->tell = err ? TFTP_ILLEGAL : 0;
		return err;
	default:
		return 0;
	}
}
