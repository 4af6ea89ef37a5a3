// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where there is RAM above 1 MiB: INT 15h AX=E820h (ACPI 6.4, section 15.1), else
 * AX=E801h, else AH=88h. Only for placing an initramfs: the kernel asks for itself.
 */
#include "rm.h"
#include "std/e820.h"

#define MIB	     0x100000u
#define PAGE	     0x1000u
#define E820_BOUND   128u    /* entries: some BIOSes go round in circles */
#define E801_HOLE_KB 0x3c00u /* 15 MiB: the first block is full, the second one joins it */

/** struct search - the best place so far, and what is wanted */
struct search {
	uint32_t bytes, floor, ceiling;
	uint32_t best; /* 0: none */
};

/* consider: RAM from @start to @last (both inclusive); keep the highest place in it */
static void consider(struct search *s, uint32_t start, uint32_t last)
{
	uint32_t place;

	if (start < s->floor)
		start = s->floor;
	if (last > s->ceiling)
		last = s->ceiling;
	if (last < start || last - start < s->bytes)
		return;
	place = (last + 1 - s->bytes) & ~(PAGE - 1); /* 4 GiB - 1 wraps to 0 as it should */
	if (place >= start && place > s->best)
		s->best = place;
}

static void consider_entry(struct search *s, const struct e820_bios_entry *entry, uint32_t bytes)
{
	uint64_t last = entry->e.addr + entry->e.size - 1;

	if (entry->e.type != E820_RAM || !entry->e.size || entry->e.addr >> 32)
		return;
	if (bytes > sizeof(entry->e) && !(entry->attributes & E820_ATTR_ENABLED))
		return;
	consider(s, (uint32_t)entry->e.addr, last >> 32 ? 0xffffffffu : (uint32_t)last);
}

static bool by_e820(struct search *s)
{
	struct e820_bios_entry entry;
	struct bios_regs in, out;
	uint32_t n = 0;

	bios_regs_init(&in);
	do {
		entry.attributes =
			E820_ATTR_ENABLED; /* for BIOSes that say 24 and write 20 bytes */
		in.ax.e = 0xe820;
		in.cx.e = sizeof(entry);
		in.dx.e = E820_SMAP;
		in.di.e = (uint32_t)(uintptr_t)&entry;
		bios_call(0x15, &in, &out);
		/* Some end with carry instead of EBX = 0: that entry does not count. */
		if (out.flags & RM_CARRY || out.ax.e != E820_SMAP)
			break;
		consider_entry(s, &entry, out.cx.e);
		in.bx.e = out.bx.e;
	} while (in.bx.e && ++n < E820_BOUND);
	return n || s->best;
}

static bool by_e801(struct search *s)
{
	struct bios_regs regs;
	uint32_t low_kb, high_64k;

	bios_regs_init(&regs);
	regs.ax.x = 0xe801;
	bios_call(0x15, &regs, &regs);
	if (regs.flags & RM_CARRY)
		return false;
	/* Some BIOSes answer in CX and DX only. */
	low_kb = regs.ax.x || regs.bx.x ? regs.ax.x : regs.cx.x;
	high_64k = regs.ax.x || regs.bx.x ? regs.bx.x : regs.dx.x;
	if (!low_kb || low_kb > E801_HOLE_KB)
		return false;
	consider(s, MIB, MIB - 1 + low_kb * 1024);
	if (low_kb == E801_HOLE_KB && high_64k)
		consider(s, MIB, 16 * MIB - 1 + high_64k * 0x10000);
	else if (high_64k)
		consider(s, 16 * MIB, 16 * MIB - 1 + high_64k * 0x10000);
	return true;
}

static void by_88(struct search *s)
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	regs.ax.h = 0x88;
	bios_call(0x15, &regs, &regs);
	/* Carry means nothing here: some BIOSes leave it set. */
	if (regs.ax.x)
		consider(s, MIB, MIB - 1 + (uint32_t)regs.ax.x * 1024);
}

uint32_t memory_top(uint32_t bytes, uint32_t floor_phys, uint32_t ceiling_phys)
{
	struct search s = { .bytes = bytes, .floor = floor_phys, .ceiling = ceiling_phys };

	if (!by_e820(&s) && !by_e801(&s))
		by_88(&s);
	return s.best;
}
