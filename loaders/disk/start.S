/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * First instructions of the second stage.
 *
 * Entry: real mode, 0:8800, CS = DS = ES = SS = 0, SP = DISKBOOT_REGS, DL = BIOS drive,
 * CX = log2 of its sector's size in 512 bytes.
 */
	.code16
	.section .start, "ax"
	.globl	_start
_start:
#include "stage2.inc"
	movw	$fw_node + 16, %di	/* behind its head */
	calll	take_fw_state		/* before anything of ours asks the firmware */
	movl	$0x7000, %esp		/* all of it: C uses ESP; in no page that has code */
	calll	main			/* does not return */

	.section .note.GNU-stack, "", @progbits
