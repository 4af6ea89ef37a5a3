// SPDX-License-Identifier: GPL-2.0-only
/* Screen and keyboard by INT 10h and 16h, and beside them a serial port. */
#include "rm.h"

void console_init(uint16_t port, uint16_t divisor)
{
	uart_init(port, divisor);
}

static void put_both(char c)
{
	struct bios_regs regs;

	uart_putch(c);
	bios_regs_init(&regs);
	regs.ax.x = (uint16_t)(0x0e00 | (uint8_t)c);
	regs.bx.x = 0x0007; /* page 0; grey, if the mode is a graphics one */
	bios_call(0x10, &regs, NULL);
}

void putch(char c)
{
	if (c == '\n')
		put_both('\r');
	put_both(c);
}

/* key_waiting: INT 16h AH=01h; the key in *key. It stays in the BIOS's buffer. */
static bool key_waiting(char *key)
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	regs.ax.h = 0x01;
	bios_call(0x16, &regs, &regs);
	*key = (char)regs.ax.l;
	return !(regs.flags & RM_ZERO);
}

char getch(void)
{
	struct bios_regs regs;
	char key;

	if (uart_ready())
		return uart_getch();
	if (!key_waiting(&key))
		return 0;
	bios_regs_init(&regs);
	bios_call(0x16, &regs, &regs); /* AH=00h takes it out */
	return (char)regs.ax.l;
}

bool key_held(void)
{
	struct bios_regs regs;
	char key;

	if (uart_ready() || key_waiting(&key))
		return true;
	bios_regs_init(&regs);
	regs.ax.h = 0x02; /* both Shifts, Ctrl, Alt: bits 0 to 3 */
	bios_call(0x16, &regs, &regs);
	return regs.ax.l & 0x0f;
}
