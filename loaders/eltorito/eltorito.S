/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Boot image of a CD without emulation (El Torito 1.0, section 2): one CD sector.
 * The rest is what a disk has (include/diskboot.h), in the ISO's system area, the
 * first 32 KiB; so the same image boots from a USB stick by its sector 0.
 *
 * Entry: real mode at 0:7C00 or 7C0:0, DL = the CD's BIOS drive, if the BIOS is right.
 * Exit: as that of the MBR, but CX = 2: sectors of 2048 bytes. Failure, by letter:
 *	C	no CD drive yields an intact second stage
 */
#include "diskboot.h"

	.set	HERE, 0x0600		/* out of the way of what is read to 7C00h */
	.set	SYSTEM_AREA, 16		/* CD sectors */

	.code16
	.section .text
	.globl	_start
_start:
	cli
	xorw	%ax, %ax
	movw	%ax, %ss
	movw	$DISKBOOT_LOAD, %sp
	pushw	%ds			/* for the second stage's notes */
	pushw	%es
	pushaw
	sti
	cld
	movw	%ax, %ds
	movw	%ax, %es
	movw	$DISKBOOT_LOAD, %si
	movw	$HERE, %di
	movw	$(end - _start + 1) / 2, %cx
	rep movsw
	ljmp	$0, $here

here:	call	try			/* the drive the BIOS says */
	movb	$0xff, %dl		/* some BIOSes say a wrong one: ask them all */
1:	call	try
	decb	%dl
	js	1b			/* down to 80h */
	movb	$'C', %al
	jmp	letter

/* try: read from drive DL and go on if it is ours; else return, DL kept */
try:	movb	%dl, drive
	movw	$2, %bp			/* a drive that was at rest fails once */
2:	movw	$SYSTEM_AREA, packet + 2
	movw	$packet, %si
	movb	$0x42, %ah
	int	$0x13
	movb	drive, %dl
	jnc	3f
	movb	$0, %ah
	int	$0x13
	movb	drive, %dl
	decw	%bp
	jnz	2b
	ret
3:	cmpl	$DISKBOOT_LIST_MAGIC, DISKBOOT_LIST
	jne	5f
	movw	DISKBOOT_LOAD + DISKBOOT_SECTORS, %cx
	subw	$(DISKBOOT_LIST_SECTS - 1), %cx
	jbe	5f
	cmpw	$(SYSTEM_AREA * 4 - DISKBOOT_LIST_SECTS), %cx
	ja	5f
	shlw	$8, %cx			/* words */
	movw	$DISKBOOT_STAGE2, %si
	movw	DISKBOOT_LOAD + DISKBOOT_AT_SUM, %bx
4:	lodsw
	addw	%ax, %bx
	loop	4b
	testw	%bx, %bx
	jnz	5f
	movw	$2, %cx
	ljmp	$0, $DISKBOOT_STAGE2
5:	ret

#include "letter.inc"

drive:	.byte	0
	.balign	2
packet:	.byte	16, 0			/* struct edd_packet */
	.word	SYSTEM_AREA
	.word	DISKBOOT_LOAD, 0
	.quad	0
end:
	.org	2048			/* a CD sector */

	.section .note.GNU-stack, "", @progbits
