/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Boot record of disks and floppies, as sector 0 or as a partition's first one:
 * reads what follows it (include/diskboot.h) and starts the second stage.
 *
 * Entry: real mode at 0:7C00 or 7C0:0, DL = BIOS drive, interrupts on or off.
 * Exit: 0:8800, CS = DS = ES = SS = 0, SP = DISKBOOT_REGS with the registers of entry but AX
 * there, DL = drive, CX = 0 (sectors of 512 bytes), interrupts on. Failures, each by its letter
 * and INT 18h:
 *	D	the disk cannot be read
 *	S	the second stage is missing or damaged
 */
#include "diskboot.h"

	.code16
	.section .text
	.globl	_start
_start:
	jmp	begin
	nop
	.org	DISKBOOT_BPB_END	/* a FAT's parameters */

begin:	xorw	%ax, %ax
	movw	%ax, %ss		/* no interrupt comes between these two */
	movw	$DISKBOOT_LOAD, %sp
	pushw	%ds			/* for the second stage's notes */
	pushw	%es
	pushaw
	sti
	cld
	movw	%ax, %ds
	movw	%ax, %es
	ljmp	$0, $here		/* a BIOS may have come by 7C0:0 */
here:	movb	%dl, drive
	pushw	sectors			/* a call that fails changes it in the packet */

	/* EDD: one call reads all. */
	movb	$0x41, %ah
	movw	$0x55aa, %bx
	int	$0x13
	jc	chs
	cmpw	$0xaa55, %bx
	jne	chs
	movw	$packet, %si
	movb	$0x42, %ah		/* without the packet functions this fails, too */
	call	int13
	jnc	check			/* else CHS: the next try, if no other way */

	/* Geometry: a floppy's is in its boot record, a disk's the BIOS tells. */
chs:	testb	$0x80, drive
	jnz	2f
	movw	_start + DISKBOOT_BPB_TRACK, %cx
	movw	_start + DISKBOOT_BPB_HEADS, %dx
	jcxz	2f
	jmp	3f
2:	pushw	%es			/* AH=08h returns ES:DI */
	movb	$0x08, %ah
	call	int13
	popw	%es
	jc	fail_d
	andw	$0x3f, %cx
	jz	fail_d
	shrw	$8, %dx			/* last head */
	incw	%dx
3:	movw	%cx, track
	movw	%dx, heads
	movw	$DISKBOOT_LIST, %bx
	movl	packet + 8, %esi	/* LBA */
	popw	%di			/* sectors to go */
	pushw	%di

next_run:
	movl	%esi, %eax		/* LBA to cylinder, head, sector */
	xorl	%edx, %edx
	movzwl	track, %ecx
	divl	%ecx
	movw	%cx, run		/* this run: up to the track's end */
	subw	%dx, run
	cmpw	run, %di
	ja	4f
	movw	%di, run
4:	leaw	1(%edx), %cx		/* sector, from 1 */
	xorl	%edx, %edx
	movzwl	heads, %ebp
	divl	%ebp
	movb	%dl, %dh		/* head */
	movb	%al, %ch		/* cylinder, low 8 bits */
	shlb	$6, %ah			/* and the two above */
	orb	%ah, %cl
	movw	$5, %bp			/* a floppy's motor wants some tries */
5:	movb	run, %al
	movb	$0x02, %ah
	pusha
	call	int13
	popa
	jnc	6f
	call	reset
	decw	%bp
	jnz	5b
fail_d:	movb	$'D', %al
	jmp	letter
6:	movzwl	run, %eax
	addl	%eax, %esi
	subw	%ax, %di
	shlw	$9, %ax
	addw	%ax, %bx
	testw	%di, %di
	jnz	next_run

	/* The words of the second stage and the patched one add up to 0. */
check:	popw	%cx			/* sectors */
	subw	$(DISKBOOT_LIST_SECTS - 1), %cx
	shlw	$8, %cx			/* words */
	movw	$DISKBOOT_STAGE2, %si
	movw	sum, %bx
7:	lodsw
	addw	%ax, %bx
	loop	7b
	testw	%bx, %bx
	jnz	fail_s
	movb	drive, %dl		/* and CX is 0 */
	ljmp	$0, $DISKBOOT_STAGE2
fail_s:	movb	$'S', %al
	jmp	letter

reset:	pusha
	movb	$0, %ah
	call	int13
	popa
	ret

int13:	movb	drive, %dl		/* BIOSes change it */
	int	$0x13
	ret

#include "letter.inc"

	.org	DISKBOOT_AT_SUM
sum:	.word	0
packet:	.byte	16, 0			/* struct edd_packet */
sectors:.word	0
	.word	DISKBOOT_LIST, 0
	.quad	0
	.org	DISKBOOT_CODE_END	/* signature, partition table */
	.org	510
	.word	0xaa55

	/* Variables, below the stack. */
	.set	drive, 0x600
	.set	track, 0x602
	.set	heads, 0x604
	.set	run, 0x606

	.section .note.GNU-stack, "", @progbits
