// SPDX-License-Identifier: GPL-2.0-only
/* INT 16h keys to console bytes: the kernel's own source, built for this machine. */
#include "helper.h"
#include "keymap.h"

static void test_bytes(void **state)
{
	static const struct {
		const char *want;
		unsigned int n;
		uint16_t ax;
	} t[] = {
		{ "a", 1, 0x1e61 },	 /* a */
		{ "\r", 1, 0x1c0d },	 /* Enter */
		{ "\r", 1, 0xe00d },	 /* keypad Enter, AH=E0h */
		{ "\177", 1, 0x0e08 },	 /* Backspace is DEL for a Linux tty */
		{ "\010", 1, 0x2308 },	 /* Ctrl-H is not Backspace */
		{ "\003", 1, 0x2e03 },	 /* Ctrl-C */
		{ "\0", 1, 0x0300 },	 /* Ctrl-@ */
		{ "\033[A", 3, 0x4800 }, /* Up on the keypad */
		{ "\033[A", 3, 0x48e0 }, /* Up between the blocks, AH=10h */
		{ "\033[B", 3, 0x50e0 },   { "\033[C", 3, 0x4de0 },
		{ "\033[D", 3, 0x4be0 },   { "\033[1~", 4, 0x47e0 }, /* Home */
		{ "\033[4~", 4, 0x4fe0 },			     /* End */
		{ "\033[3~", 4, 0x53e0 },			     /* Delete */
		{ "\033[[A", 4, 0x3b00 },			     /* F1 */
		{ "\033[17~", 5, 0x4000 }, /* F6: the numbers begin here */
		{ "\033[24~", 5, 0x8600 }, /* F12 */
		{ "\033[Z", 3, 0x0f00 },   /* Shift-Tab */
		{ "\033q", 2, 0x1000 },	   /* Alt-q */
		{ "\033m", 2, 0x3200 },	   /* Alt-m */
		{ "\340", 1, 0x00e0 },	   /* Alt-224 typed on the keypad */
		{ "", 0, 0x0000 },	   /* Ctrl-Break */
		{ "", 0, 0xff00 },	   /* no such key */
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
