// SPDX-License-Identifier: GPL-2.0-only
/* The information of a multiboot 2 program: Multiboot2 Specification 2.0, 3.6. */
#include <inttypes.h>
#include <string.h>
#include "mb2.h"
#include "pxestate.h"
#include "vbe.h"

#define LOADER_NAME "bootshell"
#define TEXT_CELL   2u	 /* bytes: character and attribute */
#define FIXED_BYTES 768u /* more than all tags of a fixed size */
#define APM_BYTES   20u

/* For refusals. */
static const char *const names[MB2_INFO_KNOWN] = {
	[MB2_INFO_MEMORY] = "memory sizes",
	[MB2_INFO_BOOT_DEVICE] = "boot device",
	[MB2_INFO_VBE] = "VBE",
	[MB2_INFO_FRAMEBUFFER] = "framebuffer",
	[MB2_INFO_APM] = "APM",
	[MB2_INFO_EFI32] = "EFI system table",
	[MB2_INFO_EFI64] = "EFI system table",
	[MB2_INFO_SMBIOS] = "SMBIOS",
	[MB2_INFO_ACPI_OLD] = "ACPI",
	[MB2_INFO_ACPI_NEW] = "ACPI 2.0",
	[MB2_INFO_NETWORK] = "network",
	[MB2_INFO_EFI_MMAP] = "EFI memory map",
	[MB2_INFO_EFI_BOOT] = "EFI boot services",
	[MB2_INFO_EFI32_IMAGE] = "EFI image",
	[MB2_INFO_EFI64_IMAGE] = "EFI image",
	[MB2_INFO_LOAD_BASE] = "load base",
};

/* Nothing to tell is an answer, too: a program without modules or sections has none. */
#define NEVER_MISSING (1u << MB2_INFO_END | 1u << MB2_INFO_MODULE | 1u << MB2_INFO_ELF_SECTIONS)

/** struct tags - the information under construction; @written: bit (1 << type) for each tag */
struct tags {
	struct info_writer *w;
	uint32_t written;
};

/* A tag with @bytes of zeros behind its head; returns where they are. */
static uint8_t *add_tag(struct tags *t, uint32_t type, size_t bytes)
{
	struct mb2_tag head = { type, (uint32_t)(sizeof(head) + bytes) };
	uint8_t *at = t->w->buf + t->w->used;

	memcpy(at, &head, sizeof(head));
	t->w->used += (size_t)align_up(head.size, MB2_ALIGN);
	t->written |= 1u << type;
	return at + sizeof(head);
}

static void put_tag(struct tags *t, uint32_t type, const void *p, size_t bytes)
{
	memcpy(add_tag(t, type, bytes), p, bytes);
}

/* A tag with @bytes at @head, then a name and words, as info_put_text() writes them. */
static void put_text_tag(struct tags *t, uint32_t type, const void *head, size_t bytes,
			 const char *name, const char *words)
{
	size_t from = t->w->used, end;

	if (bytes)
		memcpy(add_tag(t, type, bytes), head, bytes);
	else
		add_tag(t, type, 0);
	info_put_text(t->w, name, words);
	end = from + sizeof(struct mb2_tag) + bytes;
	end += strlen((const char *)t->w->buf + end) + 1;
	memcpy(t->w->buf + from + offsetof(struct mb2_tag, size),
	       &(uint32_t){ (uint32_t)(end - from) }, sizeof(uint32_t));
}

static void put_modules(const struct kexec_image *img, struct tags *t)
{
	for (unsigned int i = 0; i < img->n_initrds; i++) {
		uint32_t start = (uint32_t)image_module_addr(img, i);
		struct mb2_module m = { start, start + (uint32_t)img->initrd[i].data.n };

		put_text_tag(t, MB2_INFO_MODULE, &m, sizeof(m), img->initrd[i].name,
			     img->req->words[i]);
	}
}

static void put_memory(const struct kexec_image *img, struct tags *t)
{
	const struct memmap *map = &img->machine->map;
	struct mb2_mmap head = { sizeof(struct mb2_mmap_entry), 0 };
	struct mb2_memory sizes;
	uint8_t *at;

	info_memory_sizes(map, &sizes.lower_kb, &sizes.upper_kb);
	put_tag(t, MB2_INFO_MEMORY, &sizes, sizeof(sizes));
	at = add_tag(t, MB2_INFO_MMAP, sizeof(head) + map->n * sizeof(struct mb2_mmap_entry));
	memcpy(at, &head, sizeof(head));
	at += sizeof(head);
	memmap_for_each(r, map) {
		struct mb2_mmap_entry e = { r->start, r->end - r->start, r->type, 0 };

		if (e.type > E820_UNUSABLE)
			e.type = E820_RESERVED;
		memcpy(at, &e, sizeof(e));
		at += sizeof(e);
	}
}

static void put_screen(const struct kexec_image *img, struct tags *t)
{
	struct mb2_framebuffer f = { .type = MB2_FRAMEBUFFER_TEXT, .bpp = 8 * TEXT_CELL };
	struct screen_info s;

	if (!img->machine->text_screen || !blob_copy(img->machine->params, 0, &s, sizeof(s)))
		return;
	f.addr = s.orig_video_mode == 7 ? 0xb0000 : 0xb8000;
	f.width = s.orig_video_cols;
	f.height = s.orig_video_lines;
	f.pitch = f.width * TEXT_CELL;
	put_tag(t, MB2_INFO_FRAMEBUFFER, &f, sizeof(f));
}

static void put_vbe(const struct machine *m, struct tags *t)
{
	const struct vbe_facts *v = &m->vbe;
	struct mb2_vbe vbe = {
		.mode = v->mode,
		.interface_seg = v->interface_seg,
		.interface_off = v->interface_off,
		.interface_len = v->interface_len,
	};
	size_t at = t->w->used + sizeof(struct mb2_tag) + offsetof(struct mb2_vbe, control);

	if (!v->known)
		return;
	vbe_copy_control(v, t->w->phys + (uint32_t)at, vbe.control);
	vbe_copy_mode(m, vbe.mode_info);
	put_tag(t, MB2_INFO_VBE, &vbe, sizeof(vbe));
}

static void put_sections(const struct elf_sections *s, struct tags *t)
{
	struct mb2_elf_sections head = { s->num, s->entsize, s->shndx };
	uint8_t *at;

	if (!s->bytes)
		return;
	at = add_tag(t, MB2_INFO_ELF_SECTIONS, sizeof(head) + s->bytes);
	memcpy(at, &head, sizeof(head));
	memcpy(at + sizeof(head), s->headers, s->bytes);
}

static void put_smbios(const struct firmware_table *table, unsigned int version_at, struct tags *t)
{
	struct mb2_smbios head = { .major = table->data[version_at],
				   .minor = table->data[version_at + 1] };
	uint8_t *at;

	if (!table->bytes)
		return;
	at = add_tag(t, MB2_INFO_SMBIOS, sizeof(head) + table->bytes);
	memcpy(at, &head, sizeof(head));
	memcpy(at + sizeof(head), table->data, table->bytes);
}

/* What the BIOS and its PXE ROM have told us. */
static void put_firmware(const struct kexec_image *img, struct tags *t)
{
	const struct machine *m = img->machine;
	struct blob apm =
		blob_slice(m->params, offsetof(struct boot_params, apm_bios_info), APM_BYTES);
	struct pxe_kept ack;

	if (img->device.known) {
		struct mb2_boot_device d = { img->device.drive, img->device.partition, UINT32_MAX };

		if (img->device.partition == NO_PARTITION)
			d.partition = UINT32_MAX;
		put_tag(t, MB2_INFO_BOOT_DEVICE, &d, sizeof(d));
	}
	if (apm.n == APM_BYTES && blob_le16(apm, 0)) /* its version */
		put_tag(t, MB2_INFO_APM, apm.p, APM_BYTES);
	put_smbios(&m->tables.smbios, 6, t);
	put_smbios(&m->tables.smbios3, 7, t);
	if (m->tables.rsdp.bytes)
		put_tag(t, MB2_INFO_ACPI_OLD, m->tables.rsdp.data, 20);
	if (m->tables.rsdp.bytes > 20)
		put_tag(t, MB2_INFO_ACPI_NEW, m->tables.rsdp.data, m->tables.rsdp.bytes);
	if (blob_copy(m->pxe, offsetof(struct pxe_state, kept[PXE_KEPT_ACK]), &ack, sizeof(ack)) &&
	    !ack.status && ack.bytes && ack.bytes <= sizeof(ack.packet))
		put_tag(t, MB2_INFO_NETWORK, &ack.packet, ack.bytes);
}

size_t mb2_info_bytes(const struct kexec_image *img, const struct mb2_program *m)
{
	size_t n = FIXED_BYTES + info_text_bytes(img->kernel.name, img->cmdline) +
		   img->machine->map.n * sizeof(struct mb2_mmap_entry) + m->sections.bytes +
		   sizeof(struct pxe_packet);

	if (img->machine->vbe.known)
		n += sizeof(struct mb2_tag) + sizeof(struct mb2_vbe);
	for (unsigned int i = 0; i < img->n_initrds; i++)
		n += sizeof(struct mb2_tag) + sizeof(struct mb2_module) +
		     info_text_bytes(img->initrd[i].name, img->req->words[i]);
	return n;
}

/* Is there a tag that the program cannot do without? */
static int check_required(struct kexec_image *img, const struct mb2_program *m, uint32_t written)
{
	uint32_t missing = m->required & ~written & ~NEVER_MISSING;

	for (uint32_t type = 0; type < 32; type++) {
		if (!(missing & 1u << type))
			continue;
		return image_fail(img, -ENOEXEC,
				  "multiboot2: it requires information that there is none of on "
				  "this machine: %s",
				  type < MB2_INFO_KNOWN && names[type] ? names[type] :
									 "a tag of a later kind");
	}
	return 0;
}

int mb2_info_write(struct kexec_image *img, const struct mb2_program *m, struct info_writer *w)
{
	struct tags t = { w, 0 };
	struct mb2_info head = { 0, 0 };

	info_put(w, &head, sizeof(head)); /* its room: it is complete at the end only */
	put_text_tag(&t, MB2_INFO_CMDLINE, NULL, 0, img->kernel.name, img->cmdline);
	put_text_tag(&t, MB2_INFO_LOADER, NULL, 0, LOADER_NAME, NULL);
	put_modules(img, &t);
	put_memory(img, &t);
	put_screen(img, &t);
	put_vbe(img->machine, &t);
	put_sections(&m->sections, &t);
	put_firmware(img, &t);
	if (m->is_relocatable)
		put_tag(&t, MB2_INFO_LOAD_BASE, &m->load_base, sizeof(m->load_base));
	add_tag(&t, MB2_INFO_END, 0);
	head.total_size = (uint32_t)w->used;
	memcpy(w->buf, &head, sizeof(head));
	return check_required(img, m, t.written);
}
