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
	.org	_start + ELFBOOT_AT_LONG, 0
	jmp	long_start		/* code32_start of the setup code before a 64-bit vmlinux */

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
	calll	main			/* does not return */

/*
 * long_start: into a 64-bit vmlinux. Linux, arch/x86/kernel/head_64.S, startup_64.
 *
 * Mode: 32 bits, flat, paging and interrupts off, as the kernel's setup code leaves it; the CPU
 * has been seen to have long mode. In: ESI = boot_params, which becomes RSI. Maps the first
 * 4 GiB to themselves by tables where the stub's buffer was.
 */
	.set	TABLES, 0x20000		/* a PML4, a PDPT, four page directories */
	.set	ENTRIES, 4 * 512	/* of 2 MiB */
	.set	PRESENT, 0x003		/* and writable */
	.set	LARGE, 0x083
	.set	CR4_PAE, 0x20
	.set	MSR_EFER, 0xc0000080
	.set	EFER_LME, 0x100
	.set	CODE64, 0x10
	.set	DATA64, 0x18

	.code32
	.section .text.long_start, "ax"
long_start:
	cld
	xorl	%eax, %eax
	movl	$TABLES, %edi
	movl	$6 * 4096 / 4, %ecx
	rep stosl
	movl	$TABLES + 0x1000 + PRESENT, TABLES
	movl	$TABLES + 0x2000 + PRESENT, TABLES + 0x1000
	movl	$TABLES + 0x3000 + PRESENT, TABLES + 0x1008
	movl	$TABLES + 0x4000 + PRESENT, TABLES + 0x1010
	movl	$TABLES + 0x5000 + PRESENT, TABLES + 0x1018
	movl	$TABLES + 0x2000, %edi
	movl	$LARGE, %eax
	movl	$ENTRIES, %ecx
1:	stosl
	addl	$4, %edi		/* the upper half is 0 */
	addl	$0x200000, %eax
	loop	1b

	movl	list + ELFBOOT_ENTRY, %ebx
	lgdt	long_gdtr
	movl	%cr4, %eax
	orl	$CR4_PAE, %eax
	movl	%eax, %cr4
	movl	$TABLES, %eax
	movl	%eax, %cr3
	movl	$MSR_EFER, %ecx
	rdmsr
	orl	$EFER_LME, %eax
	wrmsr
	movl	%cr0, %eax
	orl	$0x80000000, %eax	/* PG: long mode */
	movl	%eax, %cr0
	ljmp	$CODE64, $2f

	.code64
2:	movl	$DATA64, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	%esi, %esi		/* upper halves are undefined */
	movl	%ebx, %ebx
	jmp	*%rbx

	.section .rodata
	.balign	8
long_gdt:
	.quad	0
	.quad	0
	.quad	0x00af9a000000ffff	/* 10: code, 64 bits */
	.quad	0x00cf92000000ffff	/* 18: data */
long_gdt_end:
long_gdtr:
	.word	long_gdt_end - long_gdt - 1
	.long	long_gdt

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
