/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Entry of the purgatory, and its last jump. The blob is flat and runs wherever
 * it was put; it begins with struct purgatory_head of handoff.h.
 *
 * purgatory_entry
 *	mode: the running kernel's, with interrupts off, no GDT and no IDT to rely on:
 *	flat 32-bit without paging, or 64-bit with memory mapped to itself
 *	in: on the stack the kernel's own entry, if it keeps its memory (back.S)
 *	out: does not return
 *	stack: its own, STACK_BYTES
 */
	.code32
	.set STACK_BYTES, 4096
	.set MODE, 4			# offsets of handoff.mode, handoff.regs
	.set REGS, 28

	.section .head, "awx"
	.globl purgatory_entry
purgatory_entry:
	jmp	start			# offset 0: where the kernel jumps to
	.balign	8, 0
	.long	0x54475250		# PURGATORY_MAGIC
	.long	handoff - purgatory_entry
	.long	stack_end - purgatory_entry	# memory_bytes: the stack comes last
	.long	way_back - purgatory_entry	# back.S

start:
	cli				# nobody could take an interrupt
	cld
	xor	%eax, %eax
	.byte	0x40, 0x90		# 32-bit mode: inc %eax; nop. 64-bit mode: one long nop
	test	%eax, %eax		# encoded alike in both
	jz	from_64
start_32:
	call	here			# where are we?
here:	pop	%ebp			# ebp = address of here; all else is relative to it
	lea	(stack_end - here)(%ebp), %esp

	lea	(gdt - here)(%ebp), %eax	# our own GDT: Linux left a null one
	mov	%eax, (gdt_base - here)(%ebp)
	lgdt	(gdt_pointer - here)(%ebp)
	mov	$0x18, %eax		# flat data: 18h, as the boot protocol asks
	mov	%eax, %ds
	mov	%eax, %es
	mov	%eax, %fs
	mov	%eax, %gs
	mov	%eax, %ss
	push	$0x10			# flat code: 10h
	lea	(in_code_segment - here)(%ebp), %eax
	push	%eax
	lret
in_code_segment:
	lea	(handoff - here)(%ebp), %eax
	push	%eax			# the only argument
	call	purgatory_main		# verifies; comes back only if all is well
	lea	(handoff - here)(%ebp), %eax	# ebp is the callee's to keep
	cmpl	$16, MODE(%eax)
	je	enter_real		# real.S; does not return
	cmpl	$64, MODE(%eax)
	je	enter_long		# long.S; does not return

	mov	REGS + 4(%eax), %ebx	# the target's registers, eax last
	mov	REGS + 8(%eax), %ecx
	mov	REGS + 12(%eax), %edx
	mov	REGS + 16(%eax), %esi
	mov	REGS + 20(%eax), %edi
	mov	REGS + 24(%eax), %ebp
	mov	REGS + 28(%eax), %esp
	pushl	REGS + 32(%eax)		# eip, for ret
	mov	REGS(%eax), %eax
	ret				# to the target: its esp is as the loader said

/*
 * from_64: from a 64-bit kernel to the mode of a 32-bit one.
 *	mode: 64-bit; this blob lies below 4 GiB, mapped to itself
 *	in: RSP = the kernel's stack; out: at start_32, flat 32-bit, paging off
 */
	.set EFER, 0xc0000080
	.code64
from_64:
	call	keep_kernel		# back.S
	lea	start_32(%rip), %rbx
/*
 * leave_long: from 64-bit mode to flat 32-bit mode, paging off.
 *	in: RBX = where to go on; clobbers EAX, ECX, EDX
 *	stack: empties our own
 */
	.globl	leave_long
leave_long:
	lea	stack_end(%rip), %rsp
	lea	gdt(%rip), %rax
	mov	%rax, gdt_base(%rip)
	lgdt	gdt_pointer(%rip)
	push	$0x10			# 32-bit code: compatibility mode
	lea	in_compatibility(%rip), %rax
	push	%rax
	lretq
	.code32
in_compatibility:
	mov	$0x18, %eax
	mov	%eax, %ds
	mov	%eax, %es
	mov	%eax, %ss
	mov	%cr0, %eax
	and	$0x7fffffff, %eax	# paging off: leaves long mode
	mov	%eax, %cr0
	mov	$EFER, %ecx		# LME, NXE, SCE: all off, as after a reset
	xor	%eax, %eax
	xor	%edx, %edx
	wrmsr
	mov	%eax, %cr4		# PAE and whatever else a 64-bit kernel has on
	jmp	*%ebx

/*
 * triple_fault: restart the machine as a last resort.
 *	mode: as above; in: nothing; out: does not return
 */
	.globl	triple_fault
triple_fault:
	push	$0			# a null IDT: limit 0, base 0
	push	$0
	lidt	(%esp)
	int3				# no gate, no double-fault gate: the CPU resets

	.balign	8
gdt:	.quad	0
	.quad	0
	.quad	0x00cf9a000000ffff	# 10h: code, base 0, 4 GiB
	.quad	0x00cf92000000ffff	# 18h: data, base 0, 4 GiB
gdt_end:
	.word	0
gdt_pointer:
	.word	gdt_end - gdt - 1
gdt_base:
	.quad	0			# lgdt reads four bytes of it in 32-bit mode, eight in 64-bit

	.section .handoff, "aw"		# the loader fills this in
	.globl	handoff
handoff:
	.skip	28 + 52 + 96 + 16 * 60 + 12 + 12 + 16

	.section .bss.stack, "aw", @nobits
	.balign	16
	.skip	STACK_BYTES
	.globl	stack_end
stack_end:

	.section .note.GNU-stack, "", @progbits
