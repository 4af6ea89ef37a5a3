// SPDX-License-Identifier: GPL-2.0-only
/* What a password may guard in the menu: entering an entry, editing its line, leaving. */
#include <stdio.h>
#include <string.h>
#include "ui-parts.h"

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

enum ui_want ui_leave(struct ui *ui)
{
	if (ui->by_hand)
		return UI_SHELL;
	if (ui->page->locked) {
		ui_say(ui, "The shell is not for everyone here (ALLOWOPTIONS 0)");
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

enum ui_want ui_password_typed(struct ui *ui)
{
	bool good = opens(ui, ui->line);

	ui->mode = UI_LIST;
	memset(ui->line, 0, sizeof(ui->line));
	if (!good) {
		ui_say(ui, "Wrong password");
		return UI_NOTHING;
	}
	switch (ui->then) {
	case THEN_CHOOSE:
		return ui_choose(ui, ui->of);
	case THEN_EDIT:
		edit(ui, ui->of);
		return UI_NOTHING;
	case THEN_START:
		return ui_start_entry(ui, ui->of);
	case THEN_SHELL:
		return UI_SHELL;
	}
	return UI_NOTHING;
}

enum ui_want ui_tab(struct ui *ui, const struct menu_entry *e)
{
	if (!e || e->action != ENTRY_BOOT)
		return UI_NOTHING;
	if (ui->page->locked)
		ui_say(ui, *ui->page->notabmsg ? ui->page->notabmsg :
						 "Editing is not allowed (ALLOWOPTIONS 0)");
	else if (ui->page->master_passwd || e->passwd)
		ask(ui, e, THEN_EDIT);
	else
		edit(ui, e);
	return UI_NOTHING;
}

enum ui_want ui_enter(struct ui *ui, const struct menu_entry *e)
{
	if (!e)
		return UI_NOTHING;
	if (!e->passwd)
		return ui_choose(ui, e);
	ask(ui, e, THEN_CHOOSE);
	return UI_NOTHING;
}

/* An edited line may name another entry, which may have a password of its own. */
enum ui_want ui_line_edited(struct ui *ui)
{
	const struct menu_entry *named = menu_find(ui->m, skip_blanks(ui->line));

	ui->mode = UI_LIST;
	ui->onerror_tried = false;
	if (named && named != ui->of && named->passwd) {
		ask(ui, named, THEN_START);
		return UI_NOTHING;
	}
	return ui_start(ui, ui->line, ui->of);
}
