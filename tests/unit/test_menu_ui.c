// SPDX-License-Identifier: GPL-2.0-only
/* The menu in use: keys, time, passwords, failures, and the screen cell by cell. */
#include <stdio.h>
#include "helper.h"
#include "screen.h"

/** struct desk - a menu in use, at a clock of its own */
struct desk {
	struct menu m;
	struct ui ui;
	uint64_t ms;
	struct cell cell[60 * 132];
	struct screen s;
};

static int no_file(void *ctx, const char *path, struct arena *arena, struct blob *out,
		   struct reason *why)
{
	(void)ctx;
	(void)path;
	(void)arena;
	(void)out;
	return because(why, -ENOENT, "No such file or directory");
}

static void open_desk(struct desk *d, const char *text, bool by_hand)
{
	static const struct menu_origin origin = { "/m", "/", "/m/syslinux.cfg" };
	static const struct menu_files files = { no_file, NULL };
	struct reason why = { "" };

	*d = (struct desk){ .ms = 1000, .s = { .rows = 25, .cols = 80 } };
	d->s.cell = d->cell;
	assert_int_equal(menu_parse(&d->m, &origin,
				    (struct blob){ (const uint8_t *)text, strlen(text) }, &files,
				    &why),
			 0);
	d->ui.m = &d->m;
	d->ui.by_hand = by_hand;
	d->ui.facts = "";
	d->ui.timeout_ms = UI_OWN_TIMEOUT;
	ui_begin(&d->ui, d->ms);
}

static void close_desk(struct desk *d)
{
	ui_free(&d->ui);
	menu_free(&d->m);
}

static enum ui_want press(struct desk *d, unsigned int key)
{
	return ui_key(&d->ui, key, d->ms);
}

static enum ui_want type(struct desk *d, const char *text)
{
	enum ui_want want = UI_NOTHING;

	while (*text && want == UI_NOTHING)
		want = press(d, (unsigned char)*text++);
	return want;
}

/* Let time pass as the caller does: in steps of what ui_wait_ms() allows. */
static enum ui_want pass(struct desk *d, uint64_t ms)
{
	uint64_t end = d->ms + ms;
	enum ui_want want = UI_NOTHING;

	while (d->ms < end && want == UI_NOTHING) {
		uint32_t wait = ui_wait_ms(&d->ui);

		if (!wait)
			wait = 1;
		d->ms = wait < end - d->ms ? d->ms + wait : end;
		want = ui_tick(&d->ui, d->ms);
	}
	return want;
}

static const char *title(const struct desk *d)
{
	return d->ui.selected < 0 ? "" : d->ui.page->entry[d->ui.selected]->title;
}

/* A row of the screen without the blanks at its end. */
static const char *row(struct desk *d, unsigned int n)
{
	static char text[133];
	unsigned int len = 0;

	screen_draw(&d->ui, &d->s);
	for (unsigned int col = 0; col < d->s.cols; col++) {
		text[col] = d->s.cell[n * d->s.cols + col].ch;
		if (text[col] != ' ')
			len = col + 1;
	}
	text[len] = '\0';
	return text;
}

static const struct cell *cell(struct desk *d, unsigned int n, unsigned int col)
{
	screen_draw(&d->ui, &d->s);
	return &d->s.cell[n * d->s.cols + col];
}

static const char three[] = "UI menu.c32\nMENU TITLE Three things\nTIMEOUT 50\n"
			    "LABEL one\nMENU LABEL ^First\nKERNEL k1\nAPPEND a=1\n"
			    "MENU SEPARATOR\n"
			    "LABEL two\nMENU LABEL Second ^thing\nMENU DEFAULT\nKERNEL k2\n"
			    "TEXT HELP\nWhat the second is for.\nENDTEXT\n"
			    "MENU BEGIN sub\nMENU TITLE More\nLABEL in\nKERNEL k3\n"
			    "LABEL back\nMENU EXIT\nMENU END\n";

static void test_moving(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d, three, true);
	assert_string_equal(title(&d), "Second thing");
	press(&d, KEY_UP); /* over the separator */
	assert_string_equal(title(&d), "First");
	press(&d, KEY_UP);
	assert_string_equal(title(&d), "First");
	press(&d, KEY_END);
	assert_string_equal(title(&d), "More");
	press(&d, KEY_DOWN);
	assert_string_equal(title(&d), "More");
	press(&d, KEY_HOME);
	press(&d, KEY_DOWN);
	assert_string_equal(title(&d), "Second thing");
	press(&d, 'f');
	assert_string_equal(title(&d), "First");
	press(&d, 'T');
	assert_string_equal(title(&d), "Second thing");
	press(&d, 'q');
	assert_string_equal(title(&d), "Second thing");
	close_desk(&d);
}

static void test_pages(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d, three, true);
	press(&d, KEY_END);
	press(&d, KEY_ENTER);
	assert_string_equal(d.ui.page->tag, "sub");
	assert_string_equal(title(&d), "in");
	assert_int_equal(press(&d, KEY_ESC), UI_NOTHING);
	assert_string_equal(title(&d), "More");
	press(&d, KEY_RIGHT);
	press(&d, KEY_DOWN);
	press(&d, KEY_ENTER); /* "back" */
	assert_string_equal(title(&d), "More");
	press(&d, KEY_RIGHT);
	press(&d, KEY_LEFT);
	assert_string_equal(title(&d), "More");
	assert_int_equal(press(&d, KEY_ESC), UI_SHELL);
	close_desk(&d);
}

static void test_many(void **state)
{
	struct text t = { 0 };
	struct desk d;

	(void)state;
	text_addf(&t, "UI menu.c32\n");
	for (unsigned int i = 0; i < 50; i++)
		text_addf(&t, "LABEL entry%u\nKERNEL k\n", i);
	open_desk(&d, t.p, true);
	assert_string_equal(row(&d, 2), "   entry0");
	assert_int_equal(cell(&d, 16, 79)->ch, 'v');
	assert_int_equal(cell(&d, 2, 79)->ch, ' ');
	press(&d, KEY_PGDN);
	assert_string_equal(title(&d), "entry10");
	press(&d, KEY_PGDN);
	assert_string_equal(title(&d), "entry20");
	assert_int_equal(cell(&d, 2, 79)->ch, '^');
	assert_int_equal(cell(&d, 16, 79)->ch, 'v');
	for (unsigned int i = 0; i < 6; i++)
		press(&d, KEY_PGDN);
	assert_string_equal(title(&d), "entry49");
	assert_string_equal(row(&d, 16), "   entry49");
	press(&d, KEY_PGUP);
	assert_string_equal(title(&d), "entry39");
	text_free(&t);
	close_desk(&d);
}

static void test_enter(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d, three, true);
	press(&d, KEY_HOME);
	assert_int_equal(press(&d, KEY_ENTER), UI_START);
	assert_string_equal(d.ui.line, "k1 a=1");
	assert_string_equal(d.ui.of->label, "one");
	close_desk(&d);
}

static void test_edit(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d, three, true);
	press(&d, KEY_HOME);
	press(&d, KEY_TAB);
	assert_int_equal(d.ui.mode, UI_EDIT);
	assert_string_equal(row(&d, 18), "> k1 a=1");
	assert_true(d.s.cursor);
	assert_int_equal(d.s.row, 18);
	assert_int_equal(d.s.col, 2 + 7);
	type(&d, "single");
	press(&d, KEY_HOME);
	type(&d, "x");
	press(&d, KEY_BACKSPACE);
	press(&d, KEY_RIGHT);
	press(&d, KEY_DELETE);
	type(&d, "9");
	press(&d, KEY_END);
	press(&d, KEY_CTRL('W'));
	type(&d, "init=/bin/sh");
	assert_int_equal(press(&d, KEY_ENTER), UI_START);
	assert_string_equal(d.ui.line, "k9 a=1 init=/bin/sh");
	/* Esc forgets */
	press(&d, KEY_TAB);
	type(&d, "lost");
	press(&d, KEY_ESC);
	assert_int_equal(d.ui.mode, UI_LIST);
	assert_int_equal(press(&d, KEY_ENTER), UI_START);
	assert_string_equal(d.ui.line, "k1 a=1");
	/* emptied */
	press(&d, KEY_TAB);
	press(&d, KEY_CTRL('U'));
	assert_string_equal(d.ui.line, "");
	type(&d, "ab cd");
	press(&d, KEY_LEFT);
	press(&d, KEY_CTRL('K'));
	assert_string_equal(d.ui.line, "ab c");
	close_desk(&d);
}

/* Longer than its place: the rows around the cursor are shown. The line has an end. */
static void test_edit_long(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d, three, true);
	press(&d, KEY_TAB);
	for (unsigned int i = 0; i < 1000; i++)
		press(&d, 'a' + i % 26);
	screen_draw(&d.ui, &d.s);
	assert_int_equal(d.s.row, 22);
	for (unsigned int i = 0; i < 5000; i++)
		press(&d, 'x');
	assert_int_equal(strlen(d.ui.line), UI_LINE - 1);
	screen_draw(&d.ui, &d.s);
	press(&d, KEY_HOME);
	assert_int_equal(cell(&d, 18, 2)->ch, 'k');
	close_desk(&d);
}

static void test_countdown(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d, three, false);
	assert_string_equal(row(&d, 23), "  Automatic boot in 5 seconds...");
	assert_int_equal(pass(&d, 3999), UI_NOTHING);
	assert_string_equal(row(&d, 23), "  Automatic boot in 2 seconds...");
	assert_int_equal(pass(&d, 500), UI_NOTHING);
	assert_string_equal(row(&d, 23), "  Automatic boot in 1 second...");
	assert_int_equal(pass(&d, 500), UI_NOTHING);
	assert_int_equal(pass(&d, 1), UI_START);
	assert_string_equal(d.ui.line, "k2");
	close_desk(&d);
}

/* A stray key stops the countdown for a minute; then it begins anew, for the default. */
static void test_stray_key(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d, three, false);
	pass(&d, 4000);
	press(&d, KEY_UP);
	press(&d, KEY_TAB);
	type(&d, "noise");
	assert_int_equal(ui_countdown_s(&d.ui), -1);
	assert_int_equal(pass(&d, 59999), UI_NOTHING);
	assert_int_equal(ui_countdown_s(&d.ui), -1);
	assert_int_equal(d.ui.mode, UI_EDIT);
	assert_int_equal(pass(&d, 2), UI_NOTHING);
	assert_int_equal(d.ui.mode, UI_LIST);
	assert_string_equal(title(&d), "Second thing");
	assert_int_equal(ui_countdown_s(&d.ui), 5);
	assert_int_equal(pass(&d, 5000), UI_START);
	assert_string_equal(d.ui.line, "k2");
	close_desk(&d);
}

static void test_total_timeout(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d,
		  "UI menu.c32\nTOTALTIMEOUT 1200\nONTIMEOUT b now\nLABEL a\nKERNEL ka\n"
		  "LABEL b\nKERNEL kb\n",
		  false);
	for (unsigned int s = 0; s < 119; s++) { /* a key each second does not help */
		assert_int_equal(pass(&d, 1000), UI_NOTHING);
		assert_int_equal(press(&d, KEY_DOWN), UI_NOTHING);
		assert_int_equal(ui_countdown_s(&d.ui), s < 59 ? -1 : 119 - (int)s);
	}
	assert_int_equal(pass(&d, 1001), UI_START);
	assert_string_equal(d.ui.line, "b now");
	close_desk(&d);
}

static void test_no_timeout(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d, "UI menu.c32\nLABEL a\nKERNEL ka\n", false);
	assert_int_equal(ui_wait_ms(&d.ui), UINT32_MAX);
	press(&d, 'x');
	assert_int_equal(ui_wait_ms(&d.ui), UINT32_MAX);
	close_desk(&d);
	/* --timeout stands for the menu's own */
	open_desk(&d, "UI menu.c32\nTIMEOUT 10\nLABEL a\nKERNEL ka\n", false);
	d.ui.timeout_ms = 0;
	ui_begin(&d.ui, d.ms);
	assert_int_equal(ui_wait_ms(&d.ui), UINT32_MAX);
	d.ui.timeout_ms = 7000;
	ui_begin(&d.ui, d.ms);
	assert_int_equal(ui_countdown_s(&d.ui), 7);
	close_desk(&d);
}

/* Without UI and PROMPT, SYSLINUX shows nothing and starts; here a key has two seconds. */
static void test_at_once(void **state)
{
	static const char text[] = "DEFAULT b single\nLABEL a\nKERNEL ka\nLABEL b\nKERNEL kb\n";
	struct desk d;

	(void)state;
	open_desk(&d, text, false);
	assert_int_equal(d.ui.mode, UI_HIDDEN);
	assert_string_equal(row(&d, 0), "");
	assert_string_equal(row(&d, 23), "  Automatic boot in 2 seconds...");
	assert_int_equal(pass(&d, UI_GRACE_MS), UI_START);
	assert_string_equal(d.ui.line, "b single");
	close_desk(&d);
	open_desk(&d, text, false);
	press(&d, 'x');
	assert_int_equal(d.ui.mode, UI_LIST);
	assert_string_equal(title(&d), "b");
	assert_int_equal(ui_countdown_s(&d.ui), -1);
	/* a stray key again: nobody there, so it starts after all */
	assert_int_equal(pass(&d, 2 * UI_RESUME_MS + 1), UI_START);
	close_desk(&d);
	open_desk(&d, text, true); /* by hand: a list, and no hurry */
	assert_int_equal(d.ui.mode, UI_LIST);
	assert_int_equal(ui_wait_ms(&d.ui), UINT32_MAX);
	close_desk(&d);
	open_desk(&d, "NOESCAPE 1\nDEFAULT a\nLABEL a\nKERNEL ka\n", false);
	assert_int_equal(press(&d, 'x'), UI_NOTHING);
	assert_int_equal(d.ui.mode, UI_HIDDEN);
	assert_int_equal(pass(&d, 2), UI_START);
	close_desk(&d);
}

static void test_hidden(void **state)
{
	static const char text[] =
		"UI menu.c32\nMENU HIDDEN\nMENU HIDDENKEY F2 b quick\nTIMEOUT 30\n"
		"MENU AUTOBOOT Noch # Sekunde{,n}\n"
		"LABEL a\nKERNEL ka\nLABEL b\nKERNEL kb\n";
	struct desk d;

	(void)state;
	open_desk(&d, text, false);
	assert_string_equal(row(&d, 23), "  Noch 3 Sekunden");
	assert_string_equal(row(&d, 24), "  any key shows the menu");
	press(&d, ' ');
	assert_string_equal(row(&d, 2), "   a");
	close_desk(&d);
	open_desk(&d, text, false);
	assert_int_equal(press(&d, KEY_F1 + 1), UI_START);
	assert_string_equal(d.ui.line, "b quick");
	close_desk(&d);
	open_desk(&d, text, false);
	assert_int_equal(pass(&d, 3000), UI_START);
	assert_string_equal(d.ui.line, "ka");
	close_desk(&d);
}

static void test_default_submenu(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d,
		  "UI menu.c32\nTIMEOUT 10\nLABEL a\nKERNEL ka\nMENU BEGIN s\nMENU DEFAULT\n"
		  "LABEL b\nKERNEL kb\nLABEL c\nMENU DEFAULT\nKERNEL kc\nMENU END\n",
		  false);
	assert_int_equal(pass(&d, 1000), UI_START);
	assert_string_equal(d.ui.line, "kc");
	close_desk(&d);
	/* nothing that could start by itself: no busy loop, and the menu stays */
	open_desk(&d, "UI menu.c32\nTIMEOUT 10\nLABEL q\nMENU QUIT\n", false);
	assert_int_equal(pass(&d, 1000), UI_NOTHING);
	assert_int_equal(ui_wait_ms(&d.ui), UINT32_MAX);
	close_desk(&d);
}

static void test_failure(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d,
		  "UI menu.c32\nTIMEOUT 50\nONERROR b why\nLABEL a\nKERNEL ka\nAPPEND x\n"
		  "LABEL b\nKERNEL kb\n",
		  false);
	assert_int_equal(pass(&d, 5000), UI_START);
	assert_int_equal(ui_failed(&d.ui, "load: /m/ka: No such file", d.ms), UI_START);
	assert_string_equal(d.ui.line, "b why ka x");
	assert_int_equal(ui_failed(&d.ui, "load: /m/kb: cut short", d.ms), UI_NOTHING);
	assert_string_equal(row(&d, 18), "  load: /m/ka: No such file");
	assert_string_equal(row(&d, 19), "  load: /m/kb: cut short");
	/* nobody there: again, but not at once, and from the beginning */
	assert_int_equal(ui_countdown_s(&d.ui), (int)UI_RETRY_MS / 1000);
	assert_int_equal(pass(&d, UI_RETRY_MS - 1), UI_NOTHING);
	assert_int_equal(pass(&d, 1), UI_START);
	assert_string_equal(d.ui.line, "ka x");
	assert_null(d.ui.failure.p);
	close_desk(&d);
	/* chosen by hand, without ONERROR: the reason stays until the next start */
	open_desk(&d, "UI menu.c32\nLABEL a\nKERNEL ka\nLABEL b\nKERNEL kb\n", true);
	press(&d, KEY_ENTER);
	assert_int_equal(ui_failed(&d.ui, "no", d.ms), UI_NOTHING);
	press(&d, KEY_DOWN);
	assert_string_equal(row(&d, 18), "  no");
	assert_int_equal(press(&d, KEY_ENTER), UI_START);
	assert_null(d.ui.failure.p);
	close_desk(&d);
}

static const char guarded[] = "UI menu.c32\nMENU MASTER PASSWD master\n"
			      "LABEL a\nMENU PASSWD sesame\nKERNEL ka\n"
			      "LABEL b\nMENU PASSWD\nKERNEL kb\nLABEL c\nKERNEL kc\n";

static void test_passwords(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d, guarded, false);
	press(&d, KEY_ENTER);
	assert_int_equal(d.ui.mode, UI_PASSWD);
	type(&d, "sesame");
	assert_string_equal(row(&d, 23), "  Password required: ******");
	assert_int_equal(press(&d, KEY_ENTER), UI_START);
	assert_string_equal(d.ui.line, "ka");
	press(&d, KEY_ENTER);
	type(&d, "open");
	assert_int_equal(press(&d, KEY_ENTER), UI_NOTHING);
	assert_string_equal(row(&d, 23), "  Wrong password");
	press(&d, KEY_ENTER);
	type(&d, "master");
	assert_int_equal(press(&d, KEY_ENTER), UI_START);
	/* an empty password: only the master's opens */
	press(&d, KEY_DOWN);
	press(&d, KEY_ENTER);
	assert_int_equal(press(&d, KEY_ENTER), UI_NOTHING);
	assert_string_equal(d.ui.message, "Wrong password");
	/* editing and leaving take the master's */
	press(&d, KEY_HOME);
	press(&d, KEY_TAB);
	type(&d, "sesame");
	press(&d, KEY_ENTER);
	assert_int_equal(d.ui.mode, UI_LIST);
	press(&d, KEY_TAB);
	type(&d, "master");
	press(&d, KEY_ENTER);
	assert_int_equal(d.ui.mode, UI_EDIT);
	press(&d, KEY_ESC);
	assert_int_equal(press(&d, KEY_ESC), UI_NOTHING);
	type(&d, "master");
	assert_int_equal(press(&d, KEY_ENTER), UI_SHELL);
	close_desk(&d);
}

/* A guarded entry cannot be had by its label from another's edited line. */
static void test_password_by_label(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d, "UI menu.c32\nLABEL a\nMENU PASSWD x\nKERNEL ka\nLABEL c\nKERNEL kc\n",
		  false);
	press(&d, KEY_END);
	press(&d, KEY_TAB);
	press(&d, KEY_CTRL('U'));
	type(&d, "a");
	assert_int_equal(press(&d, KEY_ENTER), UI_NOTHING);
	assert_int_equal(d.ui.mode, UI_PASSWD);
	type(&d, "x");
	assert_int_equal(press(&d, KEY_ENTER), UI_START);
	assert_string_equal(d.ui.line, "ka");
	close_desk(&d);
}

static void test_locked(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d, "UI menu.c32\nALLOWOPTIONS 0\nLABEL a\nKERNEL ka\n", false);
	press(&d, KEY_TAB);
	assert_int_equal(d.ui.mode, UI_LIST);
	assert_string_equal(row(&d, 23), "  Editing is not allowed (ALLOWOPTIONS 0)");
	assert_int_equal(press(&d, KEY_ESC), UI_NOTHING);
	assert_non_null(strstr(d.ui.message, "ALLOWOPTIONS 0"));
	close_desk(&d);
	open_desk(&d, "UI menu.c32\nALLOWOPTIONS 0\nLABEL a\nKERNEL ka\n", true);
	assert_int_equal(press(&d, KEY_ESC), UI_SHELL); /* whose shell it is already */
	close_desk(&d);
}

static void test_immediate(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d,
		  "UI menu.c32\nMENU IMMEDIATE\nLABEL a\nKERNEL ka\nLABEL b\nMENU LABEL ^x\n"
		  "KERNEL kb\n",
		  true);
	assert_int_equal(press(&d, 'X'), UI_START);
	assert_string_equal(d.ui.line, "kb");
	close_desk(&d);
}

static void test_search(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d, "UI menu.c32\nLABEL Debian\nLABEL Fedora\nLABEL debug\nMENU SEPARATOR\n",
		  true);
	press(&d, '/');
	type(&d, "DEB");
	assert_string_equal(title(&d), "Debian");
	assert_string_equal(row(&d, 23), "  /DEB");
	type(&d, "u");
	assert_string_equal(title(&d), "debug");
	press(&d, KEY_BACKSPACE);
	press(&d, KEY_DOWN);
	assert_string_equal(title(&d), "Debian"); /* round */
	press(&d, KEY_UP);
	assert_string_equal(title(&d), "debug");
	press(&d, KEY_ENTER);
	assert_int_equal(d.ui.mode, UI_LIST);
	assert_string_equal(title(&d), "debug");
	press(&d, '/');
	type(&d, "fed");
	press(&d, KEY_ESC);
	assert_string_equal(title(&d), "debug");
	press(&d, '/');
	type(&d, "qqq");
	assert_string_equal(title(&d), "debug");
	close_desk(&d);
}

static void test_help(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d, "UI menu.c32\nF2 two.txt\nLABEL a\nKERNEL ka\nLABEL h\nMENU HELP h.txt\n",
		  true);
	press(&d, KEY_F1);
	assert_non_null(strstr(row(&d, 2), "PgDn"));
	press(&d, KEY_ENTER);
	assert_int_equal(d.ui.mode, UI_LIST);
	assert_int_equal(press(&d, KEY_F1 + 1), UI_FILE);
	assert_string_equal(d.ui.line, "two.txt");
	ui_show(&d.ui, "line 1\nline 2\nline 3\n");
	press(&d, KEY_DOWN);
	assert_string_equal(row(&d, 2), "  line 2");
	press(&d, KEY_UP);
	press(&d, KEY_PGUP);
	assert_string_equal(row(&d, 2), "  line 1");
	for (unsigned int i = 0; i < 9; i++)
		press(&d, KEY_PGDN);
	assert_string_equal(row(&d, 2), "");
	press(&d, 'x');
	press(&d, KEY_END);
	assert_int_equal(press(&d, KEY_ENTER), UI_FILE);
	assert_string_equal(d.ui.line, "h.txt");
	assert_int_equal(press(&d, KEY_F12), UI_NOTHING);
	close_desk(&d);
}

/* Every row of one screen, and the attributes of what stands out. */
static void test_screen(void **state)
{
	static const char *const want[25] = {
		"                                  Three things",
		"",
		"   First",
		"",
		"   Second thing",
		"   More                                                                     >",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"",
		"  What the second is for.",
		"",
		"",
		"",
		"",
		"  Automatic boot in 5 seconds...",
		"  Press [Tab] to edit options  Enter starts  / search  F1 help  Esc shell",
	};
	struct desk d;

	(void)state;
	open_desk(&d, three, false);
	for (unsigned int i = 0; i < 25; i++)
		assert_string_equal(row(&d, i), want[i]);
	for (unsigned int col = 0; col < 80; col++) {
		bool bar = col >= 2 && col < 78;

		assert_int_equal(cell(&d, 0, col)->attr, ATTR_REVERSE);
		assert_int_equal(cell(&d, 1, col)->attr, ATTR_PLAIN);
		assert_int_equal(cell(&d, 4, col)->attr & ATTR_REVERSE, bar ? ATTR_REVERSE : 0);
		assert_int_equal(cell(&d, 2, col)->attr, col == 3 ? ATTR_BOLD : ATTR_PLAIN);
		assert_int_equal(cell(&d, 4, col)->attr & ATTR_BOLD, 0);
	}
	assert_false(d.s.cursor);
	close_desk(&d);
}

/* From 8 x 30 to 60 x 132, in each mode: nothing outside the cells (ASan), the last one blank. */
static void test_sizes(void **state)
{
	static const unsigned int keys[] = { KEY_NONE, KEY_TAB, KEY_ESC, '/', KEY_ESC, KEY_F1 };
	struct desk d;

	(void)state;
	open_desk(&d, three, false);
	d.ui.banner = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n";
	for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++) {
		if (keys[k])
			press(&d, keys[k]);
		if (d.ui.mode == UI_EDIT)
			for (unsigned int i = 0; i < 300; i++)
				press(&d, 'a');
		for (d.s.rows = SCREEN_MIN_ROWS; d.s.rows <= 60; d.s.rows++)
			for (d.s.cols = SCREEN_MIN_COLS; d.s.cols <= 132; d.s.cols += 17) {
				free(d.s.cell == d.cell ? NULL : d.s.cell);
				d.s.cell = calloc((size_t)d.s.rows * d.s.cols, sizeof(struct cell));
				screen_draw(&d.ui, &d.s);
				assert_int_equal(d.s.cell[d.s.rows * d.s.cols - 1].ch, ' ');
				assert_true(!d.s.cursor ||
					    (d.s.row < d.s.rows && d.s.col < d.s.cols));
			}
	}
	free(d.s.cell);
	close_desk(&d);
}

static void test_autoboot_forms(void **state)
{
	static const struct {
		const char *text;
		unsigned int seconds;
		const char *want;
	} t[] = {
		{ "in # second{,s}...", 1, "in 1 second..." },
		{ "in # second{,s}...", 0, "in 0 seconds..." },
		{ "{one,two,many} of #", 1, "one of 1" },
		{ "{one,two,many} of #", 2, "two of 2" },
		{ "{one,two,many} of #", 3, "many of 3" },
		{ "{always}", 7, "always" },
		{ "{}", 7, "" },
		{ "never {closed", 1, "never {closed" },
		{ "", 1, "" },
	};
	struct menu_page page = { .tag = "" };
	char got[80];

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		page.autoboot = t[i].text;
		ui_autoboot(&page, t[i].seconds, got, sizeof(got));
		assert_string_equal(got, t[i].want);
	}
}

static void test_texts(void **state)
{
	static const char message[] = "lost\x0c"
				      "Wel\x0f"
				      "1fcome\r\n\x18picture.lss\nplain\ttab\x1agone";
	struct blob b = { (const uint8_t *)message, sizeof(message) - 1 };
	struct arena arena = { NULL };

	(void)state;
	assert_string_equal(ui_plain_text(b, &arena), "Welcome\n\nplain tab");
	assert_string_equal(ui_plain_text((struct blob){ NULL, 0 }, &arena), "");
	assert_string_equal(ui_plain_text((struct blob){ (const uint8_t *)"a\x0f", 2 }, &arena),
			    "a");
	assert_string_equal(ui_tidy("one\r\ntwo\r\n\r\nthree", 2, &arena), "two\nthree");
	assert_string_equal(ui_tidy("reading [##  ]\rreading [####]\r\33[K\33[1mload\33[0m: no\r\n",
				    4, &arena),
			    "load: no");
	assert_string_equal(ui_tidy("", 4, &arena), "");
	assert_string_equal(ui_tidy("\33[", 4, &arena), "");
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_moving),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_enter),
		cmocka_unit_test(test_edit),
		cmocka_unit_test(test_edit_long),
		cmocka_unit_test(test_countdown),
		cmocka_unit_test(test_stray_key),
		cmocka_unit_test(test_total_timeout),
		cmocka_unit_test(test_no_timeout),
		cmocka_unit_test(test_at_once),
		cmocka_unit_test(test_hidden),
		cmocka_unit_test(test_default_submenu),
		cmocka_unit_test(test_failure),
		cmocka_unit_test(test_passwords),
		cmocka_unit_test(test_password_by_label),
		cmocka_unit_test(test_locked),
		cmocka_unit_test(test_immediate),
		cmocka_unit_test(test_search),
		cmocka_unit_test(test_help),
		cmocka_unit_test(test_screen),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_autoboot_forms),
		cmocka_unit_test(test_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
