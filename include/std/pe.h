/* SPDX-License-Identifier: GPL-2.0-only */
/* PE/COFF images, as far as their sections. Microsoft PE and COFF Specification 11, sections 3 and 4. */
#ifndef STD_PE_H
#define STD_PE_H

#include <stddef.h>
#include <stdint.h>

#define PE_DOS_MAGIC	  "MZ"
#define PE_HEADER_POINTER 0x3cu /* offset of the offset of struct pe_header */
#define PE_MAGIC	  "PE\0"
#define PE_SECTION_NAME	  8

/** struct pe_header - signature and COFF file header; an optional header follows, then the sections' */
struct pe_header {
	char magic[4];
	uint16_t machine;
	uint16_t n_sections;
	uint32_t time, symbols, n_symbols;
	uint16_t optional_bytes;
	uint16_t flags;
};

/** struct pe_section - @name is filled with zeros; @raw_bytes are rounded up, @bytes may be 0 */
struct pe_section {
	char name[PE_SECTION_NAME];
	uint32_t bytes;
	uint32_t addr;
	uint32_t raw_bytes, raw_at;
	uint32_t relocations, lines;
	uint16_t n_relocations, n_lines;
	uint32_t flags;
};

_Static_assert(sizeof(struct pe_header) == 24, "section 3.3");
_Static_assert(sizeof(struct pe_section) == 40, "section 4");

#endif
