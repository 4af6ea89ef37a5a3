// SPDX-License-Identifier: GPL-2.0-only
/* MENU lines of the SYSLINUX language: menu.txt of SYSLINUX. */
#include <string.h>
#include "keys.h"
#include "syslinux.h"

static void menu_title(struct parser *p)
{
	struct menu_page *page = p->page;

	page->title = p->rest;
	if (page->owner && !strcmp(page->owner->title, page->tag))
		syslinux_got(p, menu_set_title(p->m, page->owner, p->rest, 0));
}

static void menu_label(struct parser *p)
{
	struct menu_page *page = p->page;

	if (p->label.name) {
		p->label.title = p->rest;
	} else if (page->owner) {
		syslinux_got(p, menu_set_title(p->m, page->owner, p->rest, 0));
		if (!*page->title)
			page->title = page->owner->title;
	}
}

static void menu_default(struct parser *p)
{
	if (p->label.name)
		p->label.preset = true;
	else if (p->page->owner)
		p->page->parent->preset = p->page->owner->index;
}

/* A bool of the label, at offset @p->arg. */
static void label_flag(struct parser *p)
{
	*(bool *)((char *)&p->label + p->arg) = true;
}

static void menu_indent(struct parser *p)
{
	p->label.indent = syslinux_number(p->rest);
}

static void menu_separator(struct parser *p)
{
	syslinux_record(p);
	p->label.name = "";
	p->label.separator = true;
	syslinux_record(p);
}

static void menu_passwd(struct parser *p)
{
	if (p->label.name)
		p->label.passwd = p->rest;
	else if (p->page->owner)
		p->page->owner->passwd = p->rest;
}

static void menu_master(struct parser *p)
{
	if (word_is(p->rest, "passwd"))
		p->page->master_passwd = skip_blanks(p->rest + strlen("passwd"));
}

static void menu_save(struct parser *p)
{
	if (p->label.name)
		p->label.save = p->arg ? 1 : -1;
	else
		p->page->save = p->arg;
}

static void menu_immediate(struct parser *p)
{
	p->page->immediate = p->arg;
}

static void menu_begin(struct parser *p)
{
	syslinux_open_page(p, p->rest);
}

static void menu_end(struct parser *p)
{
	syslinux_record(p);
	if (p->page->parent)
		p->page = p->page->parent;
	else
		menu_note(p->m, "%s:%u: MENU END without MENU BEGIN", p->file, p->line_no);
}

static void menu_goto(struct parser *p)
{
	if (!p->label.name)
		return;
	p->label.action = ENTRY_PAGE;
	p->label.tag = p->rest;
}

static void menu_exit(struct parser *p)
{
	if (!p->label.name || !p->page->parent)
		return;
	p->label.action = ENTRY_EXIT;
	p->label.tag = *p->rest ? p->rest : p->page->parent->tag;
}

static void menu_quit(struct parser *p)
{
	if (p->label.name)
		p->label.action = ENTRY_QUIT;
}

static void menu_start(struct parser *p)
{
	p->m->start = p->page;
}

static void menu_help(struct parser *p)
{
	if (!p->label.name)
		return;
	p->label.action = ENTRY_HELP;
	p->label.tag = syslinux_word(p, p->rest);
}

static void menu_hidden(struct parser *p)
{
	p->m->quiet = true;
}

static void menu_hiddenkey(struct parser *p)
{
	const char *command = skip_blanks(word_end(p->rest)), *name = p->rest;

	while (name < word_end(p->rest)) {
		size_t n = strcspn(name, ", \t");
		struct menu_key *key = arena_alloc(&p->m->arena, sizeof(*key));

		if (!syslinux_got(p, key))
			return;
		if (!n) /* a comma may itself be a key */
			n = 1;
		key->key = key_named(name, n);
		key->command = command;
		key->next = p->m->key;
		if (key->key)
			p->m->key = key;
		else
			menu_note(p->m, "%s:%u: no such key: %.*s", p->file, p->line_no, (int)n,
				  name);
		name += n;
		name += *name == ',';
	}
}

static const struct directive menu_words[] = {
	{ "label", menu_label, 0 },
	{ "title", menu_title, 0 },
	{ "default", menu_default, 0 },
	{ "hide", label_flag, offsetof(struct label, hide) },
	{ "passwd", menu_passwd, 0 },
	{ "shiftkey", menu_hidden, 0 },
	{ "save", menu_save, true },
	{ "nosave", menu_save, false },
	{ "onerror", syslinux_page_line, offsetof(struct menu_page, onerror) },
	{ "master", menu_master, 0 },
	{ "include", syslinux_include, 0 },
	{ "hidden", menu_hidden, 0 },
	{ "hiddenkey", menu_hiddenkey, 0 },
	{ "autoboot", syslinux_page_text, offsetof(struct menu_page, autoboot) },
	{ "tabmsg", syslinux_page_text, offsetof(struct menu_page, tabmsg) },
	{ "notabmsg", syslinux_page_text, offsetof(struct menu_page, notabmsg) },
	{ "passprompt", syslinux_page_text, offsetof(struct menu_page, passprompt) },
	{ "separator", menu_separator, 0 },
	{ "disable", label_flag, offsetof(struct label, disabled) },
	{ "disabled", label_flag, offsetof(struct label, disabled) },
	{ "indent", menu_indent, 0 },
	{ "begin", menu_begin, 0 },
	{ "end", menu_end, 0 },
	{ "quit", menu_quit, 0 },
	{ "goto", menu_goto, 0 },
	{ "exit", menu_exit, 0 },
	{ "start", menu_start, 0 },
	{ "help", menu_help, 0 },
	{ "immediate", menu_immediate, true },
	{ "noimmediate", menu_immediate, false },
	{ NULL, NULL, 0 },
};

/* How SYSLINUX's own screen looks. */
static const char *const silent[] = {
	"background", "clear",	    "color",	     "colour",	  "msgcolor",
	"msgcolour",  "resolution", "width",	     "margin",	  "passwordmargin",
	"rows",	      "tabmsgrow",  "cmdlinerow",    "endrow",	  "passwordrow",
	"timeoutrow", "helpmsgrow", "helpmsgendrow", "hiddenrow", "hshift",
	"vshift",     NULL,
};

void syslinux_menu(struct parser *p)
{
	const char *line = p->rest;

	if (!syslinux_obey(p, menu_words, line) && !syslinux_is_one_of(line, silent))
		menu_note(p->m, "%s:%u: ignored: MENU %.*s is not known", p->file, p->line_no,
			  (int)(word_end(line) - line), line);
}
