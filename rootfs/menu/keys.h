/* SPDX-License-Identifier: GPL-2.0-only */
/* Keys, from the bytes that terminals send. */
#ifndef MENU_KEYS_H
#define MENU_KEYS_H

#include <stddef.h>
#include <stdint.h>

/* A character is itself; these have no character. */
enum {
	KEY_NONE = 0,
	KEY_TAB = 9,
	KEY_ENTER = 13,
	KEY_ESC = 27,
	KEY_BACKSPACE = 127,
	KEY_UP = 256,
	KEY_DOWN,
	KEY_LEFT,
	KEY_RIGHT,
	KEY_PGUP,
	KEY_PGDN,
	KEY_HOME,
	KEY_END,
	KEY_INSERT,
	KEY_DELETE,
	KEY_F1,
	KEY_F12 = KEY_F1 + 11,
	KEY_UNKNOWN,
};

#define KEY_CTRL(c) ((c)&0x1fu)

/**
 * struct key_reader - bytes of an escape sequence that has not ended; { 0 } at first
 * @held: a byte that turned out to be no part of it, 0: none; to be fed again
 */
struct key_reader {
	char seq[8];
	unsigned int n;
	uint8_t held;
};

/** key_feed() - the key that ends with @byte, or KEY_NONE */
unsigned int key_feed(struct key_reader *r, uint8_t byte);
/** key_flush() - nothing has come for a while: the key that a lone ESC was, or KEY_NONE */
unsigned int key_flush(struct key_reader *r);
/** key_named() - the key that a configuration calls by the @n characters at @name; 0: none */
unsigned int key_named(const char *name, size_t n);

#endif
