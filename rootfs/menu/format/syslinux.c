// SPDX-License-Identifier: GPL-2.0-only
/*
 * The language of SYSLINUX, PXELINUX, ISOLINUX and EXTLINUX: syslinux.cfg(5), and menu.txt for all
 * that begins with MENU. Where they are silent, what SYSLINUX 6.04 does.
 *
 * A line is a keyword in any case, blanks, and the rest. There are no continued lines and no
 * quotes. An unknown line is no error; it leaves a note.
 */
#include <string.h>
#include "syslinux.h"

/* MENU GOTO and MENU EXIT may name pages that come later. */
static void find_targets(struct menu *m)
{
	for (struct menu_entry *e = m->entry; e; e = e->next) {
		if ((e->action != ENTRY_PAGE && e->action != ENTRY_EXIT) || e->target)
			continue;
		e->target = menu_find_page(m, e->line.file);
		if (e->target)
			continue;
		menu_note(m, "%s: there is no submenu %s", e->label, e->line.file);
		e->action = ENTRY_NOTHING;
	}
}

static void find_preset(struct menu *m)
{
	struct menu_entry *e = m->preset_line ? menu_find(m, m->preset_line) : NULL;

	if (!e || e->page == m->hidden)
		return;
	e->page->preset = e->index;
	m->start = e->page;
}

static int parse(struct menu *m, struct blob text, const struct menu_files *files,
		 struct reason *why)
{
	struct parser p = { .m = m,
			    .files = files,
			    .why = why,
			    .page = m->page,
			    .file = word_file_name(m->origin.config),
			    .depth = 1 };

	syslinux_read(&p, text);
	syslinux_record(&p);
	find_targets(m);
	find_preset(m);
	if (!p.ui && m->preset_line && syslinux_is_plain_menu(m->preset_line))
		m->wanted = true;
	if (p.prompt || m->quiet || !m->preset_line)
		m->wanted = true;
	return p.err;
}

/* Take the next line off *text: at most 15 characters of it, without the blanks before. */
static void peek_line(struct blob *text, char line[16])
{
	size_t n = 0, at = 0;

	while (at < text->n && text->p[at] <= ' ')
		at++;
	for (; at < text->n && text->p[at] != '\n'; at++)
		if (n < 15)
			line[n++] = (char)text->p[at];
	line[n] = '\0';
	*text = blob_slice(*text, at, text->n);
}

/* A text file in which some line begins with a word of the language. */
static bool probe(struct blob text)
{
	static const char *const tell[] = {
		"label",   "default", "include", "ui",	    "menu",   "kernel", "linux",
		"timeout", "prompt",  "say",	 "display", "serial", NULL,
	};
	char line[16];

	text = syslinux_skip_mark(text);
	if (text.n && memchr(text.p, 0, text.n < 512 ? text.n : 512))
		return false;
	while (text.n) {
		peek_line(&text, line);
		if (syslinux_is_one_of(line, tell))
			return true;
	}
	return false;
}

/* EXTLINUX's and SYSLINUX's order, then ISOLINUX's. */
static const char *const places[] = {
	"/boot/extlinux/extlinux.conf",
	"/boot/extlinux/syslinux.cfg",
	"/boot/syslinux/extlinux.conf",
	"/boot/syslinux/syslinux.cfg",
	"/boot/isolinux/isolinux.cfg",
	"/boot/isolinux/syslinux.cfg",
	"/extlinux/extlinux.conf",
	"/extlinux/syslinux.cfg",
	"/syslinux/extlinux.conf",
	"/syslinux/syslinux.cfg",
	"/isolinux/isolinux.cfg",
	"/isolinux/syslinux.cfg",
	"/extlinux.conf",
	"/syslinux.cfg",
	"/isolinux.cfg",
	NULL,
};

static const struct menu_format syslinux = { "syslinux", 50, places, probe, parse };
MENU_FORMAT(syslinux);
