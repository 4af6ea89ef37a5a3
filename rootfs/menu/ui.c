// SPDX-License-Identifier: GPL-2.0-only
/* The menu as it is used: selecting, editing, passwords, countdowns, failures. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "ui.h"

#define LISTING_PAGE 10 /* entries that PgUp and PgDn pass */

/* ---- time ------------------------------------------------------------------- */

static bool starts_at_once(const struct ui *ui)
{
	return !ui->m->wanted && !ui->by_hand;
}

/*
 * What is counted down. TIMEOUT is for menus and prompts: where none was asked for, a key or a
 * failure shows one, and the start is tried again when nobody is there.
 */
static uint32_t timeout_of(const struct ui *ui)
{
	if (ui->timeout_ms != UI_OWN_TIMEOUT)
		return ui->timeout_ms;
	if (ui->m->wanted)
		return ui->page->timeout_ms;
	return ui->by_hand ? 0 : UI_RESUME_MS;
}

/* Count @ms down, after @wait_ms more; 0 counts nothing. */
static void count(struct ui *ui, uint32_t wait_ms, uint32_t ms)
{
	ui->counted_ms = ms;
	ui->deadline_ms = ms ? ui->now_ms + wait_ms + ms : 0;
}

static uint64_t left(uint64_t deadline_ms, uint64_t now_ms)
{
	return deadline_ms > now_ms ? deadline_ms - now_ms : 0;
}

/* Is the countdown running, not waiting for silence? */
static bool is_counting(const struct ui *ui)
{
	return ui->deadline_ms && left(ui->deadline_ms, ui->now_ms) <= ui->counted_ms;
}

int ui_countdown_s(const struct ui *ui)
{
	uint64_t ms = UINT64_MAX;

	if (is_counting(ui))
		ms = left(ui->deadline_ms, ui->now_ms);
	if (ui->total_deadline_ms && left(ui->total_deadline_ms, ui->now_ms) <= UI_RESUME_MS &&
	    left(ui->total_deadline_ms, ui->now_ms) < ms)
		ms = left(ui->total_deadline_ms, ui->now_ms);
	return ms == UINT64_MAX ? -1 : (int)((ms + 999) / 1000);
}

uint32_t ui_wait_ms(const struct ui *ui)
{
	uint64_t wait = UINT32_MAX, ms;

	if (ui_countdown_s(ui) >= 0)
		wait = 200;
	if (ui->deadline_ms) {
		ms = left(ui->deadline_ms, ui->now_ms);
		ms = ms > ui->counted_ms ? ms - ui->counted_ms : ms;
		wait = ms < wait ? ms : wait;
	}
	if (ui->total_deadline_ms) {
		ms = left(ui->total_deadline_ms, ui->now_ms);
		ms = ms > UI_RESUME_MS ? ms - UI_RESUME_MS : ms;
		wait = ms < wait ? ms : wait;
	}
	return (uint32_t)wait;
}

/* ---- pages and entries ------------------------------------------------------ */

static const struct menu_entry *selected(const struct ui *ui)
{
	return ui->selected < 0 ? NULL : ui->page->entry[ui->selected];
}

static void say(struct ui *ui, const char *text)
{
	snprintf(ui->message, sizeof(ui->message), "%s", text);
}

/* The entry at @at, or the nearest that can be chosen. */
static void select_at(struct ui *ui, int at)
{
	int below = menu_selectable(ui->page, at, 1);

	ui->selected = below >= 0 ? below : menu_selectable(ui->page, at, -1);
}

static void show_page(struct ui *ui, const struct menu_page *page, const struct menu_entry *on)
{
	ui->page = page;
	ui->mode = UI_LIST;
	select_at(ui, on && on->page == page ? (int)on->index : (int)page->preset);
}

/* What starts by itself is what is shown: the first page's default. */
static void go_home(struct ui *ui)
{
	ui->message[0] = '\0';
	if (ui->page == ui->m->start && ui->mode == UI_HIDDEN)
		return;
	show_page(ui, ui->m->start, NULL);
}

void ui_begin(struct ui *ui, uint64_t now_ms)
{
	ui->now_ms = now_ms;
	show_page(ui, ui->m->start, NULL);
	if (ui->m->total_ms)
		ui->total_deadline_ms = now_ms + ui->m->total_ms;
	if (starts_at_once(ui)) {
		ui->mode = UI_HIDDEN;
		count(ui, 0, ui->m->noescape ? 1 : UI_GRACE_MS);
		return;
	}
	if (ui->m->quiet && timeout_of(ui) && !ui->by_hand)
		ui->mode = UI_HIDDEN;
	count(ui, 0, timeout_of(ui));
}

void ui_free(struct ui *ui)
{
	text_free(&ui->failure);
	arena_free(&ui->arena);
}

/* ---- starting ---------------------------------------------------------------- */

static enum ui_want start(struct ui *ui, const char *line, const struct menu_entry *of)
{
	if (line != ui->line)
		snprintf(ui->line, sizeof(ui->line), "%s", line);
	ui->of = of;
	ui->deadline_ms = 0;
	ui->message[0] = '\0';
	text_free(&ui->failure);
	return UI_START;
}

static enum ui_want start_entry(struct ui *ui, const struct menu_entry *e)
{
	const char *line = menu_entry_line(e, ui->facts, &ui->arena);

	ui->onerror_tried = false;
	return line ? start(ui, line, e) : UI_NOTHING;
}

/* Enter an entry that no password guards, or that has been unlocked. */
static enum ui_want choose(struct ui *ui, const struct menu_entry *e)
{
	ui->mode = UI_LIST;
	switch (e->action) {
	case ENTRY_BOOT:
		return start_entry(ui, e);
	case ENTRY_PAGE:
		show_page(ui, e->target, NULL);
		break;
	case ENTRY_EXIT:
		show_page(ui, e->target, e->page->owner);
		break;
	case ENTRY_QUIT:
		return UI_SHELL;
	case ENTRY_HELP:
		snprintf(ui->line, sizeof(ui->line), "%s", e->line.file);
		return UI_FILE;
	case ENTRY_NOTHING:
		break;
	}
	return UI_NOTHING;
}

/* No password is asked: nobody is there (menu.txt says so, too). */
static enum ui_want start_by_itself(struct ui *ui)
{
	const struct menu_entry *e;

	go_home(ui);
	ui->mode = UI_LIST;
	ui->deadline_ms = 0;
	ui->onerror_tried = false;
	if (ui->page->ontimeout)
		return start(ui, ui->page->ontimeout, NULL);
	if (!ui->m->wanted && ui->m->preset_line)
		return start(ui, ui->m->preset_line, NULL);
	for (unsigned int depth = 0; depth < 16; depth++) {
		e = selected(ui);
		if (!e || e->action == ENTRY_BOOT)
			return e ? start_entry(ui, e) : UI_NOTHING;
		if (e->action != ENTRY_PAGE)
			break;
		show_page(ui, e->target, NULL);
	}
	return UI_NOTHING;
}

enum ui_want ui_tick(struct ui *ui, uint64_t now_ms)
{
	bool counting = is_counting(ui);

	ui->now_ms = now_ms;
	if (ui->total_deadline_ms && now_ms >= ui->total_deadline_ms) {
		ui->total_deadline_ms =
			now_ms + (ui->m->total_ms > UI_RESUME_MS ? ui->m->total_ms : UI_RESUME_MS);
		return start_by_itself(ui);
	}
	if (ui->deadline_ms && now_ms >= ui->deadline_ms)
		return start_by_itself(ui);
	if (!counting && is_counting(ui))
		go_home(ui);
	return UI_NOTHING;
}

/*
 * Nobody may be there to choose again: ONERROR's line first, then the menu, and its countdown
 * anew where there was one.
 */
enum ui_want ui_failed(struct ui *ui, const char *why, uint64_t now_ms)
{
	const char *onerror = ui->page->onerror;
	uint32_t ms;

	ui->now_ms = now_ms;
	text_addf(&ui->failure, "%s%s", ui->failure.n ? "\n" : "", why);
	if (onerror && !ui->onerror_tried) {
		const char *line = arena_printf(&ui->arena, "%s %s", onerror, ui->line);

		ui->onerror_tried = true;
		if (line) {
			snprintf(ui->line, sizeof(ui->line), "%s", line);
			ui->of = NULL;
			return UI_START;
		}
	}
	ms = timeout_of(ui);
	ui->mode = UI_LIST;
	count(ui, 0, ms && ms < UI_RETRY_MS ? UI_RETRY_MS : ms);
	return UI_NOTHING;
}

void ui_show(struct ui *ui, const char *text)
{
	ui->text = text ? text : ui_help;
	ui->top = 0;
	ui->mode = UI_TEXT;
}

/* ---- passwords, editing ------------------------------------------------------- */

static void ask(struct ui *ui, const struct menu_entry *of, enum ui_then then)
{
	ui->mode = UI_PASSWD;
	ui->of = of;
	ui->then = then;
	ui->n = ui->at = 0;
	ui->line[0] = '\0';
}

static void edit(struct ui *ui, const struct menu_entry *e)
{
	const char *line = menu_entry_line(e, ui->facts, &ui->arena);

	if (!line)
		return;
	ui->mode = UI_EDIT;
	ui->of = e;
	snprintf(ui->line, sizeof(ui->line), "%s ", line);
	ui->n = ui->at = strlen(ui->line);
}

static enum ui_want leave(struct ui *ui)
{
	if (ui->by_hand)
		return UI_SHELL;
	if (ui->page->locked) {
		say(ui, "The shell is not for everyone here (ALLOWOPTIONS 0)");
		return UI_NOTHING;
	}
	if (!ui->page->master_passwd)
		return UI_SHELL;
	ask(ui, NULL, THEN_SHELL);
	return UI_NOTHING;
}

static bool opens(const struct ui *ui, const char *typed)
{
	const char *own = ui->of ? ui->of->passwd : NULL, *master = ui->page->master_passwd;

	/* Editing, and leaving, is what the master password is for. */
	if (own && *own && !(ui->then == THEN_EDIT && master) && passwd_matches(own, typed))
		return true;
	return master && *master && passwd_matches(master, typed);
}

static enum ui_want password_typed(struct ui *ui)
{
	bool good = opens(ui, ui->line);

	ui->mode = UI_LIST;
	memset(ui->line, 0, sizeof(ui->line));
	if (!good) {
		say(ui, "Wrong password");
		return UI_NOTHING;
	}
	switch (ui->then) {
	case THEN_CHOOSE:
		return choose(ui, ui->of);
	case THEN_EDIT:
		edit(ui, ui->of);
		return UI_NOTHING;
	case THEN_START:
		return start_entry(ui, ui->of);
	case THEN_SHELL:
		return UI_SHELL;
	}
	return UI_NOTHING;
}

static enum ui_want tab(struct ui *ui, const struct menu_entry *e)
{
	if (!e || e->action != ENTRY_BOOT)
		return UI_NOTHING;
	if (ui->page->locked)
		say(ui, *ui->page->notabmsg ? ui->page->notabmsg :
					      "Editing is not allowed (ALLOWOPTIONS 0)");
	else if (ui->page->master_passwd || e->passwd)
		ask(ui, e, THEN_EDIT);
	else
		edit(ui, e);
	return UI_NOTHING;
}

static enum ui_want enter(struct ui *ui, const struct menu_entry *e)
{
	if (!e)
		return UI_NOTHING;
	if (!e->passwd)
		return choose(ui, e);
	ask(ui, e, THEN_CHOOSE);
	return UI_NOTHING;
}

/* An edited line may name another entry, which may have a password of its own. */
static enum ui_want line_edited(struct ui *ui)
{
	const struct menu_entry *named = menu_find(ui->m, skip_blanks(ui->line));

	ui->mode = UI_LIST;
	ui->onerror_tried = false;
	if (named && named != ui->of && named->passwd) {
		ask(ui, named, THEN_START);
		return UI_NOTHING;
	}
	return start(ui, ui->line, ui->of);
}

/* ---- a line that is typed ------------------------------------------------------ */

static void delete_chars(struct ui *ui, size_t from, size_t to)
{
	memmove(ui->line + from, ui->line + to, ui->n - to + 1);
	ui->n -= to - from;
	ui->at = from;
}

static void insert_char(struct ui *ui, char c)
{
	if (ui->n + 1 >= sizeof(ui->line))
		return;
	memmove(ui->line + ui->at + 1, ui->line + ui->at, ui->n - ui->at + 1);
	ui->line[ui->at++] = c;
	ui->n++;
}

/* Where the word before the cursor begins. */
static size_t word_before(const struct ui *ui)
{
	size_t at = ui->at;

	while (at && ui->line[at - 1] == ' ')
		at--;
	while (at && ui->line[at - 1] != ' ')
		at--;
	return at;
}

static void line_key(struct ui *ui, unsigned int key)
{
	if (key >= ' ' && key < 256 && key != KEY_BACKSPACE)
		insert_char(ui, (char)key);
	else if (key == KEY_BACKSPACE && ui->at)
		delete_chars(ui, ui->at - 1, ui->at);
	else if ((key == KEY_DELETE || key == KEY_CTRL('D')) && ui->at < ui->n)
		delete_chars(ui, ui->at, ui->at + 1);
	else if ((key == KEY_LEFT || key == KEY_CTRL('B')) && ui->at)
		ui->at--;
	else if ((key == KEY_RIGHT || key == KEY_CTRL('F')) && ui->at < ui->n)
		ui->at++;
	else if (key == KEY_HOME || key == KEY_CTRL('A'))
		ui->at = 0;
	else if (key == KEY_END || key == KEY_CTRL('E'))
		ui->at = ui->n;
	else if (key == KEY_CTRL('U'))
		delete_chars(ui, 0, ui->at);
	else if (key == KEY_CTRL('K'))
		delete_chars(ui, ui->at, ui->n);
	else if (key == KEY_CTRL('W'))
		delete_chars(ui, word_before(ui), ui->at);
}

/* ---- searching ------------------------------------------------------------------ */

static bool title_has(const char *title, const char *part)
{
	size_t n = strlen(part);

	for (; *title; title++)
		if (!strncasecmp(title, part, n))
			return true;
	return !n;
}

/* Select the next entry from @at on, in steps of @step, that has the typed text in it. */
static void search(struct ui *ui, int at, int step)
{
	for (unsigned int tries = 0; tries < ui->page->n; tries++, at += step) {
		int n = (int)ui->page->n, i = ((at % n) + n) % n;
		const struct menu_entry *e = ui->page->entry[i];

		if (e->action != ENTRY_NOTHING && title_has(e->title, ui->line)) {
			ui->selected = i;
			return;
		}
	}
}

static enum ui_want search_key(struct ui *ui, unsigned int key)
{
	if (key == KEY_ENTER) {
		ui->mode = UI_LIST;
	} else if (key == KEY_ESC || (key == KEY_BACKSPACE && !ui->n)) {
		ui->mode = UI_LIST;
		ui->selected = ui->found;
	} else if (key == KEY_UP || key == KEY_DOWN) {
		search(ui, ui->selected + (key == KEY_UP ? -1 : 1), key == KEY_UP ? -1 : 1);
	} else {
		line_key(ui, key);
		search(ui, ui->selected < 0 ? 0 : ui->selected, 1);
	}
	return UI_NOTHING;
}

/* ---- keys ------------------------------------------------------------------------- */

static enum ui_want hotkey(struct ui *ui, unsigned int key)
{
	unsigned int letter = key >= 'a' && key <= 'z' ? key - 'a' + 'A' : key;

	for (unsigned int i = 0; i < ui->page->n; i++) {
		const struct menu_entry *e = ui->page->entry[i];

		if (!e->hotkey || (unsigned char)e->hotkey != letter)
			continue;
		ui->selected = (int)i;
		return ui->page->immediate ? enter(ui, e) : UI_NOTHING;
	}
	return UI_NOTHING;
}

static void move(struct ui *ui, unsigned int key)
{
	int n = (int)ui->page->n, to = ui->selected;

	switch (key) {
	case KEY_UP:
	case KEY_CTRL('P'):
		to = menu_selectable(ui->page, to - 1, -1);
		break;
	case KEY_DOWN:
	case KEY_CTRL('N'):
		to = menu_selectable(ui->page, to + 1, 1);
		break;
	case KEY_PGUP:
		to = menu_selectable(ui->page, to > LISTING_PAGE ? to - LISTING_PAGE : 0, 1);
		break;
	case KEY_PGDN:
		to = menu_selectable(ui->page, to < n - LISTING_PAGE ? to + LISTING_PAGE : n - 1,
				     -1);
		break;
	case KEY_HOME:
		to = menu_selectable(ui->page, 0, 1);
		break;
	default:
		to = menu_selectable(ui->page, n - 1, -1);
	}
	if (to >= 0)
		ui->selected = to;
}

static enum ui_want list_key(struct ui *ui, unsigned int key)
{
	const struct menu_entry *e = selected(ui);

	switch (key) {
	case KEY_UP:
	case KEY_DOWN:
	case KEY_PGUP:
	case KEY_PGDN:
	case KEY_HOME:
	case KEY_END:
	case KEY_CTRL('P'):
	case KEY_CTRL('N'):
		move(ui, key);
		return UI_NOTHING;
	case KEY_ENTER:
		return enter(ui, e);
	case KEY_RIGHT:
		return e && e->action == ENTRY_PAGE ? enter(ui, e) : UI_NOTHING;
	case KEY_TAB:
		return tab(ui, e);
	case KEY_LEFT:
	case KEY_ESC:
		if (ui->page->parent)
			show_page(ui, ui->page->parent, ui->page->owner);
		else if (key == KEY_ESC)
			return leave(ui);
		return UI_NOTHING;
	case KEY_CTRL('L'):
		return UI_REDRAW;
	case '/':
		ui->mode = UI_SEARCH;
		ui->found = ui->selected;
		ui->n = ui->at = 0;
		ui->line[0] = '\0';
		return UI_NOTHING;
	}
	if (key >= KEY_F1 && key <= KEY_F12) {
		const char *file = ui->page->fkey[key - KEY_F1];

		if (!file && key == KEY_F1)
			ui_show(ui, NULL);
		snprintf(ui->line, sizeof(ui->line), "%s", file ? file : "");
		return file ? UI_FILE : UI_NOTHING;
	}
	return key < 256 ? hotkey(ui, key) : UI_NOTHING;
}

static enum ui_want hidden_key(struct ui *ui, unsigned int key)
{
	ui->mode = UI_LIST;
	for (const struct menu_key *k = ui->m->key; k; k = k->next)
		if (k->key == key)
			return start(ui, k->command, NULL);
	return UI_NOTHING;
}

static enum ui_want text_key(struct ui *ui, unsigned int key)
{
	unsigned int step = key == KEY_UP || key == KEY_DOWN ? 1 : LISTING_PAGE;

	if (key == KEY_DOWN || key == KEY_PGDN || key == ' ')
		ui->top += step;
	else if (key == KEY_UP || key == KEY_PGUP)
		ui->top -= ui->top < step ? ui->top : step;
	else
		ui->mode = UI_LIST;
	return UI_NOTHING;
}

enum ui_want ui_key(struct ui *ui, unsigned int key, uint64_t now_ms)
{
	ui->now_ms = now_ms;
	ui->message[0] = '\0';
	if (starts_at_once(ui) && ui->m->noescape && ui->mode == UI_HIDDEN)
		return UI_NOTHING;
	count(ui, UI_RESUME_MS, timeout_of(ui));
	switch (ui->mode) {
	case UI_HIDDEN:
		return hidden_key(ui, key);
	case UI_SEARCH:
		return search_key(ui, key);
	case UI_TEXT:
		return text_key(ui, key);
	case UI_LIST:
		return list_key(ui, key);
	case UI_EDIT:
	case UI_PASSWD:
		break;
	}
	if (key == KEY_ESC)
		ui->mode = UI_LIST;
	else if (key == KEY_ENTER)
		return ui->mode == UI_EDIT ? line_edited(ui) : password_typed(ui);
	else
		line_key(ui, key);
	return UI_NOTHING;
}
