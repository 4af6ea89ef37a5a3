// SPDX-License-Identifier: GPL-2.0-only
/*
 * Image type multiboot2: a program with a multiboot 2 header, an ELF executable or flat with
 * addresses in the header, which may allow to be moved. Initrds become its modules. Multiboot2
 * Specification 2.0.
 */
#include <inttypes.h>
#include "mb2.h"

/* Below are vectors and BIOS data, and what programs like to move themselves to. */
#define PROGRAM_MIN 0x10000u

static const char label[] = "program";

/* What goes where: @e of a flat file has but one range. */
static int read_parts(struct kexec_image *img, struct mb2_program *m, struct elf_file *e)
{
	int err;

	if (m->is_flat) {
		e->n_loads = 1;
		return flat_read(img, &m->flat, e->load);
	}
	err = elf_read(img, e);
	if (!m->has_entry)
		m->entry = e->entry;
	return err ? err : elf_check_sum(img, e);
}

/* Where the program wants to be moved to, if it lets itself be moved. */
static int find_base(struct kexec_image *img, const struct mb2_program *m, uint64_t base,
		     uint64_t bytes, uint64_t *to)
{
	const struct mb2_relocatable *r = &m->place;
	struct place p = {
		.what = "the program",
		.memsz = bytes,
		.align = r->align > PAGE_BYTES ? r->align : PAGE_BYTES,
		.min = base,
		.max = align_up(base + bytes, PAGE_BYTES) - 1,
	};

	/* where it was linked, if it does not care and may stay there */
	if (r->preference != MB2_PREFER_LOW && r->preference != MB2_PREFER_HIGH &&
	    !(base & (p.align - 1)) && base >= r->min_addr && base + bytes - 1 <= r->max_addr &&
	    image_try_place(img, &p, to))
		return 0;
	p.min = r->min_addr > PROGRAM_MIN ? r->min_addr : PROGRAM_MIN;
	p.max = r->max_addr;
	p.top_down = r->preference == MB2_PREFER_HIGH;
	return image_place(img, &p, to);
}

static int move(struct kexec_image *img, struct mb2_program *m, struct elf_file *e)
{
	const struct load_range *last = &e->load[e->n_loads - 1];
	uint64_t base = e->load[0].addr, to = base;
	int err;

	m->load_base = (uint32_t)base;
	if (!m->is_relocatable)
		return 0;
	err = find_base(img, m, base, last->addr + last->memsz - base, &to);
	for (unsigned int i = 0; i < e->n_loads; i++)
		e->load[i].addr += to - base;
	m->entry += to - base;
	m->load_base = (uint32_t)to;
	return err;
}

static int add_program(struct kexec_image *img, struct mb2_program *m)
{
	struct elf_file e;
	int err = read_parts(img, m, &e);

	if (!err && !ranges_have(e.load, e.n_loads, m->entry))
		err = image_fail(img, -ENOEXEC,
				 "multiboot2: the entry %#" PRIx64 " is not in what is loaded",
				 m->entry);
	if (!err)
		err = move(img, m, &e);
	if (!err)
		err = image_add_ranges(img, label, e.load, e.n_loads);
	/* last: nothing may lie where the program goes */
	return err || m->is_flat ? err : elf_add_sections(img, &e, &m->sections);
}

static int load(struct kexec_image *img)
{
	struct info_writer w;
	struct mb2_program m;
	int err = mb2_read(img, &m);

	if (!err)
		err = add_program(img, &m);
	if (!err)
		err = info_open(img, &w, "the multiboot information", "multiboot2",
				mb2_info_bytes(img, &m));
	if (!err)
		err = image_add_initrds(img, MIB, UINT32_MAX);
	if (!err)
		err = mb2_info_write(img, &m, &w);
	if (err)
		return err;
	img->modules = true;
	img->mode = 32;
	img->regs.eax = MB2_BOOT_MAGIC;
	img->regs.ebx = w.phys;
	img->regs.eip = (uint32_t)m.entry;
	return 0;
}

static const struct image_type multiboot2 = {
	.name = "multiboot2",
	.rank = 39,
	.probe = mb2_probe,
	.load = load,
	.wants_bios = true,
};
IMAGE_TYPE(multiboot2);
