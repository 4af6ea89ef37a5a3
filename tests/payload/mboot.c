// SPDX-License-Identifier: GPL-2.0-only
/*
 * A toy program for 32-bit loaders: print as key=value lines what it was handed, by the Multiboot
 * Specification 0.6.96 (section 3.3) or as Etherboot's boot notes, then end the machine.
 *
 * Offsets are written here as numbers and not shared with include/std: a mistake there must not
 * hide itself.
 */
#include "payload.h"

#define MULTIBOOT  0x2badb002
#define MULTIBOOT2 0x36d76289
#define BOOT_NOTES 0x0e1fb007
#define PVH	   0x336ec578
#define DEBUG_EXIT 0xf4

/* Initialised data and zeros, which a loader may get wrong. */
static volatile u32 data[3] = { 0x11223344, 0x55667788, 0x99aabbcc };
static volatile u8 zeros[70000];

extern u32 regs[5] __attribute__((visibility("hidden"))); /* it may have been moved: no GOT */
void mboot_main(void) __attribute__((noreturn));

static u32 word(u32 addr)
{
	return *(const u32 *)addr;
}

static void put_self(void)
{
	u32 sum = 0;

	for (u32 i = 0; i < sizeof(zeros); i++)
		sum |= zeros[i];
	key_hex("eax", regs[0], 8);
	key_hex("ebx", regs[1], 8);
	key_hex("esp", regs[2], 8);
	key_hex("eflags", regs[3], 8);
	key_hex("cr0", regs[4], 8);
	put("data=");
	put(data[0] == 0x11223344 && data[1] == 0x55667788 && data[2] == 0x99aabbcc ? "good\n" :
										      "bad\n");
	put("bss=");
	put(sum ? "dirty\n" : "zero\n");
}

static void put_string(const char *key, u32 addr)
{
	put(key);
	put("=");
	put((const char *)addr);
	put("\n");
}

/* "module.0=start end string", and its hash */
static void put_modules(u32 count, u32 list)
{
	for (u32 i = 0; i < count; i++, list += 16) {
		put("module.");
		put_dec(i);
		put("=0x");
		put_hex(word(list), 8);
		put(" 0x");
		put_hex(word(list + 4), 8);
		put(" ");
		put((const char *)word(list + 8));
		put("\nmodule_hash.");
		put_dec(i);
		key_hash("", (const u8 *)word(list), word(list + 4) - word(list));
	}
}

/* Each entry's size does not count itself. */
static void put_map(u32 at, u32 bytes)
{
	u32 end = at + bytes;

	for (u32 i = 0; at < end; i++, at += 4 + word(at)) {
		put("mmap.");
		put_dec(i);
		put("=0x");
		put_hex((u64)word(at + 8) << 32 | word(at + 4), 16);
		put(" 0x");
		put_hex((u64)word(at + 16) << 32 | word(at + 12), 16);
		put(" ");
		put_dec(word(at + 20));
		put("\n");
	}
}

/* "drive.0=number mode cylinders heads sectors" */
static void put_drives(u32 at, u32 bytes)
{
	for (u32 end = at + bytes, i = 0; at < end; i++, at += word(at)) {
		put("drive.");
		put_dec(i);
		put("=0x");
		put_hex(word(at + 4) & 0xff, 2);
		put(" ");
		put_dec(word(at + 4) >> 8 & 0xff);
		put(" ");
		put_dec(word(at + 4) >> 16);
		put(" ");
		put_dec(word(at + 8) & 0xff);
		put(" ");
		put_dec(word(at + 8) >> 8 & 0xff);
		put("\n");
	}
}

/* The name of section 1, by the string section that @names says, and where the symbols are. */
static void put_symbols(u32 count, u32 size, u32 at, u32 names)
{
	put("sections=");
	put_dec(count);
	put("\n");
	put_string("section.1", word(at + names * size + 12) + word(at + size));
	for (u32 i = 0; i < count; i++, at += size)
		if (word(at + 4) == 2) /* SHT_SYMTAB */
			key_hex("symbols_info", word(word(at + 12) + 16 + 12) & 0xff, 2);
}

/* The modes' list by its far pointer, and all bytes but those pointers, which a loader moves. */
void put_vbe(u32 control, u32 mode_info)
{
	u32 pointer = word(control + 14);
	const u16 *mode = (const u16 *)((pointer >> 16) * 16 + (pointer & 0xffff));

	put("vbe_modes=");
	for (u32 i = 0; i < 256 && mode[i] != 0xffff; i++) {
		put_hex(mode[i], 4);
		put(" ");
	}
	put("\nvbe_control=");
	put_bytes((const u8 *)control, 6);
	put_bytes((const u8 *)control + 10, 4);
	put_bytes((const u8 *)control + 18, 4);
	put_bytes((const u8 *)control + 34, 512 - 34);
	put("\nvbe_mode_info=");
	put_bytes((const u8 *)mode_info, 256);
	put("\n");
}

static void put_multiboot(u32 info)
{
	u32 flags = word(info);

	key_hex("flags", flags, 8);
	if (flags & 1) {
		key_hex("mem_lower", word(info + 4), 8);
		key_hex("mem_upper", word(info + 8), 8);
	}
	if (flags & 4)
		put_string("cmdline", word(info + 16));
	if (flags & 8)
		put_modules(word(info + 20), word(info + 24));
	if (flags & 0x40)
		put_map(word(info + 48), word(info + 44));
	if (flags & 0x200)
		put_string("loader", word(info + 64));
	if (flags & 0x2)
		key_hex("boot_device", word(info + 12), 8);
	if (flags & 0x20)
		put_symbols(word(info + 28), word(info + 32), word(info + 36), word(info + 40));
	if (flags & 0x80)
		put_drives(word(info + 56), word(info + 52));
	if (flags & 0x100) /* a length, then model and submodel */
		key_hex("config", word(word(info + 60)), 8);
	if (flags & 0x400)
		key_hex("apm", word(word(info + 68)), 8);
	if (flags & 0x800) {
		key_hex("vbe_mode", word(info + 80) & 0xffff, 4);
		key_hex("vbe_interface", (u64)word(info + 84) << 16 | word(info + 80) >> 16, 12);
		put_vbe(word(info + 72), word(info + 76));
	}
	if (flags & 0x1000) {
		key_hex("screen_base", word(info + 88), 8);
		key_hex("screen_pitch", word(info + 96), 8);
		key_hex("screen_width", word(info + 100), 8);
		key_hex("screen_height", word(info + 104), 8);
		key_hex("screen_kind", word(info + 108) & 0xffff, 4);
	}
}

/* The head: signature, bytes in all, IP checksum and number of notes. */
static void put_notes(u32 at)
{
	u32 end = at + word(at + 4), sum = 0;

	for (u32 i = at; i < end; i += 2)
		sum += *(const u16 *)i;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	key_hex("notes_sum", sum, 4);
	key_hex("notes_records", word(at + 8) >> 16, 4);
	for (at += 12; at < end; at += 12 + ((word(at) + 3) & ~3u) + ((word(at + 4) + 3) & ~3u)) {
		put("note.");
		put_dec(word(at + 8));
		put_string("", at + 12 + ((word(at) + 3) & ~3u));
	}
}

void mboot_main(void)
{
	serial_init();
	put("\npayload: first instruction\n");
	put_self();
	if (regs[0] == MULTIBOOT)
		put_multiboot(regs[1]);
	else if (regs[0] == MULTIBOOT2)
		put_multiboot2(regs[1]);
	else if (regs[0] == BOOT_NOTES)
		put_notes(regs[1]);
	else if (regs[1] && word(regs[1]) == PVH)
		put_pvh(regs[1]);
	put("payload: done\n");
	outb(DEBUG_EXIT, 0);
	for (;;)
		__asm__ volatile("hlt");
}
