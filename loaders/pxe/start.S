/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From the PXE ROM, to it for each service, and back to it at the end.
 *
 * Entry: real mode, 0:7C00 or 7C0:0, IF any. SS:SP: far return address, then far
 * pointer to !PXE. ES:BX: PXENV+. PXE 2.1, "Client state at bootstrap execution".
 */
	.set	STACK_TOP, 0xfff0

	.code16
	.section .start, "ax"
	.globl	_start
_start:
	ljmp	$0, $1f			/* for those who enter at 7C0:0 */
1:	pushfl				/* a struct bios_regs, on the ROM's stack */
	pushal
	pushw	%ds
	pushw	%es
	pushw	%fs
	pushw	%gs
	movl	%esp, %esi
	movw	%ss, %dx
	xorw	%ax, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movl	$_bss, %edi		/* C wants zeros there */
	movl	$_end, %ecx
	subw	%di, %cx
	cld
	rep stosb
	movl	%esi, rom_stack
	movw	%dx, rom_stack + 4
	movw	%ax, %ss		/* no interrupt before the next instruction is done */
	movl	$STACK_TOP, %esp
	movw	$fw_node + 16, %di	/* behind its head */
	calll	take_fw_state		/* before anything of ours asks the firmware */
	sti
	calll	main			/* does not return */

/*
 * uint16_t pxe_raw_call(uint16_t service, void *block)
 *
 * Mode: real, CS = DS = ES = SS = 0. In: AX, EDX. Out: AX as the ROM left it. The
 * ROM's stack: some work on no other. Both of its entries are served: arguments on
 * the stack for !PXE, in registers for PXENV+.
 */
	.section .text.pxe_raw_call, "ax"
	.globl	pxe_raw_call
pxe_raw_call:
	pushal
	movl	%esp, own_sp
	lssl	rom_stack, %esp
	pushw	%es			/* 0, the block's segment */
	pushw	%dx
	pushw	%ax
	movw	%dx, %di
	movw	%ax, %bx
	lcallw	*pxe_entry
	xorw	%cx, %cx		/* whatever it did to them */
	movw	%cx, %ds
	movw	%cx, %es
	movw	%cx, %ss
	movl	own_sp, %esp
	sti
	cld
	movl	%eax, 28(%esp)		/* EAX of the pushal */
	popal
	retl

/*
 * void back_to_rom(void)
 *
 * Mode: as above. Does not return: AX = 0, PXENV_EXIT_SUCCESS, tells the ROM to
 * clean up and to let the BIOS go on with its next boot device.
 */
	.section .text.back_to_rom, "ax"
	.globl	back_to_rom
back_to_rom:
	lssl	rom_stack, %esp
	popw	%gs
	popw	%fs
	popw	%es
	popw	%ds
	popal
	popfl
	movw	$0, %ax
	lretw

	.section .bss
	.balign	4
	.globl	rom_stack
	.globl	pxe_entry
rom_stack:
	.skip	8
pxe_entry:
	.skip	4
own_sp:
	.skip	4

	.section .note.GNU-stack, "", @progbits
