// SPDX-License-Identifier: GPL-2.0-only
/* The menu in use: moving, pages, editing, searching, help. */
#include "menu_desk.h"

static void test_moving(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d, menu_three, true);
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
	open_desk(&d, menu_three, true);
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
	open_desk(&d, menu_three, true);
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
	open_desk(&d, menu_three, true);
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
	open_desk(&d, menu_three, true);
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

/* MENU SAVE: only an entry that has it becomes the default, and none with a password. */
static void test_saved(void **state)
{
	static const struct {
		const char *saved, *title;
	} t[] = {
		{ "", "a" },	{ "none\n", "a" }, { "b\n", "b" }, { "b", "b" },
		{ "c\n", "a" }, { "d\n", "a" },	   { "e\n", "e" }, { "bb\n", "a" },
	};
	struct desk d;

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		open_desk(&d,
			  "UI menu.c32\nMENU SAVE\nLABEL a\nLABEL b\nLABEL c\nMENU NOSAVE\n"
			  "LABEL d\nMENU PASSWD x\nMENU BEGIN s\nLABEL e\nMENU END\n",
			  false);
		menu_take_saved(&d.m, t[i].saved);
		ui_begin(&d.ui, d.ms);
		assert_string_equal(title(&d), t[i].title);
		close_desk(&d);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_moving),	  cmocka_unit_test(test_pages),
		cmocka_unit_test(test_many),	  cmocka_unit_test(test_enter),
		cmocka_unit_test(test_edit),	  cmocka_unit_test(test_edit_long),
		cmocka_unit_test(test_search),	  cmocka_unit_test(test_help),
		cmocka_unit_test(test_immediate), cmocka_unit_test(test_saved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
