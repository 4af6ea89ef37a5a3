/* SPDX-License-Identifier: GPL-2.0-only */
/* Words of the purgatory, on the serial port and on VGA text memory. */
#ifndef PURGATORY_CONSOLE_H
#define PURGATORY_CONSOLE_H

#include "handoff.h"

/** struct console - where to speak; made by console_open() */
struct console {
	uint16_t serial;	 /* UART base port, 0 if there is none */
	uint16_t crtc;		 /* CRT controller index port */
	uint16_t *cells;	 /* text memory */
	unsigned int cols, rows; /* 0 columns: there is no text screen */
	unsigned int at;	 /* cell that the next character goes to */
};

void console_open(struct console *con, const struct handoff_console *h);
void console_puts(struct console *con, const char *s);
void console_hex(struct console *con, uint32_t v);
/** console_flush() - wait, for a bounded time, until the UART has sent everything */
void console_flush(const struct console *con);

#endif
