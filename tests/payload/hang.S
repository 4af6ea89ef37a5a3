/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A boot sector for drive 80h after which INT 11h never returns, then on to the floppy in
 * drive 0: so that biostest's watchdog has something to watch. A test that puts CLI in
 * the place of STI makes it a hang that nothing but a reset ends, another takes IRQ 0 away.
 */
#include "resident.inc"

	.code16
	.section .text
	.globl	_start

_start:
	become_resident
	movw	$hang - _start, 0x11 * 4
	movw	%cs, 0x11 * 4 + 2

	xorw	%ax, %ax
	movw	%ax, %es
	movw	$0x7c00, %bx
	movw	$5, %bp			/* a motor may want some tries */
2:	movw	$0x0201, %ax
	movw	$0x0001, %cx
	xorw	%dx, %dx
	int	$0x13
	jnc	3f
	xorw	%ax, %ax
	int	$0x13
	decw	%bp
	jnz	2b
	int	$0x18
3:	inb	$0x21, %al		/* a test that puts 1 there takes IRQ 0 away */
	orb	$0, %al
	outb	%al, $0x21
	xorw	%dx, %dx
	ljmp	$0, $0x7c00

hang:	sti
	jmp	.

	.org	510
	.word	0xaa55
	.section .note.GNU-stack, "", @progbits
