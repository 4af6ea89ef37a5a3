// SPDX-License-Identifier: GPL-2.0-only
/*
 * INT 16h, keyboard: its state; a key put into the buffer; a key that the keyboard
 * controller is told to deliver, so that IRQ 1 is proved with nobody there (8042,
 * command D2h); a key that somebody types.
 */
#include "biostest.h"

#define KBC_DATA	 0x60
#define KBC_COMMAND	 0x64
#define KBC_WRITE_OUTPUT 0xd2 /* as if the keyboard had sent it */
#define SCAN_A		 0x1e
#define SCAN_RELEASED	 0x80
#define KEY_A		 0x1e61

/* Bare calls, for loops. */
uint16_t key_take(void)
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	regs.ax.h = 0x01;
	bios_call(0x16, &regs, &regs);
	if (regs.flags & RM_ZERO)
		return 0;
	bios_regs_init(&regs);
	bios_call(0x16, &regs, &regs);
	return regs.ax.x;
}

/* await: a key within @seconds, 0 if none comes */
static uint16_t await(uint8_t seconds)
{
	struct wait wait;
	uint16_t key = 0;

	wait_begin(&wait, seconds);
	while (!key && !wait_over(&wait))
		key = key_take();
	return key;
}

static void empty(void)
{
	uint8_t bound = 32; /* the buffer has 16 */

	while (bound-- && key_take())
		continue;
}

static void run(void)
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	regs.ax.h = 0x01;
	call(0x16, &regs);
	print("int16.waiting=%s\n", regs.flags & RM_ZERO ? "no" : "yes");
	bios_regs_init(&regs);
	regs.ax.h = 0x02;
	call(0x16, &regs);
	print("int16.shift=%x\n", (uint32_t)regs.ax.l);
	bios_regs_init(&regs);
	regs.ax.h = 0x12;
	call(0x16, &regs);
	print("int16.shift_more=%x\n", (uint32_t)regs.ax.x);
}

static void stored(void)
{
	struct bios_regs regs;

	empty();
	bios_regs_init(&regs);
	regs.ax.h = 0x05;
	regs.cx.x = KEY_A;
	call(0x16, &regs);
	/* Not a verdict: some BIOSes do not have AH=05h. */
	print("key.stored=%s\n", !regs.ax.l && await(1) == KEY_A ? "ok" : "no");
}

/* A real or USB keyboard's emulation may not know the command: no verdict either. */
static void delivered(void)
{
	uint16_t key = 0;

	if (attempt("port 64h: D2h")) {
		if (kbc_idle()) {
			outb(KBC_COMMAND, KBC_WRITE_OUTPUT);
			kbc_idle();
			outb(KBC_DATA, SCAN_A);
			key = await(2);
		}
		if (key && kbc_idle()) {
			outb(KBC_COMMAND, KBC_WRITE_OUTPUT);
			kbc_idle();
			outb(KBC_DATA, SCAN_A | SCAN_RELEASED);
		}
		attempted();
	}
	print("key.irq1=%s\n", key == KEY_A ? "ok" : "no");
}

static void typed(void)
{
	uint16_t key;

	print("Press a key within %u s\n", (uint32_t)options.key_s);
	key = await(options.key_s);
	if (key)
		print("key.typed=%x\n", (uint32_t)key);
	else
		print("key.typed=none\n");
}

static void keys(void)
{
	stored();
	delivered();
	empty();
	typed();
}

SERVICE(52, int16, run);
SERVICE(74, key, keys);
