/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a tagged image needs beside itself, as bytes of the loader (nbi.c): the way from the
 * purgatory's real mode to its 32-bit code, and where it goes if it returns. Runs at any address
 * that is a multiple of 16 below 1 MiB; offsets are from nbi_stub.
 */
	.set	CODE32, 0x10
	.set	DATA32, 0x18
	.set	KBC_COMMAND, 0x64
	.set	KBC_RESET, 0xfe

#define OFF(label) ((label) - nbi_stub)

	.section .rodata.nbi, "a"
	.balign	16
	.globl	nbi_stub, nbi_return16, nbi_return32, nbi_stub_end
/*
 * nbi_stub - enter flat 32-bit code, with the firmware's machine behind it
 *	mode: real; CS = segment of this
 *	in: EBX = its linear address; EDI = linear entry; ECX = linear ESP for it
 *	out: does not return; EAX clobbered
 */
	.code16
nbi_stub:
	cli
	addl	%ebx, %cs:OFF(gdt_pointer) + 2
	lgdtl	%cs:OFF(gdt_pointer)
	movl	%cr0, %eax
	orb	$1, %al			/* PE */
	movl	%eax, %cr0
	movw	$DATA32, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %fs
	movw	%ax, %gs
	movw	%ax, %ss
	movl	%ecx, %esp		/* on it: return address, three arguments */
	pushl	$CODE32
	pushl	%edi
	lretl

/* nbi_return16 - 16-bit code has returned: the next way to boot, if the BIOS has one */
nbi_return16:
	int	$0x18
1:	hlt
	jmp	1b

/* nbi_return32 - 32-bit code has returned: reset by the keyboard controller */
	.code32
nbi_return32:
	movb	$KBC_RESET, %al
	outb	%al, $KBC_COMMAND
1:	hlt
	jmp	1b

	.balign	8
gdt:	.quad	0, 0
	.quad	0x00cf9b000000ffff	/* CODE32: flat */
	.quad	0x00cf93000000ffff	/* DATA32: flat */
gdt_pointer:
	.word	. - gdt - 1
	.long	OFF(gdt)		/* and EBX */
nbi_stub_end:
	.section .note.GNU-stack, "", %progbits
