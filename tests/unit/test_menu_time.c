// SPDX-License-Identifier: GPL-2.0-only
/* The menu in use: countdowns, starts by themselves, failures. */
#include "menu_desk.h"

static void test_countdown(void **state)
{
	struct desk d;

	(void)state;
	open_desk(&d, menu_three, false);
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
	open_desk(&d, menu_three, false);
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
	/* SYSLINUX's menu module, wherever it lies, is a menu that was asked for */
	open_desk(&d, "DEFAULT some/where/vesamenu.c32\nLABEL a\nKERNEL ka\n", false);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_countdown),	cmocka_unit_test(test_stray_key),
		cmocka_unit_test(test_total_timeout),	cmocka_unit_test(test_no_timeout),
		cmocka_unit_test(test_at_once),		cmocka_unit_test(test_hidden),
		cmocka_unit_test(test_default_submenu), cmocka_unit_test(test_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
