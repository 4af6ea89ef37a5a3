// SPDX-License-Identifier: GPL-2.0-only
/*
 * How fast the processor is, at boot: its TSC and its delay loop against PIT channel 2, which
 * clock.c has set going. Intel 8254 data sheet.
 */
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/timex.h>
#include <asm/cpufeature.h>
#include <asm/tsc.h>
#include "bios.h"

/* Two samples 10 ms apart are good to 0.02 % where a port read takes 1 us. */
#define CALIBRATE_MIN_COUNTS (PIT_TICK_RATE / 100)
#define CALIBRATE_MAX_COUNTS (PIT_TICK_RATE / 22)
#define CALIBRATE_SAMPLES    8
#define CALIBRATE_PPM	     200
#define CALIBRATE_TRIES	     100000

/**
 * struct sample - one moment on both clocks
 * @tsc:	middle of the two TSC readings around the PIT's
 * @width:	their distance: the moment is known to that
 * @count:	channel 2
 */
struct sample {
	u64 tsc;
	u32 width;
	u16 count;
};

/* The tightest of some samples: an SMI or a busy host widens the others. */
static struct sample __init sample_clocks(void)
{
	struct sample best = { .width = U32_MAX };
	int i;

	for (i = 0; i < CALIBRATE_SAMPLES; i++) {
		u64 before = rdtsc_ordered();
		u16 count = bios_ch2_read();
		u64 after = rdtsc_ordered();

		if (after - before < best.width)
			best = (struct sample){ before + (after - before) / 2,
						(u32)(after - before), count };
	}
	return best;
}

/**
 * struct window - some time on both clocks
 * @start:	its first sample
 * @end:	its last
 * @gap:	the longest time between two samples, in cycles
 * @counts:	of channel 2, as it tells them: modulo its period
 */
struct window {
	struct sample start, end;
	u64 gap;
	u16 counts;
};

static u64 __init window_cycles(const struct window *w)
{
	return w->end.tsc - w->start.tsc;
}

/* Add a sample. Return: false if the count has fallen: channel 2 has gone round. */
static bool __init window_grow(struct window *w)
{
	struct sample next = sample_clocks();
	u16 before = w->counts;

	w->gap = max(w->gap, next.tsc - w->end.tsc);
	w->counts = (u16)(w->start.count - next.count);
	w->end = next;
	return w->counts >= before;
}

static bool __init window_is_wide(const struct window *w)
{
	u64 width = w->start.width + w->end.width;

	return w->counts >= CALIBRATE_MAX_COUNTS ||
	       (w->counts >= CALIBRATE_MIN_COUNTS &&
		width * (1000000 / CALIBRATE_PPM) < window_cycles(w));
}

/*
 * Has nobody been away for a period of channel 2, which its count would not show? Then the
 * longest gap would be more than half of a window that is not wider than its bounds.
 */
static bool __init window_is_whole(const struct window *w)
{
	return w->gap <= window_cycles(w) / 2;
}

/**
 * bios_calibrate_cpu() - x86_platform.calibrate_cpu and calibrate_tsc
 *
 * TSC against PIT channel 2 between two bracketed samples. The kernel's own way
 * wants 50 undisturbed ms or a quick run of byte-wise reads: both fail under
 * software emulation, and then there is no TSC at all. A host that stops us, or
 * an SMI, makes it begin anew.
 *
 * Return: kHz; 0 if the PIT does not count, and the TSC is then not used.
 */
unsigned long __init bios_calibrate_cpu(void)
{
	static unsigned long khz;
	struct window w = { .counts = 0 };
	unsigned long flags;
	u32 tries = CALIBRATE_TRIES;

	if (khz)
		return khz;
	local_irq_save(flags);
	w.start = w.end = sample_clocks();
	while (tries--) {
		if (!window_grow(&w) || (window_is_wide(&w) && !window_is_whole(&w)))
			w = (struct window){ .start = w.end, .end = w.end };
		else if (window_is_wide(&w))
			break;
	}
	local_irq_restore(flags);
	if (!window_is_wide(&w))
		return 0;
	khz = (unsigned long)div_u64(div_u64(window_cycles(&w) * PIT_TICK_RATE, w.counts), 1000);
	setup_force_cpu_cap(X86_FEATURE_TSC_KNOWN_FREQ);
	return khz;
}

/**
 * calibrate_delay_is_known() - loops per jiffy without waiting for jiffies
 *
 * Overrides the weak one in init/calibrate.c; reached without a TSC only.
 *
 * Return: loops, from doubling a delay until channel 2 sees 2 ms of it.
 */
unsigned long calibrate_delay_is_known(void)
{
	unsigned long loops, flags;
	u16 start, counts = 0;

	local_irq_save(flags);
	for (loops = 1 << 8; loops < 1UL << 24; loops <<= 1) {
		start = bios_ch2_read();
		__delay(loops);
		counts = (u16)(start - bios_ch2_read());
		if (counts > PIT_TICK_RATE / 500)
			break;
	}
	local_irq_restore(flags);
	if (!counts)
		return 0;
	return (unsigned long)div_u64((u64)loops * (PIT_TICK_RATE / HZ), counts);
}
