// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory for a PXE ROM that we load, and back again what a ROM has had: base memory by word
 * 40:13, and some above 1 MiB, of which it learns by INT 15h (undi_int15.S).
 */
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/io.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include "bios.h"
#include "undi_memory.h"

#define INT_MEMORY    0x15
#define VECTORS	      0x78 /* of BIOS and interrupt lines; above there may be anything */
#define BDA_BASE_KB   0x413
#define RAM	      1
#define ABOVE_ORDER   10 /* 4 MiB; iPXE wants 0.7 */
#define ABOVE_LEAST   8
#define ABOVE_END_MAX SZ_64M /* AH=88h cannot tell more */

static struct undi_int15 *int15; /* in low memory */

static u32 *vector_at(unsigned int n)
{
	return (u32 *)__va(0) + n;
}

static u16 *base_kb(void)
{
	return __va(BDA_BASE_KB);
}

static u32 our_vector(void)
{
	return (u32)bios_low_seg() << 16 | BIOS_LOW_INT15;
}

/**
 * undi_memory_init() - put our handler of INT 15h into low memory; no vector leads to it yet
 */
void __init undi_memory_init(void)
{
	memcpy(bios_low_at(BIOS_LOW_INT15), undi_int15_start, undi_int15_end - undi_int15_start);
	int15 = bios_low_at((u16)(BIOS_LOW_INT15 + (undi_int15_data - undi_int15_start)));
}

/*
 * Pages that lie below 64 MiB: those that do not are kept until one does, so that the allocator does not
 * offer the same again.
 */
static struct page *low_pages(gfp_t gfp, unsigned int order)
{
	struct page *page, *next;
	LIST_HEAD(high);

	while ((page = alloc_pages(gfp | __GFP_NOWARN, order))) {
		if (page_to_phys(page) + (PAGE_SIZE << order) <= ABOVE_END_MAX)
			break;
		list_add(&page->lru, &high);
	}
	while (!list_empty(&high)) {
		next = list_first_entry(&high, struct page, lru);
		list_del(&next->lru);
		__free_pages(next, order);
	}
	return page;
}

/*
 * As much as is free: a ROM does not say what it wants above 1 MiB. The page cache has to give way
 * for the least only.
 */
static bool take_above(struct undi_memory *mem)
{
	struct page *page = NULL;
	unsigned int order;

	for (order = ABOVE_ORDER; !page && order >= ABOVE_LEAST; order--) {
		page = low_pages(GFP_KERNEL & ~__GFP_RECLAIM, order);
		mem->order = order;
	}
	if (!page)
		page = low_pages(GFP_KERNEL | __GFP_NORETRY, ABOVE_LEAST);
	mem->above = page ? page_address(page) : NULL;
	return page;
}

static void hook(const struct undi_memory *mem)
{
	u32 start = virt_to_phys(mem->above), bytes = PAGE_SIZE << mem->order;

	*int15 = (struct undi_int15){
		.old = *vector_at(INT_MEMORY),
		.above_kb = (u16)((start + bytes - SZ_1M) / SZ_1K),
		.range = { { 0, mem->line_kb * SZ_1K, RAM }, { start, bytes, RAM } },
	};
	*vector_at(INT_MEMORY) = our_vector();
}

/**
 * undi_memory_take() - find memory for a ROM, and protect it as a ROM's is
 * @mem:	out: what it has
 * @bytes:	of base memory
 *
 * Sleeps. Return: 0; -ENOSPC: not so much base memory is set aside, or somebody has taken from it;
 * -ENOMEM: no memory above 1 MiB.
 */
int undi_memory_take(struct undi_memory *mem, u32 bytes)
{
	u32 end = bios_rom.phys + bios_rom.bytes;

	*mem = (struct undi_memory){ .free_kb = *base_kb() };
	if (bytes > bios_rom.bytes || end > mem->free_kb * SZ_1K)
		return -ENOSPC;
	if (!take_above(mem))
		return -ENOMEM;
	mem->end = end;
	mem->start = (end - bytes) & ~(SZ_1K - 1);
	mem->line_kb = (u16)(mem->start / SZ_1K);
	bios_begin();
	memset(bios_rom.virt, 0, bios_rom.bytes);
	*base_kb() = mem->line_kb;
	hook(mem);
	bios_end();
	return 0;
}

static bool leads_in(const struct undi_memory *mem, unsigned int n)
{
	u32 at = (*vector_at(n) >> 16) * 16 + (*vector_at(n) & 0xffff);

	return at >= mem->start && at < mem->end;
}

/* A ROM that we have loaded does not let go: vectors as they were before. */
static void tear_off(const struct undi_memory *mem)
{
	unsigned int n;

	for (n = 0; n < VECTORS; n++) {
		if (leads_in(mem, n))
			*vector_at(n) = bios_fw_state()->ivt[n];
	}
	*vector_at(INT_MEMORY) = our_vector();
}

/* Does a vector still lead to what shall be freed? */
static bool in_use(const struct undi_memory *mem)
{
	unsigned int n;

	for (n = 0; n < VECTORS; n++) {
		if (leads_in(mem, n)) {
			pr_err("undi: INT %02Xh still leads to the PXE ROM: its memory is not freed\n",
			       n);
			return true;
		}
	}
	if (mem->above && *vector_at(INT_MEMORY) != our_vector()) {
		pr_err("undi: INT 15h is not ours any more: the PXE ROM's memory is not freed\n");
		return true;
	}
	return false;
}

/**
 * undi_memory_give() - give back a ROM's memory, and clear it
 * @mem:	what it had; nothing afterwards
 * @at_once:	Linux ends: if we have loaded the ROM, vectors that still lead there are put back, too
 *
 * Sleeps. Return: 0; -EBUSY: it is in use, or it is not known what is the ROM's.
 */
int undi_memory_give(struct undi_memory *mem, bool at_once)
{
	int err = -EBUSY;

	bios_begin();
	if (at_once && mem->above)
		tear_off(mem);
	if (!mem->free_kb || mem->free_kb < mem->line_kb || *base_kb() != mem->line_kb)
		pr_err("undi: base memory of the PXE ROM is not known: it is not freed\n");
	else if (!in_use(mem))
		err = 0;
	if (!err) {
		memset(__va(mem->start), 0, mem->end - mem->start);
		*base_kb() = mem->free_kb;
		if (mem->above)
			*vector_at(INT_MEMORY) = int15->old;
	}
	bios_end();
	if (!err && mem->above)
		free_pages((unsigned long)mem->above, mem->order);
	if (!err)
		*mem = (struct undi_memory){ .free_kb = 0 };
	return err;
}
