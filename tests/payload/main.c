// SPDX-License-Identifier: GPL-2.0-only
/*
 * A toy kernel: print as key=value lines on the serial port what the loader handed over,
 * then end the machine. Tests compare the lines with the plan that `load` printed.
 *
 * Offsets are from the Linux boot protocol and zero-page.rst, read anew here and not
 * shared with include/std/bootparam.h: a mistake there must not hide itself.
 */
#include "payload.h"

#define SETUP_E820_EXT 1
#define E820_PAGE_MAX  128
#define DEBUG_EXIT     0xf4 /* QEMU: -device isa-debug-exit,iobase=0xf4,iosize=4 */

static const u8 *params;

static u64 get(const u8 *p, u32 bytes)
{
	u64 v = 0;

	while (bytes--)
		v = v << 8 | p[bytes];
	return v;
}

static u64 param(u32 offset, u32 bytes)
{
	return get(params + offset, bytes);
}

/* Protocol version; 0 of a kernel without setup header. */
static u32 protocol(void)
{
	return param(0x202, 4) == 0x53726448 ? (u32)param(0x206, 2) : 0;
}

/* The CPU's own reading of a segment: access rights (LAR) and limit in bytes (LSL). */
static void put_segment(const char *name, u32 selector)
{
	u32 rights = 0, limit = 0;

	__asm__("lar %1, %0" : "+r"(rights) : "r"(selector) : "cc");
	__asm__("lsl %1, %0" : "+r"(limit) : "r"(selector) : "cc");
	put(name);
	put("=0x");
	put_hex(selector, 4);
	put(" rights=0x");
	put_hex(rights, 8);
	put(" limit=0x");
	put_hex(limit, 8);
	put("\n");
}

static void put_registers(const struct entry_regs *r)
{
	static const char names[11][7] = { "eax", "ebx", "ecx",	   "edx", "esi", "edi",
					   "ebp", "esp", "eflags", "cr0", "cr3" };
	const u32 *v = &r->eax;

	for (u32 i = 0; i < 11; i++)
		key_hex(names[i], v[i], 8);
	put_segment("cs", r->cs);
	put_segment("ds", r->ds);
	put_segment("es", r->es);
	put_segment("fs", r->fs);
	put_segment("gs", r->gs);
	put_segment("ss", r->ss);
	key_hex("gdt_limit", r->gdt_limit, 4);
	key_hex("gdt_base", (u32)r->gdt_base[1] << 16 | r->gdt_base[0], 8);
	key_hex("idt_limit", r->idt_limit, 4);
	key_hex("idt_base", (u32)r->idt_base[1] << 16 | r->idt_base[0], 8);
	key_hex("load_addr", r->load_addr, 8);
}

/* What the interrupt controllers and the timer hold; a 16-bit target would care. */
static void put_devices(void)
{
	key_hex("pic1_mask", inb(0x21), 2);
	key_hex("pic2_mask", inb(0xa1), 2);
	key_hex("port92", inb(0x92), 2);
	key_hex("port61", inb(0x61), 2);
}

struct field {
	char name[24];
	u16 offset, bytes;
};

/* Numbers of up to 8 bytes are printed as such, longer fields as bytes. */
static const struct field fields[] = {
	{ "orig_x", 0x00, 1 },
	{ "orig_y", 0x01, 1 },
	{ "ext_mem_k", 0x02, 2 },
	{ "orig_video_page", 0x04, 2 },
	{ "orig_video_mode", 0x06, 1 },
	{ "orig_video_cols", 0x07, 1 },
	{ "flags", 0x08, 1 },
	{ "orig_video_ega_bx", 0x0a, 2 },
	{ "orig_video_lines", 0x0e, 1 },
	{ "orig_video_isVGA", 0x0f, 1 },
	{ "orig_video_points", 0x10, 2 },
	{ "lfb_width", 0x12, 2 },
	{ "lfb_height", 0x14, 2 },
	{ "lfb_depth", 0x16, 2 },
	{ "lfb_base", 0x18, 4 },
	{ "lfb_size", 0x1c, 4 },
	{ "cl_magic", 0x20, 2 },
	{ "cl_offset", 0x22, 2 },
	{ "apm_bios_info", 0x40, 20 },
	{ "tboot_addr", 0x58, 8 },
	{ "ist_info", 0x60, 16 },
	{ "acpi_rsdp_addr", 0x70, 8 },
	{ "hd0_info", 0x80, 16 },
	{ "hd1_info", 0x90, 16 },
	{ "sys_desc_table", 0xa0, 16 },
	{ "olpc_ofw_header", 0xb0, 16 },
	{ "ext_ramdisk_image", 0xc0, 4 },
	{ "ext_ramdisk_size", 0xc4, 4 },
	{ "ext_cmd_line_ptr", 0xc8, 4 },
	{ "cc_blob_address", 0x13c, 4 },
	{ "edid_info", 0x140, 128 },
	{ "efi_info", 0x1c0, 32 },
	{ "alt_mem_k", 0x1e0, 4 },
	{ "e820_entries", 0x1e8, 1 },
	{ "eddbuf_entries", 0x1e9, 1 },
	{ "edd_mbr_sig_buf_entries", 0x1ea, 1 },
	{ "kbd_status", 0x1eb, 1 },
	{ "secure_boot", 0x1ec, 1 },
	{ "sentinel", 0x1ef, 1 },
	{ "setup_sects", 0x1f1, 1 },
	{ "root_flags", 0x1f2, 2 },
	{ "syssize", 0x1f4, 4 },
	{ "ram_size", 0x1f8, 2 },
	{ "vid_mode", 0x1fa, 2 },
	{ "root_dev", 0x1fc, 2 },
	{ "boot_flag", 0x1fe, 2 },
	{ "header", 0x202, 4 },
	{ "version", 0x206, 2 },
	{ "type_of_loader", 0x210, 1 },
	{ "loadflags", 0x211, 1 },
	{ "code32_start", 0x214, 4 },
	{ "ramdisk_image", 0x218, 4 },
	{ "ramdisk_size", 0x21c, 4 },
	{ "heap_end_ptr", 0x224, 2 },
	{ "ext_loader_ver", 0x226, 1 },
	{ "ext_loader_type", 0x227, 1 },
	{ "cmd_line_ptr", 0x228, 4 },
	{ "initrd_addr_max", 0x22c, 4 },
	{ "kernel_alignment", 0x230, 4 },
	{ "relocatable_kernel", 0x234, 1 },
	{ "min_alignment", 0x235, 1 },
	{ "xloadflags", 0x236, 2 },
	{ "cmdline_size", 0x238, 4 },
	{ "hardware_subarch", 0x23c, 4 },
	{ "hardware_subarch_data", 0x240, 8 },
	{ "payload_offset", 0x248, 4 },
	{ "payload_length", 0x24c, 4 },
	{ "setup_data", 0x250, 8 },
	{ "pref_address", 0x258, 8 },
	{ "init_size", 0x260, 4 },
	{ "handover_offset", 0x264, 4 },
	{ "kernel_info_offset", 0x268, 4 },
};

static void put_fields(void)
{
	for (u32 i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		const struct field *f = &fields[i];

		put(f->name);
		if (f->bytes <= 8) {
			put("=0x");
			put_hex(param(f->offset, f->bytes), 2u * f->bytes);
		} else {
			put("=");
			put_bytes(params + f->offset, f->bytes);
		}
		put("\n");
	}
}

/* The whole page, 64 bytes a line: nothing that was handed over escapes the comparison. */
static void put_page(void)
{
	for (u32 at = 0; at < 4096; at += 64) {
		put("page.");
		put_hex(at, 3);
		put("=");
		put_bytes(params + at, 64);
		put("\n");
	}
}

static void put_e820(u32 index, const u8 *entry)
{
	put("e820.");
	put_dec(index);
	put("=0x");
	put_hex(get(entry, 8), 16);
	put(" 0x");
	put_hex(get(entry + 8, 8), 16);
	put_char(' ');
	put_dec((u32)get(entry + 16, 4));
	put("\n");
}

/* The chain's links carry 64-bit addresses; this CPU reaches the low 4 GiB. */
static void put_setup_data(u32 e820_count)
{
	u64 link = protocol() >= 0x209 ? param(0x250, 8) : 0;

	for (u32 n = 0; link && link >> 32 == 0 && n < 16; n++) {
		const u8 *p = (const u8 *)(u32)link;
		u32 type = (u32)get(p + 8, 4), len = (u32)get(p + 12, 4);

		put("setup_data.");
		put_dec(n);
		put("=0x");
		put_hex(link, 16);
		put(" type=");
		put_dec(type);
		put(" len=");
		put_dec(len);
		put("\n");
		for (u32 i = 0; type == SETUP_E820_EXT && i < len / 20; i++)
			put_e820(e820_count++, p + 16 + 20 * i);
		link = get(p, 8);
	}
	put("e820_total=");
	put_dec(e820_count);
	put("\n");
}

static void put_maps(void)
{
	u32 count = (u32)param(0x1e8, 1);

	for (u32 i = 0; i < count && i < E820_PAGE_MAX; i++)
		put_e820(i, params + 0x2d0 + 20 * i);
	put_setup_data(count);
	for (u32 i = 0; i < param(0x1ea, 1) && i < 16; i++) {
		put("mbr_sig.");
		put_dec(i);
		key_hex("", param(0x290 + 4 * i, 4), 8);
	}
	for (u32 i = 0; i < param(0x1e9, 1) && i < 6; i++) {
		put("edd.");
		put_dec(i);
		put("=");
		put_bytes(params + 0xd00 + 82 * i, 82);
		put("\n");
	}
}

/* Where the command line is, by the kernel's own protocol version. */
static const char *command_line(void)
{
	if (protocol() >= 0x202)
		return (const char *)(u32)param(0x228, 4);
	if (param(0x20, 2) == 0xa33f)
		return (const char *)params + param(0x22, 2);
	return 0;
}

static int has_word(const char *line, const char *word)
{
	for (; line && *line; line++) {
		u32 n = 0;

		while (word[n] && line[n] == word[n])
			n++;
		if (!word[n])
			return 1;
	}
	return 0;
}

static void put_command_line(void)
{
	const char *line = command_line();
	u32 n = 0;

	if (!line)
		return;
	while (line[n])
		n++;
	put("cmdline_len=");
	put_dec(n);
	put("\ncmdline=");
	put(line);
	put("\n");
}

static void put_hashes(const struct entry_regs *regs)
{
	/* The first 32 KiB hold this program, which has written to its registers and stack. */
	u32 addr = (u32)param(0x218, 4), size = (u32)param(0x21c, 4);
	u32 skip = 4096 * 8;

	key_hash("image_sha256", (const u8 *)regs->load_addr + skip,
		 (u32)param(0x1f4, 4) * 16 - skip);
	if (protocol())
		key_hash("initrd_sha256", (const u8 *)addr, size);
}

static void __attribute__((noreturn)) end_machine(const char *line)
{
	if (!has_word(line, "end=reboot"))
		outb(DEBUG_EXIT, 0);
	outb(0xcf9, 0x06);
	outb(0x64, 0xfe);
	for (;;)
		__asm__ volatile("hlt");
}

void __attribute__((noreturn)) payload_main(const struct entry_regs *regs, const u8 *boot_params)
{
	params = boot_params;
	serial_init();
	put("\npayload: first instruction\n");
	if (!has_word(command_line(), "brief")) {
		put_registers(regs);
		put_devices();
		put_fields();
		put_page();
		put_maps();
		put_command_line();
		put_hashes(regs);
	}
	put("payload: done\n");
	go_back(command_line());
	end_machine(command_line());
}
