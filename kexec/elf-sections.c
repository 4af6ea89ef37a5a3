// SPDX-License-Identifier: GPL-2.0-only
/* The symbols of an ELF program, for loaders that have to pass them on: System V ABI, "Sections". */
#include <string.h>
#include "program.h"

#define SHT_SYMTAB    2u
#define SHT_STRTAB    3u
#define SECTIONS_MAX  1024u
#define SECTION_ALIGN 16u

/** struct section - the fields of a section header of either class that matter here */
struct section {
	uint32_t type;
	uint64_t addr, offset, size;
};

static struct section section(const struct elf_file *e, uint64_t at)
{
	struct blob f = e->file;

	if (e->is_64)
		return (struct section){ blob_le32(f, at + 4), blob_le64(f, at + 16),
					 blob_le64(f, at + 24), blob_le64(f, at + 32) };
	return (struct section){ blob_le32(f, at + 4), blob_le32(f, at + 12), blob_le32(f, at + 16),
				 blob_le32(f, at + 20) };
}

/* Symbols and their names: not debug information, which may be many times the program. */
static bool is_wanted(const struct elf_file *e, const struct section *s)
{
	return (s->type == SHT_SYMTAB || s->type == SHT_STRTAB) && !s->addr && s->size &&
	       blob_has(e->file, s->offset, s->size);
}

/* Where the headers are; 0: there are none that could be used. */
static uint64_t find_headers(const struct elf_file *e, struct elf_sections *s)
{
	struct blob f = e->file;
	uint64_t shoff = e->is_64 ? blob_le64(f, offsetof(struct elf64_ehdr, e_shoff)) :
				    blob_le32(f, offsetof(struct elf32_ehdr, e_shoff));
	size_t at = e->is_64 ? offsetof(struct elf64_ehdr, e_shentsize) :
			       offsetof(struct elf32_ehdr, e_shentsize);

	s->entsize = blob_le16(f, at);
	s->num = blob_le16(f, at + 2);
	s->shndx = blob_le16(f, at + 4);
	s->bytes = (size_t)s->num * s->entsize;
	if (!shoff || s->num > SECTIONS_MAX || s->entsize != (e->is_64 ? 64 : 40) ||
	    !blob_has(f, shoff, s->bytes))
		s->bytes = 0;
	return s->bytes ? shoff : 0;
}

/* Copy the tables into one segment, and their addresses into our copy of the headers. */
static int load_tables(struct kexec_image *img, const struct elf_file *e, struct elf_sections *s,
		       uint64_t shoff, size_t bytes)
{
	struct place p = { "the symbols", bytes, PAGE_BYTES, 0x10000, UINT32_MAX, true };
	uint8_t *buf = image_alloc(img, bytes);
	uint64_t addr, at = 0;
	int err;

	if (!buf)
		return -ENOMEM;
	err = image_place(img, &p, &addr);
	for (uint32_t i = 0; !err && i < s->num; i++) {
		struct section x = section(e, shoff + i * s->entsize);
		uint64_t here = addr + at;

		if (!is_wanted(e, &x))
			continue;
		blob_copy(e->file, x.offset, buf + at, (size_t)x.size);
		memcpy(s->headers + i * s->entsize + (e->is_64 ? 16 : 12), &here, e->is_64 ? 8 : 4);
		at += align_up(x.size, SECTION_ALIGN);
	}
	return err ? err : image_add_segment(img, "symbols", buf, bytes, addr, bytes);
}

int elf_add_sections(struct kexec_image *img, const struct elf_file *e, struct elf_sections *s)
{
	uint64_t shoff = find_headers(e, s), bytes = 0;

	if (!shoff)
		return 0;
	s->headers = image_alloc(img, s->bytes);
	if (!s->headers)
		return -ENOMEM;
	blob_copy(e->file, shoff, s->headers, s->bytes);
	for (uint32_t i = 0; i < s->num; i++) {
		struct section x = section(e, shoff + i * s->entsize);

		if (is_wanted(e, &x))
			bytes += align_up(x.size, SECTION_ALIGN);
	}
	if (bytes > e->file.n + (uint64_t)s->num * SECTION_ALIGN) {
		s->bytes = 0; /* they overlap: damaged */
		return 0;
	}
	return bytes ? load_tables(img, e, s, shoff, (size_t)bytes) : 0;
}
