/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the firmware had programmed before anyone changed it: vectors, BIOS data, chips, and
 * how we were started. One routine takes it (loaders/rm/take_fwstate.S): first thing in each of
 * our loaders; in the kernel's 16-bit setup code if another loader started that; and in a trip to
 * real mode when `bios diff` asks for the present state.
 *
 * It reaches Linux as a node of type FW_STATE_SETUP_DATA (Documentation/x86/boot.rst, setup_data)
 * and user space as /sys/kernel/boot_params/setup_data/N/data. Usable from 16-, 32- and 64-bit
 * code, and from assembly for the numbers.
 */
#ifndef BOOTSHELL_FWSTATE_H
#define BOOTSHELL_FWSTATE_H

#define FW_STATE_SETUP_DATA 0x42530001 /* struct setup_data.type: "BS", 1 */
#define FW_STATE_MAGIC	    0x53465342 /* "BSFS" */
#define FW_STATE_VERSION    2

/* Who took it (struct fw_state.source). */
#define FW_STATE_LOADER	  1 /* one of our loaders, at its very start */
#define FW_STATE_SETUP	  2 /* the kernel's 16-bit setup: another loader started it */
#define FW_STATE_ENTRY	  3 /* the kernel's 32-bit entry: the loader skipped setup */
#define FW_STATE_DEFAULTS 4 /* the same, and the 8259s were masked: what a PC BIOS usually sets */
#define FW_STATE_LIVE	  5 /* in a trip to real mode, later */

/* How the machine was booted, as far as the one who took it knows (struct fw_state.boot). */
#define FW_BOOT_UNKNOWN 0
#define FW_BOOT_DISK	1 /* hard disk or stick */
#define FW_BOOT_FLOPPY	2
#define FW_BOOT_CD	3 /* El Torito without emulation */
#define FW_BOOT_PXE	4
#define FW_BOOT_ELF	5 /* 32-bit stub of bootshell.elf */

#define FW_STATE_VECTORS 256
#define FW_STATE_BDA	 256
#define FW_STATE_EBDA	 1024

/* The 8259s' first vectors, which cannot be read: the convention, and Linux's while it runs. */
#define FW_PIC1_BASE	   0x08
#define FW_PIC2_BASE	   0x70
#define FW_PIC1_BASE_LINUX 0x30
#define FW_PIC2_BASE_LINUX 0x38

/* Offsets, for assembly; asserted below. */
#define FW_CHIPS     32
#define FW_AFTER_CR0 52
#define FW_IVT	     64
#define FW_EBDA	     1344
#define FW_BYTES     2368

#ifndef __ASSEMBLER__
#ifdef __KERNEL__
#include <linux/stddef.h>
#include <linux/types.h>
#else
#include <stddef.h>
#include <stdint.h>
#endif

/**
 * struct fw_regs - registers as the firmware gave them to its boot program, in PUSHA's order
 *
 * 0 where they are not known: entry code needs a register or two before it can push. Of use are
 * @dx: DL is the boot drive; @ds:@si: a partition's entry; @es:@di: $PnP; @es:@bx: PXENV+.
 */
struct fw_regs {
	uint16_t di, si, bp, sp, bx, dx, cx, ax, es, ds, ss, flags;
};

/**
 * struct fw_state - the firmware's state
 * @magic:	%FW_STATE_MAGIC
 * @version:	%FW_STATE_VERSION
 * @reserved0:	0
 * @source:	%FW_STATE_LOADER ... %FW_STATE_LIVE
 * @boot:	%FW_BOOT_*
 * @regs:	at entry of a boot record or network boot program
 * @pic1_mask:	8259 mask of IRQ 0-7 (port 21h)
 * @pic2_mask:	8259 mask of IRQ 8-15 (port A1h)
 * @pic1_base:	vector of IRQ 0: by convention, the chip cannot be read
 * @pic2_base:	vector of IRQ 8: likewise
 * @elcr:	edge/level control (ports 4D0h, 4D1h)
 * @pit0_status: 8254 channel 0 by read-back: mode in bits 1-3
 * @pit2_status: channel 2 likewise
 * @port61:	speaker and channel 2 gate in bits 0-1
 * @port92:	fast A20 in bit 1; FFh: no such port
 * @cmos_index:	port 70h: index and, in bit 7, NMI off; FFh where it cannot be read back
 * @a20:	1: on, by its effect
 * @kbc_status:	port 64h
 * @video_mode:	40:49
 * @base_kb:	KiB of base memory, 40:13
 * @ebda_seg:	40:0E; 0: none
 * @cr0:	its low half; PE set means virtual 8086 mode
 * @drive:	BIOS drive that our loader read from; 0 if none did
 * @reserved:	zeros
 * @ivt:	interrupt vectors, segment in the high half
 * @bda:	BIOS data area, 40:00-40:FF
 * @ebda:	the extended one's first KiB; zeros if there is none
 */
struct fw_state {
	uint32_t magic;
	uint8_t version;
	uint8_t reserved0;
	uint8_t source;
	uint8_t boot;
	struct fw_regs regs;
	uint8_t pic1_mask, pic2_mask;
	uint8_t pic1_base, pic2_base;
	uint8_t elcr[2];
	uint8_t pit0_status, pit2_status;
	uint8_t port61, port92;
	uint8_t cmos_index;
	uint8_t a20;
	uint8_t kbc_status;
	uint8_t video_mode;
	uint16_t base_kb;
	uint16_t ebda_seg;
	uint16_t cr0;
	uint8_t drive;
	uint8_t reserved[11];
	uint32_t ivt[FW_STATE_VECTORS];
	uint8_t bda[FW_STATE_BDA];
	uint8_t ebda[FW_STATE_EBDA];
};

#define FW_STATE_AT(field, offset)                                   \
	_Static_assert(offsetof(struct fw_state, field) == (offset), \
		       #field " is where assembly has it")
FW_STATE_AT(pic1_mask, FW_CHIPS);
FW_STATE_AT(drive, FW_AFTER_CR0);
FW_STATE_AT(ivt, FW_IVT);
FW_STATE_AT(bda, FW_IVT + 4 * FW_STATE_VECTORS); /* copied with the vectors, in one go */
FW_STATE_AT(ebda, FW_EBDA);
_Static_assert(sizeof(struct fw_state) == FW_BYTES, "struct fw_state has no holes");
_Static_assert(FW_EBDA + FW_STATE_EBDA == FW_BYTES, "the EBDA comes last");

#endif /* __ASSEMBLER__ */
#endif /* BOOTSHELL_FWSTATE_H */
