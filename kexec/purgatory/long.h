/* SPDX-License-Identifier: GPL-2.0-only */
/* The way to a 64-bit target: is there one, and its page tables. */
#ifndef PURGATORY_LONG_H
#define PURGATORY_LONG_H

#include <stdint.h>

/** cpu_has_long_mode() - does the CPU know 64-bit mode? Asks nothing that a 486 does not know. */
int cpu_has_long_mode(void);

/** long_mode_map() - page tables at @tables that map all below 4 GiB to itself, in 2 MiB pages */
void long_mode_map(uint32_t tables);

#endif
