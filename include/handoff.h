/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one block of parameters that the loader hands to the purgatory: what to
 * verify, where to speak, and the registers to leave with. All addresses are
 * physical; the block lies inside the purgatory's own segment.
 */
#ifndef HANDOFF_H
#define HANDOFF_H

#include <stddef.h>
#include <stdint.h>

#define HANDOFF_MAGIC	 0x46464f48u /* "HOFF" */
#define HANDOFF_SEGMENTS 16
#define HANDOFF_LABEL	 16
#define HANDOFF_DIGEST	 32

/* handoff.verify */
#define HANDOFF_VERIFY_NONE   0u
#define HANDOFF_VERIFY_FAST   1u /* digest_fast(), 8 bytes */
#define HANDOFF_VERIFY_SHA256 2u /* 32 bytes */

/**
 * struct handoff_segment - memory to verify before the jump
 * @addr: first byte
 * @bytes: length
 * @digest: of those bytes, as handoff.verify says, padded with zeros
 * @label: for messages, ends in a zero
 */
struct handoff_segment {
	uint32_t addr;
	uint32_t bytes;
	uint8_t digest[HANDOFF_DIGEST];
	char label[HANDOFF_LABEL];
};

/** struct handoff_regs - registers at the target's entry; segments are flat, CS 10h, others 18h */
struct handoff_regs {
	uint32_t eax, ebx, ecx, edx, esi, edi, ebp, esp, eip;
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

/**
 * struct handoff - loader to purgatory
 * @magic: HANDOFF_MAGIC
 * @mode: 32: flat protected mode, paging and interrupts off. 16 and 64 are
 *	reserved, and the purgatory refuses them.
 * @verify: HANDOFF_VERIFY_*
 * @n_segments: of @segment in use
 * @console: where to speak
 * @regs: registers to leave with
 * @segment: what to verify
 */
struct handoff {
	uint32_t magic;
	uint32_t mode;
	uint32_t verify;
	uint32_t n_segments;
	struct handoff_console console;
	struct handoff_regs regs;
	struct handoff_segment segment[HANDOFF_SEGMENTS];
};

_Static_assert(offsetof(struct handoff, regs) == 28, "entry.S knows where the registers are");
_Static_assert(sizeof(struct handoff_segment) == 56, "a segment has 56 bytes");

#define PURGATORY_MAGIC 0x54475250u /* "PRGT" */

/**
 * struct purgatory_head - what the flat purgatory blob begins with
 * @jump: its entry: offset 0
 * @magic: PURGATORY_MAGIC
 * @handoff: offset of the struct handoff that the loader fills in
 * @memory_bytes: bytes it needs in memory, stack included
 */
struct purgatory_head {
	uint8_t jump[8];
	uint32_t magic;
	uint32_t handoff;
	uint32_t memory_bytes;
};

#endif
