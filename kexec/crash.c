// SPDX-License-Identifier: GPL-2.0-only
/*
 * Crash kernels: the machine that one sees, the ELF headers by which it finds the memory of the
 * kernel that crashed (elfcorehdr=), and the copy of base memory. Linux,
 * Documentation/admin-guide/kdump/kdump.rst and fs/proc/vmcore.c.
 */
#include <inttypes.h>
#include <string.h>
#include "core.h"
#include "std/elf.h"

#define BASE_MEMORY_END 0xa0000u
/* What a 32-bit kernel maps directly: higher memory has no virtual address. */
#define LOWMEM_32 0x38000000u
#define PHDRS_MAX 0xfffeu
#define PF_RWX	  7u

static bool has_high_ram(const struct crash_facts *f)
{
	return f->ram.n && f->ram.p[f->ram.n - 1].end > FOUR_GIB;
}

static bool wants_elf64(const struct crash_facts *f, const struct boot_request *req)
{
	if (req->core_class)
		return req->core_class == 64;
	return f->is_64bit || has_high_ram(f);
}

static unsigned int count_phdrs(const struct crash_facts *f)
{
	return f->notes.n + (f->text_virt && f->code_phys ? 1 : 0) + f->ram.n;
}

static size_t headers_bytes(const struct crash_facts *f, const struct boot_request *req)
{
	size_t n = count_phdrs(f);

	if (wants_elf64(f, req))
		return sizeof(struct elf64_ehdr) + n * sizeof(struct elf64_phdr);
	return sizeof(struct elf32_ehdr) + n * sizeof(struct elf32_phdr);
}

/* Settle what is kept at the end of the reserved region, and where. */
static int plan_kept(struct crash_facts *f, const struct boot_request *req, struct reason *why)
{
	struct span r = crash_region(f);
	uint64_t headers = align_up(headers_bytes(f, req), PAGE_BYTES), copy;

	for (unsigned int i = 0; !f->low.end && i < f->ram.n; i++)
		if (f->ram.p[i].end <= BASE_MEMORY_END)
			f->low = f->ram.p[i];
	copy = align_up(f->low.end - f->low.start, PAGE_BYTES);
	if (count_phdrs(f) > PHDRS_MAX)
		return because(why, -E2BIG, "the dump would have %u ranges of memory",
			       count_phdrs(f));
	if (has_high_ram(f) && !wants_elf64(f, req))
		return because(why, -EINVAL,
			       "--elf32-core-headers cannot tell of the RAM above 4 GiB");
	if (crash_region_is_high(f))
		return because(
			why, -EADDRNOTAVAIL,
			"the memory reserved for a crash kernel lies above 4 GiB, where only "
			"kexec_file_load (-s) loads one; or reserve crashkernel=SIZE without ,high");
	f->kept.end = align_down(r.end, PAGE_BYTES);
	if (f->kept.end <= r.start || f->kept.end - r.start <= headers + copy)
		return because(why, -ENOMEM, "only %" PRIu64 " KiB are reserved for a crash kernel",
			       (r.end - r.start) / KIB);
	f->kept.start = f->kept.end - headers - copy;
	f->low_copy = f->kept.start + headers;
	return 0;
}

int machine_for_crash(struct machine *m, const struct boot_request *req, struct reason *why)
{
	struct crash_facts *f = &m->crash;
	struct memmap map = { .have = 0 };
	int err = plan_kept(f, req, why);
	struct span r = crash_region(f);

	if (err)
		return err;
	memmap_for_each(old, &m->map)
		if (!err && old->type != E820_RAM)
			err = memmap_add(&map, FROM_PARAMS, old->start, old->end - old->start,
					 old->type);
	if (!err)
		err = memmap_add(&map, FROM_PARAMS, f->low.start, f->low.end - f->low.start,
				 E820_RAM);
	if (!err)
		err = memmap_add(&map, FROM_PARAMS, r.start, r.end - r.start, E820_RAM);
	if (!err)
		err = memmap_add(&map, FROM_PARAMS, f->kept.start, f->kept.end - f->kept.start,
				 E820_RESERVED);
	memmap_settle(&map);
	memmap_free(&m->map);
	m->map = map;
	return err ? because(why, err, "the memory map for the crash kernel: out of memory") : 0;
}

/** struct core - the headers under construction */
struct core {
	uint8_t *buf;
	bool is_64;
	unsigned int n;
};

static void put_phdr(struct core *c, const struct elf64_phdr *p)
{
	unsigned int i = c->n++;

	if (c->is_64) {
		memcpy(c->buf + sizeof(struct elf64_ehdr) + i * sizeof(*p), p, sizeof(*p));
	} else {
		struct elf32_phdr p32 = {
			.p_type = p->p_type,
			.p_offset = (uint32_t)p->p_offset,
			.p_vaddr = (uint32_t)p->p_vaddr,
			.p_paddr = (uint32_t)p->p_paddr,
			.p_filesz = (uint32_t)p->p_filesz,
			.p_memsz = (uint32_t)p->p_memsz,
			.p_flags = p->p_flags,
		};

		memcpy(c->buf + sizeof(struct elf32_ehdr) + i * sizeof(p32), &p32, sizeof(p32));
	}
}

/* Of what is at @at in physical memory now, and at @file when the crash kernel runs. */
static void put_range(struct core *c, uint32_t type, uint64_t at, uint64_t file, uint64_t virt,
		      uint64_t bytes)
{
	struct elf64_phdr p = {
		.p_type = type,
		.p_flags = type == PT_LOAD ? PF_RWX : 0,
		.p_offset = file,
		.p_vaddr = virt,
		.p_paddr = at,
		.p_filesz = bytes,
		.p_memsz = bytes,
	};

	put_phdr(c, &p);
}

static void put_ram(struct core *c, const struct crash_facts *f)
{
	for (unsigned int i = 0; i < f->ram.n; i++) {
		struct span s = f->ram.p[i];
		bool is_low = s.start == f->low.start && f->low.end;
		bool is_high = !f->is_64bit && s.end > LOWMEM_32;

		put_range(c, PT_LOAD, s.start, is_low ? f->low_copy : s.start,
			  is_high ? UINT64_MAX : f->page_offset + s.start, s.end - s.start);
	}
}

/* Both classes have the same first members. */
static void put_ehdr(struct core *c, const struct crash_facts *f)
{
	struct elf64_ehdr h = {
		.e_ident = { 0x7f, 'E', 'L', 'F', c->is_64 ? ELFCLASS64 : ELFCLASS32, ELFDATA2LSB,
			     EV_CURRENT },
		.e_type = ET_CORE,
		.e_machine = f->is_64bit ? EM_X86_64 : EM_386,
		.e_version = EV_CURRENT,
		.e_phoff = sizeof(h),
		.e_ehsize = sizeof(h),
		.e_phentsize = sizeof(struct elf64_phdr),
		.e_phnum = (uint16_t)c->n,
	};
	struct elf32_ehdr h32 = {
		.e_type = h.e_type,
		.e_machine = h.e_machine,
		.e_version = h.e_version,
		.e_phoff = sizeof(h32),
		.e_ehsize = sizeof(h32),
		.e_phentsize = sizeof(struct elf32_phdr),
		.e_phnum = h.e_phnum,
	};

	memcpy(h32.e_ident, h.e_ident, sizeof(h32.e_ident));
	if (c->is_64)
		memcpy(c->buf, &h, sizeof(h));
	else
		memcpy(c->buf, &h32, sizeof(h32));
}

int crash_add_segments(struct kexec_image *img)
{
	const struct crash_facts *f = &img->machine->crash;
	size_t bytes = headers_bytes(f, img->req);
	struct core c = { image_alloc(img, bytes), wants_elf64(f, img->req), 0 };
	int err;

	if (!c.buf)
		return -ENOMEM;
	for (unsigned int i = 0; i < f->notes.n; i++) {
		struct span s = f->notes.p[i];

		put_range(&c, PT_NOTE, s.start, s.start, 0, s.end - s.start);
	}
	if (f->text_virt && f->code_phys)
		put_range(&c, PT_LOAD, f->code_phys, f->code_phys, f->text_virt, f->text_bytes);
	put_ram(&c, f);
	put_ehdr(&c, f);
	err = image_add_segment(img, "elfcorehdr", c.buf, bytes, f->kept.start, bytes);
	if (!err && f->low.end)
		err = image_add_segment(img, "low-memory", NULL, 0, f->low_copy,
					f->low.end - f->low.start);
	return err;
}

/* The map again, for kernels that take it from the command line only. */
static void add_memmap_words(const struct memmap *map, struct text *line)
{
	text_addf(line, " memmap=exactmap");
	memmap_for_each(r, map) {
		uint64_t start = r->start / KIB, end = (r->end + KIB - 1) / KIB;
		char mark = r->type == E820_ACPI || r->type == E820_NVS ? '#' :
			    r->type == E820_PRAM			? '!' :
									  '@';

		if (r->type == E820_RAM) {
			start = (r->start + KIB - 1) / KIB;
			end = r->end / KIB;
		}
		if (end > start && (r->type == E820_RAM || mark != '@'))
			text_addf(line, " memmap=%" PRIu64 "K%c%" PRIu64 "K", end - start, mark,
				  start);
	}
}

int crash_add_words(struct kexec_image *img)
{
	const struct machine *m = img->machine;
	uint64_t rsdp = machine_rsdp(m);
	struct text line = { 0 };

	text_addf(&line, "%s", img->cmdline);
	if (rsdp)
		text_addf(&line, " acpi_rsdp=%#" PRIx64, rsdp);
	text_addf(&line, " elfcorehdr=%" PRIu64 "K", m->crash.kept.start / KIB);
	if (img->req->memmap_words)
		add_memmap_words(&m->map, &line);
	img->cmdline = line.failed ? NULL : arena_strndup(&img->arena, line.p, line.n);
	text_free(&line);
	return img->cmdline ? 0 : image_fail(img, -ENOMEM, "out of memory");
}
