// SPDX-License-Identifier: GPL-2.0-only
/* INT 1Ah: tick, time and date, PCI BIOS 2.1, TCG. */
#include "biostest.h"

#define OFF_S	  60u
#define PCI_MAGIC 0x20494350u /* "PCI " in EDX */
#define TCG_MAGIC 0x41504354u /* "TCPA" in EBX */

/* The count of AH=00h must be that of 40:6C, and must move. */
static void tick(void)
{
	struct bios_regs regs;
	struct wait wait;
	uint32_t first, next;

	bios_regs_init(&regs);
	call(0x1a, &regs);
	first = (uint32_t)regs.cx.x << 16 | regs.dx.x;
	print("int1a.tick=%u\n", first);
	wait_begin(&wait, 2);
	while (ticks() - first < 2 && !wait_over(&wait))
		continue;
	bios_regs_init(&regs);
	call(0x1a, &regs);
	next = (uint32_t)regs.cx.x << 16 | regs.dx.x;
	/* At midnight it falls back to 0. */
	verdict("int1a.advances", next < first || next - first >= 2);
	verdict("int1a.agrees", ticks() - next < 18 * 5 || ticks() < next);
}

static uint32_t bcd(uint8_t value)
{
	return (uint32_t)(value >> 4) * 10 + (value & 15);
}

/* The tick counts from midnight: it must be what the clock says, or files get wrong dates. */
static void time_of_day(const struct bios_regs *regs)
{
	uint32_t seconds = bcd(regs->cx.h) * 3600 + bcd(regs->cx.l) * 60 + bcd(regs->dx.h);
	uint32_t counted = ticks() * 1000 / 18206; /* 18.2065 Hz */
	uint32_t off = counted > seconds ? counted - seconds : seconds - counted;

	print("int1a.time=");
	put_hex((uint32_t)regs->cx.x << 8 | regs->dx.h, 6);
	print("\nint1a.tick_of_day=%s\n", off < OFF_S ? "ok" : "off");
}

static void time_and_date(void)
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	regs.ax.h = 0x02;
	if (call(0x1a, &regs)) {
		time_of_day(&regs);
	} else {
		print("int1a.time=error %x\n", (uint32_t)regs.ax.h);
	}
	bios_regs_init(&regs);
	regs.ax.h = 0x04;
	if (call(0x1a, &regs)) {
		print("int1a.date=");
		put_hex((uint32_t)regs.cx.x << 16 | regs.dx.x, 8);
		print("\n");
	} else {
		print("int1a.date=error %x\n", (uint32_t)regs.ax.h);
	}
}

static void run(void)
{
	tick();
	time_and_date();
}

static void pci(void)
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	regs.ax.x = 0xb101;
	if (call(0x1a, &regs) && regs.dx.e == PCI_MAGIC)
		print("pci.bios=%x.%x, mechanisms %x, last bus %u, entry %x\n", (uint32_t)regs.bx.h,
		      (uint32_t)regs.bx.l, (uint32_t)regs.ax.l, (uint32_t)regs.cx.l, regs.di.e);
	else
		print("pci.bios=none\n");
	bios_regs_init(&regs);
	regs.ax.x = 0xbb00;
	if (call(0x1a, &regs) && !regs.ax.e && regs.bx.e == TCG_MAGIC)
		print("pci.tcg=%x\n", (uint32_t)regs.cx.x);
	else
		print("pci.tcg=none\n");
}

SERVICE(46, int1a, run);
SERVICE(56, pci, pci);
