// SPDX-License-Identifier: GPL-2.0-only
/*
 * biosd: what a firmware expects to happen while nobody calls it. Its tick,
 * INT 08h at 18.2065 Hz, keeps 40:6C, the floppy motor and USB keyboards going;
 * its keyboard is asked for keys.
 */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/i8253.h>
#include <linux/init.h>
#include <linux/kthread.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/timekeeping.h>
#include "bios.h"

#define TICKS_PER_TRIP 4	/* after a stall; the rest comes with the next trips */
#define ASK_JIFFIES    (HZ / 4) /* though nothing looks like a key and others' trips had the tick */
#define POLL_IDLE_MS   20
#define POLL_BUSY_MS   50   /* others make trips: IRQ 1 gets through, the tick is had */
#define POLL_TYPING_US 3000 /* a PS/2 keyboard sends a byte a millisecond */
#define POLLS_TYPING   20

/* Where biosd began to count: the moment, and the ticks that there had been. */
static bool started;
static ktime_t start_time;
static u64 start_ticks;

static u64 ticks_had(void)
{
	return bios_stats.irq0 + bios_stats.fed;
}

static void start_ticking(void)
{
	bios_begin();
	start_time = ktime_get();
	start_ticks = ticks_had();
	started = true;
	bios_end();
}

/**
 * bios_ticks_due() - how many ticks the firmware is behind
 *
 * As many as the clock says, less those that the firmware had, be it from the timer during
 * a trip or from us. So it corrects itself. Between bios_begin() and bios_end().
 *
 * Return: INT 08h to make now, at most %TICKS_PER_TRIP.
 */
unsigned int bios_ticks_due(void)
{
	u64 ns, want, had;

	if (!started)
		return 0;
	ns = ktime_to_ns(ktime_sub(ktime_get(), start_time));
	want = div_u64(mul_u64_u32_shr(ns, PIT_TICK_RATE, 16), NSEC_PER_SEC);
	had = ticks_had() - start_ticks;
	return want > had ? (unsigned int)min_t(u64, want - had, TICKS_PER_TRIP) : 0;
}

/* Ask for keys: with each tick, and else if one may be there or none was asked for lately. */
static bool keys_due(bool tick)
{
	static unsigned long asked;

	if (!IS_ENABLED(CONFIG_BIOS_TTY))
		return false;
	if (!tick && time_before(jiffies, asked + ASK_JIFFIES) && !bios_keys_wait())
		return false;
	asked = jiffies;
	return true;
}

/*
 * One trip, if there is anything to do: ticks, with which every trip begins, then keys. Between
 * bios_begin() and bios_end(). Return: the user is typing.
 */
static bool feed_firmware(void)
{
	struct bios_state *state = bios_state();
	u32 irq1 = state->irq[IRQ_KEYBOARD];
	bool tick = bios_ticks_due();
	bool keys = keys_due(tick);
	unsigned int done;

	if (!tick && !keys)
		return false;
	done = bios_run(keys ? bios_keys_prepare() : 0);
	return (keys && bios_keys_take(done)) || state->irq[IRQ_KEYBOARD] != irq1;
}

static int biosd(void *unused)
{
	unsigned int typing = 0;
	u64 trips = 0;
	bool busy, often;

	start_ticking();
	while (!kthread_should_stop()) {
		often = bios_clock_check();
		bios_begin();
		busy = bios_stats.trips != trips;
		if (feed_firmware())
			typing = POLLS_TYPING;
		trips = bios_stats.trips;
		bios_end();
		if (typing) {
			typing--;
			usleep_range(POLL_TYPING_US, 2 * POLL_TYPING_US);
		} else {
			msleep_interruptible(busy && !often ? POLL_BUSY_MS : POLL_IDLE_MS);
		}
	}
	return 0;
}

static int __init biosd_init(void)
{
	struct task_struct *task;

	if (!bios_present())
		return 0;
	task = kthread_run(biosd, NULL, "biosd");
	return PTR_ERR_OR_ZERO(task);
}
late_initcall(biosd_init);
