// SPDX-License-Identifier: GPL-2.0-only
/* Output: serial port, port E9h of emulators, and the screen by INT 10h. */
#include "biostest.h"
#include "crc32.h"

#define PAGE_LINES 22 /* a line that is too long makes one more */
#define COLUMNS	   80
#define PAGE_S	   120	/* no keyboard, or one that is dead, must not be the end */
#define DEBUG_PORT 0xe9 /* Bochs, QEMU -debugcon: reads as its own number */

static bool screen;

void screen_on(void)
{
	screen = true;
}

void screen_off(void)
{
	screen = false;
}

static void put_all(char c)
{
	struct bios_regs regs;

	uart_putch(c);
	if (inb(DEBUG_PORT) == DEBUG_PORT)
		outb(DEBUG_PORT, (uint8_t)c);
	if (!screen)
		return;
	bios_regs_init(&regs);
	regs.ax.x = (uint16_t)(0x0e00 | (uint8_t)c);
	regs.bx.x = 0x0007; /* page 0; grey, if the mode is a graphics one */
	bios_call(0x10, &regs, NULL);
}

static void put_line(const char *text)
{
	while (*text)
		put_all(*text++);
}

/* turn_page: the user reads until a key comes; serial port and screen both show that we wait */
static void turn_page(void)
{
	struct wait wait;

	put_line("-- a key goes on --");
	wait_begin(&wait, PAGE_S);
	while (!wait_over(&wait) && !key_take())
		continue;
	put_line("\r                   \r");
}

void putch(char c)
{
	static uint8_t lines, column;

	if (c != '\n') {
		put_all(c);
		if (++column == COLUMNS) {
			column = 0;
			lines++;
		}
		return;
	}
	put_line("\r\n");
	column = 0;
	lines++;
	if (screen && options.pause && lines >= PAGE_LINES) {
		lines = 0;
		turn_page();
	}
}

void put_hex(uint32_t value, uint8_t digits)
{
	while (digits--)
		putch("0123456789abcdef"[value >> digits * 4 & 15]);
}

void put_hex_far(uint16_t seg, uint16_t off, uint32_t n)
{
	for (; n; n--) {
		set_fs(seg); /* INT 10h takes its own */
		put_hex(far_byte(off++), 2);
	}
}

uint32_t crc_far(uint16_t seg, uint16_t off, uint32_t n)
{
	uint32_t crc = CRC32_START;

	set_fs(seg);
	for (; n; n--)
		crc = crc32_add(crc, far_byte(off++));
	return ~crc;
}
