/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * biostest as a bzImage, so that any loader starts it by the 16-bit entry: the file
 * is what a boot record would have read to 7C00h, with a setup header in it.
 *
 *	sector 0, 1	header, entry, as long as boot record and block list
 *	sectors 2-5	arguments (include/diskboot.h); the entry puts the command line there
 *	sectors 6-	the program
 *	then		the "protected-mode kernel": says that it is none
 *
 * Linux, Documentation/x86/boot.rst.
 */
#include "diskboot.h"
	.set	FORM, 0x5a42		/* 'BZ' for start.S */
	.set	BIOSTEST_ENTRY, DISKBOOT_ARGS - 16
	.set	HOP_SEG, 0x2000
	.set	KERNEL, 0x100000

	.code16
	.section .text
	.globl	_start
_start:
	.org	0x1f1
	.byte	(setup_end - _start) / 512 - 1
	.word	0			/* root_flags */
	.long	(kernel_end - kernel) / 16
	.word	0, 0, 0			/* ram_size, vid_mode, root_dev */
	.word	0xaa55
	jmp	entry
	.ascii	"HdrS"
	.word	0x0206
	.long	0			/* realmode_swtch */
	.word	0			/* start_sys_seg */
	.word	version - _start - 0x200
	.byte	0			/* type_of_loader */
	.byte	0x01			/* LOADED_HIGH */
	.word	0x8000			/* setup_move_size */
	.long	0			/* code32_start: there is none, enter at 16 bits */
	.long	0, 0			/* initrd */
	.long	0
heap_end:
	.word	0
	.byte	0, 0
	.org	0x228
cmdline:.long	0
	.long	0x37ffffff		/* initrd_addr_max */
	.long	16			/* kernel_alignment */
	.byte	0, 0			/* not relocatable */
	.word	0
	.long	DISKBOOT_TEXT - 1	/* cmdline_size */
	.org	0x26c, 0		/* behind the longest header there is */

/*
 * entry - boot.rst, "Running the Kernel": DS = ES = SS = the segment of byte 0, CS = DS +
 * 20h, interrupts off. A stack is not needed. Exit: start.S.
 */
entry:	movw	%ds, %cs:entry_regs - _start - 0x200
	movw	%ss, %cs:entry_regs - _start - 0x200 + 2
	movw	%sp, %cs:entry_regs - _start - 0x200 + 4
	movw	%cs, %cs:entry_regs - _start - 0x200 + 6
	cld
	movw	%cs, %ax		/* not every loader sets DS */
	subw	$0x20, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movl	%ds:cmdline - _start, %eax
	testl	%eax, %eax
	jz	2f
	movl	%eax, %esi		/* physical to segment and offset */
	shrl	$4, %eax
	andw	$15, %si
	movw	%ax, %fs
	movw	$DISKBOOT_ARGS - DISKBOOT_LOAD + DISKBOOT_ARGS_HEAD, %di
	movw	$DISKBOOT_TEXT - 1, %cx	/* the last byte stays zero */
1:	movb	%fs:(%si), %al
	incw	%si
	stosb
	testb	%al, %al
	loopnz	1b

	/* To 7C00h; from below 10000h that goes over where we run, so away first. */
2:	movw	%ds, %ax
	cmpw	$0x1000, %ax
	jae	3f
	movw	$HOP_SEG, %ax
	movw	%ax, %es
	call	copy
	ljmp	$HOP_SEG + 0x20, $3f - _start - 0x200
3:	movw	%cs, %ax
	subw	$0x20, %ax
	movw	%ax, %ds
	movw	$DISKBOOT_LOAD / 16, %ax
	movw	%ax, %es
	call	copy
	xorw	%ax, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %ss		/* no interrupt comes between these two */
	movl	$DISKBOOT_LOAD, %esp
	sti
	movw	$FORM, %cx
	movb	$0xff, %dl		/* nobody told */
	ljmp	$0, $DISKBOOT_STAGE2

/* copy: all of the 16-bit part, DS:0 to ES:0 */
copy:	xorw	%si, %si
	xorw	%di, %di
	movw	$(setup_end - _start) / 2, %cx
	rep movsw
	ret

version:
	.asciz	"biostest"

	.org	BIOSTEST_ENTRY - DISKBOOT_LOAD
entry_regs:				/* DS, SS, SP, CS for main.c */
	.word	0, 0, 0, 0

	.org	DISKBOOT_ARGS - DISKBOOT_LOAD
	.long	DISKBOOT_ARGS_MAGIC
	.long	0			/* no checksum: FORM says that this is ours */
	.word	DISKBOOT_VERSION, 0, 1, 0
	.org	DISKBOOT_STAGE2 - DISKBOOT_LOAD
	.incbin	BIOSTEST_BIN
setup_end:

/* kernel - where a loader that knows no 16-bit entry ends: 32 bits, flat */
	.code32
kernel:	movl	$text - kernel + KERNEL, %esi
	movl	$0xb8000, %edi
	movb	$0x0f, %ah
1:	lodsb
	testb	%al, %al
	jz	3f
	stosw
	movb	%al, %bl
	movl	$0x10000, %ecx		/* a bound on the wait for the transmitter */
	movw	$0x3fd, %dx
2:	inb	%dx, %al
	testb	$0x20, %al
	loopz	2b
	movb	%bl, %al
	movw	$0x3f8, %dx
	outb	%al, %dx
	jmp	1b
3:	cli
	hlt
	jmp	3b
text:	.asciz	"biostest: start me by the 16-bit entry\r\n"
	.balign	16
kernel_end:

	.section .note.GNU-stack, "", @progbits
