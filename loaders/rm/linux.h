/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Entering the kernel's own 16-bit setup code: what goes where, and the last step.
 * Linux, Documentation/x86/boot.rst.
 */
#ifndef RM_LINUX_H
#define RM_LINUX_H

#include "fwstate.h"
#include "rm.h"
#include "std/bootparam.h"

/*
 * Physical memory below 1 MiB, above a loader's own 64 KiB:
 *	10000-17fff	the kernel's 16-bit setup code
 *	18000-1bfff	its heap and stack
 *	1c000-1dfff	the network boot program's: struct pxe_node (loaders/pxe/pxe.h)
 *	1e000-1efff	command line
 *	1f000-1ffff	the firmware's state: struct fw_node
 *	20000-2ffff	what a loader reads; the last we use
 */
#define SETUP_SEG	0x1000u
#define SETUP_PHYS	0x10000u
#define SETUP_BYTES_MAX 0x8000u
#define SETUP_STACK_TOP 0xc000u
#define PXE_NODE_PHYS	0x1c000u
#define CMDLINE_PHYS	0x1e000u
#define FW_NODE_PHYS	0x1f000u
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
 * @initrd_bytes:  its size
 * @header:	   the kernel's setup header, and ours once it is filled in
 * @bytes:	   the same with what follows it up to a multiple of 4, as moves go
 */
struct plan {
	uint32_t setup_bytes;
	uint32_t floor_phys;
	uint32_t initrd_max;
	uint32_t initrd_phys;
	uint32_t initrd_bytes;
	union {
		struct setup_header header;
		uint8_t bytes[HEADER_MOVED];
	};
};

/** struct fw_node - what the firmware had programmed; start.S fills it, start_kernel() passes it on */
struct fw_node {
	struct setup_data head;
	struct fw_state state;
};

extern struct fw_node fw_node;

/**
 * plan_kernel() - take the header from the kernel's first KiB, at BUFFER_PHYS, and plan by it
 * @kernel_bytes: size of the file
 *
 * fail()s if it is no kernel of ours.
 */
void plan_kernel(struct plan *plan, uint32_t kernel_bytes);

/** plan_initramfs() - find room for @bytes as high as kernel and memory allow, or fail() */
void plan_initramfs(struct plan *plan, uint32_t bytes);

/**
 * distribute() - move what lies at BUFFER_PHYS to its two places
 * @name:	whose data it is, should it fail()
 * @at:		where in the file it begins
 * @low_bytes:	how much of the file's head goes to @low_phys; the rest goes to @high_phys
 */
void distribute(const char *name, uint32_t at, uint32_t bytes, uint32_t low_bytes,
		uint32_t low_phys, uint32_t high_phys);

/**
 * add_setup_data() - pass data on to the kernel, where protocol 2.09 or later allows it
 * @head:	next, type and length are filled in; @len bytes of data follow it
 * @phys:	where they go: below 1 MiB, a multiple of 4
 *
 * After plan_kernel(). The node becomes the first of the header's list.
 */
void add_setup_data(struct plan *plan, struct setup_data *head, uint32_t phys, uint32_t type,
		    uint32_t len);

/** edit_line() - let the user edit @text, of @size bytes with its zero (edit.c) */
void edit_line(char *text, uint32_t size);

/** start_kernel() - fill in the header, put the command line in place, enter setup */
void start_kernel(struct plan *plan, const char *text) __attribute__((noreturn));

#endif
