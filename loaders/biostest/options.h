/* SPDX-License-Identifier: GPL-2.0-only */
/* biostest's command line. Pure: no firmware, no output. */
#ifndef BIOSTEST_OPTIONS_H
#define BIOSTEST_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** struct word - a part of the command line, not ended by a zero */
struct word {
	const char *p;
	size_t n;
};

/**
 * struct options - what the command line asks for
 * @unattended:	end an emulator at the end
 * @pause:	wait for a key after each screenful
 * @port:	of the serial line; 0: the BIOS's first, ffffh: none
 * @divisor:	115200 / baud
 * @key_s:	seconds to wait for a key
 * @hang_s:	seconds after which a call counts as hung
 * @only:	names, with commas between; empty: all
 * @skip:	likewise
 * @bad:	the first word whose value is of no use
 */
struct options {
	bool unattended;
	bool pause;
	uint16_t port;
	uint16_t divisor;
	uint8_t key_s;
	uint8_t hang_s;
	struct word only;
	struct word skip;
	struct word bad;
};

/**
 * options_parse() - read a command line
 * @text:	borrowed by what @options points to
 *
 * Words that it does not know are other people's: loaders add some.
 */
void options_parse(struct options *options, const char *text);

/** options_want() - is the service called @name to be run? */
bool options_want(const struct options *options, const char *name);

#endif
