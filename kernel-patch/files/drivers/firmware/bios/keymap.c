// SPDX-License-Identifier: GPL-2.0-only
/*
 * From an INT 16h key (AH=10h or AH=00h) to what a Linux console sends for it.
 * Scan codes: IBM PS/2 BIOS Interface Technical Reference; sequences: terminfo "linux".
 */
#ifdef __KERNEL__
#include <linux/string.h>
#else
#include <string.h>
#endif
#include "keymap.h"

#define KEY_EXTENDED	0xe0 /* AL of the grey cursor keys; AH of keypad Enter and "/" */
#define SCAN_BACKSPACE	0x0e
#define SCAN_CTRL_2	0x03
#define SCAN_ALT_F1	0x68
#define SCAN_ALT_F10	0x71
#define SCAN_ALT_F11	0x8b
#define SCAN_ALT_F12	0x8c
#define ASCII_BACKSPACE 0x08
#define ASCII_DELETE	0x7f

/**
 * struct key - what a key without an ASCII code sends
 * @scan:	the scan code in AH
 * @bytes:	the sequence
 */
struct key {
	uint8_t scan;
	char bytes[BIOS_KEY_BYTES - 1];
};

static const struct key keys[] = {
	/* Cursor and editing keys, plain and with Ctrl. */
	{ 0x47, "\033[1~" },
	{ 0x48, "\033[A" },
	{ 0x49, "\033[5~" },
	{ 0x4b, "\033[D" },
	{ 0x4d, "\033[C" },
	{ 0x4f, "\033[4~" },
	{ 0x50, "\033[B" },
	{ 0x51, "\033[6~" },
	{ 0x52, "\033[2~" },
	{ 0x53, "\033[3~" },
	{ 0x73, "\033[D" },
	{ 0x74, "\033[C" },
	{ 0x75, "\033[4~" },
	{ 0x76, "\033[6~" },
	{ 0x77, "\033[1~" },
	{ 0x84, "\033[5~" },
	{ 0x8d, "\033[A" },
	{ 0x91, "\033[B" },
	{ 0x92, "\033[2~" },
	{ 0x93, "\033[3~" },
	/* Shift-Tab. */
	{ 0x0f, "\033[Z" },
	/* F1 to F12. */
	{ 0x3b, "\033[[A" },
	{ 0x3c, "\033[[B" },
	{ 0x3d, "\033[[C" },
	{ 0x3e, "\033[[D" },
	{ 0x3f, "\033[[E" },
	{ 0x40, "\033[17~" },
	{ 0x41, "\033[18~" },
	{ 0x42, "\033[19~" },
	{ 0x43, "\033[20~" },
	{ 0x44, "\033[21~" },
	{ 0x85, "\033[23~" },
	{ 0x86, "\033[24~" },
	/* Shift-F1 to Shift-F8, which Linux calls F13 to F20. */
	{ 0x54, "\033[25~" },
	{ 0x55, "\033[26~" },
	{ 0x56, "\033[28~" },
	{ 0x57, "\033[29~" },
	{ 0x58, "\033[31~" },
	{ 0x59, "\033[32~" },
	{ 0x5a, "\033[33~" },
	{ 0x5b, "\033[34~" },
	/* Alt with a key that has ASCII of its own. */
	{ 0x01, "\033\033" },
	{ 0x0e, "\033\177" },
	{ 0x1c, "\033\r" },
	{ 0xa5, "\033\t" },
	{ 0xa6, "\033\r" },
};

/**
 * struct key_row - Alt with a row of characters, scan codes in sequence
 * @scan:	of the first
 * @chars:	the row
 */
struct key_row {
	uint8_t scan;
	char chars[15];
};

static const struct key_row alt_rows[] = {
	{ 0x10, "qwertyuiop[]" },
	{ 0x1e, "asdfghjkl;'`" },
	{ 0x2b, "\\zxcvbnm,./" },
	{ 0x78, "1234567890-=" },
};

static unsigned int put(char *out, const char *bytes)
{
	unsigned int n = (unsigned int)strlen(bytes);

	memcpy(out, bytes, n);
	return n;
}

static unsigned int key_without_ascii(uint8_t scan, char *out)
{
	unsigned int i;

	if (scan == SCAN_CTRL_2) { /* Ctrl-@ */
		out[0] = 0;
		return 1;
	}
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i].scan == scan)
			return put(out, keys[i].bytes);
	for (i = 0; i < sizeof(alt_rows) / sizeof(alt_rows[0]); i++) {
		const struct key_row *row = &alt_rows[i];

		if (scan >= row->scan && scan < row->scan + strlen(row->chars)) {
			out[0] = '\033';
			out[1] = row->chars[scan - row->scan];
			return 2;
		}
	}
	return 0;
}

/**
 * bios_key_bytes() - the bytes that a key sends
 * @ax:		the key: AL is ASCII or 0 or E0h, AH the scan code
 * @out:	where they go, not terminated
 *
 * Return: how many; 0 for a key that sends nothing.
 */
unsigned int bios_key_bytes(uint16_t ax, char out[BIOS_KEY_BYTES])
{
	uint8_t ascii = (uint8_t)ax;
	uint8_t scan = (uint8_t)(ax >> 8);

	if (!ax)
		return 0; /* Ctrl-Break leaves one of these in the buffer */
	if (!ascii || (ascii == KEY_EXTENDED && scan))
		return key_without_ascii(scan, out);
	if (scan == SCAN_BACKSPACE && ascii == ASCII_BACKSPACE)
		ascii = ASCII_DELETE;
	else if (scan == SCAN_BACKSPACE && ascii == ASCII_DELETE) /* Ctrl-Backspace */
		ascii = ASCII_BACKSPACE;
	out[0] = (char)ascii;
	return 1;
}

/**
 * bios_key_console() - the virtual console that Alt-F1 to Alt-F12 ask for
 * @ax:		the key
 *
 * Return: 1 to 12; 0 for any other key.
 */
unsigned int bios_key_console(uint16_t ax)
{
	uint8_t scan = (uint8_t)(ax >> 8);

	if (ax & 0xff)
		return 0;
	if (scan >= SCAN_ALT_F1 && scan <= SCAN_ALT_F10)
		return scan - SCAN_ALT_F1 + 1;
	if (scan == SCAN_ALT_F11 || scan == SCAN_ALT_F12)
		return scan - SCAN_ALT_F11 + 11;
	return 0;
}
