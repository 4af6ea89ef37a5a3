// SPDX-License-Identifier: GPL-2.0-only
/* The menu's screen cell by cell, and the texts on it. */
#include "menu_desk.h"

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
	open_desk(&d, menu_three, false);
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
	open_desk(&d, menu_three, false);
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

/* Debian's own words on Tab: what is cut is no key of ours. */
static void test_long_tabmsg(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d,
		  "UI menu.c32\nMENU TABMSG Press ENTER to boot or TAB to edit a menu entry\n"
		  "LABEL a\nMENU BEGIN s\nLABEL b\nMENU END\n",
		  true);
	assert_string_equal(row(&d, 24), "  Press ENTER to boot or TAB to edit a menu entry  "
					 "/ search  F1 help  Esc shell");
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
		cmocka_unit_test(test_screen),	    cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_long_tabmsg), cmocka_unit_test(test_autoboot_forms),
		cmocka_unit_test(test_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
