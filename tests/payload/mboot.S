/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A toy program for 32-bit loaders: its multiboot header, and registers kept as they came.
 *
 * Multiboot Specification 0.6.96, section 3.1. With FLAT the header has addresses; with PLAIN
 * there is no header, only ELF.
 */
	.set	MAGIC, 0x1badb002
#ifdef FLAT
	.set	FLAGS, 0x00010003
#else
	.set	FLAGS, 0x00000003
#endif

	.code32
	.section .head, "ax"
	.globl	_start
_start:
	jmp	1f
#ifndef PLAIN
	.balign	4
header:
	.long	MAGIC, FLAGS, -(MAGIC + FLAGS)
	.long	header, _start, _file_end, _end, _start
#endif
1:	movl	%eax, regs
	movl	%ebx, regs + 4
	movl	%esp, regs + 8
	movl	$stack_top, %esp
	pushfl
	popl	regs + 12
	movl	%cr0, %eax
	movl	%eax, regs + 16
	cld
	call	mboot_main		/* does not return */

	.bss
	.balign	16
	.globl	regs
regs:	.skip	20
	.skip	8192
stack_top:
