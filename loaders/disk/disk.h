/* SPDX-License-Identifier: GPL-2.0-only */
/* The disk loader: its parts, and what lies where while it runs. */
#ifndef DISK_H
#define DISK_H

#include "diskboot.h"
#include "linux.h"

/*
 * Physical memory below 64 KiB; linux.h has what lies above:
 *	00600-06fff	stack (emulators are slow at writing to a page with code, so not 7c00)
 *	07c00-0ffff	boot record, block list, arguments, second stage and its data
 */

/** block_list(), arguments() - what the boot record has read, checked; or they fail() */
const struct diskboot_list *block_list(void);
struct diskboot_args *arguments(void);

/** read_header() - plan by the kernel's header; fails if it is no kernel of ours */
void read_header(struct disk *disk, const struct diskboot_file *kernel, struct plan *plan);

/**
 * load_file() - read a file with progress, check it, move it
 * @low_bytes:	how much of its head goes to @low_phys; the rest goes to @high_phys
 *
 * Returns whether someone pressed a key meanwhile.
 */
bool load_file(struct disk *disk, const char *name, const struct diskboot_file *file,
	       uint32_t low_bytes, uint32_t low_phys, uint32_t high_phys);

#endif
