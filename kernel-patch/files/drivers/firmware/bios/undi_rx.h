/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From the answers of UNDI_ISR to Ethernet frames. Pure, so that it is tested and fuzzed on
 * the build host. PXE 2.1, 4.4 (PXENV_UNDI_ISR).
 */
#ifndef BIOS_UNDI_RX_H
#define BIOS_UNDI_RX_H

#ifdef __KERNEL__
#include <bootshell/std/pxe.h>
#else
#include "std/pxe.h"
#endif

#define UNDI_RX_MAX 1536 /* bytes of a frame */

/**
 * struct undi_rx - a frame that comes in parts, and what was given up
 * @have:	bytes of @frame that are there
 * @want:	bytes that it will have; 0: none is under way
 * @dropped:	frames given up: parts that do not fit together, lengths that cannot be
 * @frame:	the frame
 */
struct undi_rx {
	unsigned int have, want;
	unsigned int dropped;
	uint8_t frame[UNDI_RX_MAX];
};

/** undi_give - called with each whole frame, which is valid until it returns */
typedef void undi_give(void *context, const void *frame, unsigned int bytes);

unsigned int undi_rx_take(struct undi_rx *rx, const void *ring, unsigned int bytes, undi_give *give,
			  void *context);

#endif /* BIOS_UNDI_RX_H */
