// SPDX-License-Identifier: GPL-2.0-only
/* The menu as it is used: pages, what is selected, and what each key does. */
#include <stdio.h>
#include <string.h>
#include "ui-parts.h"

#define LISTING_PAGE 10 /* entries that PgUp and PgDn pass */

const struct menu_entry *ui_selected(const struct ui *ui)
{
	return ui->selected < 0 ? NULL : ui->page->entry[ui->selected];
}

void ui_say(struct ui *ui, const char *text)
{
	snprintf(ui->message, sizeof(ui->message), "%s", text);
}

/* The entry at @at, or the nearest that can be chosen. */
static void select_at(struct ui *ui, int at)
{
	int below = menu_selectable(ui->page, at, 1);

	ui->selected = below >= 0 ? below : menu_selectable(ui->page, at, -1);
}

void ui_show_page(struct ui *ui, const struct menu_page *page, const struct menu_entry *on)
{
	ui->page = page;
	ui->mode = UI_LIST;
	select_at(ui, on && on->page == page ? (int)on->index : (int)page->preset);
}

/* What starts by itself is what is shown: the first page's default. */
void ui_go_home(struct ui *ui)
{
	ui->message[0] = '\0';
	if (ui->page == ui->m->start && ui->mode == UI_HIDDEN)
		return;
	ui_show_page(ui, ui->m->start, NULL);
}

void ui_begin(struct ui *ui, uint64_t now_ms)
{
	ui->now_ms = now_ms;
	ui_show_page(ui, ui->m->start, NULL);
	if (ui->m->total_ms)
		ui->total_deadline_ms = now_ms + ui->m->total_ms;
	if (ui_starts_at_once(ui)) {
		ui->mode = UI_HIDDEN;
		ui_count(ui, 0, ui->m->noescape ? 1 : UI_GRACE_MS);
		return;
	}
	if (ui->m->quiet && ui_timeout_of(ui) && !ui->by_hand)
		ui->mode = UI_HIDDEN;
	ui_count(ui, 0, ui_timeout_of(ui));
}

void ui_free(struct ui *ui)
{
	text_free(&ui->failure);
	arena_free(&ui->arena);
}

void ui_show(struct ui *ui, const char *text)
{
	ui->text = text ? text : ui_help;
	ui->top = 0;
	ui->mode = UI_TEXT;
}

static enum ui_want hotkey(struct ui *ui, unsigned int key)
{
	unsigned int letter = key >= 'a' && key <= 'z' ? key - 'a' + 'A' : key;

	for (unsigned int i = 0; i < ui->page->n; i++) {
		const struct menu_entry *e = ui->page->entry[i];

		if (!e->hotkey || (unsigned char)e->hotkey != letter)
			continue;
		ui->selected = (int)i;
		return ui->page->immediate ? ui_enter(ui, e) : UI_NOTHING;
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
	const struct menu_entry *e = ui_selected(ui);

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
		return ui_enter(ui, e);
	case KEY_RIGHT:
		return e && e->action == ENTRY_PAGE ? ui_enter(ui, e) : UI_NOTHING;
	case KEY_TAB:
		return ui_tab(ui, e);
	case KEY_LEFT:
	case KEY_ESC:
		if (ui->page->parent)
			ui_show_page(ui, ui->page->parent, ui->page->owner);
		else if (key == KEY_ESC)
			return ui_leave(ui);
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
			return ui_start(ui, k->command, NULL);
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
	if (ui_starts_at_once(ui) && ui->m->noescape && ui->mode == UI_HIDDEN)
		return UI_NOTHING;
	ui_count(ui, UI_RESUME_MS, ui_timeout_of(ui));
	switch (ui->mode) {
	case UI_HIDDEN:
		return hidden_key(ui, key);
	case UI_SEARCH:
		return ui_search_key(ui, key);
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
		return ui->mode == UI_EDIT ? ui_line_edited(ui) : ui_password_typed(ui);
	else
		ui_line_key(ui, key);
	return UI_NOTHING;
}
