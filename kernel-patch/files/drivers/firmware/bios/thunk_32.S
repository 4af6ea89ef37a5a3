/* SPDX-License-Identifier: GPL-2.0-only */
/* The ends of a trip (thunk.S) for a 32-bit kernel: paging on, initial_page_table for low memory. */

#define THUNK_CS_DESCRIPTOR 0x00cf9b000000ffff

	.text
	.code32
/*
 * void bios_switch(u32 base_phys)
 * In:	interrupts off, paging on, stack in the kernel's linear mapping.
 * Out:	all as it was, except for TR and LDTR, which the caller reloads.
 */
SYM_FUNC_START(bios_switch)
	movl	4(%esp), %eax		# base_phys
	pushl	%ebp
	pushl	%ebx
	pushl	%esi
	pushl	%edi
	pushfl				# with DF, AC, IOPL as the kernel wants them
	pushl	%fs			# per-CPU data
	pushl	%gs			# the user's TLS
	pushl	%ds
	pushl	%es
	subl	$16, %esp
	sgdt	(%esp)
	sidt	8(%esp)
	movl	%cr3, %edx
	pushl	%edx
	movl	%eax, %ebx
	movl	$(initial_page_table - __PAGE_OFFSET), %edx
	movl	%edx, %cr3		# low memory one to one, the kernel where it was
	cld
	call	*%ebx			# bios_thunk_start in the low segment
	popl	%edx
	movl	%edx, %cr3
	lgdt	(%esp)
	lidt	8(%esp)
	ljmp	$__KERNEL_CS, $1f	# descriptors of the kernel's GDT from here on
1:	addl	$16, %esp
	movl	$__KERNEL_DS, %edx
	movl	%edx, %ss
	popl	%es
	popl	%ds
	popl	%gs
	popl	%fs
	popfl
	popl	%edi
	popl	%esi
	popl	%ebx
	popl	%ebp
	RET
SYM_FUNC_END(bios_switch)

/* From the call above to 32-bit code without paging, CS based at the low segment. */
.macro thunk_down
	.code32
	movl	%esp, BS_ESP(%ebx)
	movl	%cr0, %eax
	movl	%eax, BS_CR0(%ebx)
	movl	%cr3, %eax
	movl	%eax, BS_CR3(%ebx)
	lgdt	BS_GDTR(%ebx)
	ljmp	$THUNK_CS32, $OFF(1f)	# EIP is an offset in the segment from here on
1:	movl	$THUNK_DS, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	%cr0, %eax
	andl	$~X86_CR0_PG, %eax
	movl	%eax, %cr0		# paging off: linear = physical
	jmp	1f
1:	xorl	%eax, %eax
	movl	%eax, %cr3		# drops the TLB
	cmpl	$0, BS_HAS_CR4(%ebx)
	je	1f
	movl	%cr4, %eax
	movl	%eax, BS_CR4(%ebx)
	xorl	%eax, %eax
	movl	%eax, %cr4		# drops global entries, too
1:
.endm

/* And back: paging on again, return to bios_switch(). */
.macro thunk_up
	cmpl	$0, BS_HAS_CR4(%ebx)
	je	1f
	movl	BS_CR4(%ebx), %eax
	movl	%eax, %cr4
1:	movl	BS_CR3(%ebx), %eax
	movl	%eax, %cr3
	movl	BS_CR0(%ebx), %eax
	movl	%eax, %cr0		# paging on, WP and AM as they were
	jmp	1f
1:	movl	BS_ESP(%ebx), %esp
	popl	%eax			# back into bios_switch, far, for its CS
	pushl	$THUNK_CS
	pushl	%eax
	lret
.endm
