// SPDX-License-Identifier: GPL-2.0-only
/* biostest's command line: unattended pause serial=3f8,9600 key=10 hang=30 only=int13,int15 skip=a20 */
#include "options.h"

#define SERIAL_NONE 0xffff
#define BAUD_MAX    115200u
#define KEY_S	    10
#define HANG_S	    30

static size_t length(const char *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}

/* is: does @word consist of @name? */
static bool is(struct word word, const char *name)
{
	size_t i;

	if (word.n != length(name))
		return false;
	for (i = 0; i < word.n; i++)
		if (word.p[i] != name[i])
			return false;
	return true;
}

/* take: cut @word before the first @c; the rest behind it, empty if there is none */
static struct word take(struct word *word, char c)
{
	struct word rest = { word->p + word->n, 0 };
	size_t i;

	for (i = 0; i < word->n; i++) {
		if (word->p[i] != c)
			continue;
		rest.p = word->p + i + 1;
		rest.n = word->n - i - 1;
		word->n = i;
		break;
	}
	return rest;
}

/* number: all of @word, 1 to @max; false if it is anything else */
static bool number(struct word word, uint32_t base, uint32_t max, uint32_t *value)
{
	uint32_t digit;
	size_t i;

	*value = 0;
	for (i = 0; i < word.n; i++) {
		char c = word.p[i] >= 'A' && word.p[i] <= 'F' ? (char)(word.p[i] + 32) : word.p[i];

		if (c >= '0' && c <= '9')
			digit = (uint32_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			digit = (uint32_t)(c - 'a') + 10;
		else
			return false;
		/* *value is at most max, so that this cannot wrap. */
		*value = *value * base + digit;
		if (digit >= base || *value > max)
			return false;
	}
	return *value != 0;
}

static bool serial(struct options *options, struct word value)
{
	uint32_t port = SERIAL_NONE, baud = BAUD_MAX;
	struct word speed = take(&value, ',');

	if (!is(value, "none") && !number(value, 16, 0xfff8, &port))
		return false;
	if (speed.n && (!number(speed, 10, BAUD_MAX, &baud) || BAUD_MAX / baud > 0xffff))
		return false;
	options->port = (uint16_t)port;
	options->divisor = (uint16_t)(BAUD_MAX / baud);
	return true;
}

static bool seconds(uint8_t *s, struct word value)
{
	uint32_t n;

	if (!number(value, 10, 240, &n))
		return false;
	*s = (uint8_t)n;
	return true;
}

/* one: true unless @word is ours and its value is of no use */
static bool one(struct options *options, struct word word)
{
	struct word value = take(&word, '=');

	if (is(word, "unattended"))
		options->unattended = true;
	else if (is(word, "pause"))
		options->pause = true;
	else if (is(word, "serial"))
		return serial(options, value);
	else if (is(word, "key"))
		return seconds(&options->key_s, value);
	else if (is(word, "hang"))
		return seconds(&options->hang_s, value);
	else if (is(word, "only"))
		options->only = value;
	else if (is(word, "skip"))
		options->skip = value;
	return true;
}

void options_parse(struct options *options, const char *text)
{
	struct word rest = { text, length(text) }, word;

	*options = (struct options){ .divisor = 1, .key_s = KEY_S, .hang_s = HANG_S };
	while (rest.n) {
		word = rest;
		rest = take(&word, ' ');
		if (!one(options, word) && !options->bad.n)
			options->bad = word;
	}
}

static bool lists(struct word list, const char *name)
{
	struct word word;

	while (list.n) {
		word = list;
		list = take(&word, ',');
		if (is(word, name))
			return true;
	}
	return false;
}

bool options_want(const struct options *options, const char *name)
{
	return (!options->only.n || lists(options->only, name)) && !lists(options->skip, name);
}
