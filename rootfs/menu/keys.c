// SPDX-License-Identifier: GPL-2.0-only
/* Keys, from the bytes that VT100 to VT220, xterm and Linux's console send. */
#include <string.h>
#include <strings.h>
#include "keys.h"

static const struct {
	const char *seq; /* behind ESC */
	unsigned int key;
} sequences[] = {
	{ "[A", KEY_UP },	 { "[B", KEY_DOWN },	 { "[C", KEY_RIGHT },
	{ "[D", KEY_LEFT },	 { "OA", KEY_UP },	 { "OB", KEY_DOWN },
	{ "OC", KEY_RIGHT },	 { "OD", KEY_LEFT },	 { "[H", KEY_HOME },
	{ "[F", KEY_END },	 { "OH", KEY_HOME },	 { "OF", KEY_END },
	{ "[1~", KEY_HOME },	 { "[2~", KEY_INSERT },	 { "[3~", KEY_DELETE },
	{ "[4~", KEY_END },	 { "[5~", KEY_PGUP },	 { "[6~", KEY_PGDN },
	{ "[7~", KEY_HOME },	 { "[8~", KEY_END },	 { "[[A", KEY_F1 },
	{ "[[B", KEY_F1 + 1 },	 { "[[C", KEY_F1 + 2 },	 { "[[D", KEY_F1 + 3 },
	{ "[[E", KEY_F1 + 4 },	 { "OP", KEY_F1 },	 { "OQ", KEY_F1 + 1 },
	{ "OR", KEY_F1 + 2 },	 { "OS", KEY_F1 + 3 },	 { "[11~", KEY_F1 },
	{ "[12~", KEY_F1 + 1 },	 { "[13~", KEY_F1 + 2 }, { "[14~", KEY_F1 + 3 },
	{ "[15~", KEY_F1 + 4 },	 { "[17~", KEY_F1 + 5 }, { "[18~", KEY_F1 + 6 },
	{ "[19~", KEY_F1 + 7 },	 { "[20~", KEY_F1 + 8 }, { "[21~", KEY_F1 + 9 },
	{ "[23~", KEY_F1 + 10 }, { "[24~", KEY_F12 },
};

/* A sequence ends with a byte from 40h on, but for the "[" or "O" that begins it. */
static int is_complete(const struct key_reader *r)
{
	char last = r->seq[r->n - 1];

	if (r->n == 1)
		return 0;
	if (r->n == 2 && r->seq[0] == '[' && last == '[')
		return 0;
	return last >= 0x40;
}

static unsigned int lookup(const struct key_reader *r)
{
	for (size_t i = 0; i < sizeof(sequences) / sizeof(sequences[0]); i++)
		if (strlen(sequences[i].seq) == r->n && !memcmp(sequences[i].seq, r->seq, r->n))
			return sequences[i].key;
	return KEY_UNKNOWN;
}

/* seq[] holds what came behind ESC; n counts ESC, too. */
static unsigned int in_sequence(struct key_reader *r, uint8_t byte)
{
	struct key_reader behind = { "", r->n, 0 };
	unsigned int key;

	if (r->n == 1 && byte != '[' && byte != 'O' && byte != KEY_ESC) {
		r->n = 0;
		r->held = byte;
		return KEY_ESC;
	}
	if (byte == KEY_ESC) { /* a new one: the old was a key by itself, or cut */
		key = key_flush(r);
		r->n = 1;
		return key;
	}
	r->seq[r->n - 1] = (char)byte;
	memcpy(behind.seq, r->seq, sizeof(behind.seq));
	if (!is_complete(&behind) && r->n < sizeof(r->seq)) {
		r->n++;
		return KEY_NONE;
	}
	key = lookup(&behind);
	r->n = 0;
	return key;
}

unsigned int key_feed(struct key_reader *r, uint8_t byte)
{
	r->held = 0;
	if (r->n)
		return in_sequence(r, byte);
	if (byte == KEY_ESC) {
		r->n = 1;
		return KEY_NONE;
	}
	if (byte == '\n')
		return KEY_ENTER;
	if (byte == 8)
		return KEY_BACKSPACE;
	return byte;
}

unsigned int key_flush(struct key_reader *r)
{
	unsigned int n = r->n;

	r->n = 0;
	return n == 1 ? KEY_ESC : n ? KEY_UNKNOWN : KEY_NONE;
}

static const struct {
	const char *name;
	unsigned int key;
} names[] = {
	{ "Backspace", KEY_BACKSPACE },
	{ "Tab", KEY_TAB },
	{ "Enter", KEY_ENTER },
	{ "Esc", KEY_ESC },
	{ "Escape", KEY_ESC },
	{ "Space", ' ' },
	{ "Up", KEY_UP },
	{ "Down", KEY_DOWN },
	{ "Left", KEY_LEFT },
	{ "Right", KEY_RIGHT },
	{ "PgUp", KEY_PGUP },
	{ "PgDn", KEY_PGDN },
	{ "Home", KEY_HOME },
	{ "End", KEY_END },
	{ "Insert", KEY_INSERT },
	{ "Delete", KEY_DELETE },
};

unsigned int key_named(const char *name, size_t n)
{
	unsigned int f = 0;

	if (n == 1 && name[0] > ' ')
		return (uint8_t)name[0];
	if (n == 2 && name[0] == '^')
		return KEY_CTRL((unsigned int)name[1]);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i].name) == n && !strncasecmp(names[i].name, name, n))
			return names[i].key;
	if (n < 2 || n > 3 || (name[0] | 0x20) != 'f')
		return KEY_NONE;
	for (size_t i = 1; i < n; i++)
		f = f * 10 + (unsigned int)(name[i] - '0');
	return f >= 1 && f <= 12 ? KEY_F1 + f - 1 : KEY_NONE;
}
