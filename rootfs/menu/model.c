// SPDX-License-Identifier: GPL-2.0-only
/* The menu as data: pages, entries, labels. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "menu.h"

extern const struct menu_format *const __start_menu_formats[];
extern const struct menu_format *const __stop_menu_formats[];

/* The format with the least rank above @rank, or NULL. */
static const struct menu_format *next_format(int rank)
{
	const struct menu_format *best = NULL;

	for (const struct menu_format *const *f = __start_menu_formats; f < __stop_menu_formats;
	     f++)
		if ((*f)->rank > rank && (!best || (*f)->rank < best->rank))
			best = *f;
	return best;
}

const char *menu_place(unsigned int i)
{
	for (const struct menu_format *f = next_format(-1); f; f = next_format(f->rank))
		for (const char *const *place = f->places; *place; place++)
			if (!i--)
				return *place;
	return NULL;
}

static bool begin(struct menu *m, const struct menu_origin *origin)
{
	m->origin = *origin;
	m->page_end = &m->page;
	m->entry_end = &m->entry;
	m->note_end = &m->note;
	m->implicit = true;
	m->hidden = arena_alloc(&m->arena, sizeof(*m->hidden));
	m->start = menu_add_page(m, NULL, NULL, ".top");
	return m->hidden && m->start;
}

/* Something must be there to choose, or a line to start. */
static bool is_of_use(const struct menu *m)
{
	for (const struct menu_entry *e = m->entry; e; e = e->next)
		if (e->action != ENTRY_NOTHING)
			return true;
	return m->preset_line;
}

int menu_parse(struct menu *m, const struct menu_origin *origin, struct blob text,
	       const struct menu_files *files, struct reason *why)
{
	const struct menu_format *f = next_format(-1);
	int err;

	if (!begin(m, origin))
		return because(why, -ENOMEM, "out of memory");
	while (f && !f->probe(text))
		f = next_format(f->rank);
	if (!f)
		return because(why, -ENOEXEC, "not a menu of a format known here: it looks like %s",
			       blob_describe(text));
	m->format = f->name;
	err = f->parse(m, text, files, why);
	if (!err && !is_of_use(m))
		err = because(why, -ENOEXEC, "%s: there is nothing to choose in it", f->name);
	return err;
}

void menu_free(struct menu *m)
{
	arena_free(&m->arena);
	*m = (struct menu){ .format = NULL };
}

struct menu_page *menu_add_page(struct menu *m, struct menu_page *parent, struct menu_entry *owner,
				const char *tag)
{
	struct menu_page *p = arena_alloc(&m->arena, sizeof(*p));
	unsigned int n = 0;

	for (const struct menu_page *other = m->page; other; other = other->next)
		n++;
	if (!p || n >= MENU_MAX_PAGES)
		return NULL;
	if (parent)
		*p = *parent;
	else
		*p = (struct menu_page){ .autoboot = "Automatic boot in # second{,s}...",
					 .tabmsg = "Press [Tab] to edit options",
					 .notabmsg = "",
					 .passprompt = "Password required" };
	p->tag = tag;
	p->title = "";
	p->parent = parent;
	p->owner = owner;
	p->entry = NULL;
	p->n = p->cap = p->preset = 0;
	p->next = NULL;
	*m->page_end = p;
	m->page_end = &p->next;
	return p;
}

static bool make_room(struct menu *m, struct menu_page *page)
{
	unsigned int cap = page->cap ? 2 * page->cap : 16;
	struct menu_entry **wider;

	if (page->n < page->cap)
		return true;
	wider = arena_alloc(&m->arena, cap * sizeof(struct menu_entry *));
	if (!wider)
		return false;
	for (unsigned int i = 0; i < page->n; i++)
		wider[i] = page->entry[i];
	page->entry = wider;
	page->cap = cap;
	return true;
}

struct menu_entry *menu_add_entry(struct menu *m, struct menu_page *page)
{
	struct menu_entry *e;

	if (m->n_entries >= MENU_MAX_ENTRIES || !make_room(m, page))
		return NULL;
	e = arena_alloc(&m->arena, sizeof(*e));
	if (!e)
		return NULL;
	e->title = e->line.file = e->line.args = "";
	e->page = page;
	e->index = page->n;
	page->entry[page->n++] = e;
	m->n_entries++;
	*m->entry_end = e;
	m->entry_end = &e->next;
	return e;
}

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool hotkey_is_free(const struct menu_page *page, char key)
{
	for (unsigned int i = 0; i < page->n; i++)
		if (page->entry[i]->hotkey == key)
			return false;
	return true;
}

const char *menu_set_title(struct menu *m, struct menu_entry *e, const char *title,
			   unsigned int indent)
{
	const char *caret = strchr(title, '^');
	char *p;

	if (indent > 40)
		indent = 40;
	p = arena_alloc(&m->arena, indent + strlen(title) + 1);
	if (!p)
		return NULL;
	e->title = p;
	e->hotkey = 0;
	memset(p, ' ', indent);
	p += indent;
	for (; *title; title++) {
		if (*title == '^')
			continue;
		if (caret && title == caret + 1 && *title > ' ' && e->action != ENTRY_NOTHING &&
		    hotkey_is_free(e->page, upper(*title))) {
			e->hotkey = upper(*title);
			e->hotkey_at = (size_t)(p - e->title);
		}
		*p++ = *title;
	}
	return e->title;
}

void menu_note(struct menu *m, const char *fmt, ...)
{
	struct menu_note *note;
	char line[200];
	va_list args;

	if (m->n_notes++ >= MENU_MAX_NOTES)
		return;
	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	note = arena_alloc(&m->arena, sizeof(*note));
	if (!note)
		return;
	note->text = arena_strndup(&m->arena, line, strlen(line));
	if (!note->text)
		return;
	*m->note_end = note;
	m->note_end = &note->next;
}

struct menu_entry *menu_find(const struct menu *m, const char *line)
{
	size_t n = (size_t)(word_end(line) - line);

	for (struct menu_entry *e = m->entry; e; e = e->next)
		if (e->label && !strncmp(e->label, line, n) && !e->label[n])
			return e;
	return NULL;
}

/* As menu.txt has it: no entry with a password, so that none starts without having been asked for. */
void menu_take_saved(struct menu *m, const char *text)
{
	struct menu_entry *e = *text ? menu_find(m, text) : NULL;

	if (!e || !e->save || e->passwd || e->page == m->hidden)
		return;
	e->page->preset = e->index;
	m->start = e->page;
}

struct menu_page *menu_find_page(const struct menu *m, const char *tag)
{
	for (struct menu_page *p = m->page; p; p = p->next)
		if (p->tag && !strcmp(p->tag, tag))
			return p;
	return NULL;
}

int menu_selectable(const struct menu_page *page, int at, int step)
{
	for (; at >= 0 && at < (int)page->n; at += step)
		if (page->entry[at]->action != ENTRY_NOTHING)
			return at;
	return -1;
}
