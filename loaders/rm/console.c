// SPDX-License-Identifier: GPL-2.0-only
/*
 * Screen and keyboard by INT 10h and 16h, and beside them a serial port (16550,
 * 8N1, by polling: INT 14h knows no 115200 baud).
 */
#include "rm.h"

/* UART registers, PC16550D data sheet, section 8 */
#define UART_DATA     0
#define UART_IER      1
#define UART_LCR      3
#define UART_MCR      4
#define UART_LSR      5
#define LCR_8N1	      0x03
#define LCR_DLAB      0x80
#define MCR_DTR_RTS   0x03
#define LSR_READY     0x01
#define LSR_THR_EMPTY 0x20
#define NO_UART	      0xff /* what an empty bus reads */

#define PORT_OF_BDA 0
#define PORT_NONE   0xffff
/* A character at 300 baud takes 33 ms; io_delay() is about a microsecond. */
#define SEND_TRIES 50000u

static uint16_t uart; /* 0: none */

void console_init(uint16_t port, uint16_t divisor)
{
	if (port == PORT_OF_BDA)
		port = bda_word(0);
	uart = 0;
	if (!port || port == PORT_NONE || inb(port + UART_LSR) == NO_UART)
		return;
	outb(port + UART_LCR, LCR_8N1 | LCR_DLAB);
	outb(port + UART_DATA, (uint8_t)divisor);
	outb(port + UART_IER, (uint8_t)(divisor >> 8));
	outb(port + UART_LCR, LCR_8N1);
	/* OUT2, the interrupt's gate, stays as it is. */
	outb(port + UART_MCR, inb(port + UART_MCR) | MCR_DTR_RTS);
	uart = port;
}

static void serial_putch(char c)
{
	uint32_t tries = SEND_TRIES;

	while (uart && !(inb(uart + UART_LSR) & LSR_THR_EMPTY)) {
		if (!--tries)
			uart = 0; /* dead: not to be waited for again */
		io_delay();
	}
	if (uart)
		outb(uart + UART_DATA, (uint8_t)c);
}

static void put_both(char c)
{
	struct bios_regs regs;

	serial_putch(c);
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

static bool serial_ready(void)
{
	return uart && inb(uart + UART_LSR) & LSR_READY;
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

	if (serial_ready())
		return (char)inb(uart + UART_DATA);
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

	if (serial_ready() || key_waiting(&key))
		return true;
	bios_regs_init(&regs);
	regs.ax.h = 0x02; /* both Shifts, Ctrl, Alt: bits 0 to 3 */
	bios_call(0x16, &regs, &regs);
	return regs.ax.l & 0x0f;
}
