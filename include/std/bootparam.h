/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The Linux/x86 boot protocol: the setup header of a bzImage and the 4,096
 * bytes of boot_params (the "zero page") that the kernel is given.
 * Linux, Documentation/x86/boot.rst and Documentation/x86/zero-page.rst.
 */
#ifndef STD_BOOTPARAM_H
#define STD_BOOTPARAM_H

#include <stddef.h>
#include <stdint.h>
#include "e820.h"

/* boot.rst, "The Real-Mode Kernel Header": offsets are those in the file. */
#define SETUP_HEADER_OFFSET 0x1f1u
#define SETUP_HEADER_MAX    0x290u	/* the header may grow up to here in boot_params */
#define SETUP_MAGIC	    0x53726448u /* "HdrS" */
#define SETUP_BOOT_FLAG	    0xaa55u
#define SETUP_SECTOR	    512u
#define SETUP_SECTS_DEFAULT 4u /* what setup_sects 0 stands for */

/* loadflags */
#define LOADED_HIGH  0x01u /* the protected-mode part goes to 1 MiB (bzImage) */
#define CAN_USE_HEAP 0x80u

/* xloadflags, from protocol 2.12 */
#define XLF_KERNEL_64	    0x0001u /* the kernel is a 64-bit one */
#define XLF_CAN_BE_ABOVE_4G 0x0002u /* kernel, boot_params, command line and initrd */
#define XLF_EFI_KEXEC	    0x0010u /* it takes UEFI's runtime services over from another kernel */

/* Boot loader id without an assigned number (boot.rst, type_of_loader). */
#define LOADER_UNDEFINED 0xffu

/* Command line before protocol 2.02: magic and offset inside boot_params. */
#define OLD_CMDLINE_MAGIC	  0xa33fu
#define OLD_CMDLINE_MAGIC_OFFSET  0x20u
#define OLD_CMDLINE_OFFSET_OFFSET 0x22u

/* Where kernels of before 2.4 are bound to be: 16-bit part or boot_params, and a zImage's 32-bit part. */
#define OLD_PARAMS 0x90000u
#define OLD_CODE   0x10000u

/* setup_data types */
#define SETUP_E820_EXT 1u /* more struct e820_entry than boot_params holds */
#define SETUP_EFI      4u /* struct efi_setup_data of efi.h */
#define SETUP_RNG_SEED 9u

#define E820_IN_PARAMS	128u
#define EDD_MBR_SIGS	16u
#define EDD_ENTRIES	6u
#define EDD_ENTRY_BYTES 82u

/** struct setup_header - what a bzImage holds at file offset 0x1f1 */
struct setup_header {
	uint8_t setup_sects; /* 512-byte sectors of 16-bit code after the first */
	uint16_t root_flags;
	uint32_t syssize; /* protected-mode part, in 16-byte paragraphs */
	uint16_t ram_size;
	uint16_t vid_mode;
	uint16_t root_dev;
	uint16_t boot_flag;
	uint16_t jump; /* the second byte gives the end of this header */
	uint32_t header;
	uint16_t version; /* 0x020f is 2.15 */
	uint32_t realmode_swtch;
	uint16_t start_sys_seg;
	uint16_t kernel_version; /* of a string, less 0x200 */
	uint8_t type_of_loader;
	uint8_t loadflags;
	uint16_t setup_move_size;
	uint32_t code32_start;
	uint32_t ramdisk_image;
	uint32_t ramdisk_size;
	uint32_t bootsect_kludge;
	uint16_t heap_end_ptr; /* 2.01 */
	uint8_t ext_loader_ver;
	uint8_t ext_loader_type;
	uint32_t cmd_line_ptr;	    /* 2.02 */
	uint32_t initrd_addr_max;   /* 2.03: highest byte an initrd may use */
	uint32_t kernel_alignment;  /* 2.05 */
	uint8_t relocatable_kernel; /* 2.05 */
	uint8_t min_alignment;	    /* 2.10: log2 */
	uint16_t xloadflags;	    /* 2.12 */
	uint32_t cmdline_size;	    /* 2.06: bytes, without the final zero */
	uint32_t hardware_subarch;  /* 2.07 */
	uint64_t hardware_subarch_data;
	uint32_t payload_offset; /* 2.08: from the start of the protected-mode part */
	uint32_t payload_length;
	uint64_t setup_data;	     /* 2.09: first struct setup_data, physical */
	uint64_t pref_address;	     /* 2.10 */
	uint32_t init_size;	     /* 2.10: bytes the kernel needs from its run address on */
	uint32_t handover_offset;    /* 2.11 */
	uint32_t kernel_info_offset; /* 2.15 */
} __attribute__((packed));

/** struct setup_data - head of one node of the setup_data list; @len bytes follow */
struct setup_data {
	uint64_t next; /* physical, 0 ends the list */
	uint32_t type;
	uint32_t len;
} __attribute__((packed));

/** struct screen_info - how firmware or setup code left the screen (64 bytes) */
struct screen_info {
	uint8_t orig_x;
	uint8_t orig_y;
	uint16_t ext_mem_k; /* KiB above 1 MiB, at most 0xfc00 */
	uint16_t orig_video_page;
	uint8_t orig_video_mode;
	uint8_t orig_video_cols;
	uint8_t flags;
	uint8_t unused2;
	uint16_t orig_video_ega_bx;
	uint16_t unused3;
	uint8_t orig_video_lines;
	uint8_t orig_video_is_vga; /* 1: VGA text, 0x23: VESA frame buffer */
	uint16_t orig_video_points;
	uint8_t rest[0x40 - 0x12];
} __attribute__((packed));

/** struct boot_params - the "zero page" */
struct boot_params {
	struct screen_info screen_info; /* 000 */
	uint8_t apm_bios_info[0x14];	/* 040 */
	uint8_t pad2[4];
	uint64_t tboot_addr;	 /* 058 */
	uint8_t ist_info[0x10];	 /* 060 */
	uint64_t acpi_rsdp_addr; /* 070 */
	uint8_t pad3[8];
	uint8_t hd0_info[0x10];	       /* 080 */
	uint8_t hd1_info[0x10];	       /* 090 */
	uint8_t sys_desc_table[0x10];  /* 0a0 */
	uint8_t olpc_ofw_header[0x10]; /* 0b0 */
	uint32_t ext_ramdisk_image;    /* 0c0 */
	uint32_t ext_ramdisk_size;     /* 0c4 */
	uint32_t ext_cmd_line_ptr;     /* 0c8 */
	uint8_t pad4[0x70];
	uint32_t cc_blob_address;	 /* 13c */
	uint8_t edid_info[0x80];	 /* 140 */
	uint8_t efi_info[0x20];		 /* 1c0 */
	uint32_t alt_mem_k;		 /* 1e0: KiB above 1 MiB */
	uint32_t scratch;		 /* 1e4 */
	uint8_t e820_entries;		 /* 1e8 */
	uint8_t eddbuf_entries;		 /* 1e9 */
	uint8_t edd_mbr_sig_buf_entries; /* 1ea */
	uint8_t kbd_status;		 /* 1eb */
	uint8_t secure_boot;		 /* 1ec */
	uint8_t pad5[2];
	uint8_t sentinel; /* 1ef: non-zero tells the kernel that a loader left junk */
	uint8_t pad6[1];
	struct setup_header hdr; /* 1f1 */
	uint8_t pad7[SETUP_HEADER_MAX - SETUP_HEADER_OFFSET - sizeof(struct setup_header)];
	uint32_t edd_mbr_sig_buffer[EDD_MBR_SIGS];    /* 290 */
	struct e820_entry e820_table[E820_IN_PARAMS]; /* 2d0 */
	uint8_t pad8[0x30];
	uint8_t eddbuf[EDD_ENTRIES][EDD_ENTRY_BYTES]; /* d00: struct edd_info */
	uint8_t pad9[0x114];
} __attribute__((packed));

#define BOOTPARAM_AT(field, offset) \
	_Static_assert(offsetof(struct boot_params, field) == (offset), #field " is misplaced")

_Static_assert(sizeof(struct screen_info) == 0x40, "screen_info has 64 bytes");
_Static_assert(sizeof(struct setup_data) == 16, "setup_data has a 16-byte head");
BOOTPARAM_AT(apm_bios_info, 0x040);
BOOTPARAM_AT(tboot_addr, 0x058);
BOOTPARAM_AT(acpi_rsdp_addr, 0x070);
BOOTPARAM_AT(ext_ramdisk_image, 0x0c0);
BOOTPARAM_AT(cc_blob_address, 0x13c);
BOOTPARAM_AT(edid_info, 0x140);
BOOTPARAM_AT(efi_info, 0x1c0);
BOOTPARAM_AT(alt_mem_k, 0x1e0);
BOOTPARAM_AT(e820_entries, 0x1e8);
BOOTPARAM_AT(sentinel, 0x1ef);
BOOTPARAM_AT(hdr, 0x1f1);
BOOTPARAM_AT(hdr.header, 0x202);
BOOTPARAM_AT(hdr.type_of_loader, 0x210);
BOOTPARAM_AT(hdr.code32_start, 0x214);
BOOTPARAM_AT(hdr.cmd_line_ptr, 0x228);
BOOTPARAM_AT(hdr.kernel_alignment, 0x230);
BOOTPARAM_AT(hdr.cmdline_size, 0x238);
BOOTPARAM_AT(hdr.setup_data, 0x250);
BOOTPARAM_AT(hdr.init_size, 0x260);
BOOTPARAM_AT(hdr.kernel_info_offset, 0x268);
BOOTPARAM_AT(edd_mbr_sig_buffer, 0x290);
BOOTPARAM_AT(e820_table, 0x2d0);
BOOTPARAM_AT(eddbuf, 0xd00);
_Static_assert(sizeof(struct boot_params) == 4096, "boot_params is one page");
#undef BOOTPARAM_AT

#endif
