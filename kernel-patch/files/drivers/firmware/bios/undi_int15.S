/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * INT 15h while a PXE ROM is there that we have loaded ourselves: which memory is free? A ROM that
 * unpacks itself above 1 MiB, as iPXE does, asks this, and all that the BIOS would tell belongs to
 * Linux. So a trip for the ROM is told of the memory that Linux has set aside for it; all others
 * go on to the BIOS. Runs from its copy at BIOS_LOW_INT15. ACPI 4.0, 15.1 (AX=E820h); the rest is
 * lore (AX=E801h, AH=88h).
 *
 * Entry: INT 15h, real mode, anything. Out: by the service. Clobbers nothing else.
 */
#include <linux/linkage.h>
#include <bootshell/bioscall.h>
#include "undi_memory.h"

#define AT(label)	 (BIOS_LOW_INT15 + (label) - undi_int15_start)
#define SMAP		 0x534d4150
#define FLAGS		 6		/* on the stack, from BP: IP, CS, flags */
#define STATUS_NO_SUCH	 0x86		/* AH */

	.section .init.rodata, "a", @progbits
	.balign	16
	.globl	undi_int15_start, undi_int15_end, undi_int15_data
	.code16
undi_int15_start:
	cmpl	$0, %cs:BS_FOR_ROM
	je	others
	cmpw	$0xe820, %ax
	je	map
	cmpw	$0xe801, %ax
	je	none
	cmpb	$0x88, %ah
	je	above_1m
others:	ljmpw	*%cs:AT(undi_int15_data) + UM_OLD

above_1m:
	movw	%cs:AT(undi_int15_data) + UM_ABOVE_KB, %ax
	jmp	good

none:	movb	$STATUS_NO_SUCH, %ah
	pushw	%bp
	movw	%sp, %bp
	orb	$BIOS_CF, FLAGS(%bp)
	popw	%bp
	iretw

map:	cmpl	$SMAP, %edx
	jne	others
	cmpl	$UM_RANGE_BYTES, %ecx
	jb	none
	cmpl	$UM_RANGES, %ebx
	jae	none
	pushw	%ds
	pushw	%si
	pushw	%di
	movw	%cs, %ax
	movw	%ax, %ds
	movw	$UM_RANGE_BYTES, %si
	imulw	%bx, %si
	addw	$AT(undi_int15_data) + UM_RANGE, %si
	movl	$UM_RANGE_BYTES, %ecx
	cld
	rep movsb
	popw	%di
	popw	%si
	popw	%ds
	movl	$UM_RANGE_BYTES, %ecx
	movl	$SMAP, %eax
	incl	%ebx
	cmpl	$UM_RANGES, %ebx
	jb	good
	xorl	%ebx, %ebx		# that was the last
good:	pushw	%bp
	movw	%sp, %bp
	andb	$~BIOS_CF, FLAGS(%bp)
	popw	%bp
	iretw

	.balign	4
undi_int15_data:			# struct undi_int15
	.fill	UM_BYTES, 1, 0
undi_int15_end:

	.org	undi_int15_start + BIOS_LOW_STATE - BIOS_LOW_INT15 # fails if it runs into the data
