/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Real-mode firmware calls inside the kernel: what the services share.
 *
 * A service takes bios_begin(), fills bios_calls()[] and its buffers in low
 * memory, runs them with bios_run() in one trip to real mode, reads the
 * results in place, and gives up with bios_end(). Process context only; Linux
 * interrupts are off during a trip.
 */
#ifndef BIOS_H
#define BIOS_H

#include <linux/types.h>
#include <bootshell/bioscall.h>
#include <bootshell/fwstate.h>
#include "thunk.h"

#define IRQ_TIMER    0
#define IRQ_KEYBOARD 1
#define IRQ_CASCADE  2

#define OCW3_READ_IRR 0x0a /* 8259 command port: reads give the requests */

/**
 * struct bios_area - memory below 1 MiB that the firmware can reach
 * @virt:	kernel address
 * @phys:	physical address, a multiple of 64 KiB
 * @bytes:	size; 0 if there is none
 */
struct bios_area {
	void *virt;
	u32 phys;
	u32 bytes;
};

/**
 * struct bios_stats - what trips cost, under the lock of bios_begin()
 * @trips:	switches to real mode
 * @calls:	firmware calls made in them
 * @trip_ns:	nanoseconds spent in them
 * @longest_ns:	the longest
 * @irq0:	timer interrupts that reached the firmware during them
 * @fed:	ticks given to the firmware by INT 08h, at the start of trips
 */
struct bios_stats {
	u64 trips;
	u64 calls;
	u64 trip_ns;
	u64 longest_ns;
	u64 irq0;
	u64 fed;
};

extern struct bios_area bios_low, bios_bounce;
extern struct bios_area bios_net; /* of bios_bounce, once a PXE ROM is to be used */
extern struct bios_area bios_rom; /* for a PXE ROM that is loaded later; not aligned */
extern struct bios_stats bios_stats;

/* setup.c */
const struct fw_state *bios_fw_state(void);
bool bios_take_net(void);

/* call.c */
bool bios_present(void);
void bios_begin(void);
void bios_end(void);
unsigned int bios_run(unsigned int ncalls);
void bios_hold_irqs(u16 lines);
struct bios_call *bios_int(unsigned int index, u8 vector, u32 eax);

/* clock.c */
void bios_clock_init(void);
u16 bios_ch2_read(void);
void bios_clock_to_firmware(void);
void bios_clock_to_linux(u32 firmware_ticks);
bool bios_clock_check(void);
void bios_clock_shutdown(void);

/* calibrate.c */
unsigned long bios_calibrate_cpu(void);

/* tick.c */
unsigned int bios_ticks_due(void);

/* rtc.c */
u32 bios_missed_periods(u64 total);

/* renew.c */
void bios_renew_pages(void);

/* tty.c */
bool bios_keys_wait(void);
unsigned int bios_keys_prepare(void);
bool bios_keys_take(unsigned int ndone);

/* Memory in the low segment. Valid between bios_begin() and bios_end(). */
static inline void *bios_low_at(u16 offset)
{
	return (char *)bios_low.virt + offset;
}

static inline struct bios_state *bios_state(void)
{
	return bios_low_at(BIOS_LOW_STATE);
}

static inline struct bios_call *bios_calls(void)
{
	return bios_low_at(BIOS_LOW_CALLS);
}

/* The real-mode segment of all offsets in the low segment. */
static inline u16 bios_low_seg(void)
{
	return (u16)(bios_low.phys >> 4);
}

#endif /* BIOS_H */
