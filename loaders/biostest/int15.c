// SPDX-License-Identifier: GPL-2.0-only
/* INT 15h, system: memory (E820h, E801h, 88h), description (C0h, C1h), A20 (24xxh), APM 1.2 (53xxh). */
#include "biostest.h"
#include "std/e820.h"

#define E820_BOUND 128u /* entries: some BIOSes go round in circles */

static void put_64(uint64_t value)
{
	if (value >> 32)
		print("%x", (uint32_t)(value >> 32));
	put_hex((uint32_t)value, 8);
}

static void e820(void)
{
	struct e820_bios_entry entry;
	struct bios_regs regs;
	uint32_t n = 0, next = 0;

	do {
		bios_regs_init(&regs);
		entry.attributes = E820_ATTR_ENABLED;
		regs.ax.e = 0xe820;
		regs.bx.e = next;
		regs.cx.e = sizeof(entry);
		regs.dx.e = E820_SMAP;
		regs.di.e = (uint32_t)(uintptr_t)&entry;
		if (!call(0x15, &regs) || regs.ax.e != E820_SMAP)
			break;
		print("int15.e820.%u=", n);
		put_64(entry.e.addr);
		putch(' ');
		put_64(entry.e.size);
		print(" type %u, %u bytes, attributes %x\n", entry.e.type, regs.cx.e,
		      entry.attributes);
		next = regs.bx.e;
	} while (++n < E820_BOUND && next);
	print("int15.e820=%u entries\n", n);
}

static void sizes(void)
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	regs.ax.x = 0xe801;
	if (call(0x15, &regs))
		print("int15.e801=%x %x %x %x\n", (uint32_t)regs.ax.x, (uint32_t)regs.bx.x,
		      (uint32_t)regs.cx.x, (uint32_t)regs.dx.x);
	else
		print("int15.e801=error %x\n", (uint32_t)regs.ax.h);
	bios_regs_init(&regs);
	regs.ax.h = 0x88;
	call(0x15, &regs); /* carry means nothing here: some BIOSes leave it set */
	print("int15.88=%u KiB\n", (uint32_t)regs.ax.x);
}

static void description(void)
{
	struct bios_regs regs;
	uint32_t n;

	bios_regs_init(&regs);
	regs.ax.h = 0xc0;
	if (call(0x15, &regs) && !regs.ax.h) {
		set_fs(regs.es);
		n = (uint32_t)(far_byte(regs.bx.x) | far_byte(regs.bx.x + 1u) << 8);
		print("int15.c0=");
		put_hex_far(regs.es, regs.bx.x, n < 32 ? n + 2 : 34);
		print("\n");
	} else {
		print("int15.c0=error %x\n", (uint32_t)regs.ax.h);
	}
	bios_regs_init(&regs);
	regs.ax.h = 0xc1;
	if (call(0x15, &regs))
		print("int15.c1=%x\n", (uint32_t)regs.es);
	else
		print("int15.c1=error %x\n", (uint32_t)regs.ax.h);
}

static void gates(void)
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	regs.ax.x = 0x2402;
	if (call(0x15, &regs))
		print("int15.2402=%s\n", regs.ax.l ? "on" : "off");
	else
		print("int15.2402=error %x\n", (uint32_t)regs.ax.h);
	bios_regs_init(&regs);
	regs.ax.x = 0x2403;
	if (call(0x15, &regs))
		print("int15.2403=%x\n", (uint32_t)regs.bx.x);
	else
		print("int15.2403=error %x\n", (uint32_t)regs.ax.h);
	bios_regs_init(&regs);
	regs.ax.x = 0x5300;
	if (call(0x15, &regs) && regs.bx.x == 0x504d) /* "PM" */
		print("int15.apm=%x.%x, flags %x\n", (uint32_t)regs.ax.h, (uint32_t)regs.ax.l,
		      (uint32_t)regs.cx.x);
	else
		print("int15.apm=none\n");
}

static void run(void)
{
	e820();
	sizes();
	description();
	gates();
}

SERVICE(54, int15, run);
