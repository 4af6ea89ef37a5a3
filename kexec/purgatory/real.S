/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The way to a 16-bit target: real mode, the last errands that only the BIOS itself
 * can do, and the jump. Intel SDM vol. 3A, 9.9.2, "Switching Back to Real-Address Mode".
 *
 * All addresses in it are offsets from real_base, which its segments have as their base:
 * so code and data share one section, and lie below 1 MiB.
 */
	.set	REGS, 28		# offset of handoff.regs
	.set	COPY_BYTES, 52 + 16	# handoff.regs, and handoff.firmware up to cr0

	.set	CODE16, 0x08		# selectors of the GDT below
	.set	DATA16, 0x10
	.set	GDT_BASE_0_15, 2	# bytes of a descriptor
	.set	GDT_BASE_16_23, 4

	.set	CR0_PE, 0x01
	.set	EFLAGS_ID, 0x200000
	.set	BDA_EQUIPMENT, 0x410	# 40:10 bit 1: there is an FPU
	.set	BDA_MOTOR, 0x440	# 40:40: ticks until the floppy's motor goes off
	.set	KBC_STATUS, 0x64	# 8042: bit 0 a byte waits, bit 5 from the mouse
	.set	KEYS_MAX, 16		# more bytes than ever wait

#define OFF(label)   ((label) - real_base)
#define REG(at)	     (OFF(copy) + (at))	/* of struct handoff_regs */
#define FIRMWARE(at) (OFF(copy) + 52 + (at))	/* of struct handoff_firmware */

	.section .real, "awx", @progbits
	.balign	16
real_base:
gdt:	.quad	0
	.quad	0x00009b000000ffff	# CODE16: 64 KiB from real_base
	.quad	0x000093000000ffff	# DATA16
gdt_pointer:
	.word	. - gdt - 1
	.long	0
ivt_pointer:
	.word	0x3ff			# 256 vectors of 4 bytes
	.long	0
real_pointer:
	.word	OFF(in_real_mode), 0
	.balign	4
copy:	.skip	COPY_BYTES

/*
 * enter_real - leave for a 16-bit target
 *	mode: flat 32-bit, paging and interrupts off; the chips are the firmware's again
 *	in: EAX = struct handoff; ESP = a stack in the 64 KiB from real_base on
 *	out: does not return
 */
	.code32
	.globl	enter_real
enter_real:
	call	1f
1:	pop	%ebp
	sub	$OFF(1b), %ebp	# EBP = linear address of real_base

	lea	REGS(%eax), %esi	# what is needed, to where 16-bit code finds it
	lea	OFF(copy)(%ebp), %edi
	mov	$COPY_BYTES / 4, %ecx
	rep movsl

	mov	%ebp, %eax		# the base, in two descriptors ...
	mov	%ax, OFF(gdt) + CODE16 + GDT_BASE_0_15(%ebp)
	mov	%ax, OFF(gdt) + DATA16 + GDT_BASE_0_15(%ebp)
	shr	$16, %eax
	mov	%al, OFF(gdt) + CODE16 + GDT_BASE_16_23(%ebp)
	mov	%al, OFF(gdt) + DATA16 + GDT_BASE_16_23(%ebp)
	mov	%ebp, %eax		# ... and as a segment in a far pointer
	shr	$4, %eax
	mov	%ax, OFF(real_pointer) + 2(%ebp)
	lea	OFF(gdt)(%ebp), %eax
	mov	%eax, OFF(gdt_pointer) + 2(%ebp)

	testb	$2, BDA_EQUIPMENT
	jz	1f
	fninit				# as after a reset
1:	call	clear_cr4
	lgdt	OFF(gdt_pointer)(%ebp)
	lidt	OFF(ivt_pointer)(%ebp)
	sub	%ebp, %esp		# the stack's offset in the segment
	ljmp	$CODE16, $OFF(1f)

	.code16
1:	mov	$DATA16, %ax		# limits of 64 KiB, as real mode wants them
	mov	%ax, %ss
	mov	%ax, %ds
	mov	%ax, %es
	mov	%ax, %fs
	mov	%ax, %gs
	movzwl	FIRMWARE(12), %eax # the firmware's FPU bits; caches on, no paging
	and	$~CR0_PE, %al
	mov	%eax, %cr0
	ljmpw	*OFF(real_pointer)

	/* Real mode. The BIOS has its chips and vectors back: it may work. */
in_real_mode:
	mov	%cs, %ax
	mov	%ax, %ss
	mov	%ax, %ds
	xor	%ax, %ax
	mov	%ax, %es
	sti
	mov	$KEYS_MAX, %cx
next_key:				# Re-initialised, the 8259 missed the edge of a byte that
	in	$KBC_STATUS, %al	# waits: until somebody takes it there will be no other.
	cmp	$0xff, %al
	je	no_key			# no such controller
	test	$0x01, %al
	jz	no_key
	test	$0x20, %al
	jnz	mouse
	testb	$0x02, %cs:FIRMWARE(0)	# only if the BIOS listens to IRQ 1, IRQ 12
	jnz	no_key
	int	$0x09
	loop	next_key
	jmp	no_key
mouse:	testb	$0x10, %cs:FIRMWARE(1)
	jnz	no_key
	int	$0x74
	loop	next_key

no_key:	cmpb	$0, %es:BDA_MOTOR
	je	1f
	movb	$1, %es:BDA_MOTOR	# at the next tick the BIOS turns the motor off:
	int	$0x08			# have that one now
1:	movzbw	%cs:FIRMWARE(11), %ax
	cmp	$0xff, %al
	je	1f
	int	$0x10			# AH = 0: set mode; clears what Linux did to the screen
1:	cmpb	$0, %cs:FIRMWARE(10)
	je	1f
	mov	$0x2400, %ax
	int	$0x15			# A20 off, the BIOS's own way
1:	cli
	cld
	push	%cs
	pop	%ds
	mov	REG(46), %ss	# the target's stack, and what IRET will take from it
	mov	REG(28), %esp
	pushw	REG(48)		# flags
	pushw	REG(36)		# cs
	pushw	REG(32)		# ip
	mov	REG(0), %eax
	mov	REG(4), %ebx
	mov	REG(8), %ecx
	mov	REG(12), %edx
	mov	REG(16), %esi
	mov	REG(20), %edi
	mov	REG(24), %ebp
	mov	REG(40), %es
	mov	REG(42), %fs
	mov	REG(44), %gs
	mov	REG(38), %ds
	iretw

/*
 * clear_cr4 - CR4 = 0 where it exists: CPUID is there, and knows of more than an FPU
 *	mode: 32-bit; clobbers EAX, EBX, ECX, EDX
 */
	.code32
clear_cr4:
	pushf
	pop	%eax
	mov	%eax, %ecx
	xor	$EFLAGS_ID, %eax
	push	%eax
	popf
	pushf
	pop	%eax
	xor	%ecx, %eax
	test	$EFLAGS_ID, %eax
	jz	1f			# the bit cannot be changed: no CPUID
	mov	$1, %eax
	cpuid
	and	$~1, %edx
	jz	1f
	xor	%eax, %eax
	mov	%eax, %cr4
1:	ret

	.section .note.GNU-stack, "", @progbits
