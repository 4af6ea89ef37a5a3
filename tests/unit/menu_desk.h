/* SPDX-License-Identifier: GPL-2.0-only */
/* A menu in use, for the unit tests: keys go in, time passes, rows of the screen come out. */
#ifndef UNIT_MENU_DESK_H
#define UNIT_MENU_DESK_H

#include <stdio.h>
#include "helper.h"
#include "screen.h"

/** struct desk - a menu in use, at a clock of its own */
struct desk {
	struct menu m;
	struct ui ui;
	uint64_t ms;
	struct cell cell[60 * 132];
	struct screen s;
};

/** menu_three - a configuration with two entries, a submenu, TIMEOUT of five seconds */
extern const char menu_three[];

/** open_desk() - show the configuration @text; @by_hand: the user has started the menu */
void open_desk(struct desk *d, const char *text, bool by_hand);
void close_desk(struct desk *d);
/** press() - a key; what the menu wants then */
enum ui_want press(struct desk *d, unsigned int key);
/** type() - several keys, until the menu wants something */
enum ui_want type(struct desk *d, const char *text);
/** pass() - let time pass as the caller of the menu does: in steps of what ui_wait_ms() allows */
enum ui_want pass(struct desk *d, uint64_t ms);
/** title() - of the selected entry */
const char *title(const struct desk *d);
/** row() - a row of the screen without the blanks at its end, until the next call */
const char *row(struct desk *d, unsigned int n);
/** cell() - a cell of the screen, until the next call */
const struct cell *cell(struct desk *d, unsigned int n, unsigned int col);

#endif
