// SPDX-License-Identifier: GPL-2.0-only
/* Directives of the SYSLINUX language that are about the whole file: syslinux.cfg(5). */
#include <stdlib.h>
#include <string.h>
#include "syslinux.h"

/* Tenths of a second. */
static uint32_t tenths(const char *rest)
{
	unsigned int v = syslinux_number(rest);

	return v > UINT32_MAX / 100 ? UINT32_MAX / 100 * 100 : v * 100;
}

static void take_default(struct parser *p)
{
	p->m->preset_line = p->rest;
}

/* Does @line begin with menu.c32 or vesamenu.c32? Their folder does not matter: they are ours. */
static bool is_menu_module(const char *line)
{
	const char *name = line;

	for (const char *p = line; p < word_end(line); p++)
		if (*p == '/')
			name = p + 1;
	return word_is(name, "menu.c32") || word_is(name, "vesamenu.c32");
}

bool syslinux_is_plain_menu(const char *line)
{
	return is_menu_module(line) && !*skip_blanks(word_end(line));
}

/* Whatever the module, a menu is wanted; menu.c32 with words shows other files. */
static bool is_menu_of_files(const char *line)
{
	return is_menu_module(line) && !syslinux_is_plain_menu(line);
}

static void take_ui(struct parser *p)
{
	p->ui = true;
	p->m->wanted = !is_menu_of_files(p->rest);
	if (!p->m->wanted)
		p->m->preset_line = p->rest;
	else if (!syslinux_is_plain_menu(p->rest))
		menu_note(p->m, "%s:%u: UI %s: shown as a plain menu", p->file, p->line_no,
			  p->rest);
}

static void take_timeout(struct parser *p)
{
	p->page->timeout_ms = tenths(p->rest);
}

static void take_totaltimeout(struct parser *p)
{
	p->m->total_ms = tenths(p->rest);
}

static void take_prompt(struct parser *p)
{
	p->prompt = syslinux_number(p->rest);
}

static void take_noescape(struct parser *p)
{
	p->m->noescape = syslinux_number(p->rest);
}

static void take_implicit(struct parser *p)
{
	p->m->implicit = syslinux_number(p->rest);
}

static void take_allowoptions(struct parser *p)
{
	p->page->locked = !syslinux_number(p->rest);
}

static void take_display(struct parser *p)
{
	p->m->display = syslinux_word(p, p->rest);
}

static void take_say(struct parser *p)
{
	const char *before = p->m->say;

	p->m->say = arena_printf(&p->m->arena, "%s%s\n", before ? before : "", p->rest);
	syslinux_got(p, p->m->say);
}

static void take_f(struct parser *p, const char *rest, unsigned int n)
{
	if (n <= MENU_FKEYS)
		p->page->fkey[(n ? n : 10) - 1] = *rest ? syslinux_word(p, rest) : NULL;
}

static void take_fdt(struct parser *p)
{
	menu_note(p->m, "%s:%u: ignored: a PC takes no device tree", p->file, p->line_no);
}

static void take_ignored(struct parser *p)
{
	menu_note(p->m, "%s:%u: ignored: this has no effect here: %s", p->file, p->line_no,
		  p->rest);
}

void syslinux_page_text(struct parser *p)
{
	*(const char **)(void *)((char *)p->page + p->arg) = p->rest;
}

void syslinux_page_line(struct parser *p)
{
	if (!*p->rest)
		p->rest = NULL;
	syslinux_page_text(p);
}

static const struct directive words[] = {
	{ "menu", syslinux_menu, 0 },
	{ "default", take_default, 0 },
	{ "ui", take_ui, 0 },
	{ "timeout", take_timeout, 0 },
	{ "totaltimeout", take_totaltimeout, 0 },
	{ "ontimeout", syslinux_page_line, offsetof(struct menu_page, ontimeout) },
	{ "onerror", syslinux_page_line, offsetof(struct menu_page, onerror) },
	{ "prompt", take_prompt, 0 },
	{ "noescape", take_noescape, 0 },
	{ "implicit", take_implicit, 0 },
	{ "allowoptions", take_allowoptions, 0 },
	{ "include", syslinux_include, 0 },
	{ "display", take_display, 0 },
	{ "say", take_say, 0 },
	{ "fdt", take_fdt, 0 },
	{ "fdtdir", take_fdt, 0 },
	{ "devicetree", take_fdt, 0 },
	{ "font", take_ignored, 0 },
	{ "kbdmap", take_ignored, 0 },
	{ NULL, NULL, 0 },
};

/* What only concerns SYSLINUX's own screen, keyboard, network and modules. */
static const char *const silent[] = {
	"serial", "console", "nocomplete", "nohalt", "path", "sendcookies", "pxeretry", NULL,
};

static bool is_fkey(const char *line, unsigned int *n)
{
	char *end;

	if ((line[0] | 0x20) != 'f' || line[1] < '0' || line[1] > '9')
		return false;
	*n = (unsigned int)strtoul(line + 1, &end, 10);
	return end == word_end(line) && *n <= MENU_FKEYS;
}

bool syslinux_file_line(struct parser *p, const char *line)
{
	unsigned int n;

	if (!is_fkey(line, &n))
		return syslinux_obey(p, words, line) || syslinux_is_one_of(line, silent);
	take_f(p, skip_blanks(word_end(line)), n);
	return true;
}
