/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The low segment: 64 KiB below 1 MiB, aligned to 64 KiB, that holds all that
 * runs or is read in real mode. Offsets in it, shared by thunk.S and C.
 *
 *	0000	thunk code, its GDT, the IRQ alias stubs
 *	0800	the network driver's loop (undi_loop.S)
 *	0c00	its handler of INT 15h (undi_int15.S)
 *	1000	struct bios_state
 *	2000	struct bios_call[BIOS_BATCH_MAX]
 *	3000	parameter blocks of drivers (disk address packets, ...)
 *	4000	window of /dev/bios
 *	8000	firmware stack: vendor BIOSes run on the caller's
 *
 * The first page is never written once it is in place: a write near code costs
 * processors a flush of what they have decoded, and emulators far more.
 */
#ifndef BIOS_THUNK_H
#define BIOS_THUNK_H

#define BIOS_LOW_BYTES	      0x10000
#define BIOS_LOW_UNDI	      0x0800
#define BIOS_LOW_INT15	      0x0c00
#define BIOS_LOW_STATE	      0x1000
#define BIOS_LOW_CALLS	      0x2000
#define BIOS_LOW_PARAM	      0x3000
#define BIOS_LOW_WINDOW	      0x4000
#define BIOS_LOW_WINDOW_BYTES 0x4000
#define BIOS_LOW_STACK_TOP    0xfff0

/* Offsets in struct bios_state, from the start of the segment. */
#define BS_ESP	     (BIOS_LOW_STATE + 0x00)
#define BS_CR0	     (BIOS_LOW_STATE + 0x04)
#define BS_CR3	     (BIOS_LOW_STATE + 0x08)
#define BS_CR4	     (BIOS_LOW_STATE + 0x0c)
#define BS_HAS_CR4   (BIOS_LOW_STATE + 0x10)
#define BS_BASE	     (BIOS_LOW_STATE + 0x14)
#define BS_NCALLS    (BIOS_LOW_STATE + 0x18)
#define BS_NDONE     (BIOS_LOW_STATE + 0x1a)
#define BS_CURRENT   (BIOS_LOW_STATE + 0x1c)
#define BS_GDTR	     (BIOS_LOW_STATE + 0x1e)
#define BS_REAL	     (BIOS_LOW_STATE + 0x24)
#define BS_TARGET    (BIOS_LOW_STATE + 0x28)
#define BS_A20_PROBE (BIOS_LOW_STATE + 0x2c)
#define BS_A20_FIXED (BIOS_LOW_STATE + 0x30)
#define BS_FOR_ROM   (BIOS_LOW_STATE + 0x34)
#define BS_EFER	     (BIOS_LOW_STATE + 0x38)
#define BS_TICKS     (BIOS_LOW_STATE + 0x3c)
#define BS_IRQ	     (BIOS_LOW_STATE + 0x40)
#define BS_ACTIVE    (BIOS_LOW_STATE + 0x80)

/* Offsets in struct bios_call (include/bootshell/bioscall.h). */
#define BC_EAX	  0x00
#define BC_EBX	  0x04
#define BC_ECX	  0x08
#define BC_EDX	  0x0c
#define BC_ESI	  0x10
#define BC_EDI	  0x14
#define BC_EBP	  0x18
#define BC_EFLAGS 0x1c
#define BC_DS	  0x20
#define BC_ES	  0x22
#define BC_FS	  0x24
#define BC_GS	  0x26
#define BC_VECTOR 0x28
#define BC_FLAGS  0x2c
#define BC_DONE	  0x2e
#define BC_ARGS	  0x30
#define BC_NARGS  0x3c
#define BC_SHIFT  6

/* The thunk's own GDT. */
#define THUNK_CS32 0x08
#define THUNK_CS16 0x10
#define THUNK_DS16 0x18
#define THUNK_CS   0x20
#define THUNK_DS   0x28

#ifndef __ASSEMBLY__
#include <linux/build_bug.h>
#include <linux/linkage.h>
#include <linux/stddef.h>
#include <linux/types.h>
#include <bootshell/bioscall.h>

/**
 * struct bios_state - what thunk and kernel tell each other
 * @esp:	of a 32-bit kernel, during a trip
 * @cr0:	control register during a trip
 * @cr3:	likewise
 * @cr4:	likewise
 * @has_cr4:	the processor has CR4 (a 486 may not)
 * @base_phys:	linear address of the segment
 * @ncalls:	in: calls to make
 * @ndone:	out: calls made
 * @current_off: offset of the call being made
 * @gdtr_limit:	GDTR image of the thunk's GDT, with @gdtr_base
 * @gdtr_base:	its linear address
 * @real_off:	far pointer to the real-mode part, with @real_seg
 * @real_seg:	its segment
 * @target_off:	far pointer to the routine being called, with @target_seg
 * @target_seg:	its segment
 * @a20_probe:	cell that is compared with the one 1 MiB above
 * @a20_fixed:	times A20 was found off and switched on
 * @for_rom:	1: the trip is for a PXE ROM that we have loaded (undi_int15.S)
 * @efer:	of a 64-bit kernel, during a trip
 * @ticks:	in: INT 08h that are due before the first call; out: 0
 * @irq:	interrupts that went to the firmware, by IRQ line
 * @active:	the call being made
 */
struct bios_state {
	u32 esp, cr0, cr3, cr4;
	u32 has_cr4;
	u32 base_phys;
	u16 ncalls, ndone;
	u16 current_off;
	u16 gdtr_limit;
	u32 gdtr_base;
	u16 real_off, real_seg;
	u16 target_off, target_seg;
	u32 a20_probe;
	u32 a20_fixed;
	u32 for_rom;
	u32 efer;
	u32 ticks;
	u32 irq[16];
	struct bios_call active;
};

#define BIOS_STATE_AT(field, off) \
	static_assert(offsetof(struct bios_state, field) == (off)-BIOS_LOW_STATE)
#define BIOS_CALL_AT(field, off) static_assert(offsetof(struct bios_call, field) == (off))

BIOS_STATE_AT(cr4, BS_CR4);
BIOS_STATE_AT(has_cr4, BS_HAS_CR4);
BIOS_STATE_AT(base_phys, BS_BASE);
BIOS_STATE_AT(ndone, BS_NDONE);
BIOS_STATE_AT(current_off, BS_CURRENT);
BIOS_STATE_AT(gdtr_limit, BS_GDTR);
BIOS_STATE_AT(gdtr_base, BS_GDTR + 2);
BIOS_STATE_AT(real_off, BS_REAL);
BIOS_STATE_AT(target_off, BS_TARGET);
BIOS_STATE_AT(a20_probe, BS_A20_PROBE);
BIOS_STATE_AT(a20_fixed, BS_A20_FIXED);
BIOS_STATE_AT(for_rom, BS_FOR_ROM);
BIOS_STATE_AT(efer, BS_EFER);
BIOS_STATE_AT(ticks, BS_TICKS);
BIOS_STATE_AT(irq, BS_IRQ);
BIOS_STATE_AT(active, BS_ACTIVE);
BIOS_CALL_AT(ebp, BC_EBP);
BIOS_CALL_AT(eflags, BC_EFLAGS);
BIOS_CALL_AT(gs, BC_GS);
BIOS_CALL_AT(vector, BC_VECTOR);
BIOS_CALL_AT(flags, BC_FLAGS);
BIOS_CALL_AT(args, BC_ARGS);
BIOS_CALL_AT(nargs, BC_NARGS);
static_assert(sizeof(struct bios_call) == 1 << BC_SHIFT);
static_assert(BIOS_LOW_CALLS + BIOS_BATCH_MAX * sizeof(struct bios_call) <= BIOS_LOW_PARAM);

/* thunk.S: the image that is copied to offset 0 of the low segment. */
extern const char bios_thunk_start[], bios_thunk_end[];
extern const char bios_thunk_gdt[], bios_thunk_real[], bios_thunk_irq[];

#define BIOS_IRQ_STUB_BYTES 16

/* thunk.S: one trip, with interrupts off; base_phys is where the low segment is. */
asmlinkage void bios_switch(u32 base_phys);

#else /* __ASSEMBLY__ */
#define BIOS_IRQ_STUB_BYTES 16
#endif
#endif /* BIOS_THUNK_H */
