// SPDX-License-Identifier: GPL-2.0-only
/* Notes of ELF executables, and the checksum that Etherboot defined in one of them. */
#include <inttypes.h>
#include <string.h>
#include "elf-file.h"

#define CHECKSUM_BYTES 2u

void ip_sum_add(struct ip_sum *s, const uint8_t *p, size_t n)
{
	if (!n)
		return;
	if (s->odd) {
		s->words += (uint32_t)*p++ << 8;
		n--;
	}
	for (size_t i = 0; i + 1 < n; i += 2)
		s->words += (uint32_t)(p[i] | p[i + 1] << 8);
	s->odd = n % 2;
	if (s->odd)
		s->words += p[n - 1];
}

void ip_sum_zeros(struct ip_sum *s, uint64_t n)
{
	s->odd ^= n % 2;
}

uint16_t ip_sum_end(const struct ip_sum *s)
{
	uint64_t sum = s->words;

	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

/* Look through the notes [@from, @end) of the file, which it has. */
static bool find_note(struct blob f, uint64_t from, uint64_t end, const char *owner, uint32_t type,
		      uint64_t *at)
{
	struct elf_note n;

	while (end - from >= sizeof(n) && blob_copy(f, from, &n, sizeof(n))) {
		uint64_t name = from + sizeof(n), desc = name + align_up(n.namesz, 4);

		/* Sizes have 32 bits, offsets 64: nothing wraps. */
		if (desc > end || n.descsz > end - desc)
			return false;
		if (n.namesz == strlen(owner) + 1 && blob_starts(f, name, owner, n.namesz) &&
		    (!type || n.type == type)) {
			*at = desc;
			return true;
		}
		from = desc + align_up(n.descsz, 4);
		if (from > end)
			return false;
	}
	return false;
}

bool elf_has_note(const struct elf_file *e, const char *owner, uint32_t type, uint64_t *at)
{
	for (unsigned int i = 0; i < e->n_phdrs; i++) {
		struct elf_phdr p = elf_phdr(e, i);

		if (p.type == PT_NOTE && blob_has(e->file, p.offset, p.filesz) &&
		    find_note(e->file, p.offset, p.offset + p.filesz, owner, type, at))
			return true;
	}
	return false;
}

/* A segment's memory; the checksum itself counts as zeros if it is in there. */
static void sum_segment(struct ip_sum *s, const struct elf_file *e, const struct elf_phdr *p,
			uint64_t sum_at)
{
	struct blob b = blob_slice(e->file, p->offset, p->filesz);
	uint64_t hole = sum_at - p->offset;

	if (sum_at < p->offset || !blob_has(b, hole, CHECKSUM_BYTES)) {
		ip_sum_add(s, b.p, b.n);
	} else {
		struct blob rest = blob_slice(b, hole + CHECKSUM_BYTES, UINT64_MAX);

		ip_sum_add(s, b.p, (size_t)hole);
		ip_sum_add(s, rest.p, rest.n);
	}
	ip_sum_zeros(s, p->memsz - p->filesz);
}

int elf_check_sum(struct kexec_image *img, const struct elf_file *e)
{
	size_t header = e->is_64 ? sizeof(struct elf64_ehdr) : sizeof(struct elf32_ehdr);
	size_t entry = e->is_64 ? sizeof(struct elf64_phdr) : sizeof(struct elf32_phdr);
	struct blob phdrs = blob_slice(e->file, e->phoff, entry * e->n_phdrs);
	struct ip_sum s = { 0 };
	uint16_t said, is;
	uint64_t at;

	if (!elf_has_note(e, EIN_OWNER, EIN_PROGRAM_CHECKSUM, &at))
		return 0;
	ip_sum_add(&s, e->file.p, header);
	ip_sum_add(&s, phdrs.p, phdrs.n);
	for (unsigned int i = 0; i < e->n_phdrs; i++) {
		struct elf_phdr p = elf_phdr(e, i);

		if (p.type == PT_LOAD && p.memsz)
			sum_segment(&s, e, &p, at);
	}
	said = blob_le16(e->file, at);
	is = ip_sum_end(&s);
	if (is == said)
		return 0;
	return image_fail(img, -ENOEXEC,
			  "elf: damaged: its checksum is %#06x, its ELFBoot note says %#06x", is,
			  said);
}
