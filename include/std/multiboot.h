/* SPDX-License-Identifier: GPL-2.0-only */
/* Multiboot 1: header, information and its lists. Multiboot Specification 0.6.96, section 3. */
#ifndef STD_MULTIBOOT_H
#define STD_MULTIBOOT_H

#define MB_HEADER_MAGIC	 0x1badb002 /* in the file */
#define MB_BOOT_MAGIC	 0x2badb002 /* in EAX at the entry; EBX = struct mb_info */
#define MB_HEADER_SEARCH 8192	    /* the header lies within so many bytes */
#define MB_HEADER_ALIGN	 4

/* mb_header.flags; the loader must refuse others of the low 16 that it does not know */
#define MB_ALIGN_MODULES 0x00000001 /* modules begin on pages */
#define MB_WANT_MEMORY	 0x00000002 /* mem_lower, mem_upper, memory map */
#define MB_WANT_VIDEO	 0x00000004 /* a video mode */
#define MB_REQUIRED	 0x0000ffff
#define MB_ADDRESSES	 0x00010000 /* load by the header's addresses, not as ELF */

/* mb_info.flags: which fields are there */
#define MB_HAS_MEMORY	0x001
#define MB_HAS_DEVICE	0x002
#define MB_HAS_CMDLINE	0x004
#define MB_HAS_MODULES	0x008
#define MB_HAS_SECTIONS 0x020 /* syms[]: those of an ELF file */
#define MB_HAS_MMAP	0x040
#define MB_HAS_DRIVES	0x080
#define MB_HAS_CONFIG	0x100
#define MB_HAS_NAME	0x200
#define MB_HAS_APM	0x400
#define MB_HAS_VBE	0x800  /* vbe_* */
#define MB_HAS_SCREEN	0x1000 /* framebuffer_* */

/* framebuffer_type: pixels; or characters with attributes, width and height in those */
#define MB_FRAMEBUFFER_RGB  1
#define MB_FRAMEBUFFER_TEXT 2

/* Offsets in struct mb_info, for assembly; asserted below. */
#define MB_INFO_CMDLINE 16
#define MB_INFO_NAME	64

#ifndef __ASSEMBLER__
#include <stddef.h>
#include <stdint.h>

/**
 * struct mb_header - in the file
 * @checksum: makes it, @magic and @flags add up to 0
 * @header_addr: address of this header; this and the next four only with %MB_ADDRESSES
 * @load_addr: where loading begins, with the bytes @header_addr - @load_addr before the header
 * @load_end_addr: where it ends; 0: with the file
 * @bss_end_addr: zeros up to here; 0: none
 */
struct mb_header {
	uint32_t magic, flags, checksum;
	uint32_t header_addr, load_addr, load_end_addr, bss_end_addr, entry_addr;
	uint32_t mode_type, width, height, depth;
};

/** struct mb_info - what the loaded program gets; all addresses are physical */
struct mb_info {
	uint32_t flags;
	uint32_t mem_lower_kb, mem_upper_kb; /* from 0, at most 640; from 1 MiB to the first hole */
	uint32_t boot_device; /* drive in the high byte, then three levels of partitions from 0, or FFh */
	uint32_t cmdline;
	uint32_t mods_count, mods_addr;
	uint32_t syms[4]; /* number of section headers, bytes of one, address, index of the names */
	uint32_t mmap_length, mmap_addr;
	uint32_t drives_length, drives_addr;
	uint32_t config_table;
	uint32_t boot_loader_name;
	uint32_t apm_table;
	uint32_t vbe_control_info, vbe_mode_info;
	uint16_t vbe_mode, vbe_interface_seg, vbe_interface_off, vbe_interface_len;
	uint32_t framebuffer_addr, framebuffer_addr_high;
	uint32_t framebuffer_pitch, framebuffer_width, framebuffer_height;
	uint8_t framebuffer_bpp, framebuffer_type;
	uint8_t color_info[6];
};

/** struct mb_module - bytes from @start up to, not including, @end */
struct mb_module {
	uint32_t start, end;
	uint32_t string;
	uint32_t reserved;
};

/** struct mb_mmap - an E820 entry behind the size of the rest */
struct mb_mmap {
	uint32_t size;
	uint64_t addr, length;
	uint32_t type;
} __attribute__((packed));

/* mb_drive.mode */
#define MB_DRIVE_CHS 0
#define MB_DRIVE_LBA 1

/** struct mb_drive - a disk of the BIOS's; @ports: a list of its I/O ports, with a 0 at its end */
struct mb_drive {
	uint32_t size; /* of all this */
	uint8_t number;
	uint8_t mode;
	uint16_t cylinders;
	uint8_t heads;
	uint8_t sectors;
	uint16_t ports[3]; /* none is known: zeros, up to a multiple of 8 */
};

_Static_assert(sizeof(struct mb_drive) == 16, "section 3.3");
_Static_assert(sizeof(struct mb_header) == 48, "section 3.1.1");
_Static_assert(offsetof(struct mb_info, cmdline) == MB_INFO_CMDLINE, "section 3.3");
_Static_assert(offsetof(struct mb_info, boot_loader_name) == MB_INFO_NAME, "section 3.3");
_Static_assert(sizeof(struct mb_info) == 116, "section 3.3");
_Static_assert(sizeof(struct mb_mmap) == 24, "section 3.3");

#endif
#endif
