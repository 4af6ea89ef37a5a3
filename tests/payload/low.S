/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A boot loader that puts the 16-bit part of the bzImage behind it on the disk as low as boot.rst
 * allows one to, at 3000h, and enters it there: where it must run over itself to get to 7C00h.
 */
	.code16
	.section .text
	.globl	_start

	.set	SELF, 0x9000		/* segments */
	.set	SETUP, 0x0300
	.set	CMDLINE, 0x228

_start:
	xorw	%ax, %ax
	movw	%ax, %ss
	movw	$0x7c00, %sp
	movw	%ax, %ds
	cld
	movw	$SELF, %ax		/* away from where the kernel goes */
	movw	%ax, %es
	movw	$0x7c00, %si
	xorw	%di, %di
	movw	$512, %cx
	rep movsb
	ljmp	$SELF, $1f - _start
1:	movw	%cs, %ax
	movw	%ax, %ss		/* the stack, too */
	movw	$0x8000, %sp
	movw	%ax, %ds
	movw	$packet - _start, %si
	movb	$0x42, %ah
	int	$0x13
	jc	fail
	movw	$SETUP, %ax
	movw	%ax, %ds
	movl	$SELF * 16 + text - _start, CMDLINE
	cli
	movw	%ax, %es
	movw	%ax, %ss
	movw	$0xf000, %sp
	ljmp	$SETUP + 0x20, $0
fail:	int	$0x18

text:	.asciz	"unattended only=int12,ivt"
	.balign	4
packet:	.byte	16, 0			/* struct edd_packet */
	.word	64
	.word	0, SETUP
	.quad	1

	.org	510
	.word	0xaa55
	.section .note.GNU-stack, "", @progbits
