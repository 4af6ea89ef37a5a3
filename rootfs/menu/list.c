// SPDX-License-Identifier: GPL-2.0-only
/* The menu as text and as JSON, with what each entry would run. */
#include <string.h>
#include "menu.h"

static void list_page(const struct menu_page *page, unsigned int depth, struct text *out)
{
	for (unsigned int i = 0; i < page->n; i++) {
		const struct menu_entry *e = page->entry[i];

		text_addf(out, "%*s%c %-16s %s%s\n", (int)depth * 2, "",
			  i == page->preset ? '*' : ' ', e->label ? e->label : "", e->title,
			  e->passwd ? " (password)" : "");
		/* A submenu begun here; GOTO could lead in circles. */
		if (e->action == ENTRY_PAGE && e->target->owner == e)
			list_page(e->target, depth + 1, out);
	}
}

void menu_list(const struct menu *m, struct text *out)
{
	text_addf(out, "%s: %s%s%s\n", m->origin.config, m->format, *m->page->title ? ", " : "",
		  m->page->title);
	list_page(m->page, 0, out);
	for (unsigned int i = 0; i < m->hidden->n; i++)
		if (m->hidden->entry[i]->label)
			text_addf(out, "  %-16s (hidden)\n", m->hidden->entry[i]->label);
	for (const struct menu_note *note = m->note; note; note = note->next)
		text_addf(out, "note: %s\n", note->text);
	if (m->n_notes > MENU_MAX_NOTES)
		text_addf(out, "note: and %u more\n", m->n_notes - MENU_MAX_NOTES);
}

/* ---- JSON ------------------------------------------------------------------- */

/* Bytes of the UTF-8 character at @s; 0 if it is none, or ASCII. */
static unsigned int utf8_bytes(const unsigned char *s)
{
	unsigned int n = *s >= 0xf0 && *s < 0xf5 ? 4 : *s >= 0xe0 ? 3 : 2;

	if (*s < 0xc2 || *s >= 0xf5)
		return 0;
	for (unsigned int i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

/* What is not UTF-8 is taken for Latin 1, so that the result always is. */
static void add_string(struct text *out, const char *s)
{
	text_addf(out, "\"");
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		unsigned int n = utf8_bytes((const unsigned char *)s);

		if (n) {
			text_addf(out, "%.*s", (int)n, s);
			s += n - 1;
		} else if (c == '"' || c == '\\')
			text_addf(out, "\\%c", c);
		else if (c < ' ' || c >= 0x7f)
			text_addf(out, "\\u%04x", c);
		else
			text_addf(out, "%c", c);
	}
	text_addf(out, "\"");
}

/* A member, if there is something to say. */
static void add_member(struct text *out, const char *name, const char *value)
{
	if (!value)
		return;
	text_addf(out, ", \"%s\": ", name);
	add_string(out, value);
}

static void add_flag(struct text *out, const char *name, bool value)
{
	if (value)
		text_addf(out, ", \"%s\": true", name);
}

static void add_strings(struct text *out, const char *const *s, unsigned int n)
{
	text_addf(out, "[");
	for (unsigned int i = 0; i < n; i++) {
		text_addf(out, i ? ", " : "");
		add_string(out, s[i]);
	}
	text_addf(out, "]");
}

static void add_plan(const struct menu *m, const struct menu_entry *e, const char *facts,
		     struct text *out)
{
	struct arena arena = { NULL };
	struct reason why = { "" };
	struct boot_line line;
	struct menu_plan plan = { .n = 0 };
	const char *text = menu_entry_line(e, facts, &arena);

	if (!text || menu_read_line(m, text, e, facts, &arena, &line, &why) ||
	    menu_plan(m, &line, &arena, &plan, &why)) {
		add_member(out, "refused", why.text);
	} else {
		add_member(out, "line", text);
		if (plan.n) {
			text_addf(out, ", \"run\": ");
			add_strings(out, plan.word, plan.n);
		}
		add_flag(out, "go", plan.go);
		if (plan.n_open) {
			text_addf(out, ", \"open\": ");
			add_strings(out, plan.open, plan.n_open);
		}
		add_member(out, "dir", plan.open_dir);
	}
	arena_free(&arena);
}

static void add_entry(const struct menu *m, const struct menu_entry *e, const char *facts,
		      struct text *out)
{
	static const char *const actions[] = {
		[ENTRY_NOTHING] = "none", [ENTRY_BOOT] = "boot", [ENTRY_PAGE] = "page",
		[ENTRY_EXIT] = "exit",	  [ENTRY_QUIT] = "quit", [ENTRY_HELP] = "help",
	};
	char key[2] = { e->hotkey, '\0' };

	text_addf(out, "{\"title\": ");
	add_string(out, e->title);
	add_member(out, "label", e->label);
	add_member(out, "action", actions[e->action]);
	add_member(out, "hotkey", e->hotkey ? key : NULL);
	add_flag(out, "password", e->passwd);
	add_flag(out, "save", e->save);
	add_member(out, "help", e->help);
	if (e->target)
		add_member(out, "target", e->target->tag);
	if (e->action == ENTRY_HELP)
		add_member(out, "file", e->line.file);
	if (e->action == ENTRY_BOOT)
		add_plan(m, e, facts, out);
	text_addf(out, "}");
}

static void add_entries(const struct menu *m, const struct menu_page *page, const char *facts,
			struct text *out)
{
	text_addf(out, "\"entries\": [");
	for (unsigned int i = 0; i < page->n; i++) {
		text_addf(out, i ? ",\n  " : "\n  ");
		add_entry(m, page->entry[i], facts, out);
	}
	text_addf(out, "]");
}

static void add_page(const struct menu *m, const struct menu_page *page, const char *facts,
		     struct text *out)
{
	text_addf(out, "{\"tag\": ");
	add_string(out, page->tag);
	add_member(out, "title", page->title);
	text_addf(out, ", \"timeout_ms\": %u, \"default\": %u", page->timeout_ms, page->preset);
	add_member(out, "ontimeout", page->ontimeout);
	add_member(out, "onerror", page->onerror);
	add_member(out, "autoboot", page->autoboot);
	add_member(out, "tabmsg", page->tabmsg);
	add_member(out, "passprompt", page->passprompt);
	add_flag(out, "master_password", page->master_passwd);
	add_flag(out, "immediate", page->immediate);
	add_flag(out, "locked", page->locked);
	for (unsigned int i = 0; i < MENU_FKEYS; i++) {
		char name[4] = { 'F', (char)(i >= 9 ? '1' : '1' + (char)i),
				 (char)(i >= 9 ? '0' + (char)(i - 9) : '\0'), '\0' };

		add_member(out, name, page->fkey[i]);
	}
	text_addf(out, ",\n ");
	add_entries(m, page, facts, out);
	text_addf(out, "}");
}

void menu_json(const struct menu *m, const char *facts, struct text *out)
{
	text_addf(out, "{\"format\": ");
	add_string(out, m->format);
	add_member(out, "file", m->origin.config);
	add_member(out, "start", m->start->tag);
	add_member(out, "default_line", m->preset_line);
	text_addf(out, ", \"total_timeout_ms\": %u", m->total_ms);
	add_flag(out, "at_once", !m->wanted);
	add_flag(out, "quiet", m->quiet);
	add_flag(out, "noescape", m->noescape);
	add_flag(out, "no_implicit", !m->implicit);
	add_member(out, "say", m->say);
	add_member(out, "display", m->display);
	text_addf(out, ",\n\"keys\": [");
	for (const struct menu_key *key = m->key; key; key = key->next) {
		text_addf(out, "%s{\"key\": %u", key == m->key ? "" : ", ", key->key);
		add_member(out, "line", key->command);
		text_addf(out, "}");
	}
	text_addf(out, "],\n\"notes\": [");
	for (const struct menu_note *note = m->note; note; note = note->next) {
		text_addf(out, note == m->note ? "\n " : ",\n ");
		add_string(out, note->text);
	}
	text_addf(out, "],\n\"hidden\": {");
	add_entries(m, m->hidden, facts, out);
	text_addf(out, "},\n\"pages\": [\n");
	for (const struct menu_page *page = m->page; page; page = page->next) {
		text_addf(out, page == m->page ? "" : ",\n");
		add_page(m, page, facts, out);
	}
	text_addf(out, "]}\n");
}
