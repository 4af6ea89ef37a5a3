/* SPDX-License-Identifier: GPL-2.0-only */
/* The disk loader: its parts, and what lies where while it runs. */
#ifndef DISK_H
#define DISK_H

#include "diskboot.h"
#include "rm.h"
#include "std/bootparam.h"

/*
 * Physical memory below 1 MiB:
 *	00600-06fff	stack (emulators are slow at writing to a page with code, so not 7c00)
 *	07c00-0ffff	boot record, block list, arguments, second stage and its data
 *	10000-17fff	the kernel's 16-bit setup code
 *	18000-1dfff	its heap and stack
 *	1e000-1ffff	command line
 *	20000-2ffff	what INT 13h reads; the last we use
 */
#define SETUP_SEG	0x1000u
#define SETUP_PHYS	0x10000u
#define SETUP_BYTES_MAX 0x8000u
#define SETUP_STACK_TOP 0xe000u
#define CMDLINE_PHYS	0x1e000u
#define BUFFER_SEG	0x2000u
#define BUFFER_PHYS	0x20000u
#define BASE_MEMORY_KB	(0x30000u / 1024)
#define KERNEL_PHYS	0x100000u

#define HEADER_MOVED ((sizeof(struct setup_header) + 3) / 4 * 4)

/**
 * struct plan - where everything goes
 * @setup_bytes:   the kernel file's first part, for SETUP_PHYS; the rest is for KERNEL_PHYS
 * @floor_phys:	   lowest address that the running kernel does not need while it unpacks
 * @initrd_max:	   the highest byte that the kernel allows an initramfs
 * @initrd_phys:   where it goes
 * @header:	   the kernel's setup header, and ours once it is filled in
 * @bytes:	   the same with what follows it up to a multiple of 4, as moves go
 */
struct plan {
	uint32_t setup_bytes;
	uint32_t floor_phys;
	uint32_t initrd_max;
	uint32_t initrd_phys;
	union {
		struct setup_header header;
		uint8_t bytes[HEADER_MOVED];
	};
};

/** block_list(), arguments() - what the boot record has read, checked; or they fail() */
const struct diskboot_list *block_list(void);
struct diskboot_args *arguments(void);

/** read_header() - the kernel's header and where its parts go; fails if it is no kernel of ours */
void read_header(struct disk *disk, const struct diskboot_file *kernel, struct plan *plan);

/**
 * load_file() - read a file with progress, check it, move it
 * @low_bytes:	how much of its head goes to @low_phys; the rest goes to @high_phys
 *
 * Returns whether someone pressed a key meanwhile.
 */
bool load_file(struct disk *disk, const char *name, const struct diskboot_file *file,
	       uint32_t low_bytes, uint32_t low_phys, uint32_t high_phys);

/** edit_line() - let the user edit @text, of @size bytes with its zero */
void edit_line(char *text, uint32_t size);

/** start_kernel() - fill in the header, put the command line in place, enter setup */
void start_kernel(struct plan *plan, const struct diskboot_list *list, const char *text)
	__attribute__((noreturn));

#endif
