// SPDX-License-Identifier: GPL-2.0-only
/* Texts that the menu shows: countdowns, DISPLAY files, what programs printed. */
#include <stdio.h>
#include <string.h>
#include "ui.h"

const char ui_help[] = "Up, Down, PgUp, PgDn, Home, End   select\n"
		       "a letter that stands out          select its entry\n"
		       "/                                 search; Enter ends it\n"
		       "Enter                             start, or enter a submenu (>)\n"
		       "Left, Esc                         leave a submenu\n"
		       "Tab                               edit the command line for one start\n"
		       "Esc                               leave for the shell; `menu` comes back\n"
		       "F1 to F12                         help that came with the menu, or this\n"
		       "Ctrl-L                            draw the screen anew\n"
		       "\n"
		       "While editing: arrows, Home, End, Delete, Ctrl-A E U K W as in a shell.\n"
		       "\n"
		       "A key stops the countdown; after a minute without one it begins anew.\n";

/* "{one,[two,]many}" in MENU AUTOBOOT: the form for a number. */
static const char *add_form(const char *p, unsigned int seconds, struct text *out)
{
	const char *end = strchr(p, '}'), *form = p + 1, *comma;
	unsigned int forms = 1, want;

	if (!end) {
		text_addf(out, "%s", p);
		return p + strlen(p);
	}
	for (comma = form; comma < end; comma++)
		forms += *comma == ',';
	want = seconds == 1 ? 0 : seconds == 2 && forms > 2 ? 1 : forms - 1;
	while (want--) {
		form = memchr(form, ',', (size_t)(end - form));
		form++;
	}
	comma = memchr(form, ',', (size_t)(end - form));
	text_addf(out, "%.*s", (int)((comma ? comma : end) - form), form);
	return end + 1;
}

void ui_autoboot(const struct menu_page *page, unsigned int seconds, char *out, size_t size)
{
	struct text t = { 0 };

	for (const char *p = page->autoboot; *p;) {
		if (*p == '{') {
			p = add_form(p, seconds, &t);
			continue;
		}
		if (*p == '#')
			text_addf(&t, "%u", seconds);
		else
			text_addf(&t, "%c", *p);
		p++;
	}
	snprintf(out, size, "%s", t.p ? t.p : "");
	text_free(&t);
}

/* syslinux.cfg(5), "DISPLAY FILE FORMAT": colours, pictures and "only on this console" are dropped. */
const char *ui_plain_text(struct blob file, struct arena *arena)
{
	char *text = arena_alloc(arena, file.n + 1);
	size_t n = 0;

	for (size_t i = 0; text && i < file.n; i++) {
		unsigned char c = file.p[i];

		if (c == 0x1a) /* end of file, as DOS has it */
			break;
		if (c == 0x0f) /* and two digits of colour */
			i += 2;
		else if (c == 0x0c) /* clears the screen */
			n = 0;
		else if (c == 0x18) /* a picture's name follows */
			while (i + 1 < file.n && file.p[i + 1] != '\n')
				i++;
		else if (c == '\n' || c == '\t' || c >= ' ')
			text[n++] = c == '\t' ? ' ' : (char)c;
	}
	if (text)
		text[n] = '\0';
	return text;
}

/* What a terminal would still show of a line: CR overwrites, ESC [K erases. Returns its length. */
static size_t shown(const char *line, size_t n, char *out)
{
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		if (line[i] == '\r') {
			if (i + 1 < n)
				len = 0;
		} else if (line[i] == 27) {
			while (i + 1 < n && (line[i + 1] == '[' || line[i + 1] < 0x40))
				i++;
			i++;
		} else if ((unsigned char)line[i] >= ' ') {
			out[len++] = line[i];
		}
	}
	return len;
}

const char *ui_tidy(const char *output, unsigned int lines, struct arena *arena)
{
	char *text = arena_alloc(arena, strlen(output) + 1), *p = text;
	unsigned int count = 0;

	if (!text)
		return NULL;
	while (*output) {
		size_t n = strcspn(output, "\n"), len = shown(output, n, p);

		if (len) {
			p += len;
			*p++ = '\n';
			count++;
		}
		output += n;
		output += *output == '\n';
	}
	if (p > text)
		*--p = '\0';
	else
		*p = '\0';
	for (; count > lines; count--)
		text = strchr(text, '\n') + 1;
	return text;
}
