// SPDX-License-Identifier: GPL-2.0-only
/* A line that is typed in the menu: editing it, and searching for it. */
#include <string.h>
#include <strings.h>
#include "ui-parts.h"

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

void ui_line_key(struct ui *ui, unsigned int key)
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

enum ui_want ui_search_key(struct ui *ui, unsigned int key)
{
	if (key == KEY_ENTER) {
		ui->mode = UI_LIST;
	} else if (key == KEY_ESC || (key == KEY_BACKSPACE && !ui->n)) {
		ui->mode = UI_LIST;
		ui->selected = ui->found;
	} else if (key == KEY_UP || key == KEY_DOWN) {
		search(ui, ui->selected + (key == KEY_UP ? -1 : 1), key == KEY_UP ? -1 : 1);
	} else {
		ui_line_key(ui, key);
		search(ui, ui->selected < 0 ? 0 : ui->selected, 1);
	}
	return UI_NOTHING;
}
