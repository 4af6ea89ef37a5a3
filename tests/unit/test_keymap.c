// SPDX-License-Identifier: GPL-2.0-only
/* INT 16h keys to console bytes: the kernel's own source, built for this machine. */
#include "helper.h"
#include "keymap.h"

static void test_bytes(void **state)
{
	static const struct {
		uint16_t ax;
		const char *want;
		unsigned int n;
	} t[] = {
		{ 0x1e61, "a", 1 },	 /* a */
		{ 0x1c0d, "\r", 1 },	 /* Enter */
		{ 0xe00d, "\r", 1 },	 /* keypad Enter, AH=E0h */
		{ 0x0e08, "\177", 1 },	 /* Backspace is DEL for a Linux tty */
		{ 0x2308, "\010", 1 },	 /* Ctrl-H is not Backspace */
		{ 0x2e03, "\003", 1 },	 /* Ctrl-C */
		{ 0x0300, "\0", 1 },	 /* Ctrl-@ */
		{ 0x4800, "\033[A", 3 }, /* Up on the keypad */
		{ 0x48e0, "\033[A", 3 }, /* Up between the blocks, AH=10h */
		{ 0x50e0, "\033[B", 3 },   { 0x4de0, "\033[C", 3 },
		{ 0x4be0, "\033[D", 3 },   { 0x47e0, "\033[1~", 4 }, /* Home */
		{ 0x4fe0, "\033[4~", 4 },			     /* End */
		{ 0x53e0, "\033[3~", 4 },			     /* Delete */
		{ 0x3b00, "\033[[A", 4 },			     /* F1 */
		{ 0x4000, "\033[17~", 5 }, /* F6: the numbers begin here */
		{ 0x8600, "\033[24~", 5 }, /* F12 */
		{ 0x0f00, "\033[Z", 3 },   /* Shift-Tab */
		{ 0x1000, "\033q", 2 },	   /* Alt-q */
		{ 0x3200, "\033m", 2 },	   /* Alt-m */
		{ 0x00e0, "\340", 1 },	   /* Alt-224 typed on the keypad */
		{ 0x0000, "", 0 },	   /* Ctrl-Break */
		{ 0xff00, "", 0 },	   /* no such key */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		char out[BIOS_KEY_BYTES] = { 0 };

		assert_int_equal(bios_key_bytes(t[i].ax, out), t[i].n);
		assert_memory_equal(out, t[i].want, t[i].n);
	}
}

/* Every word that a BIOS could return stays inside the buffer. */
static void test_all_keys(void **state)
{
	(void)state;
	for (unsigned int ax = 0; ax < 0x10000; ax++) {
		char out[BIOS_KEY_BYTES];

		assert_true(bios_key_bytes((uint16_t)ax, out) < BIOS_KEY_BYTES);
	}
}

static void test_consoles(void **state)
{
	(void)state;
	assert_int_equal(bios_key_console(0x6800), 1); /* Alt-F1 */
	assert_int_equal(bios_key_console(0x7100), 10);
	assert_int_equal(bios_key_console(0x8b00), 11);
	assert_int_equal(bios_key_console(0x8c00), 12);
	assert_int_equal(bios_key_console(0x3b00), 0); /* plain F1 */
	assert_int_equal(bios_key_console(0x1e61), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_all_keys),
		cmocka_unit_test(test_consoles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
