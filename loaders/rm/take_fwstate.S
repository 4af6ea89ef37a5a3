/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the firmware has programmed, into a struct fw_state (include/fwstate.h). Intel 8259A,
 * 8254 and 82371 data sheets; IBM PS/2 and PC BIOS Technical Reference for the BIOS data.
 *
 * One source for three users: our loaders; the kernel's 16-bit setup code (kernel-patch/build.mk
 * copies this file to arch/x86/boot); and, with TAKE_FWSTATE_FAR, a blob of its own that `bios
 * diff` calls far in real mode. Position independent.
 *
 * It reads. What it cannot help: two read-back commands latch a status that it then takes, and
 * one word of the vector of INT 80h is other than it was for an instruction, if nothing else
 * tells whether A20 is on.
 */
#include "fwstate.h"

	.set	PIC1_DATA, 0x21
	.set	PIC2_DATA, 0xa1
	.set	PIT_CH0, 0x40
	.set	PIT_CH2, 0x42
	.set	PIT_MODE, 0x43
	.set	PIT_STATUS_CH0, 0xe2	/* read-back: latch the status of channel 0 */
	.set	PIT_STATUS_CH2, 0xe8
	.set	PORT_SYSTEM_B, 0x61
	.set	KBC_STATUS, 0x64
	.set	CMOS_INDEX, 0x70
	.set	PORT_SYSTEM_A, 0x92
	.set	ELCR1, 0x4d0		/* an ISA bus sees 0D0h: the second DMA's status, harmless */

	.set	A20_PROBE, 4 * 0x80	/* a vector that nobody uses, and 1 MiB higher FFFF:0210 */
	.set	A20_PROBE_HIGH, A20_PROBE + 0x10
	.set	BDA_EBDA, 0x40e
	.set	BDA_BASE_KB, 0x413
	.set	BDA_VIDEO_MODE, 0x449
	.set	IVT_AND_BDA, 0x500
	.set	EBDA_LAST, 0xa000 - FW_STATE_EBDA / 16

	.code16
	.section .text.take_fw_state, "ax"
	.globl	take_fw_state
#ifdef TAKE_FWSTATE_FAR
	calll	take
	lretw
#endif
/*
 * take_fw_state
 *
 * Mode: real (or virtual 8086), called by calll. In: ES:DI = the struct, in one segment, all
 * zeros. Out: filled but for @source, @boot, @regs and @drive, which are the caller's. All
 * registers but FS, and all flags, are kept; interrupts are off meanwhile, some 100 us on a 486.
 * Stack: 24 bytes.
 */
take_fw_state:
take:	pushfw
	pushaw
	pushw	%ds
	cli
	cld
	movw	$(FW_STATE_MAGIC & 0xffff), %ax
	stosw
	movw	$(FW_STATE_MAGIC >> 16), %ax
	stosw
	movb	$FW_STATE_VERSION, %al
	stosb
	addw	$(FW_CHIPS - 5), %di
	xorw	%ax, %ax
	movw	%ax, %ds

	inb	$PIC1_DATA, %al
	stosb
	inb	$PIC2_DATA, %al
	stosb
	movw	$(FW_PIC1_BASE | FW_PIC2_BASE << 8), %ax
	stosw
	movw	$ELCR1, %dx
	inb	%dx, %al
	stosb
	incw	%dx
	inb	%dx, %al
	stosb
	movb	$PIT_STATUS_CH0, %al
	outb	%al, $PIT_MODE
	inb	$PIT_CH0, %al
	stosb
	movb	$PIT_STATUS_CH2, %al
	outb	%al, $PIT_MODE
	inb	$PIT_CH2, %al
	stosb
	inb	$PORT_SYSTEM_B, %al
	stosb
	inb	$PORT_SYSTEM_A, %al
	stosb
	inb	$CMOS_INDEX, %al
	stosb

	/* A20 is on if two cells 1 MiB apart differ, or do after a change of the lower one. */
	movw	$0xffff, %ax
	movw	%ax, %fs
	incw	%ax
	movw	A20_PROBE, %dx
	cmpw	%fs:A20_PROBE_HIGH, %dx
	jne	1f
	notw	A20_PROBE
	cmpw	%fs:A20_PROBE_HIGH, %dx	/* still as before? */
	notw	A20_PROBE		/* keeps the flags */
	jne	2f
1:	incw	%ax
2:	stosb

	inb	$KBC_STATUS, %al
	stosb
	movb	BDA_VIDEO_MODE, %al
	stosb
	movw	BDA_BASE_KB, %ax
	stosw
	movw	BDA_EBDA, %ax
	stosw
	xchgw	%ax, %dx
	smsw	%ax
	stosw
	addw	$(FW_IVT - FW_AFTER_CR0), %di

	xorw	%si, %si
	movw	$IVT_AND_BDA / 4, %cx
	rep movsl
	decw	%dx			/* 0, there is none, becomes FFFFh */
	cmpw	$EBDA_LAST, %dx
	jae	3f
	incw	%dx
	movw	%dx, %ds
	xorw	%si, %si
	movw	$FW_STATE_EBDA / 4, %cx
	rep movsl

3:	popw	%ds
	popaw
	popfw
	retl

	.section .note.GNU-stack, "", @progbits
