// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages of the BIOS that hold both code and data, under an emulator.
 *
 * An emulator that translates code (QEMU's TCG) watches each page that code has run from:
 * every write to it is looked up and takes some 100 times as long, for good. SeaBIOS has the
 * stack of its disk services beside code that only its start needs. Writing a page anew, with
 * what is in it, drops what was translated from it, and it is watched again only when code
 * runs there again.
 *
 * Not if all disks are ATA, which SeaBIOS polls by PIO: each poll takes QEMU's one lock, and
 * the more of them there are, the more often they meet the thread that completes the read.
 */
#include <linux/bits.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <asm/atomic.h>
#include <asm/cpufeature.h>
#include "bios.h"

#define SHADOW_PHYS  0xe0000
#define SHADOW_PAGES ((0x100000 - SHADOW_PHYS) / PAGE_SIZE)
#define PAGE_WORDS   (PAGE_SIZE / sizeof(u32))

static u32 first_sums[SHADOW_PAGES] __initdata;

static u32 *__init shadow_page(unsigned int i)
{
	return (u32 *)__va(SHADOW_PHYS) + i * PAGE_WORDS;
}

static u32 __init page_sum(unsigned int i)
{
	const u32 *word = shadow_page(i);
	u32 sum = 0;
	unsigned int n;

	for (n = 0; n < PAGE_WORDS; n++)
		sum = rol32(sum, 1) + READ_ONCE(word[n]);
	return sum;
}

static void __init renew_page(unsigned int i)
{
	atomic_t *word = (atomic_t *)shadow_page(i);
	unsigned long flags;
	unsigned int n;

	local_irq_save(flags);
	for (n = 0; n < PAGE_WORDS; n++)
		atomic_or(0, word + n); /* one access: an SMI may write here, too */
	local_irq_restore(flags);
}

/* Real machines are left alone: there is nothing to win. */
static bool __init is_emulated(void)
{
	return bios_present() && boot_cpu_has(X86_FEATURE_HYPERVISOR);
}

static int __init renew_prepare(void)
{
	unsigned int i;

	for (i = 0; is_emulated() && i < SHADOW_PAGES; i++)
		first_sums[i] = page_sum(i);
	return 0;
}
postcore_initcall(renew_prepare); /* before any call */

/**
 * bios_renew_pages() - write pages anew, once the disks have been found
 *
 * What calls have changed meanwhile is RAM that the BIOS writes to; no other page is touched.
 */
void __init bios_renew_pages(void)
{
	unsigned int i, pages = 0;

	if (!is_emulated())
		return;
	for (i = 0; i < SHADOW_PAGES; i++) {
		if (page_sum(i) != first_sums[i]) {
			renew_page(i);
			pages++;
		}
	}
	pr_info("bios: wrote %u pages of the BIOS anew, with what was in them\n", pages);
}
