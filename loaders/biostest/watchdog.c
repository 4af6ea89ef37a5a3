// SPDX-License-Identifier: GPL-2.0-only
/*
 * The watchdog: gives up a call that does not return. It lives on IRQ 0, and on
 * the clock's IRQ 8 if IRQ 0 is dead. A call that hangs with interrupts off it
 * cannot end: nothing in a PC can. Then the mark (mark.c) tells after the reset.
 */
#include "biostest.h"

#define IRQ0_VECTOR 0x08
#define IRQ8_VECTOR 0x70
#define TICKS_PER_S 18
#define CMOS_B	    0x0b
#define CMOS_C	    0x0c
#define B_UPDATE    0x10 /* an interrupt each second */
#define PIC1_MASK   0x21
#define PIC2_MASK   0xa1

extern volatile uint16_t watchdog_left; /* irq.S */
extern uint32_t irq0_old, irq8_old;
void irq0_handler(void);
void irq8_handler(void);
void watchdog_expired(void) __attribute__((noreturn));

static uint16_t limit; /* 0: no watchdog */
static bool on_irq8;
static uint8_t masks[2], cmos_b;

static volatile uint32_t *vector_entry(uint8_t n)
{
	return (volatile uint32_t *)(uintptr_t)(n * 4u);
}

/* A 32-bit store: no interrupt can see half of it. */
static uint32_t hook(uint8_t n, void (*handler)(void))
{
	uint32_t old = *vector_entry(n);

	*vector_entry(n) = (uint32_t)(uintptr_t)handler; /* segment 0 */
	return old;
}

uint32_t vector(uint8_t n)
{
	if (n == IRQ0_VECTOR && irq0_old)
		return irq0_old;
	if (n == IRQ8_VECTOR && irq8_old)
		return irq8_old;
	return *vector_entry(n);
}

/* counts: does the watchdog's interrupt come within three seconds? */
static bool counts(void)
{
	struct wait wait;

	watchdog_left = 0xffff;
	wait_begin(&wait, 3);
	while (watchdog_left == 0xffff && !wait_over(&wait))
		continue;
	if (watchdog_left == 0xffff)
		watchdog_left = 0;
	return watchdog_left;
}

static bool try_irq8(void)
{
	irq8_old = hook(IRQ8_VECTOR, irq8_handler);
	on_irq8 = true;
	masks[0] = inb(PIC1_MASK);
	masks[1] = inb(PIC2_MASK);
	cmos_b = cmos_read(CMOS_B);
	outb(PIC1_MASK, (uint8_t)(masks[0] & ~0x04)); /* the cascade */
	outb(PIC2_MASK, (uint8_t)(masks[1] & ~0x01));
	cmos_write(CMOS_B, cmos_b | B_UPDATE);
	cmos_read(CMOS_C);
	return counts();
}

const char *watchdog_init(uint8_t seconds)
{
	irq0_old = hook(IRQ0_VECTOR, irq0_handler);
	if (counts()) {
		limit = (uint16_t)(seconds * TICKS_PER_S);
		watchdog_disarm();
		return "irq0";
	}
	if (try_irq8()) {
		limit = seconds;
		watchdog_disarm();
		return "irq8";
	}
	watchdog_end();
	return "none";
}

void watchdog_arm(void)
{
	watchdog_left = limit;
}

void watchdog_disarm(void)
{
	watchdog_left = 0;
}

void watchdog_end(void)
{
	watchdog_left = 0;
	limit = 0;
	if (irq0_old)
		*vector_entry(IRQ0_VECTOR) = irq0_old;
	irq0_old = 0;
	if (!on_irq8)
		return;
	cmos_write(CMOS_B, cmos_b);
	outb(PIC2_MASK, masks[1]);
	outb(PIC1_MASK, masks[0]);
	*vector_entry(IRQ8_VECTOR) = irq8_old;
	irq8_old = 0;
	on_irq8 = false;
}

/* watchdog_expired: from irq.S, on a fresh stack; the BIOS's own affairs are lost */
void watchdog_expired(void)
{
	print("\nhung=");
	step_print();
	print("\n");
	end(STATUS_HUNG);
}
