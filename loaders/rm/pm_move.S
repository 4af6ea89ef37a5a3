/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A moment in protected mode to copy by physical address.
 *
 * void pm_move(uint32_t to, uint32_t from, uint32_t dwords)
 *
 * Mode: real, CS = DS = ES = SS = 0, A20 on. In: EAX, EDX, ECX. Interrupts are off
 * meanwhile. Leaves segment limits of 64 KiB and the firmware's GDTR behind: it
 * can tell from nothing that we were there.
 */
	.code16
	.section .text.pm_move, "ax"
	.globl	pm_move

	.set	CODE16, 0x08
	.set	DATA16, 0x10
	.set	FLAT, 0x18

pm_move:
	pushl	%ebx
	pushl	%esi
	pushl	%edi
	movl	%eax, %edi
	movl	%edx, %esi
	pushfl
	cli
	sgdtl	saved_gdtr
	lgdtl	gdtr
	movl	%cr0, %ebx
	leal	1(%ebx), %eax		/* PE: move.c has seen that it is 0 */
	movl	%eax, %cr0
	ljmp	$CODE16, $1f
1:	movw	$FLAT, %ax
	movw	%ax, %ds
	movw	%ax, %es
	cld
	addr32 rep movsl
	movw	$DATA16, %ax		/* limits of 64 KiB again */
	movw	%ax, %ds
	movw	%ax, %es
	movl	%ebx, %cr0
	ljmp	$0, $2f
2:	xorw	%ax, %ax
	movw	%ax, %ds
	movw	%ax, %es
	lgdtl	saved_gdtr
	popfl
	popl	%edi
	popl	%esi
	popl	%ebx
	retl

	.section .rodata
	.balign	8
gdt:	.quad	0
	.quad	0x00009b000000ffff	/* 08: code, 16 bits, 64 KiB */
	.quad	0x000093000000ffff	/* 10: data, 64 KiB */
	.quad	0x008f93000000ffff	/* 18: data, 4 GiB */
gdt_end:

gdtr:	.word	gdt_end - gdt - 1
	.long	gdt

	.section .bss
saved_gdtr:
	.skip	6

	.section .note.GNU-stack, "", @progbits
