// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kexec jump: all memory that the target may use is part of the image, because the kernel keeps
 * exactly that; and the target is told where the way back begins. Linux,
 * Documentation/admin-guide/kernel-parameters.txt and kernel/kexec_core.c.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "core.h"
#include "std/elf.h"

bool jump_is_symbol(const char *line, const char *name, uint64_t *value)
{
	size_t n = strlen(name);
	char *end;

	*value = strtoull(line, &end, 16);
	return end[0] == ' ' && end[1] && end[2] == ' ' && !strncmp(end + 3, name, n) &&
	       (!end[3 + n] || end[3 + n] == '\n');
}

uint64_t jump_core_offset(struct blob head, uint64_t virt)
{
	uint64_t at = blob_le64(head, offsetof(struct elf64_ehdr, e_phoff));
	struct elf64_phdr p;

	if (!blob_starts(head, 0, ELF_MAGIC, 4) || blob_u8(head, ELF_CLASS) != ELFCLASS64)
		return 0;
	for (unsigned int n = blob_le16(head, offsetof(struct elf64_ehdr, e_phnum)); n; n--) {
		if (blob_copy(head, at, &p, sizeof(p)) && p.p_type == PT_LOAD &&
		    virt >= p.p_vaddr && virt - p.p_vaddr < p.p_memsz)
			return p.p_offset + (virt - p.p_vaddr);
		at += sizeof(p);
	}
	return 0;
}

/* Whole pages of @r inside @use stay RAM; what is left of it must not be touched. */
static int add_usable(struct memmap *map, const struct mem_range *r, struct span use)
{
	uint64_t from = r->start > use.start ? r->start : use.start;
	uint64_t to = r->end < use.end ? r->end : use.end;
	int err;

	from = align_up(from, PAGE_BYTES);
	to = align_down(to, PAGE_BYTES);
	if (from >= to)
		return memmap_add(map, FROM_PARAMS, r->start, r->end - r->start, E820_RESERVED);
	err = memmap_add(map, FROM_PARAMS, r->start, from - r->start, E820_RESERVED);
	if (!err)
		err = memmap_add(map, FROM_PARAMS, from, to - from, E820_RAM);
	return err ? err : memmap_add(map, FROM_PARAMS, to, r->end - to, E820_RESERVED);
}

/*
 * The purgatory stays while the target runs. Below 4 GiB, for the target's 32-bit mode; below its
 * own window, if anything may lie higher.
 */
static int plan_kept(struct jump_facts *f, const struct memmap *map, struct reason *why)
{
	uint64_t bytes = purgatory_jump_bytes(), start, end;
	uint64_t limit = memmap_next_ram(map, FOUR_GIB, &start, &end) ? HANDOFF_WINDOW : FOUR_GIB;

	end = 0;
	while (memmap_next_ram(map, end, &start, &end) && start < limit) {
		uint64_t last = end < limit ? end : limit;

		if (last - start >= bytes)
			f->kept = (struct span){ last - bytes, last };
	}
	if (f->kept.end)
		return 0;
	return because(why, -EADDRNOTAVAIL,
		       "no room for the way back: %" PRIu64
		       " KiB of the RAM that the target may use",
		       bytes / KIB);
}

int machine_for_jump(struct machine *m, const struct boot_request *req, struct reason *why)
{
	struct span use = { req->mem_min, m->load_end ? m->load_end : FOUR_GIB };
	struct memmap map = { .have = 0 };
	int err = 0;

	if (req->mem_max < use.end)
		use.end = req->mem_max + 1;
	memmap_for_each(r, &m->map)
		if (!err)
			err = r->type == E820_RAM ? add_usable(&map, r, use) :
						    memmap_add(&map, FROM_PARAMS, r->start,
							       r->end - r->start, r->type);
	memmap_settle(&map);
	memmap_free(&m->map);
	m->map = map;
	if (!err)
		err = plan_kept(&m->jump, &m->map, why);
	if (!err)
		err = memmap_add(&m->map, FROM_PARAMS, m->jump.kept.start,
				 m->jump.kept.end - m->jump.kept.start, E820_RESERVED);
	memmap_settle(&m->map);
	return err ? because(why, err, "the memory map for the target: out of memory") : 0;
}

int jump_add_words(struct kexec_image *img)
{
	struct text line = { 0 };

	text_addf(&line, "%s%skexec_jump_back_entry=%#" PRIx32, img->cmdline,
		  img->cmdline[0] ? " " : "", purgatory_way_back(img->machine->jump.kept.start));
	img->cmdline = line.failed ? NULL : arena_strndup(&img->arena, line.p, line.n);
	text_free(&line);
	return img->cmdline ? 0 : image_fail(img, -ENOMEM, "out of memory");
}

/* The lowest segment that ends above @from; NULL if there is none. */
static const struct kexec_segment *next_segment(const struct kexec_image *img, uint64_t from)
{
	const struct kexec_segment *best = NULL;

	for (unsigned int i = 0; i < img->n_segments; i++) {
		const struct kexec_segment *s = &img->segment[i];

		if (s->mem + s->memsz > from && (!best || s->mem < best->mem))
			best = s;
	}
	return best;
}

/* A segment without bytes for each stretch of RAM in [@at, @end) that has no segment. */
static int add_rest(struct kexec_image *img, uint64_t at, uint64_t end)
{
	while (at < end) {
		const struct kexec_segment *s = next_segment(img, at);
		uint64_t to = s && s->mem < end ? s->mem : end;
		uint64_t next = s && s->mem < end ? s->mem + s->memsz : end;
		int err = to > at ? image_add_segment(img, "rest", NULL, 0, at, to - at) : 0;

		if (err)
			return err;
		at = next;
	}
	return 0;
}

int jump_add_segments(struct kexec_image *img)
{
	uint64_t start, end = 0;
	int err = 0;

	if (img->mode == 16)
		return image_fail(img, -EINVAL, "%s: no way leads back from real mode",
				  img->type->name);
	while (!err && memmap_next_ram(&img->machine->map, end, &start, &end))
		err = add_rest(img, start, end);
	return err;
}
