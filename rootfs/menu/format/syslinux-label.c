// SPDX-License-Identifier: GPL-2.0-only
/* LABEL and what belongs to it, in the SYSLINUX language: syslinux.cfg(5). */
#include <stdlib.h>
#include <string.h>
#include "syslinux.h"

/* KERNEL's line, then APPEND, then INITRD: the last initrd= is the one that counts. */
static void set_line(struct parser *p, struct menu_entry *e, const struct label *l)
{
	const char *end = word_end(l->kernel), *own = skip_blanks(end);
	const char *append = l->append ? l->append : p->m->append ? p->m->append : "";
	const char *initrd = l->initrd ? l->initrd : "";

	if (append[0] == '-' && !append[1])
		append = "";
	e->line.file = syslinux_word(p, l->kernel);
	e->line.args = arena_printf(&p->m->arena, "%s%s%s%s%s%s", own, *own && *append ? " " : "",
				    append, (*own || *append) && *initrd ? " " : "",
				    *initrd ? "initrd=" : "", initrd);
	if (!syslinux_got(p, e->line.args))
		e->line.args = "";
	e->line.kind = l->kind == BY_SUFFIX ? boot_kind_of(e->line.file) : (enum boot_kind)l->kind;
}

void syslinux_record(struct parser *p)
{
	struct label l = p->label;
	struct menu_entry *e;

	p->label = (struct label){ .name = NULL };
	if (!l.name)
		return;
	e = menu_add_entry(p->m, l.hide ? p->m->hidden : p->page);
	if (!syslinux_got(p, e))
		return;
	e->action = l.separator || l.disabled ? ENTRY_NOTHING : l.action;
	if (e->action != ENTRY_NOTHING) {
		e->label = l.name;
		e->passwd = l.passwd;
	}
	e->help = l.help;
	e->sysappend = l.sysappend;
	e->save = l.save ? l.save > 0 : p->page->save;
	if (e->action == ENTRY_BOOT)
		set_line(p, e, &l);
	else if (l.tag)
		e->line.file = l.tag;
	syslinux_got(p, menu_set_title(p->m, e,
				       l.separator ? "" :
				       l.title	   ? l.title :
						     l.name,
				       l.indent));
	if (!l.title)
		e->hotkey = 0;
	if (l.preset && e->action != ENTRY_NOTHING && !l.hide)
		p->page->preset = e->index;
}

struct menu_page *syslinux_open_page(struct parser *p, const char *tag)
{
	struct menu_entry *owner;
	struct menu_page *page;

	syslinux_record(p);
	owner = menu_add_entry(p->m, p->page);
	if (!syslinux_got(p, owner))
		return NULL;
	page = menu_add_page(p->m, p->page, owner, tag);
	if (!syslinux_got(p, page) || !syslinux_got(p, menu_set_title(p->m, owner, tag, 0)))
		return NULL;
	owner->action = ENTRY_PAGE;
	owner->target = page;
	p->page = page;
	return page;
}

static void take_label(struct parser *p)
{
	syslinux_record(p);
	p->label.name = syslinux_word(p, p->rest);
	p->label.kernel = p->label.name;
	p->label.kind = BY_SUFFIX;
	p->label.action = ENTRY_BOOT;
	p->label.sysappend = p->sysappend;
	if (!*p->rest)
		menu_note(p->m, "%s:%u: LABEL without a name", p->file, p->line_no);
}

static void take_kernel(struct parser *p)
{
	if (!p->label.name) {
		menu_note(p->m, "%s:%u: ignored: it belongs behind a LABEL", p->file, p->line_no);
		return;
	}
	p->label.kernel = p->arg == BOOT_LOCAL && !*p->rest ? "0" : p->rest;
	p->label.kind = p->arg;
}

static void take_append(struct parser *p)
{
	if (p->label.name)
		p->label.append = p->rest;
	else
		p->m->append = p->rest;
}

static void take_initrd(struct parser *p)
{
	if (p->label.name)
		p->label.initrd = p->rest;
	else
		menu_note(p->m, "%s:%u: INITRD ignored: it belongs behind a LABEL", p->file,
			  p->line_no);
}

static void take_sysappend(struct parser *p)
{
	unsigned int bits = (unsigned int)strtoul(p->rest, NULL, 0);

	if (p->label.name)
		p->label.sysappend = bits;
	else
		p->sysappend = bits;
}

static const struct directive words[] = {
	{ "label", take_label, 0 },
	{ "kernel", take_kernel, BY_SUFFIX },
	{ "linux", take_kernel, BOOT_LINUX },
	{ "boot", take_kernel, BOOT_SECTOR },
	{ "bss", take_kernel, BOOT_DOS_SECTOR },
	{ "pxe", take_kernel, BOOT_NBP },
	{ "fdimage", take_kernel, BOOT_FLOPPY },
	{ "comboot", take_kernel, BOOT_COMBOOT },
	{ "com32", take_kernel, BOOT_COM32 },
	{ "config", take_kernel, BOOT_CONFIG },
	{ "localboot", take_kernel, BOOT_LOCAL },
	{ "append", take_append, 0 },
	{ "initrd", take_initrd, 0 },
	{ "ipappend", take_sysappend, 0 },
	{ "sysappend", take_sysappend, 0 },
	{ NULL, NULL, 0 },
};

bool syslinux_label_line(struct parser *p, const char *line)
{
	return syslinux_obey(p, words, line);
}
