/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The 32-bit entry of a toy kernel: keep every register as it came, then C.
 *
 * Linux boot protocol, "32-bit BOOT PROTOCOL": ESI = boot_params, EBP = EDI = EBX = 0,
 * CS = 10h and DS = ES = SS = 18h flat, interrupts off, paging off.
 *
 * The image runs wherever it was put. With no address known yet, EIP comes from a
 * call, as in Linux's own head_32.S: the loader's stack, or else the scratch word at
 * 1e4h of boot_params (which the protocol keeps for this), serves that one call.
 */
	.code32
	.section .head, "awx"
	.globl	_start
_start:
	movl	%esp, 0x1d0(%esi)	# keep ESP and EAX: bytes of efi_info that a PC
	movl	%eax, 0x1d4(%esi)	#   BIOS does not fill
	leal	0x1e8(%esi), %esp
	call	1f
1:	popl	%eax			# EAX = address of 1b
	leal	regs - 1b(%eax), %eax
	movl	%ecx, 0x08(%eax)
	movl	%edx, 0x0c(%eax)
	movl	%ebx, 0x04(%eax)
	movl	%esi, 0x10(%eax)
	movl	%edi, 0x14(%eax)
	movl	%ebp, 0x18(%eax)
	movl	0x1d0(%esi), %ecx
	movl	%ecx, 0x1c(%eax)	# ESP
	movl	0x1d4(%esi), %ecx
	movl	%ecx, 0x00(%eax)	# EAX
	xorl	%ecx, %ecx
	movl	%ecx, 0x1d0(%esi)
	movl	%ecx, 0x1d4(%esi)
	movl	%ecx, 0x1e4(%esi)

	leal	stack_top - regs(%eax), %esp
	pushfl
	popl	0x20(%eax)		# EFLAGS
	movl	%cr0, %ecx
	movl	%ecx, 0x24(%eax)
	movl	%cr3, %ecx
	movl	%ecx, 0x28(%eax)
	movw	%cs, 0x2c(%eax)
	movw	%ds, 0x2e(%eax)
	movw	%es, 0x30(%eax)
	movw	%fs, 0x32(%eax)
	movw	%gs, 0x34(%eax)
	movw	%ss, 0x36(%eax)
	sgdtl	0x38(%eax)		# 6 bytes each
	sidtl	0x40(%eax)
	leal	_start - regs(%eax), %ecx
	movl	%ecx, 0x48(%eax)	# load address

	cld
	pushl	%esi
	pushl	%eax
	call	payload_main		# (regs, boot_params); does not return
2:	hlt
	jmp	2b

	.balign	16
regs:	.skip	0x4c
	.balign	16
	.skip	8192
stack_top:
