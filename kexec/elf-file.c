// SPDX-License-Identifier: GPL-2.0-only
/* An ELF executable, taken apart: System V ABI, "Program Loading". */
#include <inttypes.h>
#include <string.h>
#include "elf-file.h"

#define LIMIT ((uint64_t)1 << 32)

bool elf_probe(struct blob f)
{
	return blob_starts(f, 0, ELF_MAGIC, 4);
}

static const char *type_words(unsigned int type)
{
	switch (type) {
	case ET_REL:
		return "an object file, not linked yet";
	case ET_DYN:
		return "a shared object or a relocatable program: only fixed addresses can be loaded";
	case ET_CORE:
		return "a core dump";
	default:
		return "not an executable";
	}
}

static int check_header(struct kexec_image *img, const struct elf_file *e)
{
	unsigned int type = blob_le16(e->file, offsetof(struct elf32_ehdr, e_type));
	unsigned int machine = blob_le16(e->file, offsetof(struct elf32_ehdr, e_machine));

	if (blob_u8(e->file, ELF_DATA) != ELFDATA2LSB ||
	    (machine != EM_386 && machine != EM_486 && machine != EM_X86_64))
		return image_fail(img, -ENOEXEC, "elf: not for x86 (machine %u)", machine);
	if (type != ET_EXEC)
		return image_fail(img, -ENOEXEC, "elf: %s", type_words(type));
	return 0;
}

/* The header of either class. */
static int read_header(struct kexec_image *img, struct elf_file *e)
{
	unsigned int class = blob_u8(e->file, ELF_CLASS), size, expected;
	struct elf32_ehdr h32;
	struct elf64_ehdr h64;

	if (class != ELFCLASS32 && class != ELFCLASS64)
		return image_fail(img, -ENOEXEC, "elf: unknown class %u", class);
	e->is_64 = class == ELFCLASS64;
	if (e->is_64 ? !blob_copy(e->file, 0, &h64, sizeof(h64)) :
		       !blob_copy(e->file, 0, &h32, sizeof(h32)))
		return image_fail(img, -ENOEXEC, "elf: cut short: %zu bytes, inside the header",
				  e->file.n);
	e->entry = e->is_64 ? h64.e_entry : h32.e_entry;
	e->phoff = e->is_64 ? h64.e_phoff : h32.e_phoff;
	e->n_phdrs = e->is_64 ? h64.e_phnum : h32.e_phnum;
	size = e->is_64 ? h64.e_phentsize : h32.e_phentsize;
	expected = e->is_64 ? sizeof(struct elf64_phdr) : sizeof(struct elf32_phdr);
	if (!e->n_phdrs || e->n_phdrs > ELF_PHDRS || size != expected)
		return image_fail(
			img, -ENOEXEC,
			"elf: %u program headers of %u bytes: there must be 1 to %u of %u",
			e->n_phdrs, size, ELF_PHDRS, expected);
	if (!blob_has(e->file, e->phoff, (uint64_t)size * e->n_phdrs))
		return image_fail(img, -ENOEXEC,
				  "elf: cut short: %zu bytes, the program headers are at %#" PRIx64,
				  e->file.n, e->phoff);
	return 0;
}

struct elf_phdr elf_phdr(const struct elf_file *e, unsigned int i)
{
	struct elf32_phdr p32;
	struct elf64_phdr p64;

	if (e->is_64) {
		blob_copy(e->file, e->phoff + i * sizeof(p64), &p64, sizeof(p64));
		return (struct elf_phdr){ p64.p_type,  p64.p_offset, p64.p_vaddr,
					  p64.p_paddr, p64.p_filesz, p64.p_memsz };
	}
	blob_copy(e->file, e->phoff + i * sizeof(p32), &p32, sizeof(p32));
	return (struct elf_phdr){ p32.p_type,  p32.p_offset, p32.p_vaddr,
				  p32.p_paddr, p32.p_filesz, p32.p_memsz };
}

static int check_load(struct kexec_image *img, const struct elf_file *e, unsigned int i,
		      const struct elf_phdr *p)
{
	if (!blob_has(e->file, p->offset, p->filesz))
		return image_fail(img, -ENOEXEC,
				  "elf: cut short: segment %u is %" PRIu64 " bytes at %#" PRIx64
				  ", the file has %zu",
				  i, p->filesz, p->offset, e->file.n);
	if (p->filesz > p->memsz)
		return image_fail(img, -ENOEXEC,
				  "elf: segment %u has %" PRIu64 " bytes in the file and %" PRIu64
				  " in memory",
				  i, p->filesz, p->memsz);
	if (p->paddr >= LIMIT || p->memsz > LIMIT - p->paddr)
		return image_fail(img, -ENOEXEC,
				  "elf: segment %u at %#" PRIx64 ", %" PRIu64
				  " bytes: it does not end below 4 GiB",
				  i, p->paddr, p->memsz);
	if (p->paddr < PAGE_BYTES)
		return image_fail(img, -ENOEXEC,
				  "elf: segment %u goes to %#" PRIx64
				  ", over interrupt vectors and BIOS data",
				  i, p->paddr);
	if (e->n_loads == ELF_LOADS)
		return image_fail(img, -ENOEXEC, "elf: more than %u segments to load", ELF_LOADS);
	return 0;
}

static int add_load(struct kexec_image *img, struct elf_file *e, const struct elf_phdr *p)
{
	struct load_range r = { p->paddr, p->memsz, blob_slice(e->file, p->offset, p->filesz) };

	if (load_range_insert(e->load, &e->n_loads, &r))
		return 0;
	return image_fail(img, -ENOEXEC, "elf: the segment at %#" PRIx64 " overlaps another",
			  p->paddr);
}

/* Is the entry a physical address, or else a virtual one? Make it physical. */
static int find_entry(struct kexec_image *img, struct elf_file *e)
{
	for (unsigned int i = 0; i < e->n_loads; i++)
		if (e->entry >= e->load[i].addr && e->entry - e->load[i].addr < e->load[i].memsz)
			return 0;
	for (unsigned int i = 0; i < e->n_phdrs; i++) {
		struct elf_phdr p = elf_phdr(e, i);

		if (p.type != PT_LOAD || e->entry < p.vaddr || e->entry - p.vaddr >= p.memsz)
			continue;
		e->entry += p.paddr - p.vaddr;
		return 0;
	}
	return image_fail(img, -ENOEXEC, "elf: the entry %#" PRIx64 " is inside no segment",
			  e->entry);
}

static int read_phdr(struct kexec_image *img, struct elf_file *e, unsigned int i)
{
	struct elf_phdr p = elf_phdr(e, i);
	int err;

	if (p.type == PT_INTERP || p.type == PT_TLS)
		return image_fail(img, -ENOEXEC,
				  "elf: a program that runs under an operating system");
	if (p.type != PT_LOAD || (!p.memsz && !p.filesz))
		return 0;
	err = check_load(img, e, i, &p);
	return err ? err : add_load(img, e, &p);
}

int elf_read(struct kexec_image *img, struct elf_file *e)
{
	int err;

	*e = (struct elf_file){ .file = img->kernel.data };
	if (!elf_probe(e->file))
		return image_fail(img, -ENOEXEC, "elf: not an ELF file");
	err = check_header(img, e);
	if (!err)
		err = read_header(img, e);
	for (unsigned int i = 0; !err && i < e->n_phdrs; i++)
		err = read_phdr(img, e, i);
	if (!err && !e->n_loads)
		err = image_fail(img, -ENOEXEC, "elf: there is nothing in it to load");
	return err ? err : find_entry(img, e);
}
