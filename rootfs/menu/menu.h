/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The boot menu: a configuration file in one of several formats becomes a struct menu, which
 * is listed, shown on terminals, and turned into commands of the shell.
 *
 *	bytes -> menu_parse() -> struct menu -> ui + screen -> struct boot_line -> menu_plan()
 *
 * All of that is pure: no system call, no output, no global state; it runs on the build host
 * under unit tests and fuzzers. Only facts.c, find.c, main.c, run.c and term.c ask the system
 * anything.
 */
#ifndef MENU_H
#define MENU_H

#include "kexec.h"

/* ---- the model ---------------------------------------------------------- */

/** enum boot_kind - what a boot line's file is, and so how it is started */
enum boot_kind {
	BOOT_LINUX,	 /* anything that `load` finds out by itself */
	BOOT_SECTOR,	 /* boot sector of a disk or CD */
	BOOT_DOS_SECTOR, /* boot sector that wants the disk's BIOS parameter block put in */
	BOOT_NBP,	 /* PXE network boot program */
	BOOT_FLOPPY,	 /* floppy image */
	BOOT_COMBOOT,	 /* 16-bit program for SYSLINUX before 5.00 */
	BOOT_COM32,	 /* SYSLINUX module */
	BOOT_CONFIG,	 /* another configuration file */
	BOOT_LOCAL,	 /* back to the firmware; the file is a number */
};

/**
 * struct boot_line - what a menu starts: the text that Tab edits, taken apart
 * @kind: of @file
 * @file: as written in the configuration, never NULL
 * @args: all that follows it, never NULL
 */
struct boot_line {
	enum boot_kind kind;
	const char *file;
	const char *args;
};

/** enum entry_action - what choosing an entry does */
enum entry_action {
	ENTRY_NOTHING, /* it cannot be chosen: a heading or a separator */
	ENTRY_BOOT,    /* starts @line */
	ENTRY_PAGE,    /* shows the page @target, which is below this one */
	ENTRY_EXIT,    /* shows the page @target, leaving this one */
	ENTRY_QUIT,    /* leaves the menu */
	ENTRY_HELP,    /* shows the text file @line.file */
};

/**
 * struct menu_entry - one line of a page
 * @label: what DEFAULT and typed lines call it, NULL if nothing can
 * @title: as shown, indented
 * @hotkey: upper case letter or digit that jumps here, 0 for none
 * @hotkey_at: its place in @title
 * @page: where it is shown; the hidden page for those that are not
 * @index: its place there
 * @sysappend: SYSAPPEND's bits
 * @passwd: NULL if none is wanted; "": only the master password opens it
 * @help: text with line ends, or NULL
 * @save: is it to be remembered when it is started?
 * @next: in the order of the file
 */
struct menu_entry {
	const char *label;
	const char *title;
	char hotkey;
	size_t hotkey_at;
	struct menu_page *page;
	unsigned int index;
	enum entry_action action;
	struct boot_line line;
	unsigned int sysappend;
	struct menu_page *target;
	const char *passwd;
	const char *help;
	bool save;
	struct menu_entry *next;
};

#define MENU_FKEYS	 12
#define SYSAPPEND_FSUUID 18 /* the last bit of SYSAPPEND */

/**
 * struct menu_page - a menu or submenu; what is not said in a submenu is inherited
 * @tag: its name for GOTO; ".top" is the first
 * @owner: the entry of @parent that leads here, NULL for the first page
 * @preset: index of the entry that is selected at first
 * @timeout_ms: 0: wait for ever
 * @ontimeout: boot line to start then, NULL: the selected entry
 * @onerror: boot line to start when another fails, NULL for none
 * @autoboot: the countdown; "#" stands for the seconds
 * @fkey: text files that F1 to F12 show, NULL for none
 * @immediate: a hot key starts its entry
 * @locked: boot lines may not be edited, and the shell not be reached
 */
struct menu_page {
	const char *tag;
	const char *title;
	struct menu_page *parent;
	struct menu_entry *owner;
	struct menu_entry **entry;
	unsigned int n, cap;
	unsigned int preset;
	uint32_t timeout_ms;
	const char *ontimeout;
	const char *onerror;
	const char *master_passwd;
	const char *autoboot;
	const char *tabmsg;
	const char *notabmsg;
	const char *passprompt;
	const char *fkey[MENU_FKEYS];
	bool immediate;
	bool locked;
	bool save;
	struct menu_page *next;
};

/** struct menu_key - a key that runs @command while the menu is hidden */
struct menu_key {
	unsigned int key;
	const char *command;
	struct menu_key *next;
};

/** struct menu_note - something in the configuration that has no effect here */
struct menu_note {
	const char *text;
	struct menu_note *next;
};

/**
 * struct menu_origin - where a configuration comes from, and so what its file names mean
 * @root: mount point without a final slash ("" for our own files), or the URL prefix of a network boot
 * @dir: current folder below @root, with a slash at both ends; unused with a URL
 * @config: the configuration file itself, as the user would name it
 */
struct menu_origin {
	const char *root;
	const char *dir;
	const char *config;
};

/**
 * struct menu - a parsed configuration
 * @format: its name
 * @page: all pages, the first page first; the hidden page is not among them
 * @start: page to begin with
 * @hidden: entries that are only found by their labels
 * @entry: all entries
 * @preset_line: DEFAULT as written, for when no menu was asked for; NULL without
 * @wanted: the configuration asks for a menu, rather than for a start at once
 * @quiet: nothing is shown before a key is pressed
 * @noescape: a key cannot stop a start at once
 * @implicit: lines may name files instead of labels
 * @append: arguments of such files, NULL without
 * @total_ms: start then, whatever is typed; 0: never
 * @say: lines to show above the menu
 * @display: text file to show, NULL for none
 */
struct menu {
	const char *format;
	struct menu_origin origin;
	struct menu_page *page, **page_end;
	struct menu_page *start;
	struct menu_page *hidden;
	struct menu_entry *entry, **entry_end;
	struct menu_key *key;
	struct menu_note *note, **note_end;
	unsigned int n_notes, n_entries;
	const char *preset_line;
	bool wanted;
	bool quiet;
	bool noescape;
	bool implicit;
	const char *append;
	uint32_t total_ms;
	const char *say;
	const char *display;
	struct arena arena;
};

#define MENU_MAX_ENTRIES 2000u
#define MENU_MAX_PAGES	 200u
#define MENU_MAX_NOTES	 50u

/**
 * struct menu_files - how a parser reaches other files (INCLUDE)
 * @read: all of the file @path in @arena, or a reason
 */
struct menu_files {
	int (*read)(void *ctx, const char *path, struct arena *arena, struct blob *out,
		    struct reason *why);
	void *ctx;
};

/**
 * struct menu_format - one language of configuration files, in a file of its own
 * @name: for messages
 * @rank: formats are probed in ascending order, no two are equal
 * @places: where such files lie on a disk, in the order in which they are looked for; ends in NULL
 * @probe: is it this language? Silent and pure.
 * @parse: fill in a menu that menu_begin() has made. It fails only if nothing could be shown.
 */
struct menu_format {
	const char *name;
	int rank;
	const char *const *places;
	bool (*probe)(struct blob text);
	int (*parse)(struct menu *m, struct blob text, const struct menu_files *files,
		     struct reason *why);
};

/* Registration: a pointer in a section that the linker turns into an array. */
#define MENU_FORMAT(object)                                        \
	static const struct menu_format *const object##_registered \
		__attribute__((used, section("menu_formats"))) = &(object)

/**
 * menu_parse() - read a configuration
 * @m: zeroed; menu_free() is due either way
 * @origin: its strings must live as long as the menu
 * @text: of the configuration file
 *
 * Return: 0, -ENOEXEC (nothing to choose in it, or too much), -ENOMEM.
 */
int menu_parse(struct menu *m, const struct menu_origin *origin, struct blob text,
	       const struct menu_files *files, struct reason *why);
void menu_free(struct menu *m);

/** menu_place() - the @i-th place of a configuration on a disk, over all formats; NULL after the last */
const char *menu_place(unsigned int i);

/* For the formats; all return NULL without memory, or when there are too many. */
struct menu_page *menu_add_page(struct menu *m, struct menu_page *parent, struct menu_entry *owner,
				const char *tag);
struct menu_entry *menu_add_entry(struct menu *m, struct menu_page *page);
/** menu_set_title() - take "^" out of @title; the letter behind the first is the hot key, if it is free */
const char *menu_set_title(struct menu *m, struct menu_entry *e, const char *title,
			   unsigned int indent);
/** menu_note() - say that something is without effect */
void menu_note(struct menu *m, const char *fmt, ...) PRINTF_LIKE(2, 3);

/** menu_find() - the first entry with the label that @line begins with, or NULL */
struct menu_entry *menu_find(const struct menu *m, const char *line);
/** menu_take_saved() - make the entry default whose label @text begins with, if it has MENU SAVE */
void menu_take_saved(struct menu *m, const char *text);
/** menu_find_page() - by tag */
struct menu_page *menu_find_page(const struct menu *m, const char *tag);
/** menu_selectable() - the first entry from @at on, in steps of @step, that can be chosen; -1 without */
int menu_selectable(const struct menu_page *page, int at, int step);

/** menu_list() - the entries as text */
void menu_list(const struct menu *m, struct text *out);
/** menu_json() - all of the menu, with the commands of each entry */
void menu_json(const struct menu *m, const char *facts, struct text *out);

/* ---- words -------------------------------------------------------------- */

/** word_end() - the first blank from @s on, or the final zero */
const char *word_end(const char *s);
/** skip_blanks() - what follows the blanks at @s */
const char *skip_blanks(const char *s);
/** word_is() - is the word at @s equal to @word, in any case? */
bool word_is(const char *s, const char *word);
/** word_ends_in() - does @s end in @end, in any case? */
bool word_ends_in(const char *s, const char *end);
/** word_file_name() - what stands behind the last slash of @path */
const char *word_file_name(const char *path);
/** arena_printf() - formatted text in @arena, NULL without memory */
const char *arena_printf(struct arena *arena, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* ---- from a line to commands -------------------------------------------- */

/** boot_kind_of() - what a file is by the end of its name, as SYSLINUX sees it */
enum boot_kind boot_kind_of(const char *file);

/**
 * menu_entry_line() - what an entry starts, as text that can be edited
 * @facts: lines KEY=VALUE for SYSAPPEND, as the sysappend file has them
 *
 * Return: text in @arena: the file and its arguments.
 */
const char *menu_entry_line(const struct menu_entry *e, const char *facts, struct arena *arena);
/**
 * menu_read_line() - take a typed, edited or configured line apart
 * @of: entry that was edited, whose kind stays while the file does; else NULL
 * @out: in @arena
 *
 * A first word that is a label stands for that entry's line.
 */
int menu_read_line(const struct menu *m, const char *line, const struct menu_entry *of,
		   const char *facts, struct arena *arena, struct boot_line *out,
		   struct reason *why);

#define PLAN_WORDS 80
#define PLAN_FILES 8

/**
 * struct menu_plan - what starting a line takes
 * @word: a command of the shell and its words, NULL at the end; empty if there is none
 * @go: then run `go`
 * @open: configuration files to show instead, in one menu
 */
struct menu_plan {
	const char *word[PLAN_WORDS + 1];
	unsigned int n;
	bool go;
	const char *open[PLAN_FILES];
	const char *open_dir;
	unsigned int n_open;
};

/** menu_plan() - what to do for @line; strings lie in @arena. -ENOTSUP: refused by name */
int menu_plan(const struct menu *m, const struct boot_line *line, struct arena *arena,
	      struct menu_plan *plan, struct reason *why);
/** menu_resolve() - the full name of a file that the configuration names; NULL without memory */
const char *menu_resolve(const struct menu_origin *o, const char *path, struct arena *arena);

/* ---- pxelinux's search ---------------------------------------------------- */

/**
 * struct pxe_facts - what a network boot knows
 * @uuid: as text, in any case, or ""; one of all zeros or ones is no UUID
 * @mac: six bytes with ":" or "-" between, or ""
 * @ip: dotted, or ""
 * @mask, @gateway: dotted, or ""
 * @server: host of the TFTP server
 * @file: boot file that was loaded; its folder is the prefix
 * @prefix: DHCP option 210, verbatim; NULL if there is none
 * @config: DHCP option 209, or ""
 */
struct pxe_facts {
	const char *uuid, *mac, *ip, *mask, *gateway, *server, *file, *prefix, *config;
};

#define PXE_MAX_NAMES 13

/**
 * pxe_search() - the configuration files to try, in pxelinux's order
 * @origin: gets the prefix as its root
 * @name: full URLs
 *
 * Return: how many.
 */
unsigned int pxe_search(const struct pxe_facts *f, struct arena *arena, struct menu_origin *origin,
			const char *name[PXE_MAX_NAMES]);
/** pxe_read_facts() - from lines net_KEY=VALUE, as `net` writes them */
void pxe_read_facts(const char *text, struct arena *arena, struct pxe_facts *f);
/** pxe_facts() - the facts as SYSAPPEND wants them, behind the lines @more; NULL without memory */
const char *pxe_facts(const struct pxe_facts *f, const char *more, struct arena *arena);
/** fact() - value of the line @key=VALUE in @text, without quotes; NULL if there is none */
const char *fact(const char *text, const char *key, struct arena *arena);

/* ---- passwords ------------------------------------------------------------ */

/** passwd_matches() - does @typed open @want: plain text, or $1$, $4$, $5$, $6$? */
bool passwd_matches(const char *want, const char *typed);
/** crypt_hash() - what crypt(3) makes of @typed with @setting, which begins with $1$, $5$ or $6$ */
const char *crypt_hash(const char *typed, const char *setting, char out[128]);

#endif
