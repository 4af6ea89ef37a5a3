// SPDX-License-Identifier: GPL-2.0-only
/* From the bytes of a configuration to lines and keywords, and other files in its place. */
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

static void take_line(struct parser *p, const char *line)
{
	line = skip_blanks(line);
	if (!*line || *line == '#')
		return;
	if (!syslinux_label_line(p, line) && !syslinux_file_line(p, line))
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

struct blob syslinux_skip_mark(struct blob text)
{
	static const uint8_t mark[] = { 0xef, 0xbb, 0xbf };

	return blob_starts(text, 0, mark, sizeof(mark)) ? blob_slice(text, sizeof(mark), text.n) :
							  text;
}

void syslinux_read(struct parser *p, struct blob text)
{
	const char *line;

	text = syslinux_skip_mark(text);
	while ((line = next_line(p, &text))) {
		if (word_is(skip_blanks(line), "text"))
			take_text(p, skip_blanks(skip_blanks(line) + strlen("text")), &text);
		else
			take_line(p, line);
	}
}

/* ---- other files ------------------------------------------------------------- */

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
	syslinux_read(p, text);
	p->depth--;
	p->file = outer;
	p->line_no = outer_line;
}

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
