// SPDX-License-Identifier: GPL-2.0-only
/* What starts in the menu: an entry, a line, the default by itself, ONERROR after a failure. */
#include <stdio.h>
#include "ui-parts.h"

enum ui_want ui_start(struct ui *ui, const char *line, const struct menu_entry *of)
{
	if (line != ui->line)
		snprintf(ui->line, sizeof(ui->line), "%s", line);
	ui->of = of;
	ui->deadline_ms = 0;
	ui->message[0] = '\0';
	text_free(&ui->failure);
	return UI_START;
}

enum ui_want ui_start_entry(struct ui *ui, const struct menu_entry *e)
{
	const char *line = menu_entry_line(e, ui->facts, &ui->arena);

	ui->onerror_tried = false;
	return line ? ui_start(ui, line, e) : UI_NOTHING;
}

enum ui_want ui_choose(struct ui *ui, const struct menu_entry *e)
{
	ui->mode = UI_LIST;
	switch (e->action) {
	case ENTRY_BOOT:
		return ui_start_entry(ui, e);
	case ENTRY_PAGE:
		ui_show_page(ui, e->target, NULL);
		break;
	case ENTRY_EXIT:
		ui_show_page(ui, e->target, e->page->owner);
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
enum ui_want ui_start_by_itself(struct ui *ui)
{
	const struct menu_entry *e;

	ui_go_home(ui);
	ui->mode = UI_LIST;
	ui->deadline_ms = 0;
	ui->onerror_tried = false;
	if (ui->page->ontimeout)
		return ui_start(ui, ui->page->ontimeout, NULL);
	if (!ui->m->wanted && ui->m->preset_line)
		return ui_start(ui, ui->m->preset_line, NULL);
	for (unsigned int depth = 0; depth < 16; depth++) {
		e = ui_selected(ui);
		if (!e || e->action == ENTRY_BOOT)
			return e ? ui_start_entry(ui, e) : UI_NOTHING;
		if (e->action != ENTRY_PAGE)
			break;
		ui_show_page(ui, e->target, NULL);
	}
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
	ms = ui_timeout_of(ui);
	ui->mode = UI_LIST;
	ui_count(ui, 0, ms && ms < UI_RETRY_MS ? UI_RETRY_MS : ms);
	return UI_NOTHING;
}
