/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The menu as it is used: keys and time go in, wishes come out. Pure: it reads no key, no
 * clock and no file, and draws nothing.
 */
#ifndef MENU_UI_H
#define MENU_UI_H

#include "keys.h"
#include "menu.h"

/* After a key the countdown waits for as long as this without another, then begins anew. */
#define UI_RESUME_MS 60000u
/* How long a start at once can be stopped. */
#define UI_GRACE_MS 2000u
/* The least time between a failure and the next start. */
#define UI_RETRY_MS 10000u
#define UI_LINE	    4096u

enum ui_mode {
	UI_LIST,
	UI_HIDDEN, /* nothing is shown but the countdown */
	UI_EDIT,
	UI_PASSWD,
	UI_SEARCH,
	UI_TEXT,
};

/** enum ui_want - what the caller has to do */
enum ui_want {
	UI_NOTHING,
	UI_START, /* start @line, then call ui_failed() */
	UI_FILE,  /* read the text file @line, then call ui_show() */
	UI_SHELL, /* leave the menu */
	UI_REDRAW,
};

/** enum ui_then - what an accepted password permits */
enum ui_then { THEN_CHOOSE, THEN_EDIT, THEN_SHELL, THEN_START };

/**
 * struct ui - state
 * @by_hand: the user has started the menu: leaving it needs no permission
 * @facts: for SYSAPPEND
 * @timeout_ms: in place of every page's own; UI_OWN_TIMEOUT leaves those, 0 waits for ever
 * @banner: lines above the list, or NULL
 * @selected: index in @page; -1 if nothing can be chosen
 * @of: entry that is edited, unlocked or was started
 * @then: what an accepted password permits
 * @line: being edited or typed; what UI_START and UI_FILE are about
 * @at: of the cursor
 * @found: selection before a search
 * @message: for the status line
 * @failure: why the last start failed, until the next
 * @text: being shown, NULL: our own help
 * @top: its first visible line
 * @deadline_ms: when to start by itself, 0 never; @counted_ms before that the countdown shows
 * @total_deadline_ms: when to start whatever happens, 0 never
 * @onerror_tried: the failed line was itself ONERROR's
 */
struct ui {
	const struct menu *m;
	bool by_hand;
	const char *facts;
	uint32_t timeout_ms;
	const char *banner;
	const struct menu_page *page;
	int selected;
	enum ui_mode mode;
	const struct menu_entry *of;
	enum ui_then then;
	char line[UI_LINE];
	size_t n, at;
	int found;
	char message[100];
	struct text failure;
	const char *text;
	unsigned int top;
	uint64_t now_ms, deadline_ms, counted_ms, total_deadline_ms;
	bool onerror_tried;
	struct arena arena;
};

#define UI_OWN_TIMEOUT UINT32_MAX

/**
 * ui_begin() - show a menu
 * @ui: zeroed but for @m, @by_hand, @facts, @timeout_ms and @banner; ui_free() is due
 * @now_ms: of a clock that only goes forward
 */
void ui_begin(struct ui *ui, uint64_t now_ms);
void ui_free(struct ui *ui);
/** ui_key() - a key was pressed */
enum ui_want ui_key(struct ui *ui, unsigned int key, uint64_t now_ms);
/** ui_tick() - time has passed */
enum ui_want ui_tick(struct ui *ui, uint64_t now_ms);
/** ui_wait_ms() - how long nothing changes without a key; UINT32_MAX: for ever */
uint32_t ui_wait_ms(const struct ui *ui);
/** ui_failed() - what was started failed, or could not be: @why has lines */
enum ui_want ui_failed(struct ui *ui, const char *why, uint64_t now_ms);
/** ui_show() - show a text (kept by the caller) until a key is pressed; NULL: the keys */
void ui_show(struct ui *ui, const char *text);
/** ui_countdown_s() - seconds to tell the user, -1 for none */
int ui_countdown_s(const struct ui *ui);
/** ui_autoboot() - the countdown in words, into @out */
void ui_autoboot(const struct menu_page *page, unsigned int seconds, char *out, size_t size);
/** ui_plain_text() - a DISPLAY file without its control codes, in @arena */
const char *ui_plain_text(struct blob file, struct arena *arena);
/** ui_tidy() - the last @lines lines that a program left on its terminal, in @arena */
const char *ui_tidy(const char *output, unsigned int lines, struct arena *arena);

extern const char ui_help[];

#endif
