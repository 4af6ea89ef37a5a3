/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The watchdog's interrupts: each counts down, then goes on to the BIOS.
 *
 * Entry: real mode by the vector table, so CS = 0; any DS, SS:SP in whatever the
 * BIOS uses. Exit: to the BIOS's handler, registers as they were; or, when the count
 * ends, never: the call that runs is given up, with its stack.
 */
#include "diskboot.h"
	.set	STACK_TOP, 0x7000

	.code16
	.section .text.irq, "ax"
	.globl	irq0_handler
irq0_handler:
	call	count
	ljmpw	*%cs:irq0_old

/* Of the clock, once a second: the BIOS's handler first, since it reads register C too. */
	.globl	irq8_handler
irq8_handler:
	pushfw
	lcallw	*%cs:irq8_old
	pushw	%ax
	movb	$0x0c, %al		/* without a read of it no further interrupt comes */
	outb	%al, $0x70
	inb	$0x71, %al
	popw	%ax
	call	count
	iretw

/* count: returns while time is left, or while there is nothing to watch (0) */
count:	cmpw	$0, %cs:watchdog_left
	je	1f
	decw	%cs:watchdog_left
	jz	expired
1:	ret

expired:
	movb	$0x20, %al		/* end of interrupt: nobody else will send it */
	outb	%al, $0xa0
	outb	%al, $0x20
	xorw	%ax, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %ss
	movl	$STACK_TOP, %esp
	sti
	cld
	calll	watchdog_expired

	.section .bss
	.balign	4
	.globl	watchdog_left, irq0_old, irq8_old
irq0_old:
	.skip	4
irq8_old:
	.skip	4
watchdog_left:
	.skip	2

	.section .note.GNU-stack, "", @progbits
