// SPDX-License-Identifier: GPL-2.0-only
/*
 * The language of SYSLINUX, PXELINUX, ISOLINUX and EXTLINUX: syslinux.cfg(5), and menu.txt for all
 * that begins with MENU. Where they are silent, what SYSLINUX 6.04 does.
 *
 * A line is a keyword in any case, blanks, and the rest. There are no continued lines and no
 * quotes. An unknown line is no error; it leaves a note.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "syslinux.h"

#define MAX_DEPTH 16u	 /* of INCLUDE, as SYSLINUX has it */
#define MAX_LINES 50000u /* in all files: one that includes itself twice would never end */

/* ---- values --------------------------------------------------------------- */

static void stop(struct parser *p, int err, const char *what)
{
	if (!p->err)
		p->err = because(p->why, err, "syslinux: %s: line %u: %s", p->file, p->line_no,
				 what);
}

bool syslinux_got(struct parser *p, const void *v)
{
	if (!v)
		stop(p, -ENOMEM, "out of memory, or more than 2000 entries or 200 submenus");
	return v;
}

const char *syslinux_word(struct parser *p, const char *rest)
{
	const char *word = arena_strndup(&p->m->arena, rest, (size_t)(word_end(rest) - rest));

	return syslinux_got(p, word) ? word : "";
}

unsigned int syslinux_number(const char *rest)
{
	long v = strtol(rest, NULL, 10);

	return v < 0 ? 0 : v > INT32_MAX ? INT32_MAX : (unsigned int)v;
}

/* Tenths of a second. */
static uint32_t tenths(const char *rest)
{
	unsigned int v = syslinux_number(rest);

	return v > UINT32_MAX / 100 ? UINT32_MAX / 100 * 100 : v * 100;
}

/* ---- labels --------------------------------------------------------------- */

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

/* ---- the head of the file --------------------------------------------------- */

static void take_default(struct parser *p)
{
	p->m->preset_line = p->rest;
}

/* Whatever the module, a menu is wanted; menu.c32 with words shows other files. */
static bool is_plain_menu(const char *line)
{
	return (word_is(line, "menu.c32") || word_is(line, "vesamenu.c32")) &&
	       !*skip_blanks(word_end(line));
}

static bool is_menu_of_files(const char *line)
{
	return (word_is(line, "menu.c32") || word_is(line, "vesamenu.c32")) && !is_plain_menu(line);
}

static void take_ui(struct parser *p)
{
	p->ui = true;
	p->m->wanted = !is_menu_of_files(p->rest);
	if (!p->m->wanted)
		p->m->preset_line = p->rest;
	else if (!is_plain_menu(p->rest))
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

static void read_file(struct parser *p, const char *name);

void syslinux_include(struct parser *p)
{
	const char *file = syslinux_word(p, p->rest), *tag = skip_blanks(word_end(p->rest));
	struct menu_page *outer = p->page;

	if (*tag && !syslinux_open_page(p, tag))
		return;
	read_file(p, file);
	if (*tag) {
		syslinux_record(p);
		p->page = outer;
	}
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

/* ---- lines ------------------------------------------------------------------ */

bool syslinux_obey(struct parser *p, const struct directive *d, const char *line)
{
	for (; d->word; d++) {
		if (word_is(line, d->word)) {
			p->rest = skip_blanks(line + strlen(d->word));
			p->arg = d->arg;
			d->take(p);
			return true;
		}
	}
	return false;
}

bool syslinux_is_one_of(const char *line, const char *const *list)
{
	for (; *list; list++)
		if (word_is(line, *list))
			return true;
	return false;
}

static bool is_fkey(const char *line, unsigned int *n)
{
	char *end;

	if ((line[0] | 0x20) != 'f' || line[1] < '0' || line[1] > '9')
		return false;
	*n = (unsigned int)strtoul(line + 1, &end, 10);
	return end == word_end(line) && *n <= MENU_FKEYS;
}

static void take_line(struct parser *p, const char *line)
{
	unsigned int n;

	line = skip_blanks(line);
	if (!*line || *line == '#')
		return;
	if (is_fkey(line, &n))
		take_f(p, skip_blanks(word_end(line)), n);
	else if (!syslinux_obey(p, words, line) && !syslinux_is_one_of(line, silent))
		menu_note(p->m, "%s:%u: ignored: %.*s is not known", p->file, p->line_no,
			  (int)(word_end(line) - line), line);
}

/* The next line of @text without its end; NULL after the last. */
static const char *next_line(struct parser *p, struct blob *text)
{
	const uint8_t *end = text->n ? memchr(text->p, '\n', text->n) : NULL;
	size_t n = end ? (size_t)(end - text->p) : text->n, all = end ? n + 1 : n;
	const char *line = (const char *)text->p;

	if (!text->n || p->err)
		return NULL;
	p->line_no++;
	if (++p->lines > MAX_LINES) {
		stop(p, -E2BIG, "more than 50000 lines, with all that is included");
		return NULL;
	}
	*text = blob_slice(*text, all, text->n - all);
	for (size_t i = 0; i < n; i++)
		if (line[i] == '\r' || !line[i])
			n = i;
	while (n && (unsigned char)line[n - 1] <= ' ')
		n--;
	line = arena_strndup(&p->m->arena, line, n);
	return syslinux_got(p, line) ? line : NULL;
}

/* TEXT HELP ... ENDTEXT; other kinds of TEXT are skipped. */
static void take_text(struct parser *p, const char *kind, struct blob *text)
{
	struct text help = { 0 };
	const char *line;

	while ((line = next_line(p, text)) && !word_is(skip_blanks(line), "endtext"))
		if (word_is(kind, "help"))
			text_addf(&help, "%s\n", line);
	if (p->label.name && help.n) {
		p->label.help = arena_printf(&p->m->arena, "%s%s",
					     p->label.help ? p->label.help : "", help.p);
		syslinux_got(p, p->label.help);
	}
	text_free(&help);
}

/* UTF-8's byte order mark, which editors of other systems put first. */
static struct blob skip_mark(struct blob text)
{
	static const uint8_t mark[] = { 0xef, 0xbb, 0xbf };

	return blob_starts(text, 0, mark, sizeof(mark)) ? blob_slice(text, sizeof(mark), text.n) :
							  text;
}

static void read_lines(struct parser *p, struct blob text)
{
	const char *line;

	text = skip_mark(text);
	while ((line = next_line(p, &text))) {
		if (word_is(skip_blanks(line), "text"))
			take_text(p, skip_blanks(skip_blanks(line) + strlen("text")), &text);
		else
			take_line(p, line);
	}
}

/* A file that is missing is no error to SYSLINUX. */
static void read_file(struct parser *p, const char *name)
{
	const char *outer = p->file, *path = menu_resolve(&p->m->origin, name, &p->m->arena);
	unsigned int outer_line = p->line_no;
	struct reason why = { "" };
	struct blob text = { NULL, 0 };

	if (!syslinux_got(p, path))
		return;
	if (p->depth >= MAX_DEPTH) {
		menu_note(p->m, "%s:%u: %s ignored: files include each other more than 16 deep",
			  p->file, p->line_no, name);
		return;
	}
	if (p->files->read(p->files->ctx, path, &p->m->arena, &text, &why)) {
		menu_note(p->m, "%s:%u: %s: %s", p->file, p->line_no, name, why.text);
		return;
	}
	p->depth++;
	p->file = name;
	p->line_no = 0;
	read_lines(p, text);
	p->depth--;
	p->file = outer;
	p->line_no = outer_line;
}

/* ---- the end ------------------------------------------------------------------ */

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

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static int parse(struct menu *m, struct blob text, const struct menu_files *files,
		 struct reason *why)
{
	struct parser p = { .m = m,
			    .files = files,
			    .why = why,
			    .page = m->page,
			    .file = base_name(m->origin.config),
			    .depth = 1 };

	read_lines(&p, text);
	syslinux_record(&p);
	find_targets(m);
	find_preset(m);
	if (!p.ui && m->preset_line && is_plain_menu(m->preset_line))
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

	text = skip_mark(text);
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
