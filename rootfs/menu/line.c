// SPDX-License-Identifier: GPL-2.0-only
/*
 * Boot lines: an entry as text that can be edited, a typed line taken apart, and what its file is
 * and is called in full (syslinux.cfg(5), pxelinux(1)).
 */
#include <errno.h>
#include <string.h>
#include "menu.h"

enum boot_kind boot_kind_of(const char *file)
{
	static const struct {
		const char *suffix;
		enum boot_kind kind;
	} suffixes[] = {
		{ ".c32", BOOT_COM32 },	  { ".0", BOOT_NBP },	       { ".bs", BOOT_SECTOR },
		{ ".bin", BOOT_SECTOR },  { ".bss", BOOT_DOS_SECTOR }, { ".img", BOOT_FLOPPY },
		{ ".com", BOOT_COMBOOT }, { ".cbt", BOOT_COMBOOT },
	};

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (word_ends_in(file, suffixes[i].suffix))
			return suffixes[i].kind;
	return BOOT_LINUX;
}

/* ---- file names ------------------------------------------------------------- */

/* PXELINUX: "::file" and "host::file" leave the prefix out. */
static const char *resolve_url(const struct menu_origin *o, const char *path, struct arena *arena)
{
	const char *colons = strstr(path, "::"), *host = strstr(o->root, "://") + 3;

	if (strstr(path, "://"))
		return arena_strndup(arena, path, strlen(path));
	if (!colons)
		return arena_printf(arena, "%s%s", o->root, path);
	if (colons > path)
		return arena_printf(arena, "tftp://%.*s/%s", (int)(colons - path), path,
				    colons + 2);
	return arena_printf(arena, "tftp://%.*s/%s", (int)strcspn(host, "/"), host, colons + 2);
}

const char *menu_resolve(const struct menu_origin *o, const char *path, struct arena *arena)
{
	if (strstr(o->root, "://"))
		return resolve_url(o, path, arena);
	if (strstr(path, "://"))
		return arena_strndup(arena, path, strlen(path));
	return arena_printf(arena, "%s%s%s", o->root, path[0] == '/' ? "" : o->dir, path);
}

/* ---- lines ------------------------------------------------------------------ */

/* SYSAPPEND's bits from 1 up. */
static const char *const sysappend[] = {
	"ip",	      "BOOTIF",	     "SYSUUID",	  "CPU",      "SYSVENDOR",
	"SYSPRODUCT", "SYSVERSION",  "SYSSERIAL", "SYSSKU",   "SYSFAMILY",
	"MBVENDOR",   "MBPRODUCT",   "MBVERSION", "MBSERIAL", "MBASSET",
	"BIOSVENDOR", "BIOSVERSION", "SYSFF",	  "FSUUID",
};

/* A value must stay one word. */
static void add_fact(struct text *t, const char *key, const char *value)
{
	text_addf(t, " %s=", key);
	for (value = skip_blanks(value); *value; value = skip_blanks(value)) {
		const char *end = word_end(value), *next = skip_blanks(end);

		text_addf(t, "%.*s%s", (int)(end - value), value, *next ? "_" : "");
		value = end;
	}
}

const char *menu_entry_line(const struct menu_entry *e, const char *facts, struct arena *arena)
{
	struct text t = { 0 };
	const char *line;

	text_addf(&t, "%s%s%s", e->line.file, *e->line.args ? " " : "", e->line.args);
	for (unsigned int i = 0; i < sizeof(sysappend) / sizeof(sysappend[0]); i++) {
		const char *value = e->sysappend >> i & 1 ? fact(facts, sysappend[i], arena) : NULL;

		if (value && *value)
			add_fact(&t, sysappend[i], value);
	}
	line = t.failed ? NULL : arena_strndup(arena, t.p, t.n);
	text_free(&t);
	return line;
}

static int split(const char *line, enum boot_kind kind, struct arena *arena, struct boot_line *out,
		 struct reason *why)
{
	const char *end = word_end(line);

	out->kind = kind;
	out->file = arena_strndup(arena, line, (size_t)(end - line));
	end = skip_blanks(end);
	out->args = arena_strndup(arena, end, strlen(end));
	return out->file && out->args ? 0 : because(why, -ENOMEM, "out of memory");
}

static bool same_word(const char *line, const char *word)
{
	size_t n = (size_t)(word_end(line) - line);

	return strlen(word) == n && !strncmp(line, word, n);
}

int menu_read_line(const struct menu *m, const char *line, const struct menu_entry *of,
		   const char *facts, struct arena *arena, struct boot_line *out,
		   struct reason *why)
{
	const struct menu_entry *e;
	const char *whole;
	int err;

	line = skip_blanks(line);
	if (!*line)
		return because(why, -EINVAL, "the line is empty");
	if (of && of->action == ENTRY_BOOT && same_word(line, of->line.file))
		return split(line, of->line.kind, arena, out, why);
	e = menu_find(m, line);
	if (e && e->action != ENTRY_BOOT)
		return because(why, -EINVAL, "%s: this entry starts nothing", e->label);
	if (e) {
		const char *own = menu_entry_line(e, facts, arena),
			   *more = skip_blanks(word_end(line));

		whole = own ? arena_printf(arena, "%s%s%s", own, *more ? " " : "", more) : NULL;
		return whole ? split(whole, e->line.kind, arena, out, why) :
			       because(why, -ENOMEM, "out of memory");
	}
	if (!m->implicit)
		return because(why, -EPERM, "%.*s is not a label, and IMPLICIT is 0",
			       (int)(word_end(line) - line), line);
	whole = m->append && !of ? arena_printf(arena, "%s %s", line, m->append) : line;
	err = whole ? split(whole, BOOT_LINUX, arena, out, why) :
		      because(why, -ENOMEM, "out of memory");
	if (!err)
		out->kind = boot_kind_of(out->file);
	return err;
}
