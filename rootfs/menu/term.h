/* SPDX-License-Identifier: GPL-2.0-only */
/* The terminals that show one menu: the user's own, or all consoles at once. */
#ifndef MENU_TERM_H
#define MENU_TERM_H

#include <poll.h>
#include <termios.h>
#include "screen.h"

#define TERMS_MAX 4u

/**
 * struct term - one terminal
 * @shown: what it shows; drawing writes only what differs
 * @esc_ms: when the first byte of an unfinished key came
 */
struct term {
	int fd;
	struct termios saved;
	struct screen shown, next;
	struct key_reader keys;
	uint64_t esc_ms;
};

struct terms {
	struct term term[TERMS_MAX];
	unsigned int n;
};

/** now_ms() - a clock that only goes forward */
uint64_t now_ms(void);
/**
 * terms_open() - standard input and output, or all consoles
 * @consoles: file with their names, a line each; NULL: this terminal
 */
int terms_open(struct terms *t, const char *consoles, struct reason *why);
/** terms_close() - leave all as they were found, and blank */
void terms_close(struct terms *t);
void terms_draw(struct terms *t, const struct ui *ui);
/** terms_clear() - blank, for what a program prints */
void terms_clear(struct terms *t);
/** terms_write() - bytes to all */
void terms_write(struct terms *t, const char *p, size_t n);
/** terms_poll() - fill in @fds for poll(); how many */
unsigned int terms_poll(const struct terms *t, struct pollfd fds[TERMS_MAX]);
/** terms_key() - wait for a key on any of them, for at most @wait_ms; KEY_NONE if none came */
unsigned int terms_key(struct terms *t, uint32_t wait_ms);

#endif
