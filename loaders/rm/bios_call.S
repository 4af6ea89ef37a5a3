/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The glove box: an INT with full register sets, whatever the BIOS does to them.
 *
 * void bios_call(uint8_t vector, const struct bios_regs *in, struct bios_regs *out)
 *
 * Mode: real, CS = DS = ES = SS = 0. In: AL, EDX, ECX. Out: *out unless ECX is 0.
 * Clobbers what C lets it clobber. Stack: about 120 bytes, plus the BIOS's own.
 */
	.code16
	.section .text.bios_call, "ax"
	.globl	bios_call

	.set	REGS_BYTES, 44		/* struct bios_regs */

bios_call:
	pushal				/* C wants EBX ESI EDI EBP back */
	movb	%al, vector		/* INT has no register form */
	jmp	1f			/* a 486 must fetch the changed byte anew */
1:	pushl	%ecx			/* for after the call */
	subw	$REGS_BYTES, %sp
	movw	%dx, %si		/* struct to stack */
	movw	%sp, %di
	movw	$REGS_BYTES / 4, %cx
	cld
	rep movsl
	popw	%gs			/* stack to registers */
	popw	%fs
	popw	%es
	popw	%ds
	popal
	popfl

	.byte	0xcd			/* int */
vector:	.byte	0

	pushfl				/* registers to stack, in reverse */
	pushal
	pushw	%ds
	pushw	%es
	pushw	%fs
	pushw	%gs
	movw	$0, %ax			/* back to C's world (flags are kept) */
	movw	%ax, %ds
	movw	%ax, %es
	movzwl	%sp, %esp		/* Linux's setup knows BIOSes that leave junk above */
	sti				/* and ones that return with interrupts off */
	cld
	movw	%sp, %si		/* stack to struct, if wanted */
	movl	REGS_BYTES(%esp), %edi
	testw	%di, %di
	jz	2f
	movw	$REGS_BYTES / 4, %cx
	rep movsl
2:	addw	$REGS_BYTES + 4, %sp
	popal
	retl

	.section .note.GNU-stack, "", @progbits
