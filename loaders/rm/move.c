// SPDX-License-Identifier: GPL-2.0-only
/*
 * Moving data above 1 MiB, by whichever way has an effect: a moment in protected
 * mode, or INT 15h AH=87h (IBM PS/2 BIOS Interface Technical Reference, INT 15h).
 */
#include "rm.h"
#include "string.h"

#define CR0_PE 1u

/* A place to try the ways on, and where a write goes with A20 off: memory of nobody yet. */
#define TRIAL_PHYS  0x118000u
#define WRAPPED_SEG 0x1800u

/* What AH=87h wants at ES:SI: six descriptors, of which we fill in two. */
struct move_descriptor {
	uint16_t limit;
	uint16_t base_low;
	uint8_t base_mid;
	uint8_t access;
	uint8_t limit_high;
	uint8_t base_high; /* "reserved" on the 286, and to BIOSes of its time */
} __attribute__((packed));

enum { MOVE_NULL, MOVE_GDT, MOVE_FROM, MOVE_TO, MOVE_CODE, MOVE_STACK, MOVE_DESCRIPTORS };

enum way { WAY_NONE, WAY_PROTECTED, WAY_BIOS };
static enum way way;

void pm_move(uint32_t to, uint32_t from, uint32_t dwords);

static void describe(struct move_descriptor *d, uint32_t phys)
{
	d->limit = 0xffff;
	d->base_low = (uint16_t)phys;
	d->base_mid = (uint8_t)(phys >> 16);
	d->access = 0x93; /* data, writable, present */
	d->base_high = (uint8_t)(phys >> 24);
}

static bool bios_move(uint32_t to, uint32_t from, uint32_t dwords)
{
	struct move_descriptor table[MOVE_DESCRIPTORS];
	struct bios_regs regs;

	memset(table, 0, sizeof(table));
	describe(&table[MOVE_FROM], from);
	describe(&table[MOVE_TO], to);
	bios_regs_init(&regs);
	regs.ax.h = 0x87;
	regs.cx.x = (uint16_t)(dwords * 2);
	regs.si.x = (uint16_t)(uintptr_t)table;
	bios_call(0x15, &regs, &regs);
	return !(regs.flags & RM_CARRY) && !regs.ax.h;
}

bool move_phys(uint32_t to, uint32_t from, uint32_t bytes)
{
	uint32_t dwords = (bytes + 3) / 4;

	if (way == WAY_BIOS)
		return bios_move(to, from, dwords);
	if (way == WAY_NONE)
		return false;
	pm_move(to, from, dwords);
	return true;
}

/*
 * has_effect: does a pattern come back from above 1 MiB, and not from 1 MiB lower? What was
 * there stays: an ELF loader has put a kernel there before us.
 */
static bool has_effect(void)
{
	static const uint8_t pattern[16] = "bootshell moves";
	uint8_t back[sizeof(pattern)], saved[sizeof(pattern)];
	uint8_t low;
	bool has;

	set_fs(WRAPPED_SEG);
	low = (uint8_t)~pattern[0];
	set_far_byte(0, low);
	memset(back, 0, sizeof(back));
	if (!move_phys((uint32_t)(uintptr_t)saved, TRIAL_PHYS, sizeof(saved)) ||
	    !move_phys(TRIAL_PHYS, (uint32_t)(uintptr_t)pattern, sizeof(pattern)) ||
	    !move_phys((uint32_t)(uintptr_t)back, TRIAL_PHYS, sizeof(back)))
		return false;
	set_fs(WRAPPED_SEG);
	has = memcmp(back, pattern, sizeof(pattern)) == 0 && far_byte(0) == low;
	return move_phys(TRIAL_PHYS, (uint32_t)(uintptr_t)saved, sizeof(saved)) && has;
}

static bool protected_mode_is_free(void)
{
	uint32_t cr0;

	__asm__ volatile("movl %%cr0, %0" : "=r"(cr0));
	return !(cr0 & CR0_PE); /* set: somebody runs us in virtual 8086 mode */
}

const char *move_init(void)
{
	if (protected_mode_is_free() && a20_enable()) {
		way = WAY_PROTECTED;
		if (has_effect())
			return "protected mode";
	}
	way = WAY_BIOS;
	if (has_effect())
		return "INT 15h";
	way = WAY_NONE;
	return NULL;
}

uint32_t move_limit(void)
{
	/* A BIOS of the 286's time fills in 24 bits of an address and ignores the rest. */
	return way == WAY_BIOS ? 0x00ffffffu : 0xffffffffu;
}
