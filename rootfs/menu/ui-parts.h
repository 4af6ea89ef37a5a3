/* SPDX-License-Identifier: GPL-2.0-only */
/* What the parts of the menu in use (ui*.c) have of each other. */
#ifndef MENU_UI_PARTS_H
#define MENU_UI_PARTS_H

#include "ui.h"

/* ---- ui.c: pages and what is selected */

/** ui_selected() - the entry under the bar, NULL if nothing can be chosen */
const struct menu_entry *ui_selected(const struct ui *ui);
/** ui_say() - put @text on the status line until the next key */
void ui_say(struct ui *ui, const char *text);
/** ui_show_page() - show @page; @on is selected if it is there, else the page's default */
void ui_show_page(struct ui *ui, const struct menu_page *page, const struct menu_entry *on);
/** ui_go_home() - show and select what starts by itself */
void ui_go_home(struct ui *ui);

/* ---- ui-time.c: countdowns */

/** ui_starts_at_once() - has no menu been asked for, so that the default starts? */
bool ui_starts_at_once(const struct ui *ui);
/** ui_timeout_of() - what is counted down, in ms; 0: nothing */
uint32_t ui_timeout_of(const struct ui *ui);
/** ui_count() - count @ms down, after @wait_ms more; 0 counts nothing */
void ui_count(struct ui *ui, uint32_t wait_ms, uint32_t ms);

/* ---- ui-start.c: what starts */

/** ui_start() - have @line started, which came from @of or from no entry */
enum ui_want ui_start(struct ui *ui, const char *line, const struct menu_entry *of);
enum ui_want ui_start_entry(struct ui *ui, const struct menu_entry *e);
/** ui_choose() - enter an entry that no password guards, or that has been unlocked */
enum ui_want ui_choose(struct ui *ui, const struct menu_entry *e);
/** ui_start_by_itself() - the countdown is over */
enum ui_want ui_start_by_itself(struct ui *ui);

/* ---- ui-lock.c: what a password may guard; @e may be NULL */

/** ui_enter() - choose an entry, after its password */
enum ui_want ui_enter(struct ui *ui, const struct menu_entry *e);
/** ui_tab() - edit an entry's line, after a password */
enum ui_want ui_tab(struct ui *ui, const struct menu_entry *e);
/** ui_leave() - to the shell, after the master password */
enum ui_want ui_leave(struct ui *ui);
enum ui_want ui_password_typed(struct ui *ui);
enum ui_want ui_line_edited(struct ui *ui);

/* ---- ui-line.c: a line that is typed */

void ui_line_key(struct ui *ui, unsigned int key);
enum ui_want ui_search_key(struct ui *ui, unsigned int key);

#endif
