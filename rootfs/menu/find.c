// SPDX-License-Identifier: GPL-2.0-only
/* Where menus come from: files, mounted disks, boot servers. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cmd.h"
#include "run.h"
#include "session.h"

#define FETCHED_PATH	"/run/bootshell/fetched"
#define FETCH_NO_SERVER 4 /* its exit status */

static int read_file(const char *path, struct arena *arena, struct blob *out, struct reason *why)
{
	struct reason with_path = { "" };
	int err = os_read_small(path, arena, out, &with_path);

	return err ? because(why, err, "%s", strerror(-err)) : 0;
}

/* What "fetch: @url: " is followed by: whoever asked for @url names it. */
static const char *reason_of(const char *said, const char *url)
{
	const char *at = strstr(said, url);
	size_t n = strlen(url);

	return at && !strncmp(at + n, ": ", 2) ? at + n + 2 : said;
}

int read_any(void *ctx, const char *path, struct arena *arena, struct blob *out, struct reason *why)
{
	const char *fetch[] = { "fetch", path, FETCHED_PATH, NULL };
	const char *said = "";
	int err;

	(void)ctx;
	if (!strstr(path, "://"))
		return read_file(path, arena, out, why);
	err = run_silently(fetch, arena, &said);
	if (err)
		return because(why, err == FETCH_NO_SERVER ? -EHOSTUNREACH : -EIO, "%s",
			       reason_of(said, path));
	err = read_file(FETCHED_PATH, arena, out, why);
	unlink(FETCHED_PATH);
	return err;
}

static const struct menu_files files = { read_any, NULL };

const char *read_text(const char *path, struct arena *arena)
{
	struct reason ignored = { "" };
	struct blob b;

	return os_read_small(path, arena, &b, &ignored) ? "" : (const char *)b.p;
}

/*
 * Copy the mount point of the next disk in /proc/mounts out of *mounts, and the disk; NULL after the
 * last. A blank in a name, which is written \\040 there, is not expected.
 */
static const char *next_mount(const char **mounts, const char **device, struct arena *arena)
{
	while (**mounts) {
		const char *line = *mounts, *dir = skip_blanks(word_end(line));

		*mounts += strcspn(line, "\n");
		*mounts += **mounts == '\n';
		*device = arena_strndup(arena, line, (size_t)(word_end(line) - line));
		if (!strncmp(line, "/dev/", 5))
			return arena_strndup(arena, dir, (size_t)(word_end(dir) - dir));
	}
	return NULL;
}

const char *mount_device(const char *dir, struct arena *arena)
{
	const char *mounts = read_text("/proc/mounts", arena), *at, *device, *found = NULL;

	while ((at = next_mount(&mounts, &device, arena)))
		if (!strcmp(at, dir)) /* the last one is what is seen */
			found = device;
	return found;
}

/* The mount point of a disk that @path lies on, "" if it lies on none. */
static const char *mount_of(const char *path, struct arena *arena)
{
	const char *mounts = read_text("/proc/mounts", arena), *dir, *device, *best = "";

	while ((dir = next_mount(&mounts, &device, arena))) {
		size_t n = strlen(dir);

		if (!strncmp(path, dir, n) && path[n] == '/' && n > strlen(best))
			best = dir;
	}
	return best;
}

/* "/" in a configuration is its disk; "x" lies beside it. */
static int find_origin(struct session *s, const char *file)
{
	const char *colon = strstr(file, "://"), *cfg = strstr(file, "/pxelinux.cfg/");
	const char *slash = strrchr(file, '/');
	struct menu_origin *o = &s->origin;

	if (s->has_origin) {
		o->config = file;
		return 0;
	}
	o->config = file;
	o->dir = "/";
	if (colon) {
		size_t n = cfg ? (size_t)(cfg - file) + 1 : (size_t)(slash - file) + 1;

		o->root = arena_strndup(&s->arena, file, n);
		return o->root ? 0 : -ENOMEM;
	}
	o->root = s->root ? s->root : mount_of(file, &s->arena);
	if (slash && !strncmp(file, o->root, strlen(o->root)))
		o->dir = arena_printf(&s->arena, "%.*s",
				      (int)(slash + 1 - file - (long)strlen(o->root)),
				      file + strlen(o->root));
	return o->root && o->dir ? 0 : -ENOMEM;
}

/* Several files are read as if they were one. */
int load_menu(struct session *s, struct reason *why)
{
	struct text all = { 0 };
	struct blob text = { NULL, 0 };
	int err = find_origin(s, s->file[0]);

	if (s->dir)
		s->origin.dir = s->dir;
	for (unsigned int i = 0; !err && i < s->n; i++) {
		err = read_any(NULL, s->file[i], &s->arena, &text, why);
		if (!err && s->n > 1)
			text_addf(&all, "%s\n", (const char *)text.p);
	}
	if (!err && s->n > 1)
		text = (struct blob){ (const uint8_t *)all.p, all.n };
	menu_free(&s->m);
	if (!err)
		err = menu_parse(&s->m, &s->origin, text, &files, why);
	text_free(&all);
	if (err)
		return err;
	find_fs_uuid(s);
	take_saved(s);
	os_write_small(LAST_PATH, s->file[0], strlen(s->file[0]), &(struct reason){ "" });
	return 0;
}

/* ---- finding ------------------------------------------------------------------- */

static bool exists(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode);
}

/* The first place of a menu below the folder @dir. */
static const char *search_dir(struct session *s, const char *dir)
{
	const char *place;

	for (unsigned int i = 0; (place = menu_place(i)); i++) {
		const char *path = arena_printf(&s->arena, "%s%s", dir, place);

		if (path && exists(path))
			return path;
	}
	return NULL;
}

static const char *search_mounts(struct session *s)
{
	const char *mounts = read_text("/proc/mounts", &s->arena), *dir, *device, *found = NULL;

	while (!found && (dir = next_mount(&mounts, &device, &s->arena)))
		found = search_dir(s, dir);
	return found;
}

static bool starts_with(const char *s, const char *start)
{
	size_t n = strlen(start);

	return !strncmp(s, start, n);
}

/* The names without what is before all of them, and without the address's shorter forms. */
static const char *list_names(const char *const *name, unsigned int n, struct session *s)
{
	size_t root = strlen(s->origin.root);
	const char *list = "";

	for (unsigned int i = 0; i < n && list; i++) {
		bool shorter = i && starts_with(name[i - 1], name[i]);

		if (!shorter)
			list = arena_printf(&s->arena, "%s%s%s", list, i ? ", " : "",
					    name[i] + (starts_with(name[i], s->origin.root) ? root :
											      0));
		else if (i + 1 == n || !starts_with(name[i], name[i + 1]))
			list = arena_printf(&s->arena, "%s and its first digits", list);
	}
	return list ? list : "all names";
}

/* As PXELINUX: the first name that the server has. */
int find_net_menu(struct session *s, struct reason *why)
{
	const char *name[PXE_MAX_NAMES];
	unsigned int n;

	if (!*s->pxe.server && !(s->pxe.prefix && strstr(s->pxe.prefix, "://")))
		return because(why, -ENOENT, "no boot server is known; net asks for one");
	n = pxe_search(&s->pxe, &s->arena, &s->origin, name);
	s->has_origin = true;
	if (s->mode == SEARCH) {
		for (unsigned int i = 0; i < n; i++)
			puts(name[i]);
		return 0;
	}
	for (unsigned int i = 0; i < n; i++) {
		int err;

		s->file[0] = name[i];
		s->n = 1;
		why->text[0] = '\0';
		err = load_menu(s, why);
		/* Not this one, or not on that other server. */
		if (err == -EIO || (err == -EHOSTUNREACH && !starts_with(name[i], s->origin.root)))
			continue;
		return err;
	}
	why->text[0] = '\0';
	s->file[0] = NULL; /* it is about all of them */
	return because(why, -ENOENT, "%s has no menu: tried %s", s->origin.root,
		       list_names(name, n, s));
}

int find_menu(struct session *s, const char *name, struct reason *why)
{
	struct stat st;

	s->n = 1;
	if (name && (strstr(name, "://") || stat(name, &st) || !S_ISDIR(st.st_mode))) {
		s->file[0] = strstr(name, "://") ? name : absolute(name, &s->arena);
	} else if (name) {
		s->file[0] = search_dir(s, absolute(name, &s->arena));
		if (!s->root)
			s->root = absolute(name, &s->arena);
	} else {
		s->file[0] = search_mounts(s);
		if (!s->file[0] && *read_text(LAST_PATH, &s->arena))
			s->file[0] = read_text(LAST_PATH, &s->arena);
	}
	if (!s->file[0])
		return because(why, -ENOENT, "no menu on %s",
			       name ? name :
				      "a mounted disk; mnt DEV mounts one, or name the file");
	return 0;
}
