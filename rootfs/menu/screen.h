/* SPDX-License-Identifier: GPL-2.0-only */
/* A screen as cells: drawn purely, then written to terminals or compared by tests. */
#ifndef MENU_SCREEN_H
#define MENU_SCREEN_H

#include "ui.h"

enum { ATTR_PLAIN = 0, ATTR_BOLD = 1, ATTR_REVERSE = 2, ATTR_DIM = 4 };

struct cell {
	char ch;
	uint8_t attr;
};

#define SCREEN_MIN_ROWS 8u
#define SCREEN_MIN_COLS 30u

/**
 * struct screen - what a terminal shows
 * @cell: rows x cols of them, the caller's
 * @cursor: is there one, at @row, @col?
 */
struct screen {
	unsigned int rows, cols;
	struct cell *cell;
	bool cursor;
	unsigned int row, col;
};

/** screen_draw() - the whole screen of @ui; at least SCREEN_MIN_ROWS x SCREEN_MIN_COLS */
void screen_draw(const struct ui *ui, struct screen *s);

#endif
