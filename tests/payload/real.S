/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A 16-bit target that prints what it was given, then tries what DOS or a boot loader would:
 * ticks, a key, a sector. "key=value" lines on COM1, by port; the BIOS is only what is tried.
 *
 * Three forms: a boot sector with three sectors behind it (a BIOS or `chain` loads the first,
 * it reads the rest from drive DL); with BZIMAGE, the 16-bit part of a bzImage; with NBI, a record
 * of a tagged image, at offset 0 of its segment. The last two are WHOLE from the start.
 */
#if defined(BZIMAGE) || defined(NBI)
#define WHOLE
#endif
	.set	COM1, 0x3f8
	.set	REST_SECTORS, 3
	.set	EXIT_PORT, 0xf4		/* QEMU's isa-debug-exit */

	.code16
	.section .text, "ax"
	.globl	_start
_start:
#ifdef BZIMAGE
	.org	0x1f1			/* bzimage.py fills the header in */
	.org	0x200
base:	.org	0x26c, 0x90		/* nops: shorter headers jump to somewhere here */
#else
base:
#endif
/* What an address is with DS = CS = the segment of base. */
#define OFF(label) ((label) - base)

/* First of all everything to the stack that we were given: words from BP on, below. */
entry:	pushfw
	pushal
	pushw	%ds
	pushw	%es
	pushw	%ss
	pushw	%cs
	.set	AT_CS, 0
	.set	AT_SS, 2
	.set	AT_ES, 4
	.set	AT_DS, 6
	.set	AT_EDI, 8
	.set	AT_ESI, 12
	.set	AT_EBP, 16
	.set	AT_ESP, 20		/* as it was behind the flags */
	.set	AT_EBX, 24
	.set	AT_EDX, 28
	.set	AT_ECX, 32
	.set	AT_EAX, 36
	.set	AT_FLAGS, 40
	movw	%sp, %bp
	cld
	call	1f
1:	popw	%ax			/* where are we? */
#ifdef WHOLE
	movw	%cs, %dx
	movw	%dx, %ds
#else
	movw	%ax, %bx
	subw	$OFF(1b), %bx		/* offset of the boot sector in CS */
	shrw	$4, %bx
	movw	%cs, %dx
	addw	%bx, %dx
	pushw	%dx
	pushw	$OFF(2f)
	lretw
2:	movw	%dx, %ds
#endif
	movw	%ax, OFF(ip)
	subw	$OFF(1b) - OFF(entry), OFF(ip)
#ifndef WHOLE
	call	read_rest
	jc	no_rest
	jmp	report

/* The other sectors: LBA by the partition's entry, or CHS from drive DL. Out: CF. */
read_rest:
	movw	%ds, %ax
	addw	$0x20, %ax
	movw	%ax, OFF(packet) + 6
	movb	AT_EDX(%bp), %dl
	testb	$0x80, %dl
	jz	chs
	movw	AT_ESI(%bp), %bx
	testw	%bx, %bx
	jz	1f
	movw	AT_DS(%bp), %es
	movl	%es:8(%bx), %eax
	incl	%eax
	movl	%eax, OFF(packet) + 8
1:	movw	$OFF(packet), %si
	movb	$0x42, %ah
	int	$0x13
	ret
chs:	movw	%ax, %es
	xorw	%bx, %bx
	movw	$2, %cx
	movb	$0, %dh
	movw	$0x0200 | REST_SECTORS, %ax
	int	$0x13
	ret

packet:	.byte	16, 0
	.word	REST_SECTORS, 0, 0
	.quad	1

no_rest:
	movw	$OFF(text_no_rest), %si
	call	puts
	jmp	end
text_no_rest:
	.asciz	"real: INT 13h gave no sectors\n"
#else
	jmp	report
#endif

/* putc: AL to COM1, waiting for a bounded time. Keeps all registers. */
putc:	pushaw
	movw	%ax, %bx
	movw	$COM1 + 5, %dx
	movw	$0xffff, %cx
1:	inb	%dx, %al
	testb	$0x20, %al
	loopz	1b
	movb	%bl, %al
	movw	$COM1, %dx
	outb	%al, %dx
	popaw
	ret

/* puts: text at DS:SI up to a zero. Clobbers AL, SI. */
puts:	lodsb
	testb	%al, %al
	jz	1f
	call	putc
	jmp	puts
1:	ret

/* hex: CL hexadecimal digits of EAX. Keeps all registers. */
hex:	pushal
	movb	%cl, %ch
	shlb	$2, %cl
	negb	%cl
	addb	$32, %cl
	shll	%cl, %eax
1:	roll	$4, %eax
	pushl	%eax
	andb	$15, %al
	addb	$'0', %al
	cmpb	$'9', %al
	jbe	2f
	addb	$'a' - '0' - 10, %al
2:	call	putc
	popl	%eax
	decb	%ch
	jnz	1b
	popal
	ret

/* value: "KEY=" from the caller's code, then CL digits of EAX, then a line end. Clobbers AL, SI. */
value:	popw	%si
	pushw	%ax
	call	puts
	popw	%ax
	pushw	%si
	call	hex
	movb	$'\n', %al
	jmp	putc

ip:	.word	0			/* in the first sector: what is read would overwrite it */

#define SAY(key, digits) movb $(digits), %cl; call value; .asciz key "="

#ifndef WHOLE
	.org	_start + 510
	.word	0xaa55
#endif

report:	movw	$OFF(text_begin), %si
	call	puts
	movw	AT_CS(%bp), %ax
	SAY("cs", 4)
	movw	OFF(ip), %ax
	SAY("ip", 4)
	movw	AT_SS(%bp), %ax
	SAY("ss", 4)
	movw	AT_ESP(%bp), %ax
	addw	$2, %ax
	SAY("sp", 4)
	movw	AT_DS(%bp), %ax
	SAY("ds", 4)
	movw	AT_ES(%bp), %ax
	SAY("es", 4)
	movw	AT_FLAGS(%bp), %ax
	SAY("flags", 4)
	movl	AT_EAX(%bp), %eax
	SAY("eax", 8)
	movl	AT_EBX(%bp), %eax
	SAY("ebx", 8)
	movl	AT_ECX(%bp), %eax
	SAY("ecx", 8)
	movl	AT_EDX(%bp), %eax
	SAY("edx", 8)
	movl	AT_ESI(%bp), %eax
	SAY("esi", 8)
	movl	AT_EDI(%bp), %eax
	SAY("edi", 8)
	movl	AT_EBP(%bp), %eax
	SAY("ebp", 8)
	movl	%cr0, %eax
	SAY("cr0", 8)
	sidtl	OFF(buffer)
	movzwl	OFF(buffer), %eax
	SAY("idt_limit", 4)
	movl	OFF(buffer) + 2, %eax
	SAY("idt_base", 8)

	/* A20: does a word 1 MiB above follow ours? */
	xorw	%ax, %ax
	movw	%ax, %fs
	decw	%ax
	movw	%ax, %gs
	movw	%fs:0x500, %ax
	notw	%gs:0x510
	cmpw	%fs:0x500, %ax
	sete	%al
	notw	%gs:0x510
	SAY("a20", 1)

	xorl	%eax, %eax
	inb	$0x21, %al
	SAY("pic1_mask", 2)
	inb	$0xa1, %al
	SAY("pic2_mask", 2)
	movb	$0xe2, %al		/* status of channel 0, latched */
	outb	%al, $0x43
	inb	$0x40, %al
	andb	$0x3e, %al
	SAY("pit0", 2)
	inb	$0x61, %al
	andb	$0x03, %al
	SAY("port61", 2)
	movw	$COM1 + 1, %dx
	inb	%dx, %al
	SAY("uart_ier", 2)
	movl	%fs:4 * 0x08, %eax
	SAY("ivt08", 8)
	movl	%fs:4 * 0x30, %eax
	SAY("ivt30", 8)
	int	$0x12
	SAY("base_kb", 4)
	movb	$0x0f, %ah
	int	$0x10
	xorb	%ah, %ah
	SAY("video_mode", 2)

#ifdef BZIMAGE
	movw	AT_DS(%bp), %es		/* the header, as the loader filled it in */
	movb	%es:0x210, %al
	SAY("type_of_loader", 2)
	movb	%es:0x211, %al
	SAY("loadflags", 2)
	movw	%es:0x224, %ax
	SAY("heap_end_ptr", 4)
	movl	%es:0x214, %eax
	SAY("code32_start", 8)
	movl	%es:0x218, %eax
	SAY("ramdisk_image", 8)
	movl	%es:0x21c, %eax
	SAY("ramdisk_size", 8)
	movl	%es:0x228, %eax
	SAY("cmd_line_ptr", 8)
	movw	$OFF(text_cmdline), %si
	call	puts
	movl	%es:0x228, %eax
	movw	%ax, %si
	andw	$15, %si
	shrl	$4, %eax
	pushw	%ds
	movw	%ax, %ds
	call	puts
	popw	%ds
	movb	$'\n', %al
	call	putc
#elif defined(NBI)
	movl	AT_FLAGS + 2(%bp), %eax	/* the frame of a far call: where to return, two pointers */
	SAY("return", 8)
	movl	AT_FLAGS + 6(%bp), %eax
	SAY("header", 8)
	lesw	AT_FLAGS + 6(%bp), %bx
	movl	%es:(%bx), %eax
	SAY("header_magic", 8)
	movl	AT_FLAGS + 10(%bp), %eax
	SAY("bootp", 8)
	lesw	AT_FLAGS + 10(%bp), %bx
	movb	%es:(%bx), %al
	SAY("bootp_op", 2)
	movl	%es:16(%bx), %eax
	SAY("bootp_yiaddr", 8)
	movl	%es:236(%bx), %eax
	SAY("bootp_magic", 8)
#else
	movw	$OFF(text_entry), %si	/* the partition's entry, if there is one */
	call	puts
	movw	AT_ESI(%bp), %bx
	testw	%bx, %bx
	jz	2f
	movw	AT_DS(%bp), %es
	movw	$16, %dx
1:	movb	%es:(%bx), %al
	movb	$2, %cl
	call	hex
	incw	%bx
	decw	%dx
	jnz	1b
2:	movb	$'\n', %al
	call	putc
#endif

	/* Clock: the BIOS's ticks and the RTC; then 18 ticks, with a bound. */
	sti
	movb	$0x02, %ah
	int	$0x1a
	pushw	%cx
	pushw	%dx
	movb	$0x00, %ah
	int	$0x1a
	movw	%cx, %ax
	shll	$16, %eax
	movw	%dx, %ax
	SAY("ticks", 8)
	xorl	%eax, %eax
	popw	%ax
	popw	%dx
	shll	$16, %edx
	movw	%ax, %dx
	movl	%edx, %eax
	SAY("rtc", 8)			/* hours, minutes, seconds, DST: BCD */
	movl	%fs:0x46c, %edx
	addl	$18, %edx
	movl	$-1, %ecx		# some seconds, if they never come
1:	cmpl	%fs:0x46c, %edx
	jbe	2f
	decl	%ecx
	jnz	1b
2:	testl	%ecx, %ecx
	setnz	%al
	SAY("ticks_advance", 1)

	/* Sector 0 of the first hard disk, by EDD. */
	movw	%ds, OFF(packet0) + 6
	movw	$OFF(packet0), %si
	movb	$0x42, %ah
	movb	$0x80, %dl
	int	$0x13
	sbbw	%ax, %ax
	SAY("read_fails", 1)
	movw	OFF(buffer) + 510, %ax
	SAY("signature", 4)

	/* A key, for 60 s at most. */
	movw	$OFF(text_key), %si
	call	puts
	movl	%fs:0x46c, %edx
	addl	$18 * 60, %edx
1:	movb	$0x01, %ah
	int	$0x16
	jnz	2f
	hlt				/* until the next interrupt */
	cmpl	%fs:0x46c, %edx
	ja	1b
	xorw	%ax, %ax
	jmp	3f
2:	movb	$0x00, %ah
	int	$0x16
3:	SAY("key", 4)

end:	movw	$OFF(text_done), %si
	call	puts
	movw	$EXIT_PORT, %dx
	movb	$0, %al
	outb	%al, %dx
1:	hlt
	jmp	1b

text_begin:	.asciz	"real: first instruction\n"
text_entry:	.asciz	"partition="
text_cmdline:	.asciz	"cmdline="
text_key:	.asciz	"real: press a key\n"
text_done:	.asciz	"real: done\n"
packet0:
	.byte	16, 0
	.word	1, OFF(buffer), 0
	.quad	0

#ifdef WHOLE
	.org	0xe00
buffer:	.skip	512			/* boot sector and seven setup sectors */
#else
	.org	512 * (1 + REST_SECTORS)
	.set	buffer, .
#endif
