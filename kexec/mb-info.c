// SPDX-License-Identifier: GPL-2.0-only
/* The information of a multiboot 1 program: Multiboot Specification 0.6.96, 3.3. */
#include <string.h>
#include "mb.h"
#include "vbe.h"

#define LOADER_NAME "bootshell"
#define TEXT_CELL   2u /* bytes: character and attribute */
#define APM_BYTES   20u

/* screen_info of Linux, zero-page.rst: a linear framebuffer by VESA */
#define VIDEO_VESA 0x23
#define LFB_WIDTH  0x12
#define LFB_HEIGHT 0x14
#define LFB_DEPTH  0x16
#define LFB_BASE   0x18
#define LFB_LINE   0x24
#define LFB_COLORS 0x26 /* size, position: red, green, blue */

/* struct edd_info of Linux, include/uapi/linux/edd.h */
#define EDD_DEVICE	 0
#define EDD_INTERFACE	 2
#define EDD_CYLINDER_MAX 4
#define EDD_HEAD_MAX	 6
#define EDD_SECTORS	 7
#define EDD_LBA		 0x0001 /* of the interface: INT 13h AH=42h works */

static void put_memory(const struct kexec_image *img, struct info_writer *w, struct mb_info *info)
{
	const struct memmap *map = &img->machine->map;

	info_memory_sizes(map, &info->mem_lower_kb, &info->mem_upper_kb);
	info->mmap_addr = w->phys + (uint32_t)w->used;
	memmap_for_each(r, map) {
		struct mb_mmap e = { sizeof(e) - sizeof(e.size), r->start, r->end - r->start,
				     r->type };

		info_put(w, &e, sizeof(e));
		info->mmap_length += (uint32_t)sizeof(e);
	}
	info->flags |= MB_HAS_MEMORY | MB_HAS_MMAP;
}

static void put_modules(const struct kexec_image *img, struct info_writer *w, struct mb_info *info)
{
	struct mb_module list[REQUEST_MAX_INITRDS] = { 0 };

	for (unsigned int i = 0; i < img->n_initrds; i++) {
		list[i].start = (uint32_t)image_module_addr(img, i);
		list[i].end = list[i].start + (uint32_t)img->initrd[i].data.n;
		list[i].string = info_put_text(w, img->initrd[i].name, img->req->words[i]);
	}
	info->mods_count = img->n_initrds;
	info->mods_addr = info_put(w, list, img->n_initrds * sizeof(list[0]));
	info->flags |= MB_HAS_MODULES;
}

static bool is_vesa(struct blob params)
{
	return blob_u8(params, offsetof(struct screen_info, orig_video_is_vga)) == VIDEO_VESA &&
	       blob_le32(params, LFB_BASE);
}

bool mb_has_screen(const struct machine *m)
{
	return m->text_screen || is_vesa(m->params);
}

/* A framebuffer, with the place of each colour in a pixel. */
static void put_vesa(struct blob params, struct mb_info *info)
{
	info->framebuffer_addr = blob_le32(params, LFB_BASE);
	info->framebuffer_width = blob_le16(params, LFB_WIDTH);
	info->framebuffer_height = blob_le16(params, LFB_HEIGHT);
	info->framebuffer_pitch = blob_le16(params, LFB_LINE);
	info->framebuffer_bpp = (uint8_t)blob_le16(params, LFB_DEPTH);
	info->framebuffer_type = MB_FRAMEBUFFER_RGB;
	for (unsigned int i = 0; i < sizeof(info->color_info); i++) /* here position comes first */
		info->color_info[i] = blob_u8(params, LFB_COLORS + (i ^ 1));
}

static void put_text_screen(struct blob params, struct mb_info *info)
{
	struct screen_info s;

	if (!blob_copy(params, 0, &s, sizeof(s)))
		return;
	info->framebuffer_addr = s.orig_video_mode == 7 ? 0xb0000 : 0xb8000;
	info->framebuffer_width = s.orig_video_cols;
	info->framebuffer_height = s.orig_video_lines;
	info->framebuffer_pitch = s.orig_video_cols * TEXT_CELL;
	info->framebuffer_bpp = 8 * TEXT_CELL;
	info->framebuffer_type = MB_FRAMEBUFFER_TEXT;
}

static void put_screen(const struct machine *m, struct mb_info *info)
{
	if (!mb_has_screen(m))
		return;
	if (m->text_screen)
		put_text_screen(m->params, info);
	else
		put_vesa(m->params, info);
	info->flags |= MB_HAS_SCREEN;
}

static void put_vbe(const struct machine *m, struct info_writer *w, struct mb_info *info)
{
	const struct vbe_facts *v = &m->vbe;
	uint8_t control[VBE_CONTROL_BYTES], mode[VBE_MODE_BYTES];

	if (!v->known)
		return;
	vbe_copy_control(v, w->phys + (uint32_t)w->used, control);
	vbe_copy_mode(m, mode);
	info->vbe_control_info = info_put(w, control, sizeof(control));
	info->vbe_mode_info = info_put(w, mode, sizeof(mode));
	info->vbe_mode = v->mode;
	info->vbe_interface_seg = v->interface_seg;
	info->vbe_interface_off = v->interface_off;
	info->vbe_interface_len = v->interface_len;
	info->flags |= MB_HAS_VBE;
}

/* The hard disks that our kernel's setup code, or its loader, asked the BIOS about. */
static void put_drives(struct blob params, struct info_writer *w, struct mb_info *info)
{
	unsigned int n = blob_u8(params, offsetof(struct boot_params, eddbuf_entries));

	info->drives_addr = w->phys + (uint32_t)w->used;
	for (unsigned int i = 0; i < n && i < EDD_ENTRIES; i++) {
		uint64_t at = offsetof(struct boot_params, eddbuf) + i * EDD_ENTRY_BYTES;
		struct mb_drive d = {
			.size = sizeof(d),
			.number = blob_u8(params, at + EDD_DEVICE),
			.mode = blob_le16(params, at + EDD_INTERFACE) & EDD_LBA ? MB_DRIVE_LBA :
										  MB_DRIVE_CHS,
			.cylinders = (uint16_t)(blob_le16(params, at + EDD_CYLINDER_MAX) + 1),
			.heads = (uint8_t)(blob_u8(params, at + EDD_HEAD_MAX) + 1),
			.sectors = blob_u8(params, at + EDD_SECTORS),
		};

		info_put(w, &d, sizeof(d));
		info->drives_length += (uint32_t)sizeof(d);
	}
	if (info->drives_length)
		info->flags |= MB_HAS_DRIVES;
}

static void put_firmware(const struct kexec_image *img, struct info_writer *w, struct mb_info *info)
{
	const struct machine *m = img->machine;
	struct blob apm =
		blob_slice(m->params, offsetof(struct boot_params, apm_bios_info), APM_BYTES);

	if (img->device.known) {
		/* FFh, as NO_PARTITION is, for each level that there is none of */
		info->boot_device = (uint32_t)img->device.drive << 24 |
				    (uint32_t)img->device.partition << 16 | 0xffff;
		info->flags |= MB_HAS_DEVICE;
	}
	if (m->config_table) {
		info->config_table = m->config_table;
		info->flags |= MB_HAS_CONFIG;
	}
	if (apm.n == APM_BYTES && blob_le16(apm, 0)) { /* its version */
		info->apm_table = info_put(w, apm.p, APM_BYTES);
		info->flags |= MB_HAS_APM;
	}
	put_drives(m->params, w, info);
}

static void put_sections(const struct elf_sections *s, struct info_writer *w, struct mb_info *info)
{
	if (!s->bytes)
		return;
	info->syms[0] = s->num;
	info->syms[1] = s->entsize;
	info->syms[2] = info_put(w, s->headers, s->bytes);
	info->syms[3] = s->shndx;
	info->flags |= MB_HAS_SECTIONS;
}

size_t mb_info_bytes(const struct kexec_image *img, const struct elf_sections *sections)
{
	size_t n = sizeof(struct mb_info) + 8 + info_text_bytes(img->kernel.name, img->cmdline) +
		   info_text_bytes(LOADER_NAME, NULL) + APM_BYTES + 8 + sections->bytes + 8;

	n += img->machine->map.n * sizeof(struct mb_mmap);
	if (img->machine->vbe.known)
		n += VBE_CONTROL_BYTES + VBE_MODE_BYTES;
	n += EDD_ENTRIES * sizeof(struct mb_drive);
	for (unsigned int i = 0; i < img->n_initrds; i++)
		n += sizeof(struct mb_module) +
		     info_text_bytes(img->initrd[i].name, img->req->words[i]);
	return n;
}

void mb_info_write(const struct kexec_image *img, const struct elf_sections *sections,
		   struct info_writer *w)
{
	struct mb_info info = { .flags = MB_HAS_CMDLINE | MB_HAS_NAME };

	info_put(w, &info, sizeof(info)); /* its room: it is complete at the end only */
	info.cmdline = info_put_text(w, img->kernel.name, img->cmdline);
	info.boot_loader_name = info_put_text(w, LOADER_NAME, NULL);
	put_memory(img, w, &info);
	if (img->n_initrds)
		put_modules(img, w, &info);
	put_screen(img->machine, &info);
	put_vbe(img->machine, w, &info);
	put_firmware(img, w, &info);
	put_sections(sections, w, &info);
	memcpy(w->buf, &info, sizeof(info));
}
