// SPDX-License-Identifier: GPL-2.0-only
/*
 * A second opinion for the clock without a TSC: the RTC's seconds (MC146818).
 *
 * PIT channel 2 knows the time modulo 55 ms exactly. A period is missed if nobody
 * reads it for that long: firmware that keeps interrupts off, an SMI, a host that
 * stops its guest. The RTC's seconds, looked at every 20 ms, say how many were.
 */
#include <linux/bcd.h>
#include <linux/kernel.h>
#include <linux/mc146818rtc.h>
#include <linux/spinlock.h>
#include <linux/timex.h>
#include "bios.h"

#define PERIOD	     0x10000	      /* counts of channel 2 */
#define LEAST_LOSS   (PERIOD * 3 / 4) /* edges are seen up to 20 ms late, 0.36 periods */
#define MOST_SECONDS 5		      /* more at once: somebody set the RTC */
#define DRIFT_COUNTS 240	      /* 200 ppm a second: two crystals never agree */

/* Seconds of the RTC, -1 while it updates them. */
static int rtc_seconds(void)
{
	unsigned long flags;
	u8 seconds, control;
	bool updating;

	spin_lock_irqsave(&rtc_lock, flags);
	updating = CMOS_READ(RTC_FREQ_SELECT) & RTC_UIP;
	seconds = CMOS_READ(RTC_SECONDS);
	control = CMOS_READ(RTC_CONTROL);
	spin_unlock_irqrestore(&rtc_lock, flags);
	if (updating)
		return -1;
	return control & RTC_DM_BINARY ? seconds : bcd2bin(seconds);
}

/**
 * bios_missed_periods() - periods that the clock missed, by the RTC
 * @total:	the clock now, in counts of channel 2
 *
 * Call it every 20 ms. An edge of the seconds that is seen late makes the RTC look
 * slow, a missed period makes it look fast; only the latter counts.
 *
 * Return: how many periods to add.
 */
u32 bios_missed_periods(u64 total)
{
	static int last = -1;
	static s64 rtc, ahead; /* RTC time in counts; by how much it led when all was well */
	int now = rtc_seconds();
	int passed = (now - last + 60) % 60;
	bool first = last < 0;
	s64 lead;

	if (now < 0 || now == last)
		return 0;
	last = now;
	rtc += (s64)passed * PIT_TICK_RATE;
	lead = rtc - (s64)total;
	if (first || passed > MOST_SECONDS) {
		ahead = lead;
		return 0;
	}
	ahead -= (s64)passed * DRIFT_COUNTS;
	if (lead - ahead >= LEAST_LOSS)
		return (u32)(lead - ahead + PERIOD / 2) / PERIOD;
	ahead = max(ahead, lead);
	return 0;
}
