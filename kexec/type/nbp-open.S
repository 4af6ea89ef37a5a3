/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What runs before a network boot program: it has the PXE ROM open its card, as it was when the ROM
 * started one itself. Preboot Execution Environment 2.1, 3.4.1, PXENV_UDP_OPEN.
 *
 * Opening UDP is the way: base code opens a card that UNDI_CLOSE has closed, and reads what comes in.
 * From UNDI_OPEN or UNDI_TRANSMIT to UNDI_CLOSE iPXE leaves that to the program, and its own TFTP
 * hears nothing: so close first, whatever was before.
 *
 * Position: 0:NBP_OPEN, in one page with the program. nbp.c fills in what comes after the code.
 */
	.set	NBP_OPEN, 0x7000
	.set	PROGRAM, 0x7c00
	.set	UNDI_CLOSE, 0x07
	.set	UDP_OPEN, 0x30
	.set	UDP_CLOSE, 0x31

#define AT(label) (NBP_OPEN + (label) - nbp_open)

	.section .rodata.nbp_open, "a"
	.globl	nbp_open, nbp_open_end
/*
 * Entry: real mode, CS = 0, all else as the program is to find it; SS:SP the stack for calls to the
 * ROM. Exit: to the program, nothing changed. Whether the ROM could the program will see.
 */
	.code16
nbp_open:
	pushal
	pushw	%ds
	pushw	%es
	pushw	%cs
	popw	%es
	movw	$UNDI_CLOSE, %bx
	movw	$AT(undi_close), %di
	call	rom
	movw	$UDP_OPEN, %bx
	movw	$AT(udp_open), %di
	call	rom
	movw	$UDP_CLOSE, %bx
	movw	$AT(udp_close), %di
	call	rom
	popw	%es
	popw	%ds
	popal
	ljmpw	$0, $PROGRAM

/* rom - service BX with ES:DI; on the stack for !PXE, in registers for PXENV+ */
rom:	pushw	%es
	pushw	%di
	pushw	%bx
	lcallw	*%cs:AT(entry)
	addw	$6, %sp
	pushw	%cs			/* whatever it did to ES, IF and DF */
	popw	%es
	sti
	cld
	ret

	.balign	4
entry:	.long	0			/* struct nbp_open_data of nbp.c */
	/* parameters: a status, and what is said */
udp_open:
	.word	0
	.long	0			/* our address */
undi_close:
	.word	0
udp_close:
	.word	0
nbp_open_end:
	.section .note.GNU-stack, "", %progbits
