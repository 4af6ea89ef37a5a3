/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The way to a 64-bit target: long mode, and the jump. Intel SDM vol. 3A, 9.8.5, "Initializing
 * IA-32e Mode"; state at the entry: Linux, Documentation/x86/boot.rst, "64-bit BOOT PROTOCOL".
 */
	.set	REGS, 28		# offsets of handoff.regs, handoff.tables, handoff.eip_high
	.set	TABLES, 28 + 52 + 96 + 16 * 60
	.set	EIP_HIGH, TABLES + 8

	.set	CODE64, 0x10		# selectors, as the boot protocol asks
	.set	DATA64, 0x18

	.set	CR0_PG_PE, 0x80000001
	.set	CR4_PAE, 0x20
	.set	MSR_EFER, 0xc0000080
	.set	EFER_LME, 0x100

	.text
/*
 * enter_long - leave for a 64-bit target
 *	mode: flat 32-bit, paging and interrupts off; long_mode_map() has made the tables
 *	in: EAX = struct handoff; ESP = any stack
 *	out: does not return
 */
	.code32
	.globl	enter_long
enter_long:
	mov	%eax, %esi
	call	1f
1:	pop	%ebp			# EBP = address of 1b

	mov	$CR4_PAE, %eax
	mov	%eax, %cr4
	mov	TABLES(%esi), %eax
	mov	%eax, %cr3
	mov	$MSR_EFER, %ecx
	rdmsr
	or	$EFER_LME, %eax
	wrmsr
	mov	%cr0, %eax
	or	$CR0_PG_PE, %eax
	mov	%eax, %cr0		# long mode; CS is still a 32-bit segment

	lea	(in_long_mode - 1b)(%ebp), %ebx
	jmp	jump_64
	.code64
in_long_mode:
	mov	REGS + 4(%rsi), %ebx	# each clears the upper half
	mov	REGS + 8(%rsi), %ecx
	mov	REGS + 12(%rsi), %edx
	mov	REGS + 20(%rsi), %edi
	mov	REGS + 24(%rsi), %ebp
	mov	REGS + 28(%rsi), %esp
	mov	REGS + 32(%rsi), %eax	# eip, for ret
	push	%rax
	mov	EIP_HIGH(%rsi), %eax
	mov	%eax, 4(%rsp)
	mov	REGS(%rsi), %eax
	mov	REGS + 16(%rsi), %esi
	ret				# to the target

/*
 * jump_64 - from a 32-bit code segment in long mode to 64-bit mode, with flat segments
 *	in: EBX = where to go on; ESP = any stack
 *	clobbers EAX, EBP
 */
	.code32
	.globl	jump_64
jump_64:
	call	1f
1:	pop	%ebp
	lea	(gdt64 - 1b)(%ebp), %eax
	mov	%eax, (gdt64_base - 1b)(%ebp)
	lgdt	(gdt64_pointer - 1b)(%ebp)
	mov	$DATA64, %eax
	mov	%eax, %ds
	mov	%eax, %es
	mov	%eax, %fs
	mov	%eax, %gs
	mov	%eax, %ss
	push	$CODE64
	push	%ebx
	lret

	.balign	8
gdt64:	.quad	0
	.quad	0
	.quad	0x00af9a000000ffff	# CODE64
	.quad	0x00cf92000000ffff	# DATA64
gdt64_end:
	.word	0
gdt64_pointer:
	.word	gdt64_end - gdt64 - 1
gdt64_base:
	.long	0

	.section .note.GNU-stack, "", @progbits
