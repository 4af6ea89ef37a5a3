/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From an INT 16h key to the bytes that a Linux console key sends. Pure, so that
 * it is tested on the build host.
 */
#ifndef BIOS_KEYMAP_H
#define BIOS_KEYMAP_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdint.h>
#endif

#define BIOS_KEY_BYTES 8 /* the longest sequence with its NUL */

unsigned int bios_key_bytes(uint16_t ax, char out[BIOS_KEY_BYTES]);
unsigned int bios_key_console(uint16_t ax);

#endif /* BIOS_KEYMAP_H */
