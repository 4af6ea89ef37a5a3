// SPDX-License-Identifier: GPL-2.0-only
/* The two interrupt controllers, Intel 8259A, and ELCR (82371SB data sheet, 4D0h). */
#include "biostest.h"

#define PIC1	 0x20
#define PIC2	 0xa0
#define READ_IRR 0x0a
#define READ_ISR 0x0b
#define ELCR	 0x4d0

static uint8_t read(uint16_t port, uint8_t command)
{
	uint8_t value;

	outb(port, command);
	value = inb(port);
	outb(port, READ_IRR); /* what it is at power-on */
	return value;
}

static void run(void)
{
	print("pic.masks=%x,%x\n", (uint32_t)inb(PIC1 + 1), (uint32_t)inb(PIC2 + 1));
	/* In service: somebody has forgotten an end of interrupt, and all below it are dead. */
	print("pic.isr=%x,%x\n", (uint32_t)read(PIC1, READ_ISR), (uint32_t)read(PIC2, READ_ISR));
	print("pic.irr=%x,%x\n", (uint32_t)read(PIC1, READ_IRR), (uint32_t)read(PIC2, READ_IRR));
	print("pic.elcr=%x,%x\n", (uint32_t)inb(ELCR), (uint32_t)inb(ELCR + 1));
}

SERVICE(30, pic, run);
