// SPDX-License-Identifier: GPL-2.0-only
/* The menu in use: passwords, and what ALLOWOPTIONS forbids. */
#include "menu_desk.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_passwords),
		cmocka_unit_test(test_password_by_label),
		cmocka_unit_test(test_locked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
