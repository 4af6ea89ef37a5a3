/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one block of parameters that the loader hands to the purgatory: what to
 * verify, where to speak, what to restore of the firmware's machine, and the
 * registers to leave with. All addresses are physical; the block lies inside the
 * purgatory's own segment.
 */
#ifndef HANDOFF_H
#define HANDOFF_H

#include <stddef.h>
#include <stdint.h>

#define HANDOFF_MAGIC	 0x46464f48u /* "HOFF" */
#define HANDOFF_SEGMENTS 16
#define HANDOFF_LABEL	 16
#define HANDOFF_DIGEST	 32

/* Mode 64: two pages of upper levels, and one of 2 MiB entries for each GiB, of which there are: */
#define HANDOFF_TABLES_BYTES(gib) ((2u + (gib)) * 4096u)
#define HANDOFF_MAPPED_MIN	  4u
#define HANDOFF_MAPPED_MAX	  512u

/* Where the purgatory, in 32-bit mode, sees memory above 4 GiB, through tables in the same place. */
#define HANDOFF_WINDOW	     0x40000000u
#define HANDOFF_WINDOW_BYTES 0xc0000000u

/* handoff.verify */
#define HANDOFF_VERIFY_NONE   0u
#define HANDOFF_VERIFY_FAST   1u /* digest_fast(), 8 bytes */
#define HANDOFF_VERIFY_SHA256 2u /* 32 bytes */

/**
 * struct handoff_segment - memory to verify before the jump
 * @addr: first byte
 * @addr_high: bits 32 and up of that
 * @bytes: length
 * @digest: of those bytes, as handoff.verify says, padded with zeros
 * @label: for messages, ends in a zero
 */
struct handoff_segment {
	uint32_t addr, addr_high;
	uint32_t bytes;
	uint8_t digest[HANDOFF_DIGEST];
	char label[HANDOFF_LABEL];
};

/**
 * struct handoff_regs - registers at the target's entry
 *
 * In modes 32 and 64 segments are flat, CS 10h, others 18h, and the rest of this is not
 * used; in mode 64 the registers' upper halves are 0. In mode 16 @eip is IP, @esp is SP and
 * @flags is all of FLAGS; upper halves arrive as given.
 */
struct handoff_regs {
	uint32_t eax, ebx, ecx, edx, esi, edi, ebp, esp, eip;
	uint16_t cs, ds, es, fs, gs, ss;
	uint16_t flags;
	uint16_t reserved;
};

#define HANDOFF_VECTORS	     16
#define HANDOFF_FIRST_VECTOR 0x30 /* Linux's IRQ 0 */

/* handoff_firmware.video_mode: leave the screen alone */
#define HANDOFF_KEEP_SCREEN 0xff

/**
 * struct handoff_firmware - what the firmware had programmed, for mode 16
 * @pic_mask: 8259 masks, ports 21h and A1h
 * @pic_base: vectors of IRQ 0 and IRQ 8
 * @elcr: edge/level control, ports 4D0h and 4D1h; both FFh: no such ports
 * @pit_status: 8254 channels 0 and 2, as read back
 * @port61: speaker and the gate of channel 2 in bits 0-1
 * @cmos_index: port 70h; FFh: not known
 * @a20_off: switch A20 off, by INT 15h
 * @video_mode: text mode to set by INT 10h, or HANDOFF_KEEP_SCREEN
 * @cr0: low half
 * @partition_at: where below 64 KiB @partition goes; 0: nowhere
 * @partition: an entry of a partition table, for DS:SI
 * @vectors: IVT[30h..3Fh]
 */
struct handoff_firmware {
	uint8_t pic_mask[2], pic_base[2];
	uint8_t elcr[2];
	uint8_t pit_status[2];
	uint8_t port61;
	uint8_t cmos_index;
	uint8_t a20_off;
	uint8_t video_mode;
	uint16_t cr0;
	uint16_t partition_at;
	uint8_t partition[16];
	uint32_t vectors[HANDOFF_VECTORS];
};

/**
 * struct handoff_console - where the purgatory speaks
 * @serial_port: UART to speak on at the speed it has, 0 for none
 * @vga_port: CRT controller's index port, 0 for no text screen
 * @vga_base: first byte of text memory
 * @vga_cols: characters a line
 * @vga_rows: lines
 */
struct handoff_console {
	uint16_t serial_port;
	uint16_t vga_port;
	uint32_t vga_base;
	uint16_t vga_cols;
	uint16_t vga_rows;
};

/** struct handoff_copy - @bytes from @from to @to: base memory, before a crash kernel uses it */
struct handoff_copy {
	uint32_t from, to, bytes;
};

/**
 * struct handoff_back - what the way back to the running kernel takes (kexec jump)
 * @pages: two pages, for copies of page tables; 0: there is no way back
 * @gdt_limit: what LGDT takes: the running kernel's GDT, which it does not load itself ...
 * @gdt, @gdt_high: ... by its virtual address
 */
struct handoff_back {
	uint32_t pages;
	uint16_t reserved;
	uint16_t gdt_limit;
	uint32_t gdt, gdt_high;
};

/**
 * struct handoff - loader to purgatory
 * @magic: HANDOFF_MAGIC
 * @mode: 32: flat protected mode, paging and interrupts off. 16: real mode, on the
 *	firmware's machine: then the purgatory lies below 1 MiB. 64: long mode,
 *	interrupts off, @mapped_gib mapped to itself.
 * @verify: HANDOFF_VERIFY_*
 * @n_segments: of @segment in use
 * @console: where to speak
 * @regs: registers to leave with
 * @firmware: what to restore, in mode 16
 * @segment: what to verify
 * @tables: HANDOFF_TABLES_BYTES() at a page, for page tables; 0: none are needed
 * @mapped_gib: how much mode 64 maps
 * @eip_high: upper half of the entry in mode 64
 * @low: what to copy before the jump, for a crash kernel
 * @back: to the running kernel, which keeps its memory
 */
struct handoff {
	uint32_t magic;
	uint32_t mode;
	uint32_t verify;
	uint32_t n_segments;
	struct handoff_console console;
	struct handoff_regs regs;
	struct handoff_firmware firmware;
	struct handoff_segment segment[HANDOFF_SEGMENTS];
	uint32_t tables, mapped_gib;
	uint32_t eip_high;
	struct handoff_copy low;
	struct handoff_back back;
};

/* What entry.S, real.S, long.S and back.S know. */
_Static_assert(offsetof(struct handoff, mode) == 4, "mode");
_Static_assert(offsetof(struct handoff, regs) == 28, "regs");
_Static_assert(sizeof(struct handoff_regs) == 52, "flags come 48 bytes into regs");
_Static_assert(offsetof(struct handoff, firmware) == 80, "firmware follows regs");
_Static_assert(offsetof(struct handoff_firmware, pic_mask) == 0, "pic_mask");
_Static_assert(offsetof(struct handoff_firmware, a20_off) == 10, "a20_off, video_mode, cr0");
_Static_assert(sizeof(struct handoff_firmware) == 96, "firmware has no holes");
_Static_assert(sizeof(struct handoff_segment) == 60, "a segment has 60 bytes");
_Static_assert(offsetof(struct handoff, tables) == 176 + 16 * 60, "tables follow segments");
_Static_assert(offsetof(struct handoff, eip_high) == 176 + 16 * 60 + 8, "eip_high");
_Static_assert(offsetof(struct handoff, back) == 176 + 16 * 60 + 24, "back");
_Static_assert(offsetof(struct handoff_back, gdt) == 8, "LGDT takes the limit before it, too");
_Static_assert(sizeof(struct handoff) == 176 + 16 * 60 + 40, "back comes last");

#define PURGATORY_MAGIC 0x54475250u /* "PRGT" */

/**
 * struct purgatory_head - what the flat purgatory blob begins with
 * @jump: its entry: offset 0
 * @magic: PURGATORY_MAGIC
 * @handoff: offset of the struct handoff that the loader fills in
 * @memory_bytes: bytes it needs in memory, stack included
 * @way_back: offset of what a target calls to return to the kernel that it was started from
 */
struct purgatory_head {
	uint8_t jump[8];
	uint32_t magic;
	uint32_t handoff;
	uint32_t memory_bytes;
	uint32_t way_back;
};

#endif
