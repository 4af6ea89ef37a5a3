/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From paged code to the BIOS in real mode and back: one trip, many calls.
 *
 * Two halves. bios_switch() is ordinary kernel text: it saves what the kernel
 * owns and changes to page tables that map low memory one to one. The rest,
 * bios_thunk_start..end, runs from its copy in the low segment (thunk.h); there
 * an address is the offset in the segment, because the code segments used have
 * that segment as their base. What depends on the kernel's own mode is in
 * thunk_32.S or thunk_64.S. Intel SDM vol. 3A, 9.9.1 and 9.9.2.
 */
#include <linux/linkage.h>
#include <asm/page_types.h>
#include <asm/processor-flags.h>
#include <asm/segment.h>
#include <bootshell/bioscall.h>
#include "thunk.h"

#define OFF(label)	((label) - bios_thunk_start)
#define ACTIVE(field)	(BS_ACTIVE + (field))

#define PORT_SYSTEM_A	0x92		/* fast A20 in bit 1, reset in bit 0 */
#define KBC_DATA	0x60
#define KBC_COMMAND	0x64
#define KBC_WRITE_OUT	0xd1		/* next data byte goes to the output port */
#define KBC_OUT_A20	0xdf		/* A20 on, no reset */
#define KBC_NULL	0xff		/* pulse no line: some controllers want it */
#define A20_TRIES	255
#define INT_TIMER	0x08
#define INT_ENTRY_FLAGS	0x0003		/* CF: an absent service must not look good */
#define FAR_ENTRY_FLAGS	0x0203		/* the same with IF */
#define INT_STACK_FLAGS	0x0203		/* what a handler's IRET brings back */

#ifdef CONFIG_X86_64
#include "thunk_64.S"
#else
#include "thunk_32.S"
#endif

	.section .init.rodata, "a", @progbits
	.balign	16
	.globl	bios_thunk_start, bios_thunk_end, bios_thunk_gdt, bios_thunk_real, bios_thunk_irq
/* In: interrupts off, EBX = base of the low segment. Clobbers all but EBX and ESP. */
bios_thunk_start:
	thunk_down
	ljmp	$THUNK_CS16, $OFF(1f)
	.code16
1:	movw	$THUNK_DS16, %ax	# limits of 64 KiB, as real mode wants them
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %fs
	movw	%ax, %gs
	movw	%ax, %ss
	movl	%cr0, %eax
	andl	$~(X86_CR0_PE | X86_CR0_WP | X86_CR0_AM), %eax
	movl	%eax, %cr0		# real mode, but for CS
	ljmpw	*BS_REAL		# DS still has our base

/*
 * Real mode. CS = the low segment, IF=0; stack at the top of the segment.
 */
bios_thunk_real:
	movw	%cs, %ax
	movw	%ax, %ds
	movw	%ax, %es
	movw	%ax, %ss
	lidtw	OFF(ivt_descriptor)
	movl	$BIOS_LOW_STACK_TOP, %esp
	cmpl	$0, BS_TICKS		# ticks that the firmware has missed come first
	je	next_call
1:	int	$INT_TIMER
	decl	%cs:BS_TICKS
	jnz	1b
next_call:
	movl	$BIOS_LOW_STACK_TOP, %esp
	sti				# let waiting interrupts in: a key, a tick
	nop
	nop
	cli
	movw	BS_NDONE, %ax
	cmpw	BS_NCALLS, %ax
	jae	leave_real
	shlw	$BC_SHIFT, %ax
	addw	$BIOS_LOW_CALLS, %ax
	movw	%ax, BS_CURRENT
	movw	%ax, %si
	movw	$BS_ACTIVE, %di
	movw	$((1 << BC_SHIFT) / 4), %cx
	rep movsl			# work on a copy at a fixed place
	testw	$BIOS_CALL_FAR, ACTIVE(BC_FLAGS)
	jnz	far_call

	/* INT n: flags, then a far call through the vector, is what INT does. */
	movw	ACTIVE(BC_VECTOR), %bx
	shlw	$2, %bx
	xorw	%ax, %ax
	movw	%ax, %es
	movl	%es:(%bx), %eax
	movl	%eax, BS_TARGET
	pushw	$INT_STACK_FLAGS
	pushw	$INT_ENTRY_FLAGS
	jmp	load_and_call

far_call:
	movl	ACTIVE(BC_VECTOR), %eax
	movl	%eax, BS_TARGET
	movw	ACTIVE(BC_NARGS), %cx
	movw	$ACTIVE(BC_ARGS), %si
	jcxz	1f
2:	lodsw
	pushw	%ax
	loop	2b
1:	pushw	$FAR_ENTRY_FLAGS

load_and_call:
	movl	ACTIVE(BC_EAX), %eax
	movl	ACTIVE(BC_EBX), %ebx
	movl	ACTIVE(BC_ECX), %ecx
	movl	ACTIVE(BC_EDX), %edx
	movl	ACTIVE(BC_ESI), %esi
	movl	ACTIVE(BC_EDI), %edi
	movl	ACTIVE(BC_EBP), %ebp
	movw	ACTIVE(BC_ES), %es
	movw	ACTIVE(BC_FS), %fs
	movw	ACTIVE(BC_GS), %gs
	movw	ACTIVE(BC_DS), %ds	# last: the loads above went through DS
	popfw
	lcallw	*%cs:BS_TARGET
	cli				# leaves CF and ZF
	movl	%eax, %cs:ACTIVE(BC_EAX)
	pushfl
	popl	%cs:ACTIVE(BC_EFLAGS)
	movw	%ds, %cs:ACTIVE(BC_DS)
	movw	%cs, %ax
	movw	%ax, %ds
	movw	%ax, %ss		# whatever the firmware did to the stack,
	movl	$BIOS_LOW_STACK_TOP, %esp # we go on with ours
	cld
	movl	%ebx, ACTIVE(BC_EBX)
	movl	%ecx, ACTIVE(BC_ECX)
	movl	%edx, ACTIVE(BC_EDX)
	movl	%esi, ACTIVE(BC_ESI)
	movl	%edi, ACTIVE(BC_EDI)
	movl	%ebp, ACTIVE(BC_EBP)
	movw	%es, ACTIVE(BC_ES)
	movw	%fs, ACTIVE(BC_FS)
	movw	%gs, ACTIVE(BC_GS)
	movw	$1, ACTIVE(BC_DONE)
	movw	%ax, %es
	movw	$BS_ACTIVE, %si
	movw	BS_CURRENT, %di
	movw	$((1 << BC_SHIFT) / 4), %cx
	rep movsl			# results to their block
	incw	BS_NDONE
	testw	$BIOS_CALL_STOP_CF, ACTIVE(BC_FLAGS)
	jz	1f
	testb	$BIOS_CF, ACTIVE(BC_EFLAGS)
	jnz	leave_real
1:	testw	$BIOS_CALL_STOP_ZF, ACTIVE(BC_FLAGS)
	jz	next_call
	testb	$BIOS_ZF, ACTIVE(BC_EFLAGS)
	jz	next_call

leave_real:
	lgdtl	BS_GDTR
	movl	%cr0, %eax
	orb	$X86_CR0_PE, %al
	movl	%eax, %cr0
	ljmpl	$THUNK_CS32, $OFF(up)

/*
 * Up. 32-bit, paging off; CS has the segment as base.
 */
	.code32
up:	movl	$THUNK_DS, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	%cs:BS_BASE, %ebx
	leal	BIOS_LOW_STACK_TOP(%ebx), %esp
	movl	$A20_TRIES, %ecx
check_a20:
	/* Believe the effect only: does our cell show 1 MiB above? */
	movl	BS_A20_PROBE + 0x100000(%ebx), %eax
	notl	%eax
	movl	%eax, BS_A20_PROBE(%ebx)
	cmpl	BS_A20_PROBE + 0x100000(%ebx), %eax
	jne	a20_is_on
	incl	BS_A20_FIXED(%ebx)
	inb	$PORT_SYSTEM_A, %al
	orb	$2, %al
	andb	$~1, %al		# bit 0 would reset the machine
	outb	%al, $PORT_SYSTEM_A
	call	kbc_wait
	movb	$KBC_WRITE_OUT, %al
	outb	%al, $KBC_COMMAND
	call	kbc_wait
	movb	$KBC_OUT_A20, %al
	outb	%al, $KBC_DATA
	call	kbc_wait
	movb	$KBC_NULL, %al
	outb	%al, $KBC_COMMAND
	call	kbc_wait
	decl	%ecx
	jnz	check_a20
	movw	$0x4f41, 0xb8000	# a white A on red: no A20, every other MiB is gone
1:	hlt
	jmp	1b

/* Wait until the keyboard controller takes a byte, 65,536 reads at most. Clobbers EAX, EDX. */
kbc_wait:
	movl	$0x10000, %edx
1:	inb	$KBC_COMMAND, %al
	testb	$2, %al			# input buffer full
	jz	2f
	decl	%edx
	jnz	1b
2:	ret

a20_is_on:
	thunk_up

/*
 * IVT[30h..3Fh] lead here: Linux keeps the PIC bases at 30h and 38h, because
 * re-initialising a PIC drops latched edges. Each stub counts, then lets the
 * firmware's own handler for the line run (08h+i, 70h+i), which sends the EOI.
 */
	.code16
	.balign	BIOS_IRQ_STUB_BYTES
bios_thunk_irq:
	.set	irq, 0
	.rept	16
	.balign	BIOS_IRQ_STUB_BYTES
	incl	%cs:(BS_IRQ + 4 * irq)
	.if	irq < 8
	int	$(0x08 + irq)
	.else
	int	$(0x70 + irq - 8)
	.endif
	iret
	.set	irq, irq + 1
	.endr

ivt_descriptor:
	.word	0x3ff			# 256 vectors of 4 bytes
	.long	0

	.balign	16
bios_thunk_gdt:				# byte 4 of the first three is the base, bits 16-23
	.quad	0
	.quad	0x00cf9b000000ffff	# THUNK_CS32: 4 GiB from the low segment
	.quad	0x00009b000000ffff	# THUNK_CS16: 64 KiB from the low segment
	.quad	0x000093000000ffff	# THUNK_DS16
	.quad	THUNK_CS_DESCRIPTOR	# THUNK_CS: flat, as the kernel's
	.quad	0x00cf93000000ffff	# THUNK_DS: flat
bios_thunk_end:

	.org	bios_thunk_start + BIOS_LOW_UNDI # fails if the thunk runs into what follows it
