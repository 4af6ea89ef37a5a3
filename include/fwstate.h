/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the firmware had programmed when we took over: sampled by the 16-bit
 * setup code (kernel-patch: arch/x86/boot/pm.c) before Linux touches the chips.
 *
 * It travels in boot_params at FW_STATE_OFFSET, inside the zero page's last
 * padding (0xeec..0xfff, Documentation/x86/zero-page.rst), so user space finds
 * it in /sys/kernel/boot_params/data. Usable from 16-, 32- and 64-bit code.
 */
#ifndef BOOTSHELL_FWSTATE_H
#define BOOTSHELL_FWSTATE_H

#define FW_STATE_OFFSET	 0xef0
#define FW_STATE_MAGIC	 0x53465342 /* "BSFS" */
#define FW_STATE_VERSION 1

/* Where the values come from (struct fw_state.source). */
#define FW_STATE_SETUP	  1 /* 16-bit setup, before it masked the PICs */
#define FW_STATE_ENTRY	  2 /* the kernel's own entry: the loader skipped setup */
#define FW_STATE_DEFAULTS 3 /* neither was usable: what a PC BIOS usually sets */

#ifndef __ASSEMBLY__
#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdint.h>
#endif

/**
 * struct fw_state - interrupt, timer and A20 hardware as the firmware left it
 * @magic:	%FW_STATE_MAGIC
 * @version:	%FW_STATE_VERSION
 * @source:	one of FW_STATE_SETUP, FW_STATE_ENTRY, FW_STATE_DEFAULTS
 * @pic1_mask:	8259 interrupt mask of IRQ 0-7 (port 21h)
 * @pic2_mask:	8259 interrupt mask of IRQ 8-15 (port A1h)
 * @pit0_status: 8254 channel 0 status by read-back (mode in bits 1-3)
 * @pit2_status: 8254 channel 2 status by read-back
 * @port61:	port 61h: speaker and channel 2 gate in bits 0-1
 * @port92:	port 92h: fast A20 in bit 1 (FFh: no such port)
 * @elcr:	edge/level control registers (ports 4D0h, 4D1h)
 */
struct fw_state {
	uint32_t magic;
	uint8_t version;
	uint8_t source;
	uint8_t pic1_mask;
	uint8_t pic2_mask;
	uint8_t pit0_status;
	uint8_t pit2_status;
	uint8_t port61;
	uint8_t port92;
	uint8_t elcr[2];
	uint8_t reserved[2];
};

#endif /* __ASSEMBLY__ */
#endif /* BOOTSHELL_FWSTATE_H */
