/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parts of the SYSLINUX parser: files and lines (syslinux-lines.c), the directives of labels, of
 * the whole file, and behind MENU, and what all of it comes to (syslinux.c).
 */
#ifndef MENU_SYSLINUX_H
#define MENU_SYSLINUX_H

#include "menu.h"

/** struct label - what is known of the LABEL that is being read */
struct label {
	const char *name;
	size_t kind; /* enum boot_kind, or BY_SUFFIX */
	const char *kernel;
	const char *append;
	const char *initrd;
	const char *title;
	const char *passwd;
	const char *help;
	const char *tag; /* of MENU GOTO and MENU EXIT */
	enum entry_action action;
	unsigned int indent;
	unsigned int sysappend;
	bool hide, preset, disabled, separator;
	int save;
};

/**
 * struct parser - state over all files: including one is as if its lines stood in the other
 * @page: being filled
 * @rest: of the line, behind the keyword
 * @arg: of the directive
 * @file: name of the file being read, for notes
 * @err: 0 until memory or a bound is exhausted
 */
struct parser {
	struct menu *m;
	const struct menu_files *files;
	struct reason *why;
	struct menu_page *page;
	struct label label;
	unsigned int sysappend;
	bool ui, prompt;
	const char *rest;
	size_t arg;
	const char *file;
	unsigned int line_no, lines, depth;
	int err;
};

/**
 * struct directive - one keyword
 * @take: obeys it; the rest of the line and @arg are in the parser
 */
struct directive {
	const char *word;
	void (*take)(struct parser *p);
	size_t arg;
};

/* KERNEL: the name's end tells its enum boot_kind. */
#define BY_SUFFIX 100

/** syslinux_obey() - do what the first word of @line says; false if @d does not have it */
bool syslinux_obey(struct parser *p, const struct directive *d, const char *line);
/** syslinux_is_one_of() - does @line begin with one of @list? */
bool syslinux_is_one_of(const char *line, const char *const *list);
/** syslinux_got() - stop, out of memory, if @v is NULL */
bool syslinux_got(struct parser *p, const void *v);
/** syslinux_word() - the first word of @rest, never NULL */
const char *syslinux_word(struct parser *p, const char *rest);
/** syslinux_number() - a decimal number, 0 if it is none or negative */
unsigned int syslinux_number(const char *rest);
/** syslinux_record() - make an entry of the label that has ended */
void syslinux_record(struct parser *p);
/** syslinux_open_page() - begin a submenu, with its entry in the present one; NULL on failure */
struct menu_page *syslinux_open_page(struct parser *p, const char *tag);

/** syslinux_read() - obey all lines of @text */
void syslinux_read(struct parser *p, struct blob text);
/** syslinux_skip_mark() - @text behind UTF-8's byte order mark, which some editors put first */
struct blob syslinux_skip_mark(struct blob text);
/** syslinux_label_line() - obey a directive of a label; false if @line is none */
bool syslinux_label_line(struct parser *p, const char *line);
/** syslinux_file_line() - likewise of the whole file; what has no effect here is taken, too */
bool syslinux_file_line(struct parser *p, const char *line);
/** syslinux_is_plain_menu() - is it menu.c32 or vesamenu.c32, without other files to show? */
bool syslinux_is_plain_menu(const char *line);

/* Directives that have more than one place. */
/** syslinux_menu() - MENU */
void syslinux_menu(struct parser *p);
/** syslinux_include() - FILE, or FILE TAG: as a submenu */
void syslinux_include(struct parser *p);
/** syslinux_page_text() - a text of the page, at offset @p->arg */
void syslinux_page_text(struct parser *p);
/** syslinux_page_line() - a boot line of the page, at offset @p->arg; an empty one takes it away */
void syslinux_page_line(struct parser *p);

#endif
