/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A toy program for 32-bit loaders: its multiboot header, and registers kept as they came.
 *
 * Multiboot Specification 0.6.96, section 3.1. With FLAT the header has addresses; with PLAIN
 * there is no header, only ELF; with PVH a note of Xen's names the entry.
 * With MB2 the header is that of the Multiboot2 Specification 2.0, 3.1, with addresses if FLAT too;
 * with MOVABLE it may be moved, and needs the loader's stack for one word.
 */
	.set	MAGIC, 0x1badb002
	.set	MAGIC2, 0xe85250d6
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
#if defined(MB2)
	.balign	8
header:	.long	MAGIC2, 0, header_end - header, -(MAGIC2 + header_end - header)
	.word	1, 0			# required: what a PC always has
	.long	8 + 6 * 4
	.long	1, 2, 3, 4, 6, 8
	.word	1, 1			# optional: all that there is, and more
	.long	8 + 11 * 4
	.long	5, 7, 9, 10, 11, 13, 14, 15, 16, 17, 99
	.balign	8
	.word	4, 0			# a text screen will do
	.long	12, 3
	.balign	8
	.word	5, 0			# a graphics mode is welcome
	.long	20, 800, 600, 32
	.balign	8
	.word	6, 0			# modules begin on pages
	.long	8
	.word	0x777, 1		# nobody knows this one
	.long	9
	.byte	0
	.balign	8
#ifdef FLAT
	.word	2, 0
	.long	24, header, _start, _file_end, _end
	.word	3, 0
	.long	12, _start
	.balign	8
#endif
#ifdef MOVABLE
	.word	10, 0			# from 5 MiB to 32 MiB, as high as possible, at 64 KiB
	.long	24, 0x500000, 0x1ffffff, 0x10000, 2
#endif
	.word	0, 0
	.long	8
header_end:
#elif !defined(PLAIN) && !defined(PVH)
	.balign	4
header:
	.long	MAGIC, FLAGS, -(MAGIC + FLAGS)
	.long	header, _start, _file_end, _end, _start
#endif
1:	xorl	%ecx, %ecx		# how far we were moved
#ifdef MOVABLE
	call	2f
2:	popl	%ecx
	subl	$2b, %ecx
#endif
	movl	%eax, regs(%ecx)
	movl	%ebx, regs + 4(%ecx)
	movl	%esp, regs + 8(%ecx)
	leal	stack_top(%ecx), %esp
	pushfl
	popl	regs + 12(%ecx)
	movl	%cr0, %eax
	movl	%eax, regs + 16(%ecx)
	cld
	call	mboot_main		/* does not return */

#ifdef PVH
	.section .pvh, "a"
	.long	4, 4, 18
	.asciz	"Xen"
	.long	_start
#endif

	.bss
	.balign	16
	.globl	regs
regs:	.skip	20
	.skip	8192
stack_top:
