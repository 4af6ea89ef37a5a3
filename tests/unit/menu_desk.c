// SPDX-License-Identifier: GPL-2.0-only
/* A menu in use, for the unit tests. */
#include "menu_desk.h"

static int no_file(void *ctx, const char *path, struct arena *arena, struct blob *out,
		   struct reason *why)
{
	(void)ctx;
	(void)path;
	(void)arena;
	(void)out;
	return because(why, -ENOENT, "No such file or directory");
}

void open_desk(struct desk *d, const char *text, bool by_hand)
{
	static const struct menu_origin origin = { "/m", "/", "/m/syslinux.cfg" };
	static const struct menu_files files = { no_file, NULL };
	struct reason why = { "" };

	*d = (struct desk){ .ms = 1000, .s = { .rows = 25, .cols = 80 } };
	d->s.cell = d->cell;
	assert_int_equal(menu_parse(&d->m, &origin,
				    (struct blob){ (const uint8_t *)text, strlen(text) }, &files,
				    &why),
			 0);
	d->ui.m = &d->m;
	d->ui.by_hand = by_hand;
	d->ui.facts = "";
	d->ui.timeout_ms = UI_OWN_TIMEOUT;
	ui_begin(&d->ui, d->ms);
}

void close_desk(struct desk *d)
{
	ui_free(&d->ui);
	menu_free(&d->m);
}

enum ui_want press(struct desk *d, unsigned int key)
{
	return ui_key(&d->ui, key, d->ms);
}

enum ui_want type(struct desk *d, const char *text)
{
	enum ui_want want = UI_NOTHING;

	while (*text && want == UI_NOTHING)
		want = press(d, (unsigned char)*text++);
	return want;
}

enum ui_want pass(struct desk *d, uint64_t ms)
{
	uint64_t end = d->ms + ms;
	enum ui_want want = UI_NOTHING;

	while (d->ms < end && want == UI_NOTHING) {
		uint32_t wait = ui_wait_ms(&d->ui);

		if (!wait)
			wait = 1;
		d->ms = wait < end - d->ms ? d->ms + wait : end;
		want = ui_tick(&d->ui, d->ms);
	}
	return want;
}

const char *title(const struct desk *d)
{
	return d->ui.selected < 0 ? "" : d->ui.page->entry[d->ui.selected]->title;
}

const char *row(struct desk *d, unsigned int n)
{
	static char text[133];
	unsigned int len = 0;

	screen_draw(&d->ui, &d->s);
	for (unsigned int col = 0; col < d->s.cols; col++) {
		text[col] = d->s.cell[n * d->s.cols + col].ch;
		if (text[col] != ' ')
			len = col + 1;
	}
	text[len] = '\0';
	return text;
}

const struct cell *cell(struct desk *d, unsigned int n, unsigned int col)
{
	screen_draw(&d->ui, &d->s);
	return &d->s.cell[n * d->s.cols + col];
}

const char menu_three[] = "UI menu.c32\nMENU TITLE Three things\nTIMEOUT 50\n"
			  "LABEL one\nMENU LABEL ^First\nKERNEL k1\nAPPEND a=1\n"
			  "MENU SEPARATOR\n"
			  "LABEL two\nMENU LABEL Second ^thing\nMENU DEFAULT\nKERNEL k2\n"
			  "TEXT HELP\nWhat the second is for.\nENDTEXT\n"
			  "MENU BEGIN sub\nMENU TITLE More\nLABEL in\nKERNEL k3\n"
			  "LABEL back\nMENU EXIT\nMENU END\n";
