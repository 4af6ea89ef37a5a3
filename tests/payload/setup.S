/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The 16-bit part of a toy kernel: room for the setup header, which bzimage.py
 * fills in, and the shortest way from the real-mode entry to the 32-bit one.
 *
 * Linux boot protocol, "The Real-Mode Kernel Header" and "Running the Kernel".
 *
 * kexec enters at 32 bits and skips this code; SYSLINUX, QEMU's -kernel and the image type
 * zimage use it.
 */
	.code16
	.section .text, "ax"
	.globl	_start
_start:
	.org	0x1f1			# the setup header, patched by bzimage.py
	.org	0x26c, 0x90		# older headers end earlier: nops up to here

/*
 * entry16 - real mode; DS = ES = SS = the segment of byte 0, CS = DS + 20h.
 * Goes to code32_start with ESI = linear address of byte 0, EBX = "16BT" so that the
 * core can tell this way in from the other; flat segments 10h and 18h. A zImage first goes
 * down from 10000h to 1000h, as Linux's did. EDX = CS:SS, EDI = DS:ES, EBP = ESP as they came.
 */
entry16:
	cli
	movl	%esp, %ebp
	movw	%cs, %dx
	shll	$16, %edx
	movw	%ss, %dx
	movw	%ds, %di
	shll	$16, %edi
	movw	%es, %di
	xorl	%eax, %eax
	movw	%ds, %ax
	shll	$4, %eax
	movl	%eax, %esi
	addl	%eax, %ds:gdt_ptr + 2	# the GDT's linear address
	movl	%ds:0x214, %ecx		# code32_start
	testb	$1, %ds:0x211		# loadflags: LOADED_HIGH
	jnz	1f
	call	go_down
	movl	$0x1000, %ecx
1:
	inb	$0x92, %al		# A20 on, by the fast gate
	orb	$2, %al
	andb	$0xfe, %al
	outb	%al, $0x92
	lgdtl	%ds:gdt_ptr
	movl	$0x54423631, %ebx
	movl	%cr0, %eax
	orb	$1, %al
	movl	%eax, %cr0
	movw	$0x18, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %fs
	movw	%ax, %gs
	movw	%ax, %ss
	movzwl	%sp, %esp
	addl	%esi, %esp
	pushl	$0x10			# CS:EIP for the far return
	pushl	%ecx
	lretl

/* go_down: 10000h-8FFFFh to 1000h, 32 KiB at a time. Keeps EDX, EDI, ESI, EBP. */
go_down:
	pushal
	pushw	%ds
	pushw	%es
	movw	$0x1000, %ax		# from this segment
	cld
1:	movw	%ax, %ds
	subw	$0xf00, %ax		# to that one
	movw	%ax, %es
	addw	$0xf00 + 0x800, %ax	# 32 KiB further
	xorw	%si, %si
	xorw	%di, %di
	movw	$0x2000, %cx
	rep movsl
	cmpw	$0x9000, %ax
	jb	1b
	popw	%es
	popw	%ds
	popal
	ret

	.balign	8
gdt:
	.quad	0
	.quad	0
	.quad	0x00cf9b000000ffff	# 10h: code, base 0, 4 GiB
	.quad	0x00cf93000000ffff	# 18h: data, base 0, 4 GiB
gdt_end:
gdt_ptr:
	.word	gdt_end - gdt - 1
	.long	gdt

	.org	0x600, 0		# boot sector and two setup sectors
