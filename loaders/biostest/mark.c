// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where we are, kept over a reset: in the three bytes of the clock's alarm time.
 * They are in no checksum of the CMOS (that of the AT covers 10h-2Dh), no BIOS sets
 * them at power-on, and nothing looks at them while the alarm interrupt is off.
 */
#include "biostest.h"

#define ALARM_SECONDS 0x01
#define ALARM_MINUTES 0x03
#define ALARM_HOURS   0x05
#define CMOS_B	      0x0b
#define B_ALARM	      0x20

static bool usable;
static uint8_t saved[3];

/* An hour that no alarm can have: A0h to BFh, with something of the other two in it. */
static uint8_t sign(struct mark mark)
{
	return (uint8_t)(0xa0 | ((mark.service * 7u + mark.call) & 0x1f));
}

static void store(uint8_t seconds, uint8_t minutes, uint8_t hours)
{
	cmos_write(ALARM_SECONDS, seconds);
	cmos_write(ALARM_MINUTES, minutes);
	cmos_write(ALARM_HOURS, hours);
}

bool mark_open(struct mark *left)
{
	struct mark none = { 0, 0 };

	*left = none;
	saved[0] = cmos_read(ALARM_SECONDS);
	saved[1] = cmos_read(ALARM_MINUTES);
	saved[2] = cmos_read(ALARM_HOURS);
	usable = !(cmos_read(CMOS_B) & B_ALARM);
	if (!usable)
		return false;
	left->call = saved[0];
	left->service = saved[1];
	if (left->service && left->call && saved[2] == sign(*left)) {
		/* What was there before the run that hung is lost; midnight does no harm. */
		saved[0] = saved[1] = saved[2] = 0;
		mark_clear();
	} else {
		*left = none;
	}
	return true;
}

void mark_set(struct mark mark)
{
	if (usable)
		store(mark.call, mark.service, sign(mark));
}

void mark_clear(void)
{
	if (usable)
		store(saved[0], saved[1], saved[2]);
}
