// SPDX-License-Identifier: GPL-2.0-only
/* CMOS and the seconds of its clock, by ports alone: MC146818A data sheet. */
#include "biostest.h"

#define CMOS_INDEX 0x70
#define CMOS_DATA  0x71
#define CMOS_A	   0x0a
#define A_UPDATING 0x80

/* A poll is four port accesses: some microseconds on an ISA bus, much less in an emulator. */
#define POLLS_PER_SECOND 10000000u

uint8_t cmos_read(uint8_t index)
{
	uint32_t flags = interrupts_off(); /* one would move the index */
	uint8_t value;

	outb(CMOS_INDEX, index); /* bit 7 clear: NMI stays on */
	value = inb(CMOS_DATA);
	interrupts_as(flags);
	return value;
}

void cmos_write(uint8_t index, uint8_t value)
{
	uint32_t flags = interrupts_off();

	outb(CMOS_INDEX, index);
	outb(CMOS_DATA, value);
	interrupts_as(flags);
}

void wait_begin(struct wait *wait, uint8_t seconds)
{
	wait->seconds = seconds;
	wait->polls = POLLS_PER_SECOND;
	wait->second = cmos_read(0);
}

bool wait_over(struct wait *wait)
{
	uint8_t now;

	if (!wait->seconds || !wait->polls)
		return true;
	wait->polls--;
	if (cmos_read(CMOS_A) & A_UPDATING)
		return false;
	now = cmos_read(0);
	if (now != wait->second) {
		wait->second = now;
		wait->seconds--;
		wait->polls = POLLS_PER_SECOND;
	}
	return !wait->seconds;
}
