// SPDX-License-Identifier: GPL-2.0-only
/* A serial port: 16550, 8N1, by polling (INT 14h knows no 115200 baud). PC16550D data sheet, section 8. */
#include "rm.h"

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

void uart_init(uint16_t port, uint16_t divisor)
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

void uart_putch(char c)
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

bool uart_ready(void)
{
	return uart && inb(uart + UART_LSR) & LSR_READY;
}

char uart_getch(void)
{
	return uart_ready() ? (char)inb(uart + UART_DATA) : 0;
}
