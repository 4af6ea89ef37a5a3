/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * In real mode: calls to the PXE ROM, and the loop that sends and receives many frames in
 * one trip. Runs from its copy at BIOS_LOW_UNDI; writes nothing to its own page.
 *
 * Entry: far call by thunk.S, DS = CS = the low segment, struct undi_trip filled in. Out:
 * results there. Clobbers all but SS:ESP. PXE 2.1, 3.3 (calling), 4.4 (UNDI services).
 */
#include <linux/linkage.h>
#include "undi.h"

	.section .init.rodata, "a", @progbits
	.balign	16
	.globl	undi_loop_start, undi_loop_end
	.code16
undi_loop_start:
	movl	%esp, UT_OWN_STACK
	movw	%ss, UT_OWN_STACK + 4
	cmpw	$0, UT_STACK + 4
	je	1f
	lssl	UT_STACK, %esp		# the ROM's own: some work on no other
1:	cld
	movw	UT_SERVICE, %bx
	cmpw	$UNDI_FRAMES, %bx
	je	send
	movw	%ds, %ax		# one service, and that is all
	movw	%ax, %es
	movw	$UT_BLOCK, %di
	call	rom
	movw	%ax, UT_STATUS
	jmp	leave

send:	movw	UT_TX_DONE, %si
	cmpw	UT_TX_COUNT, %si
	jae	receive
	shlw	$1, %si
	movw	UT_TX(%si), %di
	movw	UT_RX + 2, %es
	movw	$UNDI_TRANSMIT, %bx
	call	rom
	movw	%ax, UT_TX_STATUS
	jnz	receive			# what is not taken now is offered again later
	incw	UT_TX_DONE
	jmp	send

receive:
	decw	UT_CALLS
	js	leave
	movw	%ds, %ax
	movw	%ax, %es
	movw	$UT_ISR, %di
	movw	$UNDI_ISR_BYTES / 2, %cx
	xorw	%ax, %ax
	rep stosw
	movw	UT_NEXT, %ax
	movw	%ax, UT_ISR + ISR_FUNCTION
	movw	$UT_ISR, %di
	movw	$UNDI_ISR, %bx
	call	rom
	movw	%ax, UT_STATUS
	jnz	start_and_leave
	movw	UT_ISR + ISR_FUNCTION, %ax
	cmpw	$ISR_START, UT_NEXT
	jne	processed
	movw	$ISR_PROCESS, UT_NEXT
	cmpw	$ISR_OURS, %ax
	je	ours
	cmpw	$0, UT_UNASKED
	jne	receive
	jmp	start_and_leave		# nothing has happened to this NIC
ours:	incw	UT_OURS
	jmp	receive

processed:
	movw	$ISR_NEXT, UT_NEXT
	cmpw	$ISR_TRANSMITTED, %ax
	je	receive			# a frame is out: nobody has waited for that
	cmpw	$ISR_RECEIVED, %ax
	je	frame
	cmpw	$ISR_DONE, %ax
	je	start_and_leave		# what comes from now on is the next trip's
	jmp	rubbish

	/* All of the frame, or a part: behind the ROM's answer into the ring. */
frame:	movw	UT_ISR + ISR_BYTES, %cx
	testw	%cx, %cx
	jz	rubbish
	movw	%cx, %dx
	addw	$UNDI_ISR_BYTES + 3, %dx
	jc	rubbish
	andw	$~3, %dx		# size of the record
	cmpw	UT_RX_LEFT, %dx
	ja	rubbish
	lesw	UT_RX, %di
	movw	$UT_ISR, %si
	movw	$UNDI_ISR_BYTES / 2, %cx
	rep movsw
	addw	%dx, UT_RX
	subw	%dx, UT_RX_LEFT
	movw	UT_ISR + ISR_BYTES, %cx
	ldsw	UT_ISR + ISR_FRAME, %si
	movw	%cx, %ax
	shrw	$2, %cx
	rep movsl
	movw	%ax, %cx
	andw	$3, %cx
	rep movsb
	movw	%cs, %ax
	movw	%ax, %ds
	cmpw	$UNDI_RX_ROOM, UT_RX_LEFT
	jae	receive
	jmp	leave			# full; the next trip goes on with ISR_NEXT

rubbish:
	incw	UT_RUBBISH
start_and_leave:
	movw	$ISR_START, UT_NEXT
leave:	lssl	UT_OWN_STACK, %esp
	lretw

/*
 * One call of the ROM. In: BX = service, ES:DI = its parameters; both kinds of entry are
 * served. Out: AX = 0, or the status, and ZF accordingly; DS = CS. Clobbers all but SS:SP.
 */
rom:	movw	%di, UT_BLOCK_AT
	movw	%es, UT_BLOCK_AT + 2
	movl	%esp, UT_CALL_SP
	movw	%ss, UT_CALL_SP + 4
	pushw	%es
	pushw	%di
	pushw	%bx
	lcallw	*UT_ENTRY
	movw	%cs, %dx
	movw	%dx, %ds
	lssl	UT_CALL_SP, %esp
	sti
	cld
	lesw	UT_BLOCK_AT, %di
	movw	%es:(%di), %dx		# ROMs disagree on which of the two says "failed"
	testw	%dx, %dx
	jz	1f
	movw	%dx, %ax
1:	testw	%ax, %ax
	ret
undi_loop_end:

	.org	undi_loop_start + BIOS_LOW_INT15 - BIOS_LOW_UNDI # fails if it runs into what follows
