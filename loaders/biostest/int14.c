// SPDX-License-Identifier: GPL-2.0-only
/* INT 14h, serial ports: their state. */
#include "biostest.h"

#define PORTS	    4
#define LINE_ERRORS 0x9e /* timeout, break, framing, parity, overrun */
#define MODEM_LINES 0xf0 /* without "has changed since" */

static void run(void)
{
	struct bios_regs regs;
	uint8_t i;

	for (i = 0; i < PORTS; i++) {
		if (!bda_word((uint16_t)(i * 2)))
			continue;
		bios_regs_init(&regs);
		regs.ax.h = 0x03;
		regs.dx.x = i;
		call(0x14, &regs);
		print("int14.%u=errors %x, modem %x\n", (uint32_t)i,
		      (uint32_t)regs.ax.h & LINE_ERRORS, (uint32_t)regs.ax.l & MODEM_LINES);
	}
}

SERVICE(50, int14, run);
