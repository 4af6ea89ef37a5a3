/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * First instructions.
 *
 * Entry: real mode, 0:8800, CS = DS = ES = SS = 0, SP = 7C00h or below; from a boot
 * record (loaders/mbr): DL = BIOS drive, CX = 0; from bzimage.S: CX = 'BZ'.
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
	movl	$0x7000, %esp		/* all of it: C uses ESP */
	calll	main			/* does not return */

	.section .note.GNU-stack, "", @progbits
