/* SPDX-License-Identifier: GPL-2.0-only */
/* ELF executables, for the image types that load them: elf, multiboot, vmlinux. */
#ifndef KEXEC_ELF_FILE_H
#define KEXEC_ELF_FILE_H

#include "core.h"
#include "std/elf.h"

#define ELF_LOADS 32u
#define ELF_PHDRS 64u

/**
 * struct load_range - bytes of a file for a place in memory
 * @addr: physical, of any alignment
 * @memsz: bytes of memory; those after @data become zero
 * @data: at most @memsz bytes
 */
struct load_range {
	uint64_t addr;
	uint64_t memsz;
	struct blob data;
};

/** load_range_insert() - put @r where it belongs; false if it overlaps one of the @n that are there */
bool load_range_insert(struct load_range *sorted, unsigned int *n, const struct load_range *r);

/**
 * image_add_ranges() - add segments for @n ranges, sorted and without overlap
 *
 * A range that begins on a page and shares none is a segment without a copy; others are
 * copied into whole pages, joined where they share one.
 */
int image_add_ranges(struct kexec_image *img, const char *label, const struct load_range *range,
		     unsigned int n);

/** struct elf_phdr - a program header of either class */
struct elf_phdr {
	uint32_t type;
	uint64_t offset, vaddr, paddr, filesz, memsz;
};

/**
 * struct elf_file - an executable, taken apart
 * @file: the whole file
 * @is_64: ELF64
 * @phoff: offset of the program headers, which the file has
 * @n_phdrs: how many
 * @entry: physical address
 * @load: what to load, sorted by address, below 4 GiB, without overlap
 * @n_loads: at least 1
 */
struct elf_file {
	struct blob file;
	bool is_64;
	uint64_t phoff;
	unsigned int n_phdrs;
	uint64_t entry;
	struct load_range load[ELF_LOADS];
	unsigned int n_loads;
};

/** elf_probe() - does it claim to be an ELF file? */
bool elf_probe(struct blob file);
/** elf_read() - take the kernel file apart; -ENOEXEC with a reason for what cannot be loaded */
int elf_read(struct kexec_image *img, struct elf_file *e);
/** elf_phdr() - program header @i, below @e->n_phdrs */
struct elf_phdr elf_phdr(const struct elf_file *e, unsigned int i);

/** elf_has_note() - is there a note of this owner (and @type, unless 0)? @at: offset of its descriptor */
bool elf_has_note(const struct elf_file *e, const char *owner, uint32_t type, uint64_t *at);
/** elf_check_sum() - compare the ELFBoot checksum note, if there is one; -ENOEXEC */
int elf_check_sum(struct kexec_image *img, const struct elf_file *e);

/** struct ip_sum - the checksum of an IP header (RFC 1071), over any bytes; { 0 } is that of none */
struct ip_sum {
	uint64_t words;
	bool odd;
};

void ip_sum_add(struct ip_sum *s, const uint8_t *p, size_t n);
/** ip_sum_zeros() - the same for @n zeros */
void ip_sum_zeros(struct ip_sum *s, uint64_t n);
uint16_t ip_sum_end(const struct ip_sum *s);

#endif
