/* SPDX-License-Identifier: GPL-2.0-only */
/* Multiboot 2: header, its tags, and the tags of the information. Multiboot2 Specification 2.0, 3. */
#ifndef STD_MULTIBOOT2_H
#define STD_MULTIBOOT2_H

#include <stddef.h>
#include <stdint.h>

#define MB2_HEADER_MAGIC  0xe85250d6u /* in the file */
#define MB2_BOOT_MAGIC	  0x36d76289u /* in EAX at the entry; EBX = struct mb2_info */
#define MB2_HEADER_SEARCH 32768u      /* the header lies within so many bytes */
#define MB2_ALIGN	  8u	      /* of header, information and all tags */
#define MB2_I386	  0u	      /* mb2_header.architecture */

/** struct mb2_header - in the file; tags follow up to @length bytes, this head included */
struct mb2_header {
	uint32_t magic, architecture, length;
	uint32_t checksum; /* makes the sum of the four 0 */
};

/* mb2_header_tag.type */
#define MB2_TAG_END	    0u
#define MB2_TAG_REQUEST	    1u /* uint32_t[]: types of information tags */
#define MB2_TAG_ADDRESS	    2u
#define MB2_TAG_ENTRY	    3u /* uint32_t */
#define MB2_TAG_CONSOLE	    4u /* uint32_t: MB2_CONSOLE_* */
#define MB2_TAG_FRAMEBUFFER 5u
#define MB2_TAG_ALIGN	    6u /* modules begin on pages */
#define MB2_TAG_EFI_BOOT    7u
#define MB2_TAG_EFI32_ENTRY 8u
#define MB2_TAG_EFI64_ENTRY 9u
#define MB2_TAG_RELOCATABLE 10u

#define MB2_OPTIONAL	     0x0001u /* mb2_header_tag.flags */
#define MB2_CONSOLE_REQUIRED 0x1u
#define MB2_CONSOLE_TEXT     0x2u

/** struct mb2_header_tag - head of a tag of the header; @size with this head */
struct mb2_header_tag {
	uint16_t type, flags;
	uint32_t size;
};

/** struct mb2_address - load by these addresses, not as ELF; as in multiboot 1 */
struct mb2_address {
	struct mb2_header_tag tag;
	uint32_t header_addr, load_addr, load_end_addr, bss_end_addr;
};

#define MB2_PREFER_LOW	1u
#define MB2_PREFER_HIGH 2u

/** struct mb2_relocatable - it may be loaded anywhere between, addresses of the last byte included */
struct mb2_relocatable {
	struct mb2_header_tag tag;
	uint32_t min_addr, max_addr;
	uint32_t align;
	uint32_t preference;
};

/* mb2_tag.type: of the information */
#define MB2_INFO_END	      0u
#define MB2_INFO_CMDLINE      1u
#define MB2_INFO_LOADER	      2u
#define MB2_INFO_MODULE	      3u
#define MB2_INFO_MEMORY	      4u
#define MB2_INFO_BOOT_DEVICE  5u
#define MB2_INFO_MMAP	      6u
#define MB2_INFO_VBE	      7u
#define MB2_INFO_FRAMEBUFFER  8u
#define MB2_INFO_ELF_SECTIONS 9u
#define MB2_INFO_APM	      10u
#define MB2_INFO_EFI32	      11u
#define MB2_INFO_EFI64	      12u
#define MB2_INFO_SMBIOS	      13u
#define MB2_INFO_ACPI_OLD     14u
#define MB2_INFO_ACPI_NEW     15u
#define MB2_INFO_NETWORK      16u
#define MB2_INFO_EFI_MMAP     17u
#define MB2_INFO_EFI_BOOT     18u
#define MB2_INFO_EFI32_IMAGE  19u
#define MB2_INFO_EFI64_IMAGE  20u
#define MB2_INFO_LOAD_BASE    21u
#define MB2_INFO_KNOWN	      22u

/** struct mb2_info - head of the information; tags follow */
struct mb2_info {
	uint32_t total_size;
	uint32_t reserved;
};

/** struct mb2_tag - head of a tag; @size with this head, without the padding to 8 bytes */
struct mb2_tag {
	uint32_t type, size;
};

/* What follows the head, by type. */

struct mb2_module {
	uint32_t start, end; /* end: one behind the last byte; a string follows */
};

struct mb2_memory {
	uint32_t lower_kb, upper_kb;
};

struct mb2_boot_device {
	uint32_t biosdev;
	uint32_t partition, sub_partition; /* all ones: none */
};

struct mb2_mmap {
	uint32_t entry_size, entry_version; /* struct mb2_mmap_entry follow */
};

struct mb2_mmap_entry {
	uint64_t addr, size;
	uint32_t type; /* as E820's, up to 5 */
	uint32_t reserved;
};

struct mb2_vbe {
	uint16_t mode;
	uint16_t interface_seg, interface_off, interface_len;
	uint8_t control[512];
	uint8_t mode_info[256];
};

#define MB2_FRAMEBUFFER_TEXT 2u /* width and height in characters */

struct mb2_framebuffer {
	uint64_t addr;
	uint32_t pitch, width, height;
	uint8_t bpp, type;
	uint16_t reserved;
};

struct mb2_elf_sections {
	uint32_t num, entsize, shndx; /* section headers follow */
};

struct mb2_smbios {
	uint8_t major, minor;
	uint8_t reserved[6]; /* the entry point follows */
};

_Static_assert(sizeof(struct mb2_header) == 16, "3.1.1");
_Static_assert(sizeof(struct mb2_address) == 24, "3.1.5");
_Static_assert(sizeof(struct mb2_relocatable) == 24, "3.1.13");
_Static_assert(sizeof(struct mb2_mmap_entry) == 24, "3.6.8");
_Static_assert(sizeof(struct mb2_vbe) == 776, "3.6.11");
_Static_assert(sizeof(struct mb2_framebuffer) == 24, "3.6.12");
_Static_assert(sizeof(struct mb2_smbios) == 8, "3.6.15");

#endif
