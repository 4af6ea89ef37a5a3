// SPDX-License-Identifier: GPL-2.0-only
/*
 * The 8259s and the PIT as a PC BIOS has them, if a kernel that has gone took them over: Intel
 * 8259A and 8254 data sheets; IBM PC AT Technical Reference, "System Interrupts".
 */
#include "elf.h"

#define PIC1_COMMAND 0x20
#define PIC1_DATA    0x21
#define PIC2_COMMAND 0xa0
#define PIC2_DATA    0xa1
#define ICW1_ICW4    0x11 /* edge triggered, cascaded, ICW4 follows */
#define ICW4_8086    0x01
#define ALL_MASKED   0xff

/* What SeaBIOS and most others leave: timer, keyboard, slave, floppy; RTC, mouse, FPU, IDE. */
#define USUAL_MASK1 0xb8
#define USUAL_MASK2 0x8e

#define PIT_CHANNEL0	   0x40
#define PIT_CONTROL	   0x43
#define PIT_CHANNEL0_MODE3 0x36 /* low byte, high byte, square wave */

static void put(uint16_t port, uint8_t value)
{
	outb(port, value);
	io_delay(); /* old 8259s want a moment between two writes */
}

bool interrupts_to_bios(void)
{
	/* A boot loader leaves them to the BIOS; Linux masks every line before it jumps. */
	if (inb(PIC1_DATA) != ALL_MASKED || inb(PIC2_DATA) != ALL_MASKED)
		return false;
	put(PIC1_COMMAND, ICW1_ICW4);
	put(PIC1_DATA, 0x08); /* INT 08h to 0Fh */
	put(PIC1_DATA, 0x04); /* the slave is on line 2 */
	put(PIC1_DATA, ICW4_8086);
	put(PIC2_COMMAND, ICW1_ICW4);
	put(PIC2_DATA, 0x70); /* INT 70h to 77h */
	put(PIC2_DATA, 0x02);
	put(PIC2_DATA, ICW4_8086);
	put(PIC1_DATA, USUAL_MASK1);
	put(PIC2_DATA, USUAL_MASK2);
	/* 18.2 ticks a second: a tickless kernel leaves the channel stopped. */
	put(PIT_CONTROL, PIT_CHANNEL0_MODE3);
	put(PIT_CHANNEL0, 0);
	put(PIT_CHANNEL0, 0);
	return true;
}
