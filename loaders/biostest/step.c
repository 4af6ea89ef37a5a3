// SPDX-License-Identifier: GPL-2.0-only
/* Steps: announced, noted, bounded; and left out if the last run ended in them. */
#include "biostest.h"

static struct mark now, hung;
static const char *service;
static uint16_t failed;

void steps_begin(void)
{
	if (!mark_open(&hung))
		print("mark=none, the clock's alarm is in use\n");
	else if (hung.service)
		print("last_run=ended in step %u.%u\n", (uint32_t)hung.service,
		      (uint32_t)hung.call);
}

void steps_service(uint8_t number, const char *name)
{
	now.service = number;
	now.call = 0;
	service = name;
}

uint16_t steps_failed(void)
{
	return failed;
}

void step_print(void)
{
	print("%u.%u %s", (uint32_t)now.service, (uint32_t)now.call, service);
}

/* begin: the next step; the line is the caller's to end */
static void begin(void)
{
	if (now.call < 0xff)
		now.call++;
	print("> ");
	step_print();
}

/* enter: false if this is where the last run ended */
static bool enter(void)
{
	if (now.service == hung.service && now.call == hung.call) {
		print(": left out, the last run ended here\nhung=");
		step_print();
		print("\n");
		failed++;
		return false;
	}
	print("\n");
	mark_set(now);
	watchdog_arm();
	return true;
}

static void leave(void)
{
	watchdog_disarm();
	mark_clear();
}

bool call(uint8_t number, struct bios_regs *regs)
{
	begin();
	print(" INT %xh AX=%x BX=%x CX=%x DX=%x", (uint32_t)number, (uint32_t)regs->ax.x,
	      (uint32_t)regs->bx.x, (uint32_t)regs->cx.x, (uint32_t)regs->dx.x);
	if (!enter()) {
		regs->flags |= RM_CARRY;
		regs->ax.h = 0xff;
		return false;
	}
	bios_call(number, regs, regs);
	leave();
	return !(regs->flags & RM_CARRY);
}

bool attempt(const char *what)
{
	begin();
	print(" %s", what);
	return enter();
}

void attempted(void)
{
	leave();
}

void verdict(const char *key, bool good)
{
	print("%s=%s\n", key, good ? "ok" : "failed");
	failed = (uint16_t)(failed + !good);
}
