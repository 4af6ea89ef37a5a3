/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The memory of a PXE ROM: base memory between word 40:13 and what lies above the ROM, and, for
 * one that we have loaded, some above 1 MiB. PXE 2.1, 2.3 and 4.2 (memory), BIOS data area 40:13.
 */
#ifndef BIOS_UNDI_MEMORY_H
#define BIOS_UNDI_MEMORY_H

#include "thunk.h"

/* struct undi_int15, for undi_int15.S. */
#define UM_OLD	       0x00
#define UM_ABOVE_KB    0x04
#define UM_RANGE       0x08
#define UM_RANGE_BYTES 20
#define UM_RANGES      2
#define UM_BYTES       (UM_RANGE + UM_RANGES * UM_RANGE_BYTES)

#ifndef __ASSEMBLY__
#include <linux/stddef.h>
#include <linux/types.h>

/**
 * struct undi_int15 - what INT 15h says of memory in a trip for the ROM
 * @old:	vector of the handler before ours
 * @above_kb:	AH=88h: KiB above 1 MiB
 * @reserved:	0
 * @range:	AX=E820h: base memory, and what Linux has set aside
 */
struct undi_int15 {
	u32 old;
	u16 above_kb;
	u16 reserved;
	struct undi_range {
		u64 start;
		u64 bytes;
		u32 type;
	} __packed range[UM_RANGES];
} __packed;

static_assert(offsetof(struct undi_int15, above_kb) == UM_ABOVE_KB);
static_assert(offsetof(struct undi_int15, range) == UM_RANGE);
static_assert(sizeof(struct undi_range) == UM_RANGE_BYTES);
static_assert(sizeof(struct undi_int15) == UM_BYTES);

/**
 * struct undi_memory - what a ROM has
 * @line_kb:	word 40:13 while it is there
 * @free_kb:	what that becomes when it is gone; 0: not known
 * @start:	physical address of its base memory, with @end; 0: not known
 * @end:	behind it
 * @above:	memory above 1 MiB that Linux has set aside for it, or NULL
 * @order:	of @above
 */
struct undi_memory {
	u16 line_kb, free_kb;
	u32 start, end;
	void *above;
	unsigned int order;
};

/* undi_int15.S: the image that is copied to BIOS_LOW_INT15. */
extern const char undi_int15_start[], undi_int15_end[], undi_int15_data[];

/* undi_memory.c */
void undi_memory_init(void);
int undi_memory_take(struct undi_memory *mem, u32 bytes);
int undi_memory_give(struct undi_memory *mem, bool at_once);

#endif /* __ASSEMBLY__ */
#endif /* BIOS_UNDI_MEMORY_H */
