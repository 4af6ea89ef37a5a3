/* SPDX-License-Identifier: GPL-2.0-only */
/* One run of the menu command: which menu, where from, and what is wanted of it. */
#ifndef MENU_SESSION_H
#define MENU_SESSION_H

#include "menu.h"

#define CONSOLES_PATH "/run/bootshell/consoles"
#define LAST_PATH     "/run/bootshell/menu" /* the file that was shown last */
#define NET_PATH      "/run/bootshell/net"  /* what `net` learned */

/**
 * struct session - one run of the program
 * @root: --root, or NULL
 * @file: configuration files that make the menu, @n of them
 * @dir: current folder by CONFIG, or NULL
 */
struct session {
	enum { SHOW, LIST, JSON, RUN, SEARCH, FIND } mode;
	bool consoles, net, dry;
	const char *root;
	const char *label;
	uint32_t timeout_ms;
	const char *file[PLAN_FILES];
	unsigned int n;
	const char *dir;
	struct menu m;
	const char *facts;
	struct pxe_facts pxe;
	struct menu_origin origin;
	bool has_origin;
	struct arena arena;
};

/** read_any() - a whole small file, or what a URL stands for; a struct menu_files' @read */
int read_any(void *ctx, const char *path, struct arena *arena, struct blob *out,
	     struct reason *why);
/** read_text() - likewise a file that need not be there: "" then */
const char *read_text(const char *path, struct arena *arena);
/** load_menu() - read s->file[] into s->m, in place of what was there */
int load_menu(struct session *s, struct reason *why);
/** find_menu() - set s->file[] to the file, or what is in the folder, @name; NULL: on a mounted disk */
int find_menu(struct session *s, const char *name, struct reason *why);
/** find_net_menu() - load the first that the boot server has; with --search only print the names */
int find_net_menu(struct session *s, struct reason *why);
/** mount_device() - the device that is mounted at @dir, in @arena; NULL if none is */
const char *mount_device(const char *dir, struct arena *arena);
/** take_saved() - the entry that MENU SAVE remembers becomes the default */
void take_saved(struct session *s);
/** save_choice() - remember @e, which has MENU SAVE, if there is a file for that */
int save_choice(struct session *s, const struct menu_entry *e, struct reason *why);
/** find_facts() - set s->facts and s->pxe */
void find_facts(struct session *s);
/** find_fs_uuid() - add the loaded menu's disk to s->facts, if an entry wants it */
void find_fs_uuid(struct session *s);
#endif
