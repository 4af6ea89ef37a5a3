// SPDX-License-Identifier: GPL-2.0-only
/*
 * Words of the purgatory. The UART keeps the speed it has; the screen is used
 * only in text mode. Nothing here waits for ever.
 *
 * The cursor is taken from the CRT controller, not from the BIOS's copy at
 * 40:50: Linux moved it without telling the BIOS. Linux also scrolls by moving
 * the start of the visible part, which programs that know only B8000 do not
 * expect; so the visible part is moved to the start, and the BIOS's copy set.
 */
#include "console.h"
#include "io.h"

/* 8250 registers, from the base port (National Semiconductor PC16550D, section 8) */
#define UART_LSR	  5
#define LSR_HOLDING_EMPTY 0x20
#define LSR_ALL_SENT	  0x40

/* A character takes 87 us at 115,200 baud and 33 ms at 300. */
#define UART_PATIENCE_US 50000u

/* CRT controller registers (IBM VGA, section "CRT controller") */
#define CRTC_START  0x0c
#define CRTC_CURSOR 0x0e

#define ATTRIBUTE      0x0700u
#define BDA_CURSOR     0x450u /* 40:50: column, then row, of page 0 */
#define BDA_PAGE_START 0x44eu

/* Where there is no UART every port reads FF, which no line status is. */
static uint16_t find_uart(uint16_t port)
{
	if (!port || inb((uint16_t)(port + UART_LSR)) == 0xff)
		return 0;
	return port;
}

static unsigned int crtc_read16(uint16_t port, uint8_t reg)
{
	unsigned int v;

	outb(reg, port);
	v = (unsigned int)inb((uint16_t)(port + 1)) << 8;
	outb((uint8_t)(reg + 1), port);
	return v | inb((uint16_t)(port + 1));
}

static void crtc_write16(uint16_t port, uint8_t reg, unsigned int v)
{
	outb(reg, port);
	outb((uint8_t)(v >> 8), (uint16_t)(port + 1));
	outb((uint8_t)(reg + 1), port);
	outb((uint8_t)v, (uint16_t)(port + 1));
}

static void open_screen(struct console *con, const struct handoff_console *h)
{
	unsigned int start, cursor, cells = (unsigned int)h->vga_cols * h->vga_rows;

	if (!h->vga_port || !h->vga_base || !cells || cells > 0x4000)
		return;
	con->crtc = h->vga_port;
	con->cells = (uint16_t *)(uintptr_t)h->vga_base;
	con->cols = h->vga_cols;
	con->rows = h->vga_rows;
	start = crtc_read16(con->crtc, CRTC_START);
	cursor = crtc_read16(con->crtc, CRTC_CURSOR);
	if (start && start <= 0x4000 - cells) {
		for (unsigned int i = 0; i < cells; i++)
			con->cells[i] = con->cells[start + i];
		crtc_write16(con->crtc, CRTC_START, 0);
		*(volatile uint16_t *)BDA_PAGE_START = 0;
	}
	con->at = cursor - start < cells ? cursor - start : cells - con->cols;
}

void console_open(struct console *con, const struct handoff_console *h)
{
	con->serial = find_uart(h->serial_port);
	con->cols = 0;
	open_screen(con, h);
}

static void uart_wait(const struct console *con, uint8_t bits)
{
	for (unsigned int us = 0; us < UART_PATIENCE_US; us++) {
		if ((inb((uint16_t)(con->serial + UART_LSR)) & bits) == bits)
			return;
		io_delay();
	}
}

static void serial_putc(const struct console *con, char c)
{
	if (c == '\n')
		serial_putc(con, '\r');
	uart_wait(con, LSR_HOLDING_EMPTY);
	outb((uint8_t)c, con->serial);
}

static void scroll(struct console *con)
{
	unsigned int last = con->cols * (con->rows - 1);

	for (unsigned int i = 0; i < last; i++)
		con->cells[i] = con->cells[i + con->cols];
	for (unsigned int i = 0; i < con->cols; i++)
		con->cells[last + i] = ATTRIBUTE | ' ';
	con->at -= con->cols;
}

static void screen_putc(struct console *con, char c)
{
	if (c == '\n')
		con->at += con->cols - con->at % con->cols;
	else
		con->cells[con->at++] = (uint16_t)(ATTRIBUTE | (uint8_t)c);
	if (con->at >= con->cols * con->rows)
		scroll(con);
}

void console_puts(struct console *con, const char *s)
{
	for (; *s; s++) {
		if (con->serial)
			serial_putc(con, *s);
		if (con->cols)
			screen_putc(con, *s);
	}
	if (con->cols) {
		crtc_write16(con->crtc, CRTC_CURSOR, con->at);
		*(volatile uint16_t *)BDA_CURSOR =
			(uint16_t)(con->at % con->cols | con->at / con->cols << 8);
	}
}

void console_hex(struct console *con, uint32_t v)
{
	char text[11] = "0x00000000";

	for (unsigned int i = 0; i < 8; i++) {
		unsigned int digit = v >> (28 - 4 * i) & 15;

		text[2 + i] = (char)(digit < 10 ? '0' + digit : 'a' + digit - 10);
	}
	console_puts(con, text);
}

void console_flush(const struct console *con)
{
	if (con->serial)
		uart_wait(con, LSR_ALL_SENT);
}
