// SPDX-License-Identifier: GPL-2.0-only
/* What the CPU can do: Intel Software Developer's Manual, volume 2, CPUID; volume 1, 20.1. */
#include "elf.h"

#define EFLAGS_ID    0x200000u /* can be changed: there is a CPUID */
#define LEAF_MAX     0x80000000u
#define LEAF_AMD     0x80000001u
#define EDX_LONGMODE 0x20000000u

static bool has_cpuid(void)
{
	uint32_t before, after;

	__asm__ volatile("pushfl\n\tpopl %0\n\tmovl %0, %1\n\txorl %2, %1\n\t"
			 "pushl %1\n\tpopfl\n\tpushfl\n\tpopl %1\n\tpushl %0\n\tpopfl"
			 : "=&r"(before), "=&r"(after)
			 : "i"(EFLAGS_ID)
			 : "cc");
	return (before ^ after) & EFLAGS_ID;
}

static uint32_t cpuid(uint32_t leaf, uint32_t *edx)
{
	uint32_t ebx, ecx;

	__asm__("cpuid" : "+a"(leaf), "=b"(ebx), "=c"(ecx), "=d"(*edx));
	return leaf;
}

bool has_long_mode(void)
{
	uint32_t edx;

	if (!has_cpuid() || cpuid(LEAF_MAX, &edx) < LEAF_AMD)
		return false;
	cpuid(LEAF_AMD, &edx);
	return edx & EDX_LONGMODE;
}
