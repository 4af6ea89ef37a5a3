// SPDX-License-Identifier: GPL-2.0-only
/*
 * Time around firmware calls. Intel 8254 data sheet.
 *
 * Channel 0 ticks for Linux (one-shot) and, during a trip, for the firmware
 * (its own mode, 65,536 counts, 18.2 Hz). Channel 2, gate on and speaker off,
 * counts 65,536 over and over and is never touched by a trip: it calibrates the
 * TSC, and where there is none it is the clock (with rtc.c's second opinion).
 */
#include <linux/clockchips.h>
#include <linux/clocksource.h>
#include <linux/delay.h>
#include <linux/i8253.h>
#include <linux/init.h>
#include <linux/io.h>
#include <linux/math64.h>
#include <linux/timex.h>
#include <asm/i8259.h>
#include <asm/mc146818rtc.h>
#include <asm/timer.h>
#include <asm/tsc.h>
#include <asm/x86_init.h>
#include "bios.h"

#define PIT_LATCH_CH2	     0x80 /* latch the count */
#define PIT_LATCH_STATUS_CH0 0xc2 /* read-back: latch status and count of channel 0 */
#define PIT_STATUS_CH2	     0xe8 /* read-back: latch the status of channel 2 */
#define PIT_CH0_LSB_MSB	     0x30
#define PIT_CH2_MODE2	     0xb4 /* low then high byte, mode 2 (rate generator) */
#define PIT_CH2_MODE2_STATUS 0x34 /* what that reads back as */
#define PIT_STATUS_OUT	     0x80 /* the channel's output pin */
#define PIT_STATUS_CONFIG    0x3f /* access, mode, BCD */
#define PIT_MODE_MASK	     0x0e
#define PIT_MODE_ONESHOT     0x08    /* mode 4, which Linux uses */
#define PIT_MODE_RATE	     0x04    /* mode 2 */
#define PIT_MODE_SQUARE	     0x06    /* mode 3: counts down by two */
#define PIT_PERIOD	     0x10000 /* a count of 0 */

#define PORT_SYSTEM_B  0x61
#define PORT61_GATE2   0x01
#define PORT61_SPEAKER 0x02
#define PORT61_CONTROL 0x0f /* the bits that can be written */

/* Two samples 10 ms apart are good to 0.02 % where a port read takes 1 us. */
#define CALIBRATE_MIN_COUNTS (PIT_TICK_RATE / 100)
#define CALIBRATE_MAX_COUNTS (PIT_TICK_RATE / 22)
#define CALIBRATE_SAMPLES    8
#define CALIBRATE_PPM	     200
#define CALIBRATE_TRIES	     100000

static u16 ch2_last;
static u64 ch2_total;
static bool have_pit2;
/* A trip: channel 2 and "IRQ 0 is waiting" at its start. */
static u16 trip_ch2;
static bool trip_irq0_pending;

static u16 ch2_read(void)
{
	u8 low;

	outb(PIT_LATCH_CH2, PIT_MODE);
	low = inb(PIT_CH2);
	return (u16)(low | inb(PIT_CH2) << 8);
}

static void ch2_start(void)
{
	outb((inb(PORT_SYSTEM_B) & PORT61_CONTROL & ~PORT61_SPEAKER) | PORT61_GATE2, PORT_SYSTEM_B);
	outb(PIT_CH2_MODE2, PIT_MODE);
	outb(0, PIT_CH2);
	outb(0, PIT_CH2);
}

/* Did the firmware use the channel (a beep)? Then it does not count as ours does. */
static bool ch2_is_ours(void)
{
	outb(PIT_STATUS_CH2, PIT_MODE);
	return (inb(PIT_CH2) & PIT_STATUS_CONFIG) == PIT_CH2_MODE2_STATUS &&
	       (inb(PORT_SYSTEM_B) & PORT61_GATE2);
}

/* Clocksource without a TSC; read at least every 27 ms, the PIT's longest one-shot. */
static u64 pit2_read(struct clocksource *cs)
{
	unsigned long flags;
	u64 total;
	u16 now;

	raw_local_irq_save(flags);
	now = ch2_read();
	ch2_total += (u16)(ch2_last - now);
	ch2_last = now;
	total = ch2_total;
	raw_local_irq_restore(flags);
	return total;
}

static struct clocksource pit2_clocksource = {
	.name = "pit2",
	.rating = 120, /* above "pit", which cannot tell what a trip took */
	.read = pit2_read,
	.mask = CLOCKSOURCE_MASK(64),
	.flags = CLOCK_SOURCE_IS_CONTINUOUS | CLOCK_SOURCE_VALID_FOR_HRES,
};

/**
 * bios_clock_init() - set channel 2 going
 *
 * Early in setup_arch(), before anything measures time.
 */
void __init bios_clock_init(void)
{
	ch2_start();
	ch2_last = ch2_read();
}

static int __init pit2_register(void)
{
	if (boot_cpu_has(X86_FEATURE_TSC) && tsc_khz)
		return 0;
	have_pit2 = true;
	return clocksource_register_hz(&pit2_clocksource, PIT_TICK_RATE);
}
core_initcall(pit2_register);

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
		u16 count = ch2_read();
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
		start = ch2_read();
		__delay(loops);
		counts = (u16)(start - ch2_read());
		if (counts > PIT_TICK_RATE / 500)
			break;
	}
	local_irq_restore(flags);
	if (!counts)
		return 0;
	return (unsigned long)div_u64((u64)loops * (PIT_TICK_RATE / HZ), counts);
}

static bool irq0_waits(void)
{
	outb(OCW3_READ_IRR, PIC_MASTER_CMD); /* the firmware may have chosen the ISR */
	return inb(PIC_MASTER_CMD) & 1;
}

/* The firmware's mode of channel 0; anything else than 2 or 3 was a moment's. */
static u8 firmware_ch0_mode(void)
{
	u8 mode = bios_fw_state()->pit0_status & PIT_MODE_MASK & ~0x08; /* 6, 7 mean 2, 3 */

	return mode == PIT_MODE_RATE ? PIT_MODE_RATE : PIT_MODE_SQUARE;
}

static void ch0_start_firmware(void)
{
	outb(PIT_CH0_LSB_MSB | firmware_ch0_mode(), PIT_MODE);
	outb(0, PIT_CH0);
	outb(0, PIT_CH0);
}

/**
 * bios_clock_to_firmware() - start of a trip: the timer becomes the firmware's
 *
 * Interrupts off. Its tick starts a whole period from now.
 */
void bios_clock_to_firmware(void)
{
	if (have_pit2) {
		pit2_read(&pit2_clocksource);
		trip_ch2 = ch2_last;
		trip_irq0_pending = irq0_waits();
	}
	ch0_start_firmware();
}

/* How far channel 0 is in its period, in counts; in mode 3 it runs twice through. */
static u32 ch0_position(void)
{
	u8 status, low;
	u32 done;

	outb(PIT_LATCH_STATUS_CH0, PIT_MODE);
	status = inb(PIT_CH0);
	low = inb(PIT_CH0);
	done = (u16) - (low | inb(PIT_CH0) << 8);
	if ((status & PIT_MODE_MASK) != PIT_MODE_SQUARE)
		return done;
	return done / 2 + ((status & PIT_STATUS_OUT) ? 0 : PIT_PERIOD / 2);
}

/*
 * Credit channel 2's clock with the trip. It knows the time modulo 55 ms
 * exactly; the interrupts that channel 0 raised say how many periods to add.
 */
static void pit2_credit_trip(u32 firmware_ticks)
{
	u32 position, periods, estimate, exact;
	bool waits;
	int tries = 3;

	do { /* "waits" and "position" of the same period */
		waits = irq0_waits();
		position = ch0_position();
	} while (irq0_waits() != waits && --tries);
	periods = firmware_ticks + waits - trip_irq0_pending;
	estimate = periods * PIT_PERIOD + position;

	if (!ch2_is_ours()) {
		ch2_start();
		ch2_last = ch2_read();
		ch2_total += estimate;
		return;
	}
	ch2_last = ch2_read();
	exact = (u16)(trip_ch2 - ch2_last);
	if (estimate > exact)
		exact += (estimate - exact + PIT_PERIOD / 2) & ~(PIT_PERIOD - 1);
	ch2_total += exact;
}

/* As the clock event device would, but without its three writes to port 80h. */
static void ch0_start_oneshot(u16 counts)
{
	outb(PIT_CH0_LSB_MSB | PIT_MODE_ONESHOT, PIT_MODE);
	outb(counts & 0xff, PIT_CH0);
	outb(counts >> 8, PIT_CH0);
}

/* Set channel 0 to what Linux's clock event device last asked for. */
static void ch0_start_linux(void)
{
	struct clock_event_device *dev = &i8253_clockevent;
	s64 ns;

	if (clockevent_state_periodic(dev)) {
		dev->set_state_periodic(dev);
	} else if (clockevent_state_oneshot(dev)) {
		ns = ktime_to_ns(ktime_sub(dev->next_event, ktime_get()));
		ns = clamp_t(s64, ns, (s64)dev->min_delta_ns, (s64)dev->max_delta_ns);
		ch0_start_oneshot((u16)(((u64)ns * dev->mult) >> dev->shift));
	} else {
		clockevent_i8253_disable();
	}
}

/**
 * bios_clock_to_linux() - end of a trip: the timer is Linux's again
 * @firmware_ticks: timer interrupts that the firmware took during it
 *
 * Interrupts off. No time is lost: with a TSC by itself, without by credit.
 */
void bios_clock_to_linux(u32 firmware_ticks)
{
	if (have_pit2)
		pit2_credit_trip(firmware_ticks);
	ch0_start_linux();
}

/**
 * bios_clock_check() - look for missed periods; every 20 ms, in process context
 */
void bios_clock_check(void)
{
	unsigned long flags;
	u32 missed;

	if (!have_pit2)
		return;
	missed = bios_missed_periods(pit2_read(&pit2_clocksource));
	local_irq_save(flags);
	ch2_total += (u64)missed * PIT_PERIOD;
	local_irq_restore(flags);
}

/**
 * bios_clock_shutdown() - give timer and speaker port back as the firmware had them
 */
void bios_clock_shutdown(void)
{
	ch0_start_firmware();
	outb(bios_fw_state()->port61 & PORT61_CONTROL, PORT_SYSTEM_B);
}
