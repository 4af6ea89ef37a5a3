/* SPDX-License-Identifier: GPL-2.0-only */
/* CPUID in 16-bit and 32-bit code: Intel SDM vol. 2, CPUID; vol. 1, 20.1; AMD APM vol. 3, appendix E. */
#ifndef STD_CPUID_H
#define STD_CPUID_H

#include <stdbool.h>
#include <stdint.h>

#define EFLAGS_ID 0x200000u /* CPUID is there if this flag can be changed */

/* Leaves, and bits of EDX */
#define CPUID_FEATURES	    0x00000001u
#define CPUID_MSR	    0x00000020u
#define CPUID_EXTENDED	    0x80000000u /* EAX: the last of these leaves */
#define CPUID_AMD	    0x80000001u
#define CPUID_AMD_LONG_MODE 0x20000000u

/** has_cpuid() - false on a 386, and on most kinds of 486 */
static inline bool has_cpuid(void)
{
	uint32_t before, after;

	__asm__ volatile("pushfl\n\t"
			 "popl %0\n\t"
			 "movl %0, %1\n\t"
			 "xorl %2, %1\n\t"
			 "pushl %1\n\t"
			 "popfl\n\t"
			 "pushfl\n\t"
			 "popl %1\n\t"
			 "pushl %0\n\t"
			 "popfl"
			 : "=&r"(before), "=&r"(after)
			 : "i"(EFLAGS_ID)
			 : "cc");
	return (before ^ after) & EFLAGS_ID;
}

/** cpuid_edx() - EDX of @leaf; 0 if the CPU does not have that leaf, or no CPUID */
static inline uint32_t cpuid_edx(uint32_t leaf)
{
	uint32_t last = leaf & CPUID_EXTENDED, edx;

	if (!has_cpuid())
		return 0;
	__asm__ volatile("cpuid" : "+a"(last), "=d"(edx) : : "ebx", "ecx");
	if (last < leaf)
		return 0;
	__asm__ volatile("cpuid" : "+a"(leaf), "=d"(edx) : : "ebx", "ecx");
	return edx;
}

/** cpu_has_long_mode() - is it a 64-bit CPU? */
static inline bool cpu_has_long_mode(void)
{
	return cpuid_edx(CPUID_AMD) & CPUID_AMD_LONG_MODE;
}

#endif
