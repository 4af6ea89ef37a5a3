// SPDX-License-Identifier: GPL-2.0-only
/* What the running kernel tells of its memory: /proc/iomem, and the ELF head of /proc/kcore. */
#include <stdlib.h>
#include <string.h>
#include "core.h"
#include "std/elf.h"

/* Linux, Documentation/x86/x86_64/mm.rst: the kernel's text is mapped in the last 2 GiB. */
#define TEXT_MAPPING_64 0xffffffff80000000u
/* The direct map without KASLR: 4-level paging, and CONFIG_VMSPLIT_3G. */
#define PAGE_OFFSET_64 0xffff888000000000u
#define PAGE_OFFSET_32 0xc0000000u
/* KASLR moves the direct map by whole GiB. */
#define PAGE_OFFSET_ALIGN (1u << 30)

int spans_add(struct spans *s, struct arena *arena, uint64_t start, uint64_t end)
{
	if (end <= start)
		return 0;
	if (s->n == s->cap) {
		unsigned int cap = s->cap ? 2 * s->cap : 16;
		struct span *p = arena_alloc(arena, cap * sizeof(*p));

		if (!p)
			return -ENOMEM;
		if (s->n)
			memcpy(p, s->p, s->n * sizeof(*p));
		s->p = p;
		s->cap = cap;
	}
	s->p[s->n++] = (struct span){ start, end };
	return 0;
}

struct span crash_region(const struct crash_facts *f)
{
	return f->reserved.n ? f->reserved.p[f->reserved.n - 1] : (struct span){ 0, 0 };
}

bool crash_region_is_high(const struct crash_facts *f)
{
	return crash_region(f).end > (uint64_t)UINT32_MAX + 1;
}

/** struct iomem_line - "  START-END : NAME" */
struct iomem_line {
	uint64_t start, last;
	const char *name;
	size_t n;
};

/* Parse the line at @s; false if it is no range. */
static bool parse_line(const char *s, struct iomem_line *line)
{
	char *end;

	errno = 0;
	line->start = strtoull(s, &end, 16);
	if (*end != '-')
		return false;
	line->last = strtoull(end + 1, &end, 16);
	if (errno || strncmp(end, " : ", 3) != 0)
		return false;
	line->name = end + 3;
	line->n = strcspn(line->name, "\n");
	return line->last >= line->start && line->last < UINT64_MAX;
}

static bool is_named(const struct iomem_line *line, const char *name)
{
	return line->n == strlen(name) && !memcmp(line->name, name, line->n);
}

/* "System RAM", but also "System RAM (kmem)" and others below a device. */
static bool is_ram(const struct iomem_line *line)
{
	static const char name[] = "System RAM";

	return line->n >= sizeof(name) - 1 && !memcmp(line->name, name, sizeof(name) - 1);
}

static int take_line(struct crash_facts *f, const struct iomem_line *line, struct arena *arena)
{
	if (is_ram(line))
		return spans_add(&f->ram, arena, line->start, line->last + 1);
	if (is_named(line, "Crash kernel"))
		return spans_add(&f->reserved, arena, line->start, line->last + 1);
	if (is_named(line, "Kernel code"))
		f->code_phys = line->start;
	return 0;
}

/* Take @cut out of all of @from. */
static int subtract(struct spans *from, const struct span *cut, struct arena *arena)
{
	struct spans left = { NULL, 0, 0 };
	int err = 0;

	for (unsigned int i = 0; !err && i < from->n; i++) {
		const struct span *s = &from->p[i];

		err = spans_add(&left, arena, s->start, s->end < cut->start ? s->end : cut->start);
		if (!err)
			err = spans_add(&left, arena, s->start > cut->end ? s->start : cut->end,
					s->end);
	}
	*from = left;
	return err;
}

int crash_read_iomem(struct crash_facts *f, struct blob text, struct arena *arena,
		     struct reason *why)
{
	const char *s = arena_strndup(arena, (const char *)text.p, text.n);
	struct iomem_line line;
	int err = s ? 0 : -ENOMEM;
	uint64_t highest = 0;

	while (!err && *s) {
		if (parse_line(s, &line)) {
			err = take_line(f, &line, arena);
			highest = line.last > highest ? line.last : highest;
		}
		s += strcspn(s, "\n");
		s += *s == '\n';
	}
	for (unsigned int i = 0; !err && i < f->reserved.n; i++)
		err = subtract(&f->ram, &f->reserved.p[i], arena);
	if (err)
		return because(why, err, "out of memory");
	if (!highest)
		return because(why, -EACCES, "/proc/iomem hides its addresses: it takes root");
	if (!f->reserved.n)
		return because(
			why, -ENOENT,
			"no memory is reserved for a crash kernel: boot with crashkernel=SIZE");
	return 0;
}

static struct elf64_phdr program_header(struct blob head, unsigned int i)
{
	uint64_t at = blob_le64(head, offsetof(struct elf64_ehdr, e_phoff));
	struct elf64_phdr p;

	blob_copy(head, at + i * sizeof(p), &p, sizeof(p));
	return p;
}

/* All memory that the kernel maps: the direct map comes first, and the text before modules. */
void crash_read_kcore(struct crash_facts *f, struct blob head)
{
	unsigned int n = blob_le16(head, offsetof(struct elf64_ehdr, e_phnum));
	uint64_t lowest = 0;

	f->page_offset = f->is_64bit ? PAGE_OFFSET_64 : PAGE_OFFSET_32;
	if (!f->is_64bit || !blob_starts(head, 0, ELF_MAGIC, 4) ||
	    blob_u8(head, ELF_CLASS) != ELFCLASS64)
		return;
	for (unsigned int i = 0; i < n; i++) {
		struct elf64_phdr p = program_header(head, i);

		if (p.p_type != PT_LOAD || !p.p_vaddr)
			continue;
		if (!lowest || p.p_vaddr < lowest)
			lowest = p.p_vaddr;
		if (p.p_vaddr < TEXT_MAPPING_64 || (f->text_virt && f->text_virt < p.p_vaddr))
			continue;
		f->text_virt = p.p_vaddr;
		f->text_bytes = p.p_memsz;
	}
	if (lowest)
		f->page_offset = align_down(lowest, PAGE_OFFSET_ALIGN);
}
