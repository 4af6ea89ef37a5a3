// SPDX-License-Identifier: GPL-2.0-only
/*
 * Image type pvh: an ELF executable whose note of Xen's names a 32-bit entry, for virtual machines
 * without firmware; it runs on a PC as well. Xen, docs/misc/pvh.pandoc.
 */
#include <inttypes.h>
#include <string.h>
#include "elf-file.h"
#include "info.h"
#include "std/hvm_start_info.h"

#define LINUX_OWNER "Linux"
#define NOTE_DESCSZ 12u /* before the descriptor: its size, the type, and the owner's 4 bytes */

static bool probe(struct blob f)
{
	struct kexec_image quiet = { .kernel = { "", f } };
	struct elf_file e;
	uint64_t at;

	return elf_probe(f) && !elf_read(&quiet, &e) &&
	       elf_has_note(&e, XEN_NOTE_OWNER, XEN_NOTE_PHYS32_ENTRY, &at);
}

/* The note's address has the kernel's own width. */
static int find_entry(struct kexec_image *img, const struct elf_file *e, uint64_t *entry)
{
	uint64_t at;

	if (!elf_has_note(e, XEN_NOTE_OWNER, XEN_NOTE_PHYS32_ENTRY, &at))
		return image_fail(img, -ENOEXEC, "pvh: there is no note with a PVH entry in it");
	*entry = blob_le32(e->file, at - NOTE_DESCSZ) < sizeof(*entry) ? blob_le32(e->file, at) :
									 blob_le64(e->file, at);
	for (unsigned int i = 0; i < e->n_loads; i++)
		if (*entry >= e->load[i].addr && *entry - e->load[i].addr < e->load[i].memsz)
			return 0;
	return image_fail(img, -ENOEXEC, "pvh: the entry %#" PRIx64 " is inside no segment",
			  *entry);
}

static size_t info_bytes(const struct kexec_image *img)
{
	size_t n = sizeof(struct hvm_start_info) + info_text_bytes(NULL, img->cmdline) +
		   img->machine->map.n * sizeof(struct hvm_memmap_table_entry);

	for (unsigned int i = 0; i < img->n_initrds; i++)
		n += sizeof(struct hvm_modlist_entry) + info_text_bytes(NULL, img->req->words[i]);
	return n;
}

/* Linux takes the first module for its initrd, and no other: all of them are one for it. */
static void put_initrd(const struct kexec_image *img, struct info_writer *w,
		       struct hvm_start_info *info)
{
	struct hvm_modlist_entry e = { img->initrd_addr, img->initrd_bytes, 0, 0 };

	info->nr_modules = 1;
	info->modlist_paddr = info_put(w, &e, sizeof(e));
}

static void put_modules(const struct kexec_image *img, struct info_writer *w,
			struct hvm_start_info *info)
{
	struct hvm_modlist_entry list[REQUEST_MAX_INITRDS] = { 0 };

	for (unsigned int i = 0; i < img->n_initrds; i++) {
		list[i].paddr = image_module_addr(img, i);
		list[i].size = img->initrd[i].data.n;
		if (img->req->words[i])
			list[i].cmdline_paddr = info_put_text(w, NULL, img->req->words[i]);
	}
	info->nr_modules = img->n_initrds;
	info->modlist_paddr = info_put(w, list, img->n_initrds * sizeof(list[0]));
}

static void fill_info(const struct kexec_image *img, struct info_writer *w)
{
	struct hvm_start_info info = { .magic = HVM_START_MAGIC, .version = HVM_START_VERSION };

	info_put(w, &info, sizeof(info)); /* its room: it is complete at the end only */
	info.cmdline_paddr = info_put_text(w, NULL, img->cmdline);
	info.rsdp_paddr = machine_rsdp(img->machine);
	if (!info.rsdp_paddr)
		info.rsdp_paddr = img->machine->tables.rsdp.addr;
	info.memmap_paddr = w->phys + w->used;
	memmap_for_each(r, &img->machine->map) {
		struct hvm_memmap_table_entry e = { r->start, r->end - r->start, r->type, 0 };

		info_put(w, &e, sizeof(e));
		info.memmap_entries++;
	}
	if (img->modules)
		put_modules(img, w, &info);
	else if (img->n_initrds)
		put_initrd(img, w, &info);
	memcpy(w->buf, &info, sizeof(info));
}

static int load(struct kexec_image *img)
{
	struct info_writer w;
	struct elf_file e;
	uint64_t entry = 0, note;
	int err = elf_read(img, &e);

	if (!err && e.is_64 && img->machine->cpu_64bit == NO)
		err = image_fail(img, -ENOEXEC,
				 "pvh: this is a 64-bit kernel, and this CPU has no 64-bit mode");
	if (!err)
		err = find_entry(img, &e, &entry);
	if (!err)
		err = image_add_ranges(img, "kernel", e.load, e.n_loads);
	if (!err)
		err = info_open(img, &w, "the start information", "start-info", info_bytes(img));
	if (!err)
		err = image_add_initrds(img, MIB, UINT32_MAX);
	if (err)
		return err;
	img->modules = img->n_initrds && !elf_has_note(&e, LINUX_OWNER, 0, &note);
	fill_info(img, &w);
	img->mode = 32;
	img->regs.ebx = w.phys;
	img->regs.eip = (uint32_t)entry;
	return 0;
}

static const struct image_type pvh = {
	.name = "pvh",
	.rank = 46,
	.probe = probe,
	.load = load,
};
IMAGE_TYPE(pvh);
