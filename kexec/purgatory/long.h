/* SPDX-License-Identifier: GPL-2.0-only */
/* The way to a 64-bit target: is there one, and its page tables. */
#ifndef PURGATORY_LONG_H
#define PURGATORY_LONG_H

#include <stdint.h>

/** long_mode_map() - page tables at @tables that map @gib GiB to themselves, in 2 MiB pages */
void long_mode_map(uint32_t tables, uint32_t gib);

/**
 * window_open() - see memory above 4 GiB from 32-bit mode: paging on, below HANDOFF_WINDOW as without
 * @tables: room for page tables
 * @frame: number of the first 2 MiB
 *
 * The memory appears at HANDOFF_WINDOW, HANDOFF_WINDOW_BYTES of it.
 */
void window_open(uint32_t tables, uint32_t frame);
/** window_close() - paging off again */
void window_close(void);

#endif
