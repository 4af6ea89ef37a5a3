// SPDX-License-Identifier: GPL-2.0-only
/* The timer, Intel 8254, and what hangs on it: port 61h, IRQ 0, the BIOS's tick. */
#include "biostest.h"

#define PIT_CHANNEL0 0x40
#define PIT_CONTROL  0x43
#define READ_STATUS  0xe0 /* read-back: no count, status; channel n by bit n + 1 */
#define LATCH	     0x00 /* of channel 0 */
#define PIT_HZ	     1193182u
#define SPAN_S	     2u
#define TRIES	     8

static uint8_t status(uint8_t channel)
{
	outb(PIT_CONTROL, (uint8_t)(READ_STATUS | 2u << channel));
	return inb((uint16_t)(PIT_CHANNEL0 + channel));
}

static uint32_t mode(uint8_t channel)
{
	uint8_t value = status(channel) >> 1 & 7;

	return value > 5 ? value - 4u : value; /* 6 and 7 are other names of 2 and 3 */
}

static uint16_t count(void)
{
	uint32_t flags = interrupts_off(); /* some BIOSes read it themselves */
	uint16_t value;

	outb(PIT_CONTROL, LATCH);
	value = inb(PIT_CHANNEL0);
	value = (uint16_t)(value | inb(PIT_CHANNEL0) << 8);
	interrupts_as(flags);
	return value;
}

/* by_clock: how far channel 0 and the BIOS's tick come in SPAN_S seconds of the RTC */
static void by_clock(uint32_t *hz, uint32_t *tick)
{
	uint32_t counts = 0, start;
	uint16_t last, next;
	struct wait wait;

	wait_begin(&wait, 1); /* to a second's begin */
	while (!wait_over(&wait))
		continue;
	start = ticks();
	last = count();
	wait_begin(&wait, SPAN_S);
	while (!wait_over(&wait)) {
		next = count();
		counts += (uint16_t)(last - next);
		last = next;
	}
	*tick = ticks() - start;
	/* Mode 3 counts by twos. */
	*hz = counts / SPAN_S / (mode(0) == 3 ? 2 : 1);
}

static bool about(uint32_t value, uint32_t want)
{
	return value >= want - want / 10 && value <= want + want / 10;
}

/* Access (3: low byte, then high) counts on channel 0, which others read; of channel 2 everybody sets it. */
static void run(void)
{
	print("pit.mode0=%u, access %u\n", mode(0), (uint32_t)status(0) >> 4 & 3);
	print("pit.mode2=%u\n", mode(2));
	print("port61=%x\n", (uint32_t)inb(0x61) & 0x0f);
}

static void rates(void)
{
	uint32_t hz = 0, tick = 0;
	int i;

	/* An emulator that was held up for 55 ms loses a period. All tries together end before hang=30. */
	for (i = 0; i < TRIES; i++) {
		by_clock(&hz, &tick);
		if (about(hz, PIT_HZ) && about(tick, PIT_HZ * SPAN_S / 0x10000))
			break;
	}
	print("timer.hz=%u\ntimer.ticks=%u\n", hz, tick);
	verdict("timer.rate", about(hz, PIT_HZ));
	verdict("timer.tick", about(tick, PIT_HZ * SPAN_S / 0x10000));
}

SERVICE(32, pit, run);
SERVICE(48, timer, rates);
