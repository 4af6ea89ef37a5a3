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
#include "stage2.inc"
	movl	$0x7000, %esp		/* all of it: C uses ESP */
	calll	main			/* does not return */

	.section .note.GNU-stack, "", @progbits
