/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * First instruction of the second stage, and the last one of ours.
 *
 * Entry: real mode, 0:8800, CS = DS = ES = SS = 0, SP = 7C00h, DL = BIOS drive,
 * CX = log2 of its sector's size in 512 bytes.
 */
	.code16
	.section .start, "ax"
	.globl	_start
_start:
	movzbl	%dl, %eax
	movzwl	%cx, %edx
	movl	$_bss, %edi		/* C wants zeros there */
	movl	$_end, %ecx
	subw	%di, %cx
	pushw	%ax
	xorw	%ax, %ax
	cld
	rep stosb
	popw	%ax
	movl	$0x7000, %esp		/* all of it: C uses ESP; in no page that has code */
	calll	main			/* does not return */

/*
 * void enter_setup(uint16_t seg, uint16_t sp): boot.rst, "Running the Kernel"
 *
 * In: AX = segment of the kernel's 16-bit setup, DX = SP. Does not return.
 */
	.section .text.enter_setup, "ax"
	.globl	enter_setup
enter_setup:
	cli				/* until setup has a stack of its own */
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %fs
	movw	%ax, %gs
	movw	%ax, %ss
	movzwl	%dx, %esp
	addw	$0x20, %ax		/* past the boot sector that a bzImage once was */
	pushw	%ax
	pushw	$0
	xorl	%eax, %eax
	xorl	%ebx, %ebx
	xorl	%ecx, %ecx
	xorl	%edx, %edx
	xorl	%esi, %esi
	xorl	%edi, %edi
	xorl	%ebp, %ebp
	lretw

	.section .note.GNU-stack, "", @progbits
