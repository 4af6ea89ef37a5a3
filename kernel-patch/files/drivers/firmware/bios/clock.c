// SPDX-License-Identifier: GPL-2.0-only
/*
 * Time around firmware calls. Intel 8254 data sheet.
 *
 * Channel 0 ticks for Linux (one-shot) and, during a trip, for the firmware
 * (its own mode, 65,536 counts, 18.2 Hz). Channel 2, gate on and speaker off,
 * counts 65,536 over and over and is never touched by a trip: it calibrates the
 * TSC (calibrate.c), and where there is none it is the clock (with rtc.c's second opinion).
 */
#include <linux/clockchips.h>
#include <linux/clocksource.h>
#include <linux/i8253.h>
#include <linux/init.h>
#include <linux/io.h>
#include <linux/math64.h>
#include <linux/timex.h>
#include <asm/i8259.h>
#include <asm/mc146818rtc.h>
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

static u16 ch2_last;
static u64 ch2_total;
static bool have_pit2;
/* A trip: channel 2 and "IRQ 0 is waiting" at its start. */
static u16 trip_ch2;
static bool trip_irq0_pending;

/**
 * bios_ch2_read() - where PIT channel 2 is
 *
 * Return: its count, which falls from 65,535 to 0 over and over.
 */
u16 bios_ch2_read(void)
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
	now = bios_ch2_read();
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
	ch2_last = bios_ch2_read();
}

static int __init pit2_register(void)
{
	if (boot_cpu_has(X86_FEATURE_TSC) && tsc_khz)
		return 0;
	have_pit2 = true;
	return clocksource_register_hz(&pit2_clocksource, PIT_TICK_RATE);
}
core_initcall(pit2_register);

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
		ch2_last = bios_ch2_read();
		ch2_total += estimate;
		return;
	}
	ch2_last = bios_ch2_read();
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
 * bios_clock_check() - look for missed periods, in process context
 *
 * Return: true if that is wanted every 20 ms.
 */
bool bios_clock_check(void)
{
	unsigned long flags;
	u32 missed;

	if (!have_pit2)
		return false;
	missed = bios_missed_periods(pit2_read(&pit2_clocksource));
	local_irq_save(flags);
	ch2_total += (u64)missed * PIT_PERIOD;
	local_irq_restore(flags);
	return true;
}

/**
 * bios_clock_shutdown() - give timer and speaker port back as the firmware had them
 */
void bios_clock_shutdown(void)
{
	ch0_start_firmware();
	outb(bios_fw_state()->port61 & PORT61_CONTROL, PORT_SYSTEM_B);
}
