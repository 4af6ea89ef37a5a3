// SPDX-License-Identifier: GPL-2.0-only
/* The processor as we found it: is this the real mode of power-on? Intel SDM volume 3, chapter 20. */
#include "biostest.h"
#include "std/cpuid.h"

#define CR0_CD	      0x40000000u
#define CR0_NW	      0x20000000u
#define MSR_EFER      0xc0000080u
#define VECTOR_GP     13
#define BEYOND_64_KIB 0x10000u

struct table_register {
	uint16_t limit;
	uint32_t base;
} __attribute__((packed));

static void control_registers(void)
{
	uint32_t value, high;

	__asm__ volatile("movl %%cr0, %0" : "=r"(value));
	print("cpu.cr0=%x\n", value & ~(CR0_CD | CR0_NW));
	print("cpu.cache=%s\n", value & CR0_CD ? "off" : "on");
	/* Processors before CPUID may have no CR4. */
	if (!has_cpuid()) {
		print("cpu.cr4=none\n");
		return;
	}
	__asm__ volatile("movl %%cr4, %0" : "=r"(value));
	print("cpu.cr4=%x\n", value);
	if (!(cpuid_edx(CPUID_FEATURES) & CPUID_MSR) || !cpu_has_long_mode())
		return;
	__asm__ volatile("rdmsr" : "=a"(value), "=d"(high) : "c"(MSR_EFER));
	print("cpu.efer=%x\n", value);
}

/* The IDTR is what makes the vector table the vector table. */
static void tables(void)
{
	struct table_register reg;

	__asm__ volatile("sidtl %0" : "=m"(reg));
	print("cpu.idt=%x,%x\n", reg.base, (uint32_t)reg.limit);
	verdict("cpu.idt_usable", !reg.base && reg.limit >= 0x3ff);
}

/* gp_handler: an access beyond a limit ends here; the instruction has 5 bytes, see limit() */
__asm__(".pushsection .text.gp, \"ax\"\n"
	"gp_handler: movb $1, %cs:gp_seen\n"
	"	pushw %bp\n"
	"	movw %sp, %bp\n"
	"	addw $5, 2(%bp)\n"
	"	popw %bp\n"
	"	iretw\n"
	".popsection");
void gp_handler(void);
volatile uint8_t gp_seen;

#define PROBE(prefix)                                                                \
	__asm__ volatile(".byte " prefix                                             \
			 ", 0x67, 0x8a, 0x03, 0x90" /* SEG: movb (%ebx), %al; nop */ \
			 :                                                           \
			 : "b"(BEYOND_64_KIB)                                        \
			 : "eax")

/*
 * Does each segment end at 64 KiB? Data limits of 4 GiB ("unreal mode") do little
 * harm, smaller ones or a missing fault tell who was here. Emulators that check
 * no limits at all say "no limit" always.
 */
static void limits(void)
{
	volatile uint32_t *entry = (volatile uint32_t *)(VECTOR_GP * 4);
	uint32_t saved = *entry;
	uint8_t seen = 0;

	/* Vector 0Dh is IRQ 5's, too. */
	__asm__ volatile("cli");
	*entry = (uint32_t)(uintptr_t)gp_handler;
	gp_seen = 0;
	PROBE("0x3e"); /* DS */
	seen = (uint8_t)(seen | gp_seen << 0);
	gp_seen = 0;
	PROBE("0x26"); /* ES */
	seen = (uint8_t)(seen | gp_seen << 1);
	gp_seen = 0;
	PROBE("0x64"); /* FS */
	seen = (uint8_t)(seen | gp_seen << 2);
	gp_seen = 0;
	PROBE("0x65"); /* GS */
	seen = (uint8_t)(seen | gp_seen << 3);
	*entry = saved;
	__asm__ volatile("sti");
	print("cpu.limits=ds %s, es %s, fs %s, gs %s\n", seen & 1 ? "64k" : "none",
	      seen & 2 ? "64k" : "none", seen & 4 ? "64k" : "none", seen & 8 ? "64k" : "none");
}

static void run(void)
{
	uint32_t flags;

	__asm__ volatile("pushfl; popl %0" : "=r"(flags));
	print("cpu.flags=%x\n", flags & ~0x8d5u); /* without those of the last sum */
	control_registers();
	tables();
	if (attempt("accesses beyond 64 KiB")) {
		limits();
		attempted();
	}
}

SERVICE(10, cpu, run);
