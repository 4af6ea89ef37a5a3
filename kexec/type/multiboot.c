// SPDX-License-Identifier: GPL-2.0-only
/*
 * Image type multiboot: a program with a multiboot 1 header, an ELF executable or flat with
 * addresses in the header. Initrds become its modules. Multiboot Specification 0.6.96.
 */
#include <inttypes.h>
#include "mb.h"

#define KNOWN_REQUIRED (MB_ALIGN_MODULES | MB_WANT_MEMORY | MB_WANT_VIDEO)

static const char label[] = "program";

/** struct mb_file - one file, taken apart */
struct mb_file {
	struct mb_header h;
	uint64_t at; /* of the header in the file */
	uint64_t entry;
	struct elf_sections sections; /* of an ELF executable */
};

/* Where is the header? Its first three words tell. */
static bool find_header(struct blob f, uint64_t *at)
{
	for (uint64_t off = 0; off + 12 <= MB_HEADER_SEARCH && blob_has(f, off, 12);
	     off += MB_HEADER_ALIGN) {
		if (blob_le32(f, off) != MB_HEADER_MAGIC ||
		    blob_le32(f, off) + blob_le32(f, off + 4) + blob_le32(f, off + 8))
			continue;
		*at = off;
		return true;
	}
	return false;
}

static bool probe(struct blob f)
{
	uint64_t at;

	return find_header(f, &at);
}

static int read_header(struct kexec_image *img, struct mb_file *m)
{
	struct blob f = img->kernel.data;
	size_t bytes = offsetof(struct mb_header, header_addr);
	uint32_t unknown;

	if (!find_header(f, &m->at))
		return image_fail(img, -ENOEXEC,
				  "multiboot: there is no header in the first %u bytes",
				  MB_HEADER_SEARCH);
	if (blob_le32(f, m->at + offsetof(struct mb_header, flags)) & MB_ADDRESSES)
		bytes = offsetof(struct mb_header, mode_type);
	if (!blob_copy(f, m->at, &m->h, bytes))
		return image_fail(img, -ENOEXEC,
				  "multiboot: cut short: %zu bytes, inside the header", f.n);
	unknown = m->h.flags & MB_REQUIRED & ~(uint32_t)KNOWN_REQUIRED;
	if (unknown)
		return image_fail(img, -ENOEXEC,
				  "multiboot: it requires features %#" PRIx32
				  ", which are not known here",
				  unknown);
	/* which mode it would like is only a preference (section 3.1.4) */
	if (m->h.flags & MB_WANT_VIDEO && !mb_has_screen(img->machine))
		return image_fail(img, -ENOEXEC,
				  "multiboot: it asks for a screen, and there is none in text mode "
				  "or with a framebuffer known");
	return 0;
}

/* A flat file: the header says what goes where ("a.out kludge"). */
static int add_flat(struct kexec_image *img, struct mb_file *m)
{
	const struct mb_header *h = &m->h;
	const struct flat_file f = { "multiboot",      m->at,	       h->header_addr, h->load_addr,
				     h->load_end_addr, h->bss_end_addr };
	struct load_range r;
	int err = flat_read(img, &f, &r);

	if (!err && !ranges_have(&r, 1, h->entry_addr))
		err = image_fail(img, -ENOEXEC,
				 "multiboot: the entry %#" PRIx32 " is not in what is loaded",
				 h->entry_addr);
	m->entry = h->entry_addr;
	return err ? err : image_add_ranges(img, label, &r, 1);
}

static int add_elf(struct kexec_image *img, struct mb_file *m)
{
	struct elf_file e;
	int err = elf_read(img, &e);

	if (!err)
		err = elf_check_sum(img, &e);
	if (!err)
		err = image_add_ranges(img, label, e.load, e.n_loads);
	m->entry = e.entry;
	return err ? err : elf_add_sections(img, &e, &m->sections);
}

static int load(struct kexec_image *img)
{
	struct mb_file m = { .at = 0 };
	struct info_writer w;
	int err = read_header(img, &m);

	if (!err)
		err = m.h.flags & MB_ADDRESSES ? add_flat(img, &m) : add_elf(img, &m);
	if (!err)
		err = info_open(img, &w, "the multiboot information", "multiboot",
				mb_info_bytes(img, &m.sections));
	if (!err)
		err = image_add_initrds(img, MIB, UINT32_MAX);
	if (err)
		return err;
	mb_info_write(img, &m.sections, &w);
	img->modules = true;
	img->mode = 32;
	img->regs.eax = MB_BOOT_MAGIC;
	img->regs.ebx = w.phys;
	img->regs.eip = (uint32_t)m.entry;
	return 0;
}

static const struct image_type multiboot = {
	.name = "multiboot",
	.rank = 40,
	.probe = probe,
	.load = load,
	.wants_bios = true,
};
IMAGE_TYPE(multiboot);
