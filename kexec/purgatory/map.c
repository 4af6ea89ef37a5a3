// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page tables: memory mapped to itself for a 64-bit target (Linux, Documentation/x86/boot.rst,
 * "64-bit BOOT PROTOCOL"; Intel SDM vol. 3A, 4.5, "4-Level Paging"), and a window for the
 * purgatory itself on what 32 bits do not reach (4.4, "PAE Paging").
 */
#include "handoff.h"
#include "long.h"

#define TABLE_ENTRIES	512u
#define PRESENT		0x01u
#define PRESENT_WRITE	0x03u
#define LARGE_PAGE	0x80u /* 2 MiB: every CPU with long mode has these, not so 1 GiB */
#define LARGE_PAGE_LOG2 21
#define CR0_PG		0x80000000u
#define CR4_PAE		0x20u

void long_mode_map(uint32_t tables, uint32_t gibs)
{
	uint64_t *top = (uint64_t *)(uintptr_t)tables;
	uint64_t *gib = top + TABLE_ENTRIES;
	uint64_t *large = gib + TABLE_ENTRIES;

	for (uint32_t i = 0; i < 2 * TABLE_ENTRIES; i++)
		top[i] = 0;
	top[0] = (uint32_t)(uintptr_t)gib | PRESENT_WRITE;
	for (uint32_t i = 0; i < gibs; i++)
		gib[i] = (uint32_t)(uintptr_t)(large + i * TABLE_ENTRIES) | PRESENT_WRITE;
	for (uint32_t i = 0; i < gibs * TABLE_ENTRIES; i++)
		large[i] = (uint64_t)i << LARGE_PAGE_LOG2 | LARGE_PAGE | PRESENT_WRITE;
}

void window_open(uint32_t tables, uint32_t frame)
{
	uint64_t *gib = (uint64_t *)(uintptr_t)tables;
	uint64_t *large = gib + TABLE_ENTRIES;
	uint32_t window = HANDOFF_WINDOW >> LARGE_PAGE_LOG2, cr0;

	for (uint32_t i = 0; i < 4; i++)
		gib[i] = (uint32_t)(uintptr_t)(large + i * TABLE_ENTRIES) | PRESENT;
	for (uint32_t i = 0; i < 4 * TABLE_ENTRIES; i++)
		large[i] = (uint64_t)(i < window ? i : frame + i - window) << LARGE_PAGE_LOG2 |
			   LARGE_PAGE | PRESENT_WRITE;
	__asm__ volatile("mov %0, %%cr4" : : "r"(CR4_PAE));
	__asm__ volatile("mov %0, %%cr3" : : "r"(tables) : "memory");
	__asm__ volatile("mov %%cr0, %0" : "=r"(cr0));
	__asm__ volatile("mov %0, %%cr0" : : "r"(cr0 | CR0_PG) : "memory");
}

void window_close(void)
{
	uint32_t cr0;

	__asm__ volatile("mov %%cr0, %0" : "=r"(cr0));
	__asm__ volatile("mov %0, %%cr0" : : "r"(cr0 & ~CR0_PG) : "memory");
	__asm__ volatile("mov %0, %%cr4" : : "r"(0) : "memory");
}
