/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Entry of an ELF image, from any 32-bit loader, and the way back to real mode.
 *
 * Entry: protected mode, flat segments, paging off, A20 on. Multiboot loaders: EAX =
 * 2BADB002h, EBX = struct mb_info; others: any. There need be no stack. Multiboot
 * Specification 0.6.96, section 3.2.
 */
#include "elfboot.h"
#include "loader.h"
#include "std/multiboot.h"

	.set	CODE16, 0x08
	.set	DATA16, 0x10
	.set	STACK_TOP, 0x7000	/* in no page that has code */

/* copy_text: up to ECX characters from ESI to EDI, where zeros are; changes EAX, ECX, ESI, EDI */
	.macro	copy_text
.Lnext\@:
	lodsb
	testb	%al, %al
	jz	.Ldone\@
	stosb
	loop	.Lnext\@
.Ldone\@:
	.endm

	.code32
	.section .start, "ax"
	.globl	_start
_start:
	movl	$0, %ebp		/* mkelf writes where we are: nothing else can tell */
	jmp	1f
	.org	_start + ELFBOOT_AT_LIST, 0
	.globl	list
list:
	.long	ELFBOOT_MAGIC, 0
	.word	ELFBOOT_VERSION, 0
	.long	_args - _start
	.long	_end - _start
	.org	list + ELFBOOT_LIST_BYTES, 0

1:	cli
	cld
	movl	%eax, (loader_magic - _start)(%ebp)
	cmpl	$MB_BOOT_MAGIC, %eax
	jne	2f
	/* First what the loader tells: it may lie where we are going to. */
	testl	$MB_HAS_CMDLINE, (%ebx)
	jz	1f
	movl	MB_INFO_CMDLINE(%ebx), %esi
	leal	(loader_text - _start)(%ebp), %edi
	movl	$LOADER_TEXT_BYTES - 1, %ecx
	copy_text
1:	testl	$MB_HAS_NAME, (%ebx)
	jz	2f
	movl	MB_INFO_NAME(%ebx), %esi
	leal	(loader_name - _start)(%ebp), %edi
	movl	$LOADER_NAME_BYTES - 1, %ecx
	copy_text

2:	movl	%ebp, %esi		/* down to where we were linked for */
	movl	$_start, %edi
	movl	$_end, %ecx
	subl	%edi, %ecx
	shrl	$2, %ecx
	rep movsl
	lgdtl	gdtr
	ljmp	$CODE16, $3f

	.code16
3:	movw	$DATA16, %ax		/* limits of 64 KiB, as real mode has them */
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %fs
	movw	%ax, %gs
	movw	%ax, %ss
	lidtl	real_idt		/* the BIOS's vectors */
	movl	%cr0, %eax
	andl	$~1, %eax		/* PE */
	movl	%eax, %cr0
	ljmp	$0, $4f
4:	xorw	%ax, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %fs
	movw	%ax, %gs
	movw	%ax, %ss
	movl	$STACK_TOP, %esp
	calll	interrupts_to_bios	/* interrupts are off */
	movzbl	%al, %eax
	movw	$fw_node + 16, %di	/* behind its head */
	calll	take_fw_state		/* before anything of ours asks the firmware; keeps EAX */
	sti
	calll	main			/* does not return */

	.section .rodata
	.balign	8
gdt:	.quad	0
	.quad	0x00009b000000ffff	/* 08: code, 16 bits, 64 KiB */
	.quad	0x000093000000ffff	/* 10: data, 64 KiB */
gdt_end:

gdtr:	.word	gdt_end - gdt - 1
	.long	gdt
real_idt:
	.word	0x3ff
	.long	0

	.section .bss
	.balign	4
	.globl	loader_magic
	.globl	loader_text
	.globl	loader_name
loader_magic:
	.skip	4
loader_text:
	.skip	LOADER_TEXT_BYTES
loader_name:
	.skip	LOADER_NAME_BYTES

	.section .note.GNU-stack, "", @progbits
