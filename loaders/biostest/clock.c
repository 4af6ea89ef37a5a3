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
	uint32_t flags;
	uint8_t value;

	/* An interrupt between the two would move the index; NMI stays on (bit 7). */
	__asm__ volatile("pushfl; popl %0; cli" : "=r"(flags));
	outb(CMOS_INDEX, index);
	value = inb(CMOS_DATA);
	__asm__ volatile("pushl %0; popfl" : : "r"(flags) : "cc");
	return value;
}

void cmos_write(uint8_t index, uint8_t value)
{
	uint32_t flags;

	__asm__ volatile("pushfl; popl %0; cli" : "=r"(flags));
	outb(CMOS_INDEX, index);
	outb(CMOS_DATA, value);
	__asm__ volatile("pushl %0; popfl" : : "r"(flags) : "cc");
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
