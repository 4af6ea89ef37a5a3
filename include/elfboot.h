/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The stub of an ELF image such as bootshell.elf: what mkimage/mkelf fills in, and where.
 *
 *	offset 1	address at which the ELF loader puts the stub (an immediate operand)
 *	offset 16	struct elfboot_list
 *	offset 144	32-bit entry, at its place below 64 KiB, from which a 64-bit vmlinux is entered
 *	image_bytes	struct diskboot_args: command line, serial port (mkimage/setargs)
 *
 * The stub's file ends in whole sectors of 512 bytes, so that the arguments begin on one.
 * Usable from assembly for the numbers.
 */
#ifndef ELFBOOT_H
#define ELFBOOT_H

#define ELFBOOT_LOAD	0x7c00 /* where the stub runs, after it has moved itself down */
#define ELFBOOT_AT_SELF 1
#define ELFBOOT_AT_LIST 16
#define ELFBOOT_AT_LONG 144

#define ELFBOOT_MAGIC	0x4c455342 /* "BSEL" */
#define ELFBOOT_VERSION 1

#define ELFBOOT_PARTS	   8
#define ELFBOOT_LIST_BYTES (24 + 12 * ELFBOOT_PARTS)
#define ELFBOOT_ENTRY	   20 /* offset of @entry_phys */

#ifndef __ASSEMBLER__
#include <stddef.h>
#include <stdint.h>

/** struct elfboot_part - bytes that the ELF loader has put somewhere; none if @bytes is 0 */
struct elfboot_part {
	uint32_t phys;
	uint32_t bytes;
	uint32_t crc32;
};

/* Parts by index: a bzImage has setup code and one piece, a vmlinux up to six pieces. */
enum { ELFBOOT_INITRAMFS, ELFBOOT_SETUP, ELFBOOT_KERNEL };

/**
 * struct elfboot_list - what the stub is to start
 * @magic:	  %ELFBOOT_MAGIC
 * @crc32:	  of @image_bytes from the stub's start, with this field zero
 * @version:	  %ELFBOOT_VERSION
 * @reserved:	  zero
 * @image_bytes:  the stub's size in the file, without the arguments
 * @memory_bytes: its size in memory, with arguments and variables
 * @entry_phys:	  64-bit entry of a vmlinux; 0: setup code enters the kernel itself
 * @part:	  what to verify; unused ones are zero
 */
struct elfboot_list {
	uint32_t magic;
	uint32_t crc32;
	uint16_t version;
	uint16_t reserved;
	uint32_t image_bytes;
	uint32_t memory_bytes;
	uint32_t entry_phys;
	struct elfboot_part part[ELFBOOT_PARTS];
};

_Static_assert(sizeof(struct elfboot_list) == ELFBOOT_LIST_BYTES, "the assembler counts so");
_Static_assert(offsetof(struct elfboot_list, entry_phys) == ELFBOOT_ENTRY, "and here");
_Static_assert(ELFBOOT_AT_LIST + ELFBOOT_LIST_BYTES <= ELFBOOT_AT_LONG, "the list ends before it");

#endif
#endif
