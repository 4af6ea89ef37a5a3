/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A toy option ROM with an UNDI driver, for QEMU's "-device e1000,romfile=": it leaves the card alone
 * and answers ARP and ping itself, in the ways that ROMs have been seen to answer. Intel, PXE
 * specification 2.1, 4.2 (UNDI ROM ID, loader), 3 (!PXE), 4 (services); PCI Firmware 3.0, 5.1.
 *
 * QUIRK: 1 no interrupt is ever its own; 2 frames come in two parts, behind an answer of rubbish;
 * 4 INITIALIZE fails three times and every second TRANSMIT is out of resources; 8 STOP_UNDI refuses.
 */
#define ROM_BYTES   2048
#define CODE_BYTES  4096	/* with the frame's buffer behind the ROM */
#define SECTORS	    (ROM_BYTES / 512)
#define FRAME	    ROM_BYTES
#define PAYLOAD	    (FRAME + 14)
#define PAYLOAD_MAX 1500
#define PART	    30

#define FAILURE		 1
#define OUT_OF_RESOURCES 6
#define UNSUPPORTED	 5
#define INITIALIZE_FAILS 3
#define PROTOCOL_IP	 1
#define PROTOCOL_ARP	 2

	.code16
	.text
rom:	.word	0xaa55
	.byte	SECTORS
	xorw	%ax, %ax		# initialisation: nothing to boot from
	lretw
	.org	0x16
	.word	undi, pci, 0

	.org	0x20
pci:	.ascii	"PCIR"
	.word	0x8086, 0x100e, 0, 24	# QEMU puts the card's numbers here
	.byte	0, 0, 0, 2
	.word	SECTORS, 0
	.byte	0, 0x80
	.word	0

undi:	.ascii	"UNDI"
	.byte	22, 0, 0, 0, 1, 2
	.word	loader, 0, 16, CODE_BYTES
	.ascii	"PCIR"

	.balign	16
bang:	.ascii	"!PXE"
	.byte	0x58, 0, 0, 0
	.word	0, 0, 0, 0
	.word	entry
bang_entry_seg:
	.word	0
	.fill	0x30 - 0x14, 1, 0
bang_code:
	.word	0, 0, 0, CODE_BYTES
	.org	bang + 0x58

/* Far call; on the stack a far pointer to the parameter block. Out: AX = 0. */
loader:	pushaw
	pushw	%ds
	pushw	%es
	movw	%sp, %bp
	movw	24(%bp), %di
	movw	26(%bp), %es		# ES:DI = parameters
	movw	%es:14(%di), %ax	# UNDI_CS
	pushw	%es
	pushw	%di
	movw	%cs, %bx
	movw	%bx, %ds
	movw	%ax, %es
	xorw	%si, %si
	xorw	%di, %di
	movw	$ROM_BYTES / 2, %cx
	cld
	rep movsw
	movw	%ax, %ds		# the copy, from here on
	movw	%ax, bang_entry_seg
	movw	%ax, bang_code
	movw	$bang, %si
	movw	$0x58, %cx
	xorb	%bl, %bl
1:	subb	(%si), %bl
	incw	%si
	loop	1b
	movb	%bl, bang + 5
	popw	%di
	popw	%es
	movw	$bang, %es:16(%di)
	movw	%ax, %es:18(%di)
	movw	$0, %es:(%di)
	popw	%es
	popw	%ds
	popaw
	xorw	%ax, %ax
	lretw

/* Far call; on the stack service and far pointer to its block. Out: AX and the block's status. */
entry:	pushaw
	pushw	%ds
	pushw	%es
	movw	%sp, %bp
	movw	%cs, %ax
	movw	%ax, %ds
	movw	24(%bp), %bx		# service
	lesw	26(%bp), %di		# ES:DI = block
	cld
	movw	$FAILURE, %ax
	cmpw	$0x0003, %bx
	je	initialize
	cmpw	$0x0008, %bx
	je	transmit
	cmpw	$0x000c, %bx
	je	information
	cmpw	$0x0014, %bx
	je	isr
	cmpw	$0x0015, %bx
	je	stop
	cmpw	$0x0007, %bx		# START_UNDI to CLOSE
	jbe	good
	movw	$UNSUPPORTED, %ax
	jmp	out
good:	xorw	%ax, %ax
out:	movw	%ax, %es:(%di)
	testw	%ax, %ax
	jz	1f
	movw	$FAILURE, %ax
1:	movw	%ax, 18(%bp)		# AX of PUSHA
	popw	%es
	popw	%ds
	popaw
	lretw

initialize:
	.if	QUIRK & 4
	incb	tries
	cmpb	$INITIALIZE_FAILS, tries
	jbe	out
	.endif
	jmp	good

stop:	.if	QUIRK & 8
	jmp	out
	.else
	jmp	good
	.endif

information:
	leaw	2(%di), %di
	movw	$information_block, %si
	movw	$information_end - information_block, %cx
	rep movsb
	subw	$information_end - information_block + 2, %di
	jmp	good
information_block:
	.word	0, 11, 1500, 1, 6	# no port, IRQ 11, Ethernet
	.byte	0x52, 0x54, 0, 0x77, 0x77, 0x77
	.fill	10, 1, 0
	.byte	0x52, 0x54, 0, 0x77, 0x77, 0x77
	.fill	10, 1, 0
	.word	0, 1, 1
information_end:

/* What is sent comes back as the answer to it: of ARP requests and echo requests there is one. */
transmit:
	.if	QUIRK & 4
	movw	$OUT_OF_RESOURCES, %ax
	notb	busy
	cmpb	$0, busy
	jne	out
	.endif
	movb	%es:2(%di), %dl		# protocol
	pushw	%es
	pushw	%di
	lesw	%es:8(%di), %di		# TBD
	movw	%es:(%di), %cx
	lesw	%es:2(%di), %si		# data
	cmpw	$PAYLOAD_MAX, %cx
	ja	9f
	movw	%cx, %bx
	movw	$PAYLOAD, %di
	pushw	%ds
	pushw	%es
	popw	%ds
	popw	%es
	rep movsb
	movw	%cs, %ax
	movw	%ax, %ds
	cmpb	$PROTOCOL_ARP, %dl
	je	arp
	cmpb	$PROTOCOL_IP, %dl
	jne	9f
	cmpb	$1, PAYLOAD + 9		# ICMP
	jne	9f
	cmpb	$8, PAYLOAD + 20	# echo request
	jne	9f
	movl	PAYLOAD + 12, %eax	# source and destination change places
	xchgl	%eax, PAYLOAD + 16
	movl	%eax, PAYLOAD + 12
	movb	$0, PAYLOAD + 20
	addb	$8, PAYLOAD + 22	# and the sum follows
	adcb	$0, PAYLOAD + 23
	movw	$0x0008, FRAME + 12
	jmp	1f
arp:	cmpb	$1, PAYLOAD + 7		# a request
	jne	9f
	movb	$2, PAYLOAD + 7
	movl	PAYLOAD + 14, %eax	# sender's address
	xchgl	%eax, PAYLOAD + 24
	movl	%eax, PAYLOAD + 14
	movl	PAYLOAD + 8, %eax
	movl	%eax, PAYLOAD + 18
	movw	PAYLOAD + 12, %ax
	movw	%ax, PAYLOAD + 22
	movl	$0x00005452, PAYLOAD + 8
	movw	$0x0100, PAYLOAD + 12
	movw	$0x0608, FRAME + 12
1:	movl	$0x77005452, FRAME	# to us
	movw	$0x7777, FRAME + 4
	movl	$0x00005452, FRAME + 6
	movw	$0x0100, FRAME + 10
	addw	$14, %bx
	movw	%bx, waiting
	movw	$0, given
	movb	$0, rubbish
9:	popw	%di
	popw	%es
	jmp	good

/* ES:DI: struct s_PXENV_UNDI_ISR: status, function, bytes, frame's bytes, header, pointer */
isr:	cmpw	$1, %es:2(%di)
	jne	process
	.if	QUIRK & 1
	movw	$1, %es:2(%di)		# not ours
	.else
	movw	$0, %es:2(%di)
	cmpw	$0, waiting
	jne	good
	movw	$1, %es:2(%di)
	.endif
	jmp	good
process:
	movw	$0, %es:2(%di)		# nothing (more)
	movw	waiting, %cx
	testw	%cx, %cx
	jz	good
	movw	$3, %es:2(%di)		# received
	movw	%cx, %es:6(%di)
	movw	$14, %es:8(%di)
	movw	given, %si
	.if	QUIRK & 2
	notb	rubbish
	movw	$0, %es:4(%di)
	testw	%si, %si
	jnz	1f
	cmpb	$0, rubbish
	jne	good			# a frame of no bytes
	movw	$PART, %cx
1:
	.endif
	subw	%si, %cx
	movw	%cx, %es:4(%di)
	leaw	FRAME(%si), %ax
	movw	%ax, %es:10(%di)
	movw	%cs, %es:12(%di)
	addw	%cx, %si
	movw	%si, given
	cmpw	waiting, %si
	jb	good
	movw	$0, waiting
	jmp	good

waiting: .word	0			# bytes of the frame that waits; 0: none
given:	.word	0			# of them
tries:	.byte	0
busy:	.byte	0
rubbish: .byte	0
	.org	ROM_BYTES
