// SPDX-License-Identifier: GPL-2.0-only
/*
 * Image type multiboot: a program with a multiboot 1 header, an ELF executable or flat with
 * addresses in the header. Initrds become its modules. Multiboot Specification 0.6.96.
 */
#include <inttypes.h>
#include <string.h>
#include "elf-file.h"
#include "std/multiboot.h"

#define LOADER_NAME "bootshell"
/* Below are vectors and BIOS data, and what programs like to move themselves to. */
#define INFO_MIN       0x10000u
#define LOWER_KB_MAX   640u
#define TEXT_CELL      2u /* bytes: character and attribute */
#define KNOWN_REQUIRED (MB_ALIGN_MODULES | MB_WANT_MEMORY | MB_WANT_VIDEO)

static const char label[] = "program";

/** struct mb_file - one file, taken apart */
struct mb_file {
	struct mb_header h;
	uint64_t at; /* of the header in the file */
	uint64_t entry;
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
	if (m->h.flags & MB_WANT_VIDEO && !img->machine->text_screen)
		return image_fail(img, -ENOEXEC,
				  "multiboot: it asks for a video mode, and the screen is not in "
				  "text mode");
	return 0;
}

/* A flat file: the header says what goes where ("a.out kludge"). */
static int add_flat(struct kexec_image *img, struct mb_file *m)
{
	const struct mb_header *h = &m->h;
	uint64_t before = (uint64_t)h->header_addr - h->load_addr, from = m->at - before;
	struct load_range r = { .addr = h->load_addr };

	if (h->header_addr < h->load_addr || before > m->at)
		return image_fail(img, -ENOEXEC,
				  "multiboot: load_addr %#" PRIx32 " lies before the file, whose "
				  "header at offset %#" PRIx64 " is for %#" PRIx32,
				  h->load_addr, m->at, h->header_addr);
	r.data = blob_slice(img->kernel.data, from, UINT64_MAX);
	if (h->load_end_addr) {
		if (h->load_end_addr <= h->load_addr || h->load_end_addr - h->load_addr > r.data.n)
			return image_fail(img, -ENOEXEC,
					  "multiboot: load_end_addr %#" PRIx32
					  " is not in the file",
					  h->load_end_addr);
		r.data.n = h->load_end_addr - h->load_addr;
	}
	r.memsz = r.data.n;
	if (h->bss_end_addr > h->load_addr && h->bss_end_addr - h->load_addr > r.memsz)
		r.memsz = h->bss_end_addr - h->load_addr;
	if (r.addr < PAGE_BYTES || r.addr + r.memsz > (uint64_t)1 << 32)
		return image_fail(img, -ENOEXEC,
				  "multiboot: load_addr %#" PRIx32 ", %" PRIu64
				  " bytes: over the BIOS's data, or beyond 4 GiB",
				  h->load_addr, r.memsz);
	if (h->entry_addr < h->load_addr || h->entry_addr - h->load_addr >= r.memsz)
		return image_fail(img, -ENOEXEC,
				  "multiboot: the entry %#" PRIx32 " is not in what is loaded",
				  h->entry_addr);
	m->entry = h->entry_addr;
	return image_add_ranges(img, label, &r, 1);
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
	return err;
}

/** struct writer - the segment that holds the information, under construction */
struct writer {
	uint8_t *buf;
	uint32_t phys;
	size_t used;
};

/* Append @n bytes, aligned to 4; returns their address. */
static uint32_t put(struct writer *w, const void *p, size_t n)
{
	uint32_t phys = w->phys + (uint32_t)w->used;

	memcpy(w->buf + w->used, p, n);
	w->used += (size_t)align_up(n, 4);
	return phys;
}

/* Append a name and, behind a space, words, if there are any: as other loaders do but GRUB 2. */
static uint32_t put_words(struct writer *w, const char *name, const char *words)
{
	uint32_t phys = w->phys + (uint32_t)w->used;
	uint8_t *to = w->buf + w->used;
	size_t n = strlen(name) + 1;

	memcpy(to, name, n);
	if (words && words[0]) {
		to[n - 1] = ' ';
		memcpy(to + n, words, strlen(words) + 1);
		n += strlen(words) + 1;
	}
	w->used += (size_t)align_up(n, 4);
	return phys;
}

/* How much is going to be put, or a little more. */
static size_t info_bytes(const struct kexec_image *img)
{
	size_t n = sizeof(struct mb_info) + strlen(img->kernel.name) + strlen(img->cmdline) +
		   sizeof(LOADER_NAME) + 16;

	n += img->machine->map.n * sizeof(struct mb_mmap);
	for (unsigned int i = 0; i < img->n_initrds; i++) {
		const char *words = img->req->words[i];

		n += sizeof(struct mb_module) + strlen(img->initrd[i].name) + 8;
		n += words ? strlen(words) : 0;
	}
	return n;
}

static void put_memory(const struct kexec_image *img, struct writer *w, struct mb_info *info)
{
	const struct memmap *map = &img->machine->map;
	uint64_t start, end;

	if (memmap_next_ram(map, 0, &start, &end) && !start)
		info->mem_lower_kb =
			(uint32_t)(end / KIB < LOWER_KB_MAX ? end / KIB : LOWER_KB_MAX);
	if (memmap_next_ram(map, MIB, &start, &end) && start == MIB)
		info->mem_upper_kb =
			(uint32_t)((end - MIB) / KIB < UINT32_MAX ? (end - MIB) / KIB : UINT32_MAX);
	info->mmap_addr = w->phys + (uint32_t)w->used;
	memmap_for_each(r, map) {
		struct mb_mmap e = { sizeof(e) - sizeof(e.size), r->start, r->end - r->start,
				     r->type };

		put(w, &e, sizeof(e));
		info->mmap_length += (uint32_t)sizeof(e);
	}
	info->flags |= MB_HAS_MEMORY | MB_HAS_MMAP;
}

/* Modules lie one behind the other, each on a page of its own: image_add_initrds(). */
static void put_modules(const struct kexec_image *img, struct writer *w, struct mb_info *info)
{
	struct mb_module list[REQUEST_MAX_INITRDS] = { 0 };
	uint64_t at = img->initrd_addr;

	for (unsigned int i = 0; i < img->n_initrds; i++) {
		list[i].start = (uint32_t)at;
		list[i].end = (uint32_t)(at + img->initrd[i].data.n);
		list[i].string = put_words(w, img->initrd[i].name, img->req->words[i]);
		at += align_up(img->initrd[i].data.n, PAGE_BYTES);
	}
	info->mods_count = img->n_initrds;
	info->mods_addr = put(w, list, img->n_initrds * sizeof(list[0]));
	info->flags |= MB_HAS_MODULES;
}

static void put_screen(const struct kexec_image *img, struct mb_info *info)
{
	struct screen_info s;

	if (!img->machine->text_screen || !blob_copy(img->machine->params, 0, &s, sizeof(s)))
		return;
	info->framebuffer_addr = s.orig_video_mode == 7 ? 0xb0000 : 0xb8000;
	info->framebuffer_width = s.orig_video_cols;
	info->framebuffer_height = s.orig_video_lines;
	info->framebuffer_pitch = s.orig_video_cols * TEXT_CELL;
	info->framebuffer_bpp = 8 * TEXT_CELL;
	info->framebuffer_type = MB_FRAMEBUFFER_TEXT;
	info->flags |= MB_HAS_SCREEN;
}

/* Room for the information, before the modules take what segments there are. */
static int add_info(struct kexec_image *img, struct writer *w)
{
	struct place p = { .what = "the multiboot information",
			   .memsz = info_bytes(img),
			   .align = PAGE_BYTES,
			   .min = INFO_MIN,
			   .max = UINT32_MAX };
	uint64_t addr;
	int err;

	w->buf = image_alloc(img, (size_t)p.memsz);
	if (!w->buf)
		return -ENOMEM;
	err = image_place(img, &p, &addr);
	if (err)
		return err;
	w->phys = (uint32_t)addr;
	return image_add_segment(img, "multiboot", w->buf, (size_t)p.memsz, addr, p.memsz);
}

static void fill_info(const struct kexec_image *img, struct writer *w)
{
	struct mb_info info = { .flags = MB_HAS_CMDLINE | MB_HAS_NAME };

	put(w, &info, sizeof(info)); /* its room: it is complete at the end only */
	info.cmdline = put_words(w, img->kernel.name, img->cmdline);
	info.boot_loader_name = put_words(w, LOADER_NAME, NULL);
	put_memory(img, w, &info);
	if (img->n_initrds)
		put_modules(img, w, &info);
	put_screen(img, &info);
	memcpy(w->buf, &info, sizeof(info));
}

static int load(struct kexec_image *img)
{
	struct mb_file m = { .at = 0 };
	struct writer w = { 0 };
	int err = read_header(img, &m);

	if (!err)
		err = m.h.flags & MB_ADDRESSES ? add_flat(img, &m) : add_elf(img, &m);
	if (!err)
		err = add_info(img, &w);
	if (!err)
		err = image_add_initrds(img, MIB, UINT32_MAX);
	if (err)
		return err;
	fill_info(img, &w);
	img->modules = true;
	img->mode = 32;
	img->regs.eax = MB_BOOT_MAGIC;
	img->regs.ebx = w.phys;
	img->regs.eip = (uint32_t)m.entry;
	return 0;
}

static const struct image_type multiboot = { "multiboot", 40, probe, load };
IMAGE_TYPE(multiboot);
