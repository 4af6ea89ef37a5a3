/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ends of a trip (thunk.S) for a 64-bit kernel: out of long mode and in again by
 * compatibility mode, on page tables of our own. Intel SDM vol. 3A, 9.8.5.
 */
#include <asm/msr-index.h>

#define THUNK_CS_DESCRIPTOR 0x00af9b000000ffff	/* 64-bit code */

	.text
	.code64
.macro push_msr msr
	movl	$\msr, %ecx
	rdmsr
	pushq	%rax
	pushq	%rdx
.endm

.macro pop_msr msr
	movl	$\msr, %ecx
	popq	%rdx
	popq	%rax
	wrmsr
.endm

/*
 * void bios_switch(u32 base_phys)
 * In:	interrupts off, kernel's page tables.
 * Out:	all as it was, except for TR and LDTR, which the caller reloads.
 */
SYM_FUNC_START(bios_switch)
	pushq	%rbp
	pushq	%rbx
	pushq	%r12			# what is above 32 bits or behind RDI does not live
	pushq	%r13			# through other modes
	pushq	%r14
	pushq	%r15
	pushfq
	push_msr MSR_FS_BASE		# the user's TLS
	push_msr MSR_GS_BASE		# per-CPU data
	movl	%fs, %eax
	pushq	%rax
	movl	%gs, %eax
	pushq	%rax
	movl	%ds, %eax
	pushq	%rax
	movl	%es, %eax
	pushq	%rax
	subq	$32, %rsp
	sgdt	(%rsp)
	sidt	16(%rsp)
	movq	%cr3, %rax
	pushq	%rax
	movq	%cr4, %rax
	pushq	%rax
	andl	$~X86_CR4_PCIDE, %eax	# must go before paging, and return after long mode
	movq	%rsp, bios_kernel_rsp(%rip)
	movq	$(bios_page_tables - __START_KERNEL_map), %rdx
	movq	%rdx, %cr3		# low memory one to one, the kernel where it was
	movq	%rax, %cr4
	movl	%edi, %ebx
	jmp	*%rbx			# bios_thunk_start in the low segment

SYM_INNER_LABEL(bios_switch_back, SYM_L_LOCAL)
	movq	bios_kernel_rsp(%rip), %rsp
	popq	%rax
	movq	%rax, %cr4
	popq	%rax
	movq	%rax, %cr3
	lgdt	(%rsp)
	lidt	16(%rsp)
	addq	$32, %rsp
	movl	$__KERNEL_DS, %eax
	movl	%eax, %ss
	pushq	$__KERNEL_CS		# descriptors of the kernel's GDT from here on
	leaq	1f(%rip), %rax
	pushq	%rax
	lretq
1:	popq	%rax
	movl	%eax, %es
	popq	%rax
	movl	%eax, %ds
	popq	%rax
	movl	%eax, %gs		# loses the base, which comes back next
	popq	%rax
	movl	%eax, %fs
	pop_msr MSR_GS_BASE
	pop_msr MSR_FS_BASE
	popfq
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbx
	popq	%rbp
	RET
SYM_FUNC_END(bios_switch)

	.bss
	.balign	8
bios_kernel_rsp:
	.skip	8
	.previous

/* From the jump above to 32-bit code without paging, CS based at the low segment. */
.macro thunk_down
	.code64
	subq	$16, %rsp		# GDTR: its base has 64 bits here
	movw	BS_GDTR(%rbx), %ax
	movw	%ax, (%rsp)
	movl	BS_GDTR + 2(%rbx), %eax
	movq	%rax, 2(%rsp)
	lgdt	(%rsp)
	pushq	$THUNK_CS32
	pushq	$OFF(1f)		# EIP is an offset in the segment from here on
	lretq
	.code32
1:	movl	$THUNK_DS, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	%cr0, %eax
	movl	%eax, BS_CR0(%ebx)
	andl	$~X86_CR0_PG, %eax
	movl	%eax, %cr0		# paging and long mode off: linear = physical
	jmp	1f
1:	xorl	%eax, %eax
	movl	%eax, %cr3		# drops the TLB
	movl	%cr4, %eax
	movl	%eax, BS_CR4(%ebx)
	xorl	%eax, %eax
	movl	%eax, %cr4		# drops global entries, too
	movl	$MSR_EFER, %ecx
	rdmsr
	movl	%eax, BS_EFER(%ebx)
	xorl	%eax, %eax		# the firmware may page for itself
	wrmsr
.endm

/* And back. */
.macro thunk_up
	movl	$MSR_EFER, %ecx
	rdmsr
	movl	BS_EFER(%ebx), %eax
	andl	$~EFER_LMA, %eax
	wrmsr
	movl	BS_CR4(%ebx), %eax	# with PAE
	movl	%eax, %cr4
	movl	BS_CR3(%ebx), %eax
	movl	%eax, %cr3
	movl	BS_CR0(%ebx), %eax
	movl	%eax, %cr0		# paging on, and with it long mode
	jmp	1f
1:	pushl	$THUNK_CS
	leal	OFF(1f)(%ebx), %eax
	pushl	%eax
	lretl
	.code64
1:	movq	$bios_switch_back, %rax
	jmp	*%rax
	.code32
.endm
