/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The last instruction of a loader: boot.rst, "Running the Kernel".
 *
 * void enter_setup(uint16_t seg, uint16_t sp)
 *
 * In: AX = segment of the kernel's 16-bit setup, DX = SP. Does not return.
 */
	.code16
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
