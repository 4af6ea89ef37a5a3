// SPDX-License-Identifier: GPL-2.0-only
/* Output: serial port, port E9h of emulators, and the screen by INT 10h. */
#include "biostest.h"
#include "crc32.h"

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

void putch(char c)
{
	if (c == '\n')
		put_all('\r');
	put_all(c);
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
