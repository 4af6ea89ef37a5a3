/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * biostest: calls each service of a PC BIOS, prints before each call what is about
 * to be called, and after it what came back as key=value. docs/biostest.md.
 *
 * A service is a file: it ends in a SERVICE() line, and nothing else knows of it.
 */
#ifndef BIOSTEST_H
#define BIOSTEST_H

#include "options.h"
#include "rm.h"

/*
 * Physical memory below 64 KiB (include/diskboot.h has the part that a boot record reads):
 *	00600-06fff	stack
 *	07c00-0ffff	boot record or bzImage's head, arguments, program and its data
 *	10000-10fff	what disks are read to
 */
#define STACK_TOP  0x7000
#define BUFFER_SEG 0x1000

/** struct service - what main() runs, in the order of ranks */
struct service {
	const char *name;
	void (*run)(void);
};

/**
 * SERVICE() - put @function into the table
 * @rank:	two digits; harmless ones come first
 * @id:		the name for only= and skip=
 */
#define SERVICE(rank, id, function)              \
	static const struct service id##_service \
		__attribute__((used, section(".service." #rank), aligned(4))) = { #id, function }

/* ---- steps (step.c): everything that might hang is one */

/**
 * call() - INT @vector, announced, noted in CMOS, bounded by the watchdog
 * @regs:	in and out, as bios_call()
 *
 * Returns false if the call came back with carry, or was left out because the last
 * run ended in it.
 */
bool call(uint8_t vector, struct bios_regs *regs);

/** attempt() - the same for a step that is no BIOS call: false if it is to be left out */
bool attempt(const char *what);

/** attempted() - the step that attempt() began is over */
void attempted(void);

/** verdict() - print KEY=ok or KEY=failed, and count it */
void verdict(const char *key, bool good);

/** steps_begin(), steps_service(), steps_failed() - for main(): at start, for each service, at the end */
void steps_begin(void);
void steps_service(uint8_t number, const char *name);
uint16_t steps_failed(void);

/** step_print() - the present step, as announced */
void step_print(void);

/* ---- the mark of the present step that survives a reset (mark.c) */

struct mark {
	uint8_t service, call; /* 0: none */
};

/** mark_open() - what the last run left, and take the place; false if it cannot be had */
bool mark_open(struct mark *left);
void mark_set(struct mark mark);
/** mark_clear() - give the place back as it was */
void mark_clear(void);

/* ---- watchdog (watchdog.c, irq.S) */

/** watchdog_init() - find a timer interrupt; says "irq0", "irq8" or "none" */
const char *watchdog_init(uint8_t seconds);
void watchdog_arm(void);
void watchdog_disarm(void);
/** watchdog_end() - the vectors and the RTC as they were */
void watchdog_end(void);
/** vector() - entry @n of the vector table as it was before us */
uint32_t vector(uint8_t n);

/* ---- between two port accesses that belong together the BIOS must not come (clock.c, pit.c) */

static inline uint32_t interrupts_off(void)
{
	uint32_t flags;

	__asm__ volatile("pushfl; popl %0; cli" : "=r"(flags) : : "memory");
	return flags;
}

static inline void interrupts_as(uint32_t flags)
{
	__asm__ volatile("pushl %0; popfl" : : "r"(flags) : "cc", "memory");
}

/* ---- time and CMOS by ports alone (clock.c): it passes without any interrupt */

uint8_t cmos_read(uint8_t index);
void cmos_write(uint8_t index, uint8_t value);

/** struct wait - a bounded wait: seconds of the RTC, or so many polls that it must stand still */
struct wait {
	uint32_t polls;
	uint8_t seconds;
	uint8_t second;
};

void wait_begin(struct wait *wait, uint8_t seconds);
/** wait_over() - to be asked again and again */
bool wait_over(struct wait *wait);

/* ---- output (console.c) */

/** screen_on(), screen_off() - the screen as well, by INT 10h; serial port and port E9h always */
void screen_on(void);
void screen_off(void);

/** key_take() - the key that waits in the BIOS's buffer, 0 if there is none; never waits (int16.c) */
uint16_t key_take(void);

/** put_hex() - @value with @digits digits */
void put_hex(uint32_t value, uint8_t digits);

/** put_hex_far() - @n bytes from @seg:@off on, without spaces */
void put_hex_far(uint16_t seg, uint16_t off, uint32_t n);

/** crc_far() - CRC-32 of @n bytes at @seg:@off */
uint32_t crc_far(uint16_t seg, uint16_t off, uint32_t n);

/* ---- the end (end.c) */

enum { STATUS_GOOD, STATUS_FAILED, STATUS_HUNG };

/** end() - unattended: tell the emulator; then INT 18h. Hung: restart the machine, since the BIOS is lost */
void end(uint8_t status) __attribute__((noreturn));

extern struct options options;

#endif
