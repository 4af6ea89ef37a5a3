// SPDX-License-Identifier: GPL-2.0-only
/*
 * From a boot line to commands of the shell: what SYSLINUX does with KERNEL, APPEND, its modules
 * and initrd= (syslinux.cfg(5)), in our own words.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "menu.h"

/** struct planner - a plan under construction */
struct planner {
	const struct menu *m;
	struct arena *arena;
	struct menu_plan *plan;
	struct reason *why;
	int err;
};

static void add(struct planner *p, const char *word)
{
	if (p->err)
		return;
	if (!word)
		p->err = because(p->why, -ENOMEM, "out of memory");
	else if (p->plan->n == PLAN_WORDS)
		p->err = because(p->why, -E2BIG, "more than %u words in one command", PLAN_WORDS);
	else
		p->plan->word[p->plan->n++] = word;
}

static void add_path(struct planner *p, const char *path)
{
	add(p, menu_resolve(&p->m->origin, path, p->arena));
}

/* The next word of *s, NULL at its end. */
static const char *next_word(struct planner *p, const char **s)
{
	const char *word = skip_blanks(*s), *end = word_end(word);

	*s = end;
	return end > word ? arena_strndup(p->arena, word, (size_t)(end - word)) : NULL;
}

/* The last initrd= is the one that counts; it stays in the command line, as with SYSLINUX. */
static const char *initrd_of(struct planner *p, const char *args)
{
	const char *word, *list = NULL;

	while ((word = next_word(p, &args)))
		if (!strncmp(word, "initrd=", 7))
			list = word + 7;
	return list;
}

static void add_initrds(struct planner *p, const char *args)
{
	const char *list = initrd_of(p, args);

	while (list && *list) {
		size_t n = strcspn(list, ",");

		if (n) {
			add(p, "-i");
			add_path(p, arena_printf(p->arena, "%.*s", (int)n, list));
		}
		list += n;
		list += *list == ',';
	}
}

static void plan_linux(struct planner *p, const char *file, const char *args)
{
	add(p, "load");
	if (!strcasecmp(word_file_name(file), "memdisk"))
		add(p, "--real-mode");
	add_path(p, file);
	add_initrds(p, args);
	add(p, "-a");
	add(p, arena_printf(p->arena, "BOOT_IMAGE=%s%s%s", file, *args ? " " : "", args));
	p->plan->go = true;
}

static void plan_type(struct planner *p, const char *type, const char *file)
{
	add(p, "load");
	add(p, "-t");
	add(p, type);
	add_path(p, file);
	p->plan->go = true;
}

static void plan_words(struct planner *p, const char *command, const char *args)
{
	const char *word;

	add(p, command);
	while ((word = next_word(p, &args)))
		add(p, word);
}

/* Take what stands before the next " ---" from *args: words of one file, without blanks around. */
static const char *next_module(struct planner *p, const char **args)
{
	const char *start = skip_blanks(*args), *end = strstr(*args, "---");
	size_t n = end && end > start ? (size_t)(end - start) : end ? 0 : strlen(start);

	*args = end ? end + 3 : "";
	while (n && start[n - 1] == ' ')
		n--;
	return arena_strndup(p->arena, start, n);
}

/* mboot.c32: KERNEL ARGS --- MODULE ARGS --- ... */
static void plan_mboot(struct planner *p, const char *args)
{
	const char *words = next_module(p, &args), *file = words ? next_word(p, &words) : NULL;

	if (!file) {
		p->err = because(p->why, -EINVAL, "mboot.c32: no kernel is named");
		return;
	}
	add(p, "load");
	add_path(p, file);
	add(p, "-a");
	add(p, skip_blanks(words));
	while (!p->err && *args) {
		words = next_module(p, &args);
		file = words ? next_word(p, &words) : NULL;
		if (!file)
			continue;
		file = menu_resolve(&p->m->origin, file, p->arena);
		add(p, "--module");
		add(p, file ? arena_printf(p->arena, "%s%s%s", file, *words ? " " : "",
					   skip_blanks(words)) :
			      NULL);
	}
	p->plan->go = true;
}

static void plan_files(struct planner *p, const char *args)
{
	const char *word;

	while (!p->err && (word = next_word(p, &args))) {
		const char *path = strcmp(word, "~") ? menu_resolve(&p->m->origin, word, p->arena) :
						       p->m->origin.config;

		if (!path)
			p->err = because(p->why, -ENOMEM, "out of memory");
		else if (p->plan->n_open == PLAN_FILES)
			p->err = because(p->why, -E2BIG, "more than %u files", PLAN_FILES);
		else
			p->plan->open[p->plan->n_open++] = path;
	}
	if (!p->err && !p->plan->n_open)
		p->plan->open[p->plan->n_open++] = p->m->origin.config;
}

/* CONFIG FILE, with a new current folder in its APPEND. */
static void plan_config(struct planner *p, const char *file, const char *args)
{
	const char *dir = next_word(p, &args);

	plan_files(p, file);
	if (dir)
		p->plan->open_dir =
			arena_printf(p->arena, "%s%s", dir, word_ends_in(dir, "/") ? "" : "/");
}

static void plan_chain(struct planner *p, const char *args)
{
	plan_words(p, "chain", args);
	p->plan->go = true;
}

static void plan_linux_module(struct planner *p, const char *args)
{
	const char *file = next_word(p, &args);

	if (file)
		plan_linux(p, file, skip_blanks(args));
	else
		p->err = because(p->why, -EINVAL, "linux.c32: no kernel is named");
}

static void plan_config_module(struct planner *p, const char *args)
{
	const char *file = next_word(p, &args);

	plan_config(p, file ? file : "~", args);
}

static void plan_reboot(struct planner *p, const char *args)
{
	(void)args;
	add(p, "reboot");
}

static void plan_poweroff(struct planner *p, const char *args)
{
	(void)args;
	add(p, "poweroff");
}

static void plan_module(struct planner *p, const char *file, const char *args)
{
	static const struct {
		const char *name;
		void (*plan)(struct planner *p, const char *args);
	} modules[] = {
		{ "menu.c32", plan_files },	      { "vesamenu.c32", plan_files },
		{ "config.c32", plan_config_module }, { "chain.c32", plan_chain },
		{ "mboot.c32", plan_mboot },	      { "linux.c32", plan_linux_module },
		{ "reboot.c32", plan_reboot },	      { "poweroff.c32", plan_poweroff },
	};

	for (size_t i = 0; i < sizeof(modules) / sizeof(modules[0]); i++) {
		if (!strcasecmp(word_file_name(file), modules[i].name)) {
			modules[i].plan(p, args);
			return;
		}
	}
	p->err = because(p->why, -ENOTSUP, "%s: a module of SYSLINUX that has no equivalent here",
			 word_file_name(file));
}

/*
 * LOCALBOOT: -1 gives up this boot device. Other numbers are drives, but from the network, where
 * they only say how much of the PXE stack stays.
 */
static void plan_localboot(struct planner *p, const char *number)
{
	long drive = strtol(number, NULL, 0);

	add(p, "localboot");
	if (drive < 0 || drive > 0xff || strstr(p->m->origin.root, "://"))
		add(p, "-1");
	else
		add(p, arena_printf(p->arena, "0x%02lx", (unsigned long)drive));
	p->plan->go = true;
}

int menu_plan(const struct menu *m, const struct boot_line *line, struct arena *arena,
	      struct menu_plan *plan, struct reason *why)
{
	struct planner p = { m, arena, plan, why, 0 };

	*plan = (struct menu_plan){ .n = 0 };
	switch (line->kind) {
	case BOOT_LINUX:
		plan_linux(&p, line->file, line->args);
		break;
	case BOOT_SECTOR:
	case BOOT_DOS_SECTOR:
		plan_type(&p, "bootsect", line->file);
		break;
	case BOOT_NBP:
		plan_type(&p, "nbp", line->file);
		break;
	case BOOT_FLOPPY:
		return because(why, -ENOTSUP,
			       "%s: a floppy image starts through memdisk: "
			       "KERNEL memdisk, INITRD %s",
			       line->file, line->file);
	case BOOT_COMBOOT:
		return because(why, -ENOTSUP,
			       "%s: a COMBOOT program, which SYSLINUX itself "
			       "no longer starts since 5.00",
			       line->file);
	case BOOT_COM32:
		plan_module(&p, line->file, line->args);
		break;
	case BOOT_CONFIG:
		plan_config(&p, line->file, line->args);
		break;
	case BOOT_LOCAL:
		plan_localboot(&p, line->file);
		break;
	}
	return p.err;
}
