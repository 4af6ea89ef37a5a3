// SPDX-License-Identifier: GPL-2.0-only
/*
 * Drawing the menu. From above: the title, DISPLAY's and SAY's lines, the entries, help for the
 * selected one (or its command line while that is edited, or why the last start failed), a line of
 * status, and the keys.
 */
#include <stdio.h>
#include <string.h>
#include "screen.h"

#define MARGIN 2u

/** struct layout - rows of the parts; those of none are 0 long */
struct layout {
	unsigned int banner, banner_rows;
	unsigned int list, list_rows;
	unsigned int help, help_rows;
	unsigned int status, keys;
};

static unsigned int count_lines(const char *text)
{
	unsigned int n = 0;

	for (; text && *text; n++) {
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return n;
}

static struct layout lay_out(const struct ui *ui, const struct screen *s)
{
	struct layout l = { .status = s->rows - 2, .keys = s->rows - 1 };
	unsigned int top = 2;

	l.help_rows = s->rows >= 20 ? 5 : s->rows >= 14 ? 3 : 1;
	l.help = l.status - l.help_rows;
	l.banner = 1;
	l.banner_rows = count_lines(ui->banner);
	if (l.banner_rows > s->rows / 3)
		l.banner_rows = s->rows / 3;
	if (s->rows < 12)
		top = 1;
	top += l.banner_rows;
	l.list = top;
	l.list_rows = l.help - top - (s->rows >= 14);
	return l;
}

/* ---- cells -------------------------------------------------------------------- */

/* A byte beyond ASCII is shown as one mark for its whole UTF-8 character. */
static bool is_shown(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

static char glyph(char c)
{
	return c < ' ' || c == 127 ? '?' : c;
}

/* Text at a place, cut at column @end; returns the column behind it. */
static unsigned int put(struct screen *s, unsigned int row, unsigned int col, unsigned int end,
			unsigned int attr, const char *text)
{
	for (; *text && *text != '\n' && col < end; text++)
		if (is_shown(*text))
			s->cell[row * s->cols + col++] =
				(struct cell){ glyph(*text), (uint8_t)attr };
	return col;
}

static void fill(struct screen *s, unsigned int row, unsigned int col, unsigned int end,
		 unsigned int attr)
{
	for (; col < end; col++)
		s->cell[row * s->cols + col] = (struct cell){ ' ', (uint8_t)attr };
}

/* Lines of @text from its line @skip on; longer ones are wrapped. */
static void put_lines(struct screen *s, unsigned int row, unsigned int rows, unsigned int attr,
		      const char *text, unsigned int skip)
{
	unsigned int used = 0, width = s->cols - 2 * MARGIN;

	for (; text && *text && skip; skip--) {
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	while (text && *text && used < rows) {
		size_t n = strcspn(text, "\n"), part = n > width ? width : n;

		put(s, row + used++, MARGIN, MARGIN + (unsigned int)part, attr, text);
		text += part;
		text += *text == '\n';
	}
}

static void set_cursor(struct screen *s, unsigned int row, unsigned int col)
{
	s->cursor = true;
	s->row = row;
	s->col = col < s->cols ? col : s->cols - 1;
}

/* ---- parts -------------------------------------------------------------------- */

static void draw_title(const struct ui *ui, struct screen *s)
{
	const char *title = *ui->page->title ? ui->page->title : "Boot menu";
	unsigned int n = 0;

	for (const char *p = title; *p; p++)
		n += is_shown(*p);
	fill(s, 0, 0, s->cols, ATTR_REVERSE);
	put(s, 0, n < s->cols ? (s->cols - n) / 2 : 0, s->cols, ATTR_REVERSE, title);
}

static void draw_entry(const struct menu_entry *e, struct screen *s, unsigned int row,
		       bool selected)
{
	unsigned int attr = selected ? ATTR_REVERSE : ATTR_PLAIN, end = s->cols - MARGIN;
	unsigned int title_end = end - 3, col = MARGIN + 1, hot = col;

	if (e->action == ENTRY_NOTHING)
		attr = ATTR_DIM;
	fill(s, row, MARGIN, end, attr);
	put(s, row, col, title_end, attr, e->title);
	for (size_t i = 0; i < e->hotkey_at; i++)
		hot += is_shown(e->title[i]);
	/* In the bar it would be grey on grey. */
	if (e->hotkey && hot < title_end && !selected)
		s->cell[row * s->cols + hot].attr |= ATTR_BOLD;
	if (e->action == ENTRY_PAGE)
		put(s, row, end - 2, end, attr, ">");
}

static void draw_list(const struct ui *ui, struct screen *s, const struct layout *l)
{
	unsigned int n = ui->page->n, rows = l->list_rows,
		     at = ui->selected < 0 ? 0 : (unsigned int)ui->selected;
	unsigned int first = 0;

	if (n > rows) {
		first = at > rows / 2 ? at - rows / 2 : 0;
		if (first > n - rows)
			first = n - rows;
	}
	for (unsigned int i = 0; i < rows && first + i < n; i++)
		draw_entry(ui->page->entry[first + i], s, l->list + i,
			   ui->selected == (int)(first + i));
	if (first)
		put(s, l->list, s->cols - 1, s->cols, ATTR_BOLD, "^");
	if (first + rows < n)
		put(s, l->list + rows - 1, s->cols - 1, s->cols, ATTR_BOLD, "v");
}

/* The command line, wrapped, so far down that the cursor is seen. */
static void draw_line(const struct ui *ui, struct screen *s, const struct layout *l)
{
	unsigned int width = s->cols - 2 * MARGIN, at = (unsigned int)ui->at, row = at / width;
	unsigned int first = row >= l->help_rows ? row - l->help_rows + 1 : 0;

	put(s, l->help, 0, MARGIN, ATTR_BOLD, ">");
	for (unsigned int i = first * width; i < ui->n && i < (first + l->help_rows) * width; i++) {
		char one[2] = { (unsigned char)ui->line[i] < 0x80 ? ui->line[i] : '?', '\0' };

		put(s, l->help + i / width - first, MARGIN + i % width, s->cols, ATTR_PLAIN, one);
	}
	set_cursor(s, l->help + row - first, MARGIN + at % width);
}

static void draw_help(const struct ui *ui, struct screen *s, const struct layout *l)
{
	const struct menu_entry *e = ui->selected < 0 ? NULL : ui->page->entry[ui->selected];

	if (ui->mode == UI_EDIT)
		draw_line(ui, s, l);
	else if (ui->failure.p)
		put_lines(s, l->help, l->help_rows, ATTR_BOLD, ui->failure.p, 0);
	else if (e && e->help)
		put_lines(s, l->help, l->help_rows, ATTR_PLAIN, e->help, 0);
}

static void draw_status(const struct ui *ui, struct screen *s, const struct layout *l)
{
	char text[120] = "";
	int seconds = ui_countdown_s(ui);
	unsigned int col;

	if (ui->mode == UI_SEARCH) {
		col = put(s, l->status, MARGIN, s->cols, ATTR_BOLD, "/");
		col = put(s, l->status, col, s->cols - 1, ATTR_PLAIN, ui->line);
		set_cursor(s, l->status, col);
		return;
	}
	if (ui->mode == UI_PASSWD) {
		col = put(s, l->status, MARGIN, s->cols / 2, ATTR_BOLD, ui->page->passprompt);
		col = put(s, l->status, col, s->cols, ATTR_BOLD, ": ");
		for (size_t i = 0; i < ui->n; i++)
			col = put(s, l->status, col, s->cols - 1, ATTR_PLAIN, "*");
		set_cursor(s, l->status, col);
		return;
	}
	if (ui->message[0])
		snprintf(text, sizeof(text), "%s", ui->message);
	else if (seconds >= 0)
		ui_autoboot(ui->page, (unsigned int)seconds, text, sizeof(text));
	put(s, l->status, MARGIN, s->cols - 1, ATTR_BOLD, text);
}

/* The menu's own words on Tab come first; of ours the most obvious go where there is no room. */
static void list_keys(const struct ui *ui, const struct screen *s, char *text, size_t size)
{
	const char *tab = ui->page->locked ? ui->page->notabmsg : ui->page->tabmsg;
	const char *esc = ui->page->parent ? "goes back" : "shell", *enter = "Enter starts  ";
	size_t n = MARGIN + strlen(tab) + strlen("  / search  F1 help  Esc ") + strlen(esc);

	if (n + strlen(enter) >= s->cols)
		enter = "";
	snprintf(text, size, "%s%s%s/ search  F1 help  Esc %s", tab, *tab ? "  " : "", enter, esc);
}

static void draw_keys(const struct ui *ui, struct screen *s, const struct layout *l)
{
	char text[200];

	switch (ui->mode) {
	case UI_EDIT:
		snprintf(text, sizeof(text), "Enter starts  Esc goes back");
		break;
	case UI_PASSWD:
	case UI_SEARCH:
		snprintf(text, sizeof(text), "Enter  Esc goes back");
		break;
	default:
		list_keys(ui, s, text, sizeof(text));
	}
	/* The last cell of a terminal is never written: it would scroll. */
	put(s, l->keys, MARGIN, s->cols - 1, ATTR_PLAIN, text);
}

static void draw_text(const struct ui *ui, struct screen *s)
{
	draw_title(ui, s);
	put_lines(s, 2, s->rows - 4, ATTR_PLAIN, ui->text, ui->top);
	put(s, s->rows - 1, MARGIN, s->cols - 1, ATTR_PLAIN,
	    "Up and Down scroll, any other key goes back");
}

static void draw_hidden(const struct ui *ui, struct screen *s)
{
	char text[120] = "";
	int seconds = ui_countdown_s(ui);

	if (seconds >= 0)
		ui_autoboot(ui->page, (unsigned int)seconds, text, sizeof(text));
	put(s, s->rows - 2, MARGIN, s->cols - 1, ATTR_BOLD, text);
	put(s, s->rows - 1, MARGIN, s->cols - 1, ATTR_PLAIN, "any key shows the menu");
}

void screen_draw(const struct ui *ui, struct screen *s)
{
	struct layout l = lay_out(ui, s);

	for (unsigned int row = 0; row < s->rows; row++)
		fill(s, row, 0, s->cols, ATTR_PLAIN);
	s->cursor = false;
	if (ui->mode == UI_HIDDEN) {
		draw_hidden(ui, s);
		return;
	}
	if (ui->mode == UI_TEXT) {
		draw_text(ui, s);
		return;
	}
	draw_title(ui, s);
	put_lines(s, l.banner, l.banner_rows, ATTR_PLAIN, ui->banner, 0);
	draw_list(ui, s, &l);
	draw_help(ui, s, &l);
	draw_status(ui, s, &l);
	draw_keys(ui, s, &l);
}
