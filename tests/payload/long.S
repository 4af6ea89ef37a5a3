/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The entries of a 64-bit toy kernel. At 0, as a bzImage has its 32-bit one: says so and ends. At
 * 200h the 64-bit one: keeps every register as it came, then C.
 *
 * Linux boot protocol, "64-bit BOOT PROTOCOL": RSI = boot_params, CS = 10h and DS = ES = SS = 18h,
 * interrupts off, paging on. With ELF64 there is only the latter; with NOTE a
 * note of owner Linux, too.
 */
	.set	COM1, 0x3f8
	.set	DEBUG_EXIT, 0xf4
	.set	MSR_EFER, 0xc0000080

#ifdef NOTE
	.section .note, "a", @note
	.long	6, 4, 0x101
	.asciz	"Linux"
	.balign	4
	.long	0
#endif
	.section .head, "awx"
	.code32
#ifndef ELF64
	mov	$COM1, %dx		# "3": the wrong entry
	mov	$'3', %al
	out	%al, %dx
	mov	$DEBUG_EXIT, %dx
	out	%al, %dx
1:	hlt
	jmp	1b
	.org	0x200
#endif
	.code64
	.globl	_start
_start:
	mov	%rax, regs(%rip)
	mov	%rbx, regs + 0x08(%rip)
	mov	%rcx, regs + 0x10(%rip)
	mov	%rdx, regs + 0x18(%rip)
	mov	%rsi, regs + 0x20(%rip)
	mov	%rdi, regs + 0x28(%rip)
	mov	%rbp, regs + 0x30(%rip)
	mov	%rsp, regs + 0x38(%rip)
	push	%rax			# does the loader's stack work?
	pop	%rax
	lea	stack_top(%rip), %rsp
	pushf
	pop	regs + 0x40(%rip)
	mov	%cr0, %rax
	mov	%rax, regs + 0x48(%rip)
	mov	%cr3, %rax
	mov	%rax, regs + 0x50(%rip)
	mov	%cr4, %rax
	mov	%rax, regs + 0x58(%rip)
	mov	$MSR_EFER, %ecx
	rdmsr
	mov	%eax, regs + 0x60(%rip)
	mov	%edx, regs + 0x64(%rip)
	lea	_start(%rip), %rax
	mov	%rax, regs + 0x68(%rip)
	mov	%cs, %eax
	mov	%eax, regs + 0x70(%rip)
	lar	%eax, %eax
	mov	%eax, regs + 0x74(%rip)
	mov	%ss, %eax
	mov	%eax, regs + 0x78(%rip)
	lar	%eax, %eax
	mov	%eax, regs + 0x7c(%rip)
	mov	%ds, %eax
	mov	%eax, regs + 0x80(%rip)
	mov	%es, %eax
	mov	%eax, regs + 0x84(%rip)

	lea	regs(%rip), %rdi
	cld
	call	long_main		# does not return

	.data
	.balign	16
regs:	.skip	0x88
	.balign	16
	.skip	8192
stack_top:
	.section .note.GNU-stack, "", @progbits
