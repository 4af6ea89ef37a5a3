/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A boot sector that turns the BIOS into an old and a lying one, then starts the
 * boot record of partition 1 with it, so that our loader's ways around can be tested:
 *
 *	INT 13h	AH=41h says that EDD is there, AH=42h fails; a call for more
 *		sectors than the track has left fails
 *	INT 15h	AX=E820h and AX=24xxh are unknown: E801h, and A20 by other ways
 *	A20	is off
 *
 * It leaves DS:SI and ES:DI as an MBR and a Plug and Play BIOS do, for the second stage to find.
 */
#include "resident.inc"

	.code16
	.section .text
	.globl	_start

	.set	PARTITION_LBA, 0x7c00 + 446 + 8

_start:
	become_resident
	movl	PARTITION_LBA, %eax	/* the boot record of partition 1, by the honest INT 13h */
	movl	%eax, %cs:packet - _start + 8
	pushw	%cs
	popw	%ds
	movw	$packet - _start, %si
	movb	$0x42, %ah
	pushw	%dx
	int	$0x13
	popw	%dx
	jc	fail

	xorw	%ax, %ax
	movw	%ax, %es
	movl	%es:0x13 * 4, %eax	/* hook both vectors */
	movl	%eax, old13 - _start
	movl	%es:0x15 * 4, %eax
	movl	%eax, old15 - _start
	cli
	movw	$new13 - _start, %es:0x13 * 4
	movw	%cs, %es:0x13 * 4 + 2
	movw	$new15 - _start, %es:0x15 * 4
	movw	%cs, %es:0x15 * 4 + 2
	sti
	inb	$0x92, %al		/* A20 off */
	andb	$0xfc, %al
	outb	%al, $0x92
	pushw	%es
	popw	%ds
	movw	$0x7dbe, %si		/* the entry of partition 1 */
	movw	$0xe123, %di
	ljmp	$0x7c0, $0		/* the other usual form of 0:7C00 */

fail:	int	$0x18

	/* Of a disk; 63 sectors a track, as QEMU's have. */
new13:	cmpb	$0x42, %ah
	je	deny
	cmpb	$0x02, %ah
	jne	2f
	pushw	%cx
	andb	$0x3f, %cl
	addb	%al, %cl
	cmpb	$64, %cl		/* first sector + number > 63 + 1 */
	popw	%cx
	ja	deny
2:	ljmp	*%cs:old13 - _start

new15:	cmpw	$0xe820, %ax
	je	deny
	cmpb	$0x24, %ah
	je	deny
	ljmp	*%cs:old15 - _start

deny:	movb	$0x01, %ah		/* "invalid function" */
	stc
	sti
	lretw	$2

	.balign	4
old13:	.long	0
old15:	.long	0
packet:	.byte	16, 0			/* struct edd_packet */
	.word	1
	.word	0x7c00, 0
	.quad	0

	.org	510
	.word	0xaa55
	.section .note.GNU-stack, "", @progbits
