// SPDX-License-Identifier: GPL-2.0-only
/*
 * boot_params: one table says of every byte of the page where it comes from;
 * it fills the page, and it is what `show -v` prints. Linux,
 * Documentation/x86/zero-page.rst and boot.rst.
 */
#include <inttypes.h>
#include <string.h>
#include "core.h"
#include "std/efi.h"

enum origin {
	ZERO,	 /* knowingly zero */
	RUNNING, /* copied from the running kernel's boot_params */
	HEADER,	 /* from the setup header of the kernel file */
	LOADER,	 /* set by us */
};

static const char *const origin_names[] = {
	[ZERO] = "zero",
	[RUNNING] = "running kernel",
	[HEADER] = "kernel file",
	[LOADER] = "loader",
};

/**
 * struct param - one field of boot_params
 * @name: as zero-page.rst or boot.rst calls it
 * @off: in the page
 * @size: bytes
 * @origin: where its value comes from
 * @note: why
 */
struct param {
	const char *name;
	uint16_t off;
	uint16_t size;
	enum origin origin;
	const char *note;
};

#define FIELD(field, origin, note)                                             \
	{                                                                      \
#field, offsetof(struct boot_params, field),                   \
			sizeof(((struct boot_params *)0)->field), origin, note \
	}
#define HDR(field, origin, note)                                                   \
	{                                                                          \
#field, offsetof(struct boot_params, hdr.field),                   \
			sizeof(((struct boot_params *)0)->hdr.field), origin, note \
	}

static const struct param params[] = {
	FIELD(screen_info, RUNNING, "no driver changed the screen"),
	FIELD(apm_bios_info, RUNNING, "the APM connection stays as setup code made it"),
	FIELD(pad2, ZERO, "padding"),
	FIELD(tboot_addr, ZERO, "a measured launch ends with the running kernel"),
	FIELD(ist_info, RUNNING, "SpeedStep data of the BIOS"),
	FIELD(acpi_rsdp_addr, RUNNING, "0: the target looks in the BIOS area itself"),
	FIELD(pad3, ZERO, "padding"),
	FIELD(hd0_info, RUNNING, "obsolete, but old kernels read it"),
	FIELD(hd1_info, RUNNING, "obsolete, but old kernels read it"),
	FIELD(sys_desc_table, RUNNING, "MCA system descriptor"),
	FIELD(olpc_ofw_header, RUNNING, "OpenFirmware of an OLPC is still there"),
	FIELD(ext_ramdisk_image, LOADER, "upper half: 0 below 4 GiB"),
	FIELD(ext_ramdisk_size, LOADER, "upper half: 0 if smaller than 4 GiB"),
	FIELD(ext_cmd_line_ptr, ZERO, "the command line lies below 4 GiB"),
	FIELD(pad4, ZERO, "padding"),
	FIELD(cc_blob_address, ZERO, "no confidential guest is entered here"),
	FIELD(edid_info, RUNNING, "EDID of the display"),
	FIELD(efi_info, LOADER, "UEFI's runtime services, if there are and it can take them over"),
	FIELD(alt_mem_k, LOADER, "RAM above 1 MiB, up to the first hole"),
	FIELD(scratch, ZERO, "the kernel's own"),
	FIELD(e820_entries, LOADER, "more than 128 go on in setup_data"),
	FIELD(eddbuf_entries, RUNNING, "at most 6"),
	FIELD(edd_mbr_sig_buf_entries, RUNNING, "at most 16"),
	FIELD(kbd_status, RUNNING, "shift keys at boot"),
	FIELD(secure_boot, RUNNING, "0 on a BIOS"),
	FIELD(pad5, ZERO, "padding"),
	FIELD(sentinel, ZERO, "0 tells the kernel that the fields before are meant"),
	FIELD(pad6, ZERO, "padding"),
	HDR(setup_sects, HEADER, ""),
	HDR(root_flags, HEADER, ""),
	HDR(syssize, HEADER, ""),
	HDR(ram_size, HEADER, "obsolete"),
	HDR(vid_mode, HEADER, "only 16-bit setup code obeys it"),
	HDR(root_dev, HEADER, "root= on the command line decides"),
	HDR(boot_flag, HEADER, ""),
	HDR(jump, HEADER, ""),
	HDR(header, HEADER, ""),
	HDR(version, HEADER, ""),
	HDR(realmode_swtch, HEADER, "only for the 16-bit entry"),
	HDR(start_sys_seg, HEADER, "obsolete"),
	HDR(kernel_version, HEADER, ""),
	HDR(type_of_loader, LOADER, "undefined: no number is assigned to this loader"),
	HDR(loadflags, LOADER, "LOADED_HIGH only: no heap for 16-bit code, no quiet, no KASLR yet"),
	HDR(setup_move_size, HEADER, "only before 2.02"),
	HDR(code32_start, LOADER, "where the protected-mode part lies"),
	HDR(ramdisk_image, LOADER, ""),
	HDR(ramdisk_size, LOADER, ""),
	HDR(bootsect_kludge, HEADER, "obsolete"),
	HDR(heap_end_ptr, HEADER, "only for the 16-bit entry"),
	HDR(ext_loader_ver, LOADER, "unused with an undefined loader"),
	HDR(ext_loader_type, LOADER, "unused with an undefined loader"),
	HDR(cmd_line_ptr, LOADER, ""),
	HDR(initrd_addr_max, HEADER, ""),
	HDR(kernel_alignment, LOADER, "the file's, or less if the kernel was placed so"),
	HDR(relocatable_kernel, HEADER, ""),
	HDR(min_alignment, HEADER, ""),
	HDR(xloadflags, HEADER, ""),
	HDR(cmdline_size, HEADER, ""),
	HDR(hardware_subarch, RUNNING, "0 on a PC"),
	HDR(hardware_subarch_data, RUNNING, ""),
	HDR(payload_offset, HEADER, ""),
	HDR(payload_length, HEADER, ""),
	HDR(setup_data, LOADER, "list of e820 extension, random seed, firmware state"),
	HDR(pref_address, HEADER, ""),
	HDR(init_size, HEADER, ""),
	HDR(handover_offset, HEADER, "only for EFI"),
	HDR(kernel_info_offset, HEADER, ""),
	FIELD(pad7, ZERO, "what a later header may add"),
	FIELD(edd_mbr_sig_buffer, RUNNING, "MBR signatures of BIOS disks"),
	FIELD(e820_table, LOADER, "the merged memory map"),
	FIELD(pad8, ZERO, "padding"),
	FIELD(eddbuf, RUNNING, "EDD data of BIOS disks"),
	FIELD(pad9, ZERO, "padding"),
};

#define EACH_PARAM(p)                                    \
	const struct param *p = params;                  \
	p < params + sizeof(params) / sizeof(params[0]); \
	p++

/* Without boot_params to copy: the text screen that a BIOS leaves. */
static const struct screen_info default_screen = {
	.orig_video_mode = 3,
	.orig_video_cols = 80,
	.orig_video_lines = 25,
	.orig_video_is_vga = 1,
	.orig_video_points = 16,
};

/* What the running kernel has, if its counts and marks are sane. */
static void take_running(struct boot_params *bp, const struct machine *m)
{
	for (EACH_PARAM(p))
		if (p->origin == RUNNING)
			blob_copy(m->params, p->off, (uint8_t *)bp + p->off, p->size);
	if (bp->eddbuf_entries > EDD_ENTRIES)
		bp->eddbuf_entries = EDD_ENTRIES;
	if (bp->edd_mbr_sig_buf_entries > EDD_MBR_SIGS)
		bp->edd_mbr_sig_buf_entries = EDD_MBR_SIGS;
	if (!m->params.n)
		bp->screen_info = default_screen;
}

static void take_header(struct boot_params *bp, const struct setup_header *h, size_t header_bytes)
{
	for (EACH_PARAM(p)) {
		size_t at = p->off - SETUP_HEADER_OFFSET;

		if (p->origin == HEADER && at + p->size <= header_bytes)
			memcpy((uint8_t *)bp + p->off, (const uint8_t *)h + at, p->size);
	}
}

/* KiB of RAM from 1 MiB on, up to the first hole. */
static uint64_t extended_kb(const struct memmap *map)
{
	uint64_t start, end;

	if (!memmap_next_ram(map, MIB, &start, &end) || start != MIB)
		return 0;
	return (end - start) / KIB;
}

/* Entry @i of the target's map: in boot_params, or in @more where that is full. */
static struct e820_entry *e820_slot(struct boot_params *bp, struct e820_entry *more, unsigned int i)
{
	return i < E820_IN_PARAMS ? &bp->e820_table[i] : &more[i - E820_IN_PARAMS];
}

/* Write the map; returns how many entries are in @more. */
static unsigned int put_e820(struct boot_params *bp, const struct memmap *map,
			     struct e820_entry *more)
{
	unsigned int n = 0;

	memmap_for_each(r, map) {
		struct e820_entry e = { r->start, r->end - r->start, r->type };
		struct e820_entry *last = n ? e820_slot(bp, more, n - 1) : NULL;

		/* ranges that differ only in who told us of them are one for the target */
		if (last && last->type == e.type && last->addr + last->size == e.addr)
			last->size += e.size;
		else
			*e820_slot(bp, more, n++) = e;
	}
	bp->e820_entries = (uint8_t)(n < E820_IN_PARAMS ? n : E820_IN_PARAMS);
	return n < E820_IN_PARAMS ? 0 : n - E820_IN_PARAMS;
}

/* The same in the two fields that kernels before E820 read. */
static void put_memory_sizes(struct boot_params *bp, const struct memmap *map)
{
	uint64_t kb = extended_kb(map);

	bp->alt_mem_k = kb < UINT32_MAX ? (uint32_t)kb : UINT32_MAX;
	bp->screen_info.ext_mem_k = (uint16_t)(kb < 0xfc00 ? kb : 0xfc00);
}

/**
 * struct layout - the segment of parameters: boot_params, command line, setup_data
 * @cmdline: offset of the command line
 * @e820: offset of the node with more of the memory map
 * @seed: offset of the node with random bytes
 * @firmware: offset of the node with what the firmware had programmed: for a bootshell as target
 * @efi: offset of the node with UEFI's runtime services
 * @bytes: in all
 */
struct layout {
	size_t cmdline, e820, seed, firmware, efi, bytes;
};

/* Does the target know to take over from another kernel what UEFI lets be mapped only once? */
static bool passes_efi(const struct kexec_image *img, const struct setup_header *h)
{
	return img->machine->efi.n && !img->req->no_efi && h->version >= 0x20c &&
	       h->xloadflags & XLF_EFI_KEXEC;
}

static struct layout lay_out(const struct kexec_image *img, const struct setup_header *h)
{
	const struct machine *m = img->machine;
	struct layout l = { .cmdline = sizeof(struct boot_params) };
	size_t more = m->map.n > E820_IN_PARAMS ? m->map.n - E820_IN_PARAMS : 0;

	l.e820 = (size_t)align_up(l.cmdline + strlen(img->cmdline) + 1, 16);
	l.seed = l.e820 + sizeof(struct setup_data) + more * sizeof(struct e820_entry);
	l.seed = (size_t)align_up(l.seed, 16);
	l.firmware = l.seed + sizeof(struct setup_data) + m->seed_bytes;
	l.firmware = (size_t)align_up(l.firmware, 16);
	l.efi = l.firmware + (m->firmware.n ? sizeof(struct setup_data) + m->firmware.n : 0);
	l.efi = (size_t)align_up(l.efi, 16);
	l.bytes = l.efi + (passes_efi(img, h) ? sizeof(struct setup_data) + m->efi.n : 0);
	return l;
}

/* Add a setup_data node at offset @off of the segment, in front of the list. */
static void add_setup_data(struct kexec_image *img, size_t off, uint32_t type, size_t len)
{
	struct setup_data node = { img->params->hdr.setup_data, type, (uint32_t)len };

	memcpy((uint8_t *)img->params + off, &node, sizeof(node));
	img->params->hdr.setup_data = img->params_addr + off;
}

static void put_setup_data(struct kexec_image *img, const struct layout *l)
{
	const struct machine *m = img->machine;
	uint8_t *base = (uint8_t *)img->params;
	struct e820_entry *more = (struct e820_entry *)(base + l->e820 + sizeof(struct setup_data));
	unsigned int n = put_e820(img->params, &m->map, more);

	/* setup_data is of protocol 2.09: older kernels get only what fits the page */
	if (img->params->hdr.version < 0x209)
		return;
	if (n)
		add_setup_data(img, l->e820, SETUP_E820_EXT, n * sizeof(struct e820_entry));
	if (m->seed_bytes) {
		memcpy(base + l->seed + sizeof(struct setup_data), m->seed, m->seed_bytes);
		add_setup_data(img, l->seed, SETUP_RNG_SEED, m->seed_bytes);
	}
	if (m->firmware.n) {
		memcpy(base + l->firmware + sizeof(struct setup_data), m->firmware.p,
		       m->firmware.n);
		add_setup_data(img, l->firmware, FW_STATE_SETUP_DATA, (uint32_t)m->firmware.n);
	}
}

/* The system table stays where the running kernel found it; of the memory map, only the services'. */
static void put_efi(struct kexec_image *img, const struct layout *l)
{
	const struct machine *m = img->machine;
	size_t maps = l->efi + sizeof(struct setup_data) + sizeof(struct efi_setup_data);
	struct efi_info info;

	if (!passes_efi(img, &img->params->hdr))
		return;
	blob_copy(m->params, offsetof(struct boot_params, efi_info), &info, sizeof(info));
	info.memdesc_size = sizeof(struct efi_descriptor);
	info.memdesc_version = EFI_DESCRIPTOR_VERSION;
	info.memmap = (uint32_t)(img->params_addr + maps);
	info.memmap_hi = (uint32_t)((img->params_addr + maps) >> 32);
	info.memmap_size = (uint32_t)(m->efi.n - sizeof(struct efi_setup_data));
	memcpy(img->params->efi_info, &info, sizeof(info));
	memcpy((uint8_t *)img->params + l->efi + sizeof(struct setup_data), m->efi.p, m->efi.n);
	add_setup_data(img, l->efi, SETUP_EFI, m->efi.n);
}

static void put_cmdline(struct kexec_image *img, const struct layout *l)
{
	uint8_t *base = (uint8_t *)img->params;
	uint16_t magic = OLD_CMDLINE_MAGIC, off = (uint16_t)l->cmdline;

	memcpy(base + l->cmdline, img->cmdline, strlen(img->cmdline) + 1);
	if (img->params->hdr.version >= 0x202) {
		img->params->hdr.cmd_line_ptr = (uint32_t)(img->params_addr + l->cmdline);
		return;
	}
	memcpy(base + OLD_CMDLINE_MAGIC_OFFSET, &magic, sizeof(magic));
	memcpy(base + OLD_CMDLINE_OFFSET_OFFSET, &off, sizeof(off));
}

int params_build(struct kexec_image *img, const struct setup_header *header, size_t header_bytes)
{
	/* Below 640 KiB: kernels from 2.0 on find it there; above 64 KiB: clear of the BIOS's data. */
	struct place p = { "the boot parameters", 0, PAGE_BYTES, 0x10000, 0x9ffff, false };
	/* Before 2.02 kernels look for the command line at this very place, whatever ESI says. */
	bool fixed = header->version < 0x202;
	struct layout l = lay_out(img, header);
	int err;

	p.memsz = l.bytes;
	if (fixed)
		p.min = OLD_PARAMS;
	img->params = image_alloc(img, l.bytes);
	if (!img->params)
		return -ENOMEM;
	if (!image_try_place(img, &p, &img->params_addr)) {
		/* no such RAM: kernels since 2.4.0-test3, with protocol 2.02, look anywhere */
		if (!fixed)
			p.max = UINT32_MAX;
		err = image_place(img, &p, &img->params_addr);
		if (err)
			return err;
	}
	if (fixed && img->params_addr != OLD_PARAMS)
		return image_fail(img, -EADDRNOTAVAIL,
				  "no room for the boot parameters: before boot protocol 2.02 they "
				  "must lie at %#x",
				  OLD_PARAMS);
	take_running(img->params, img->machine);
	take_header(img->params, header, header_bytes);
	img->params->hdr.type_of_loader = LOADER_UNDEFINED;
	img->params->hdr.loadflags = LOADED_HIGH;
	img->params->hdr.kernel_alignment = header->kernel_alignment;
	put_memory_sizes(img->params, &img->machine->map);
	put_cmdline(img, &l);
	put_setup_data(img, &l);
	put_efi(img, &l);
	img->params->acpi_rsdp_addr = machine_rsdp(img->machine);
	return image_add_segment(img, "params", img->params, l.bytes, img->params_addr, l.bytes);
}

void params_set_initrd(struct kexec_image *img)
{
	struct boot_params *bp = img->params;

	bp->hdr.ramdisk_image = (uint32_t)img->initrd_addr;
	bp->hdr.ramdisk_size = (uint32_t)img->initrd_bytes;
	bp->ext_ramdisk_image = (uint32_t)(img->initrd_addr >> 32);
	bp->ext_ramdisk_size = (uint32_t)(img->initrd_bytes >> 32);
}

/* A number if the field has the size of one; else its bytes, zeros at the end left out. */
static void print_value(const uint8_t *v, unsigned int size, struct text *out)
{
	uint64_t n = 0;

	if (size <= 8) {
		memcpy(&n, v, size);
		text_addf(out, "%#" PRIx64, n);
		return;
	}
	while (size && !v[size - 1])
		size--;
	if (!size)
		text_addf(out, "0");
	for (unsigned int i = 0; i < size; i++)
		text_addf(out, "%02x", v[i]);
}

void params_plan(const struct kexec_image *img, struct text *out)
{
	const uint8_t *base = (const uint8_t *)img->params;

	for (EACH_PARAM(p)) {
		text_addf(out, "param off=0x%03x name=%s value=", p->off, p->name);
		if (p->off == offsetof(struct boot_params, e820_table))
			text_addf(out, "see-e820");
		else
			print_value(base + p->off, p->size, out);
		text_addf(out, " source=\"%s\"", origin_names[p->origin]);
		if (p->note[0])
			text_addf(out, " note=\"%s\"", p->note);
		text_addf(out, "\n");
	}
}
