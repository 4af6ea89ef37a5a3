/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The way back to a 64-bit kernel that keeps its memory (kexec jump), and from there to the target
 * again. Linux, arch/x86/kernel/relocate_kernel_64.S: the kernel calls us; who wants to go back
 * calls the return address that it left on the stack, and finds on its own stack, when it goes on,
 * what to call the next time.
 *
 * Both sides may be 64-bit; each has its own page tables, perhaps of another depth, so that the way
 * from one to the other leads through 32-bit mode. There CR3 has 32 bits: a copy of the topmost
 * table stands for tables above 4 GiB.
 */
	.set	BACK, 28 + 52 + 96 + 16 * 60 + 24	# offset of handoff.back
	.set	BACK_GDT, BACK + 6
	.set	PAGE, 4096
	.set	MSR_EFER, 0xc0000080
	.set	EFER_LMA, 0x400

	.set	SIDE_SP, 0		# of a side: what it is entered with
	.set	SIDE_TOP, 8
	.set	SIDE_CR0, 12
	.set	SIDE_CR4, 16
	.set	SIDE_EFER, 20
	.set	SIDE_BYTES, 24

	.text
/*
 * keep_side - what it takes to enter a side again
 *	mode: 64-bit
 *	in: RSI = side; EDI = page for a copy of the topmost page table
 *	clobbers RAX, RCX, RDX, RSI, RDI
 */
	.code64
keep_side:
	mov	%edi, SIDE_TOP(%rsi)
	mov	%cr0, %rax
	mov	%eax, SIDE_CR0(%rsi)
	mov	%cr4, %rax
	mov	%eax, SIDE_CR4(%rsi)
	mov	$MSR_EFER, %ecx
	rdmsr
	and	$~EFER_LMA, %eax	# the CPU sets it
	mov	%eax, SIDE_EFER(%rsi)
	mov	%cr3, %rsi
	shr	$12, %rsi
	shl	$12, %rsi
	mov	$PAGE / 8, %ecx
	cld
	rep movsq
	ret

/*
 * keep_kernel - what the way back takes, if there is one
 *	mode: 64-bit
 *	in: on the stack, above the return address: where the kernel wants to be called
 *	clobbers RAX, RCX, RDX, RSI, RDI
 */
	.globl	keep_kernel
keep_kernel:
	mov	handoff + BACK(%rip), %edi
	test	%edi, %edi
	jz	1f
	mov	8(%rsp), %rax
	mov	%rax, kernel_entry(%rip)
	lea	16(%rsp), %rax
	lea	kernel(%rip), %rsi
	mov	%rax, SIDE_SP(%rsi)
	jmp	keep_side
1:	ret

/*
 * enter_side - to 64-bit mode with the tables of a side
 *	mode: flat 32-bit, paging off
 *	in: ESI = side; EBX = where to go on; ESP = any stack
 *	clobbers EAX, ECX, EDX, EBP
 */
	.code32
enter_side:
	mov	SIDE_CR4(%esi), %eax
	mov	%eax, %cr4
	mov	SIDE_TOP(%esi), %eax
	mov	%eax, %cr3
	mov	$MSR_EFER, %ecx
	rdmsr
	mov	SIDE_EFER(%esi), %eax
	wrmsr
	mov	SIDE_CR0(%esi), %eax
	mov	%eax, %cr0
	jmp	jump_64			# long.S

/*
 * way_back - what a target calls to return to the kernel
 *	mode: flat 32-bit with paging off, or 64-bit with memory mapped to itself
 *	out: returns when the kernel jumps again: all registers as they were but EAX (RAX, RCX, RDX,
 *	RSI, RDI, R8 to R11), and on the stack, in the place of the return address, way_back
 */
	.globl	way_back
way_back:
	cli
	xor	%eax, %eax
	.byte	0x40, 0x90		# 32-bit mode: inc %eax; nop. 64-bit mode: one long nop
	test	%eax, %eax		# encoded alike in both
	jz	back_from_64
	pushal
	call	1f
1:	pop	%ebp
	mov	%esp, (target + SIDE_SP - 1b)(%ebp)
	movl	$0, (target + SIDE_TOP - 1b)(%ebp)	# no tables: a 32-bit one
	lea	(stack_end - 1b)(%ebp), %esp
to_kernel:
	call	1f
1:	pop	%ebp
	lea	(kernel - 1b)(%ebp), %esi
	lea	(in_kernel_mode - 1b)(%ebp), %ebx
	jmp	enter_side

	.code64
back_from_64:
	push	%rbx
	push	%rbp
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	mov	handoff + BACK(%rip), %edi
	add	$PAGE, %edi
	lea	target(%rip), %rsi
	mov	%rsp, SIDE_SP(%rsi)
	call	keep_side
	lea	to_kernel(%rip), %rbx
	jmp	leave_long		# entry.S

in_kernel_mode:
	lgdt	handoff + BACK_GDT(%rip)	# good once the kernel has its own tables
	mov	kernel + SIDE_SP(%rip), %rsp
	call	*kernel_entry(%rip)
	call	keep_kernel		# it has jumped again: back to the target
	lea	to_target(%rip), %rbx
	jmp	leave_long

	.code32
to_target:
	call	1f
1:	pop	%ebp
	lea	(target - 1b)(%ebp), %esi
	lea	(in_target_mode - 1b)(%ebp), %ebx
	cmpl	$0, SIDE_TOP(%esi)
	jne	enter_side
	mov	SIDE_SP(%esi), %esp
	lea	(way_back - 1b)(%ebp), %eax
	xchg	%eax, 32(%esp)		# above what pushal left: the return address
	mov	%eax, 28(%esp)		# for popal: eax
	popal
	jmp	*%eax

	.code64
in_target_mode:
	mov	target + SIDE_SP(%rip), %rsp
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbp
	pop	%rbx
	lea	way_back(%rip), %rax
	xchg	%rax, (%rsp)
	jmp	*%rax

	.bss
	.balign	8
kernel_entry:
	.skip	8
kernel:	.skip	SIDE_BYTES
target:	.skip	SIDE_BYTES

	.section .note.GNU-stack, "", @progbits
