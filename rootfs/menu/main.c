// SPDX-License-Identifier: GPL-2.0-only
/* menu: show a boot menu, list it, or run an entry of it. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "cmd.h"
#include "run.h"
#include "session.h"

static const struct applet menu;

/* ---- showing ----------------------------------------------------------------------- */

static const char *banner_of(struct session *s)
{
	struct reason ignored = { "" };
	const char *path, *text = NULL;
	struct blob b;

	if (s->m.display) {
		path = menu_resolve(&s->m.origin, s->m.display, &s->arena);
		if (path && !read_any(NULL, path, &s->arena, &b, &ignored))
			text = ui_plain_text(b, &s->arena);
	}
	if (!text || !s->m.say)
		return text ? text : s->m.say;
	return arena_printf(&s->arena, "%s%s", text, s->m.say);
}

static void show_file(struct session *s, struct ui *ui)
{
	const char *path = menu_resolve(&s->m.origin, ui->line, &s->arena);
	struct reason why = { "" };
	struct blob b;

	if (path && !read_any(NULL, path, &s->arena, &b, &why))
		ui_show(ui, ui_plain_text(b, &s->arena));
	else
		snprintf(ui->message, sizeof(ui->message), "%.99s", why.text);
}

/* What comes after a start that came back. */
enum outcome { FAILED, OPEN, LEAVE };

/* Other files in place of this menu; false without memory. */
static bool take_files(struct session *s, const struct menu_plan *plan)
{
	for (s->n = 0; s->n < plan->n_open; s->n++) {
		s->file[s->n] = arena_printf(&s->arena, "%s", plan->open[s->n]);
		if (!s->file[s->n])
			return false;
	}
	if (plan->open_dir)
		s->dir = arena_printf(&s->arena, "%s", plan->open_dir);
	return true;
}

/* MENU SAVE: that it cannot be done keeps nothing from starting. */
static void remember(struct session *s, struct terms *t, const struct menu_entry *e)
{
	struct reason why = { "" };
	const char *line;

	if (!e || !e->save || e->passwd || !save_choice(s, e, &why))
		return;
	line = arena_printf(&s->arena, "menu: not remembered: %s\r\n", why.text);
	if (line)
		terms_write(t, line, strlen(line));
}

/*
 * Start ui->line; @why: it failed. reboot and poweroff return at once: init, which may be waiting
 * for this menu, does the rest when it is left.
 */
static enum outcome start_line(struct session *s, struct terms *t, struct ui *ui, const char **why)
{
	struct menu_plan plan = { .n = 0 };
	struct reason reason = { "" };
	struct boot_line line;
	int status;

	*why = "out of memory";
	if (menu_read_line(&s->m, ui->line, ui->of, s->facts, &ui->arena, &line, &reason) ||
	    menu_plan(&s->m, &line, &ui->arena, &plan, &reason)) {
		*why = arena_printf(&s->arena, "%s", reason.text);
		return FAILED;
	}
	if (plan.n_open)
		return take_files(s, &plan) ? OPEN : FAILED;
	terms_clear(t);
	remember(s, t, ui->of);
	status = run_plan(t, &plan, &s->arena, why);
	terms_clear(t);
	return status || plan.go ? FAILED : LEAVE;
}

/* Start what the user, or the clock, has chosen, and ONERROR's line if that fails. */
static enum outcome start_chosen(struct session *s, struct terms *t, struct ui *ui)
{
	enum outcome outcome = FAILED;
	enum ui_want want = UI_START;

	while (want == UI_START) {
		const char *why;

		outcome = start_line(s, t, ui, &why);
		if (outcome != FAILED)
			return outcome;
		want = ui_failed(ui, why ? why : "out of memory", now_ms());
	}
	return outcome;
}

/* One menu, until it is left (false) or another is to be opened; @failure: of the one before. */
static bool show(struct session *s, struct terms *t, const char *failure)
{
	struct ui ui = { .m = &s->m,
			 .by_hand = !s->consoles,
			 .facts = s->facts,
			 .timeout_ms = s->timeout_ms,
			 .banner = banner_of(s) };
	enum ui_want want = UI_NOTHING;
	enum outcome outcome = FAILED;

	ui_begin(&ui, now_ms());
	if (failure)
		text_addf(&ui.failure, "%s", failure);
	while (want != UI_SHELL && outcome == FAILED) {
		unsigned int key;

		terms_draw(t, &ui);
		key = terms_key(t, ui_wait_ms(&ui));
		want = key ? ui_key(&ui, key, now_ms()) : ui_tick(&ui, now_ms());
		if (want == UI_START)
			outcome = start_chosen(s, t, &ui);
		else if (want == UI_FILE)
			show_file(s, &ui);
		else if (want == UI_REDRAW)
			terms_clear(t);
	}
	ui_free(&ui);
	return outcome == OPEN;
}

static int show_all(struct session *s)
{
	struct reason why = { "" };
	const char *failure = NULL;
	struct terms t;
	int err = terms_open(&t, s->consoles ? CONSOLES_PATH : NULL, &why);

	if (err)
		return refuse(menu.name, NULL, &why);
	while (show(s, &t, failure)) {
		const char *wanted = s->file[0];

		failure = NULL;
		why.text[0] = '\0';
		if (!load_menu(s, &why))
			continue;
		/* Back to what was there: a menu that cannot be opened is no dead end. */
		failure = arena_printf(&s->arena, "%s: %s", wanted, why.text);
		s->file[0] = read_text(LAST_PATH, &s->arena);
		s->n = 1;
		s->dir = NULL;
		if (load_menu(s, &why))
			break;
	}
	terms_close(&t);
	return DONE;
}

/* ---- without a screen ---------------------------------------------------------------- */

static int print_plan(const struct menu_plan *plan)
{
	for (unsigned int i = 0; i < plan->n; i++)
		printf("%s%s", i ? "\t" : "", plan->word[i]);
	puts(plan->go ? "\ngo" : "");
	for (unsigned int i = 0; i < plan->n_open; i++)
		printf("menu\t%s\n", plan->open[i]);
	return DONE;
}

/* --run: as the menu would, but on this terminal, and once. */
static int run_label(struct session *s)
{
	struct reason why = { "" };
	struct boot_line line;
	struct menu_plan plan = { .n = 0 };
	const char *said;

	if (menu_read_line(&s->m, s->label, NULL, s->facts, &s->arena, &line, &why) ||
	    menu_plan(&s->m, &line, &s->arena, &plan, &why))
		return refuse(menu.name, s->label, &why);
	if (s->dry)
		return print_plan(&plan);
	if (plan.n_open)
		return refuse(menu.name, s->label,
			      &(struct reason){ "this entry opens another menu; name its file" });
	/* What ran has said why it failed. */
	return run_plan(NULL, &plan, &s->arena, &said) ? REFUSED : DONE;
}

static int print_menu(struct session *s)
{
	struct text t = { 0 };

	if (s->mode == JSON)
		menu_json(&s->m, s->facts, &t);
	else
		menu_list(&s->m, &t);
	print_text(&t);
	return DONE;
}

static int do_all(struct session *s, const char *name)
{
	struct reason why = { "" };
	int err;

	find_facts(s);
	err = s->net ? find_net_menu(s, &why) : find_menu(s, name, &why);
	if (s->mode == SEARCH)
		return err ? refuse(menu.name, NULL, &why) : DONE;
	if (!err && s->mode == FIND)
		return puts(s->file[0]) < 0 ? REFUSED : DONE;
	if (!err && !s->net)
		err = load_menu(s, &why);
	if (err)
		return refuse(menu.name, s->file[0], &why);
	if (s->mode == SHOW)
		return show_all(s);
	return s->mode == RUN ? run_label(s) : print_menu(s);
}

/* ---- options --------------------------------------------------------------------------- */

static const struct option longs[] = {
	{ "list", no_argument, NULL, 'l' },	     { "json", no_argument, NULL, 'j' },
	{ "run", required_argument, NULL, 'r' },     { "no-start", no_argument, NULL, 'n' },
	{ "timeout", required_argument, NULL, 't' }, { "root", required_argument, NULL, 'R' },
	{ "consoles", no_argument, NULL, 'c' },	     { "net", no_argument, NULL, 'N' },
	{ "search", no_argument, NULL, 'S' },	     { "find", no_argument, NULL, 'F' },
	{ "help", no_argument, NULL, 'h' },	     { NULL, 0, NULL, 0 },
};

static bool take_timeout(struct session *s, const char *text)
{
	char *end;
	unsigned long seconds = strtoul(text, &end, 10);

	s->timeout_ms = (uint32_t)(seconds * 1000);
	return end != text && !*end && *text != '-' && seconds <= 1000000;
}

static bool take(struct session *s, int c)
{
	switch (c) {
	case 'l':
		s->mode = LIST;
		return true;
	case 'j':
		s->mode = JSON;
		return true;
	case 'r':
		s->mode = RUN;
		s->label = optarg;
		return true;
	case 'n':
		s->dry = true;
		return true;
	case 'R':
		s->root = strcmp(optarg, "/") ? optarg : "";
		return true;
	case 'c':
		s->consoles = true;
		return true;
	case 'S':
		s->mode = SEARCH;
		s->net = true;
		return true;
	case 'F':
		s->mode = FIND;
		return true;
	case 'N':
		s->net = true;
		return true;
	default:
		return false;
	}
}

static int run(int argc, char **argv)
{
	static struct session s;
	int c, status;

	s.timeout_ms = UI_OWN_TIMEOUT;
	while ((c = getopt_long(argc, argv, "ljr:nt:ch", longs, NULL)) != -1) {
		if (c == 'h')
			return fputs(menu.help, stdout) < 0 ? REFUSED : DONE;
		if (c == 't' && !take_timeout(&s, optarg))
			return bad_word(menu.name,
					&(struct reason){ "-t wants a number of seconds" });
		if (c != 't' && !take(&s, c))
			return bad_usage(&menu);
	}
	if (argc - optind > !s.net)
		return extra_operand(&menu, argv[optind + !s.net]);
	status = do_all(&s, argv[optind]);
	menu_free(&s.m);
	arena_free(&s.arena);
	return status;
}

static const struct applet menu = {
	"menu",
	"usage: menu [OPTION]... [FILE|DIR|URL]\n"
	"Show the boot menu FILE, a configuration of SYSLINUX, ISOLINUX, EXTLINUX or\n"
	"PXELINUX; by default the one on a mounted disk, or the last. F1 shows the keys.\n"
	"  -l, --list           print the entries\n"
	"  -j, --json           print all of it, with the commands of each entry\n"
	"  -r, --run=LINE       start an entry by its label, words of your own may follow\n"
	"  -n, --no-start       with -r: print the commands instead\n"
	"  -t, --timeout=S      start the default after S seconds; 0: wait for ever\n"
	"      --root=DIR       what / means in the menu; else the disk that FILE is on\n"
	"      --net            find the menu as PXELINUX does\n"
	"      --search         print where --net would look\n"
	"      --find           print the name of the file, and show nothing\n"
	"  -c, --consoles       show it on all consoles at once\n"
	"  -h, --help           this\n",
	run,
};
APPLET(menu);
