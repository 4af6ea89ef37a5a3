/* SPDX-License-Identifier: GPL-2.0-only */
/* What the two multiboots have in common: flat files, and the sections of ELF files. */
#ifndef KEXEC_PROGRAM_H
#define KEXEC_PROGRAM_H

#include "elf-file.h"

/**
 * struct flat_file - addresses in the header of a file that is no ELF executable ("a.out kludge")
 * @name: of the image type, for messages
 * @at: offset of the header in the file
 * @header_addr: where that goes
 * @load_addr: where loading begins, with the bytes before the header that lie between
 * @load_end_addr: where it ends; 0: with the file
 * @bss_end_addr: zeros up to here; 0: none
 */
struct flat_file {
	const char *name;
	uint64_t at;
	uint32_t header_addr, load_addr, load_end_addr, bss_end_addr;
};

/** flat_read() - the one range of memory that such a file fills; -ENOEXEC with a reason */
int flat_read(struct kexec_image *img, const struct flat_file *f, struct load_range *r);

/** ranges_have() - is @addr inside one of them? */
bool ranges_have(const struct load_range *range, unsigned int n, uint64_t addr);

/**
 * struct elf_sections - the section headers of a program, to be passed on
 * @bytes: of @headers; 0: it has none
 * @headers: as in the file, but for the addresses of sections that were loaded in addition
 */
struct elf_sections {
	uint32_t num, entsize, shndx;
	size_t bytes;
	uint8_t *headers;
};

/**
 * elf_add_sections() - load symbol and string tables, which no program header loads
 *
 * One segment for all of them. Headers that are damaged are none: a program runs without.
 */
int elf_add_sections(struct kexec_image *img, const struct elf_file *e, struct elf_sections *s);

#endif
