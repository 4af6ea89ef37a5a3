// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a multiboot 2 loader hands over, as key=value lines: each tag's number and bytes, and in
 * words those that name memory. Multiboot2 Specification 2.0, 3.6; offsets as numbers.
 */
#include "payload.h"

static u32 word(u32 addr)
{
	return *(const u32 *)addr;
}

static u64 quad(u32 addr)
{
	return *(const u64 *)addr;
}

static void put_indexed(const char *key, u32 i)
{
	put(key);
	put_dec(i);
	put("=");
}

static void put_module(u32 i, u32 tag)
{
	put_indexed("module.", i);
	put("0x");
	put_hex(word(tag + 8), 8);
	put(" 0x");
	put_hex(word(tag + 12), 8);
	put(" ");
	put((const char *)(tag + 16));
	put("\nmodule_hash.");
	put_dec(i);
	key_hash("", (const u8 *)word(tag + 8), word(tag + 12) - word(tag + 8));
}

static void put_map(u32 tag)
{
	u32 step = word(tag + 8), end = tag + word(tag + 4), i = 0;

	for (u32 at = tag + 16; at < end; at += step, i++) {
		put_indexed("mmap.", i);
		put("0x");
		put_hex(quad(at), 16);
		put(" 0x");
		put_hex(quad(at + 8), 16);
		put(" ");
		put_dec(word(at + 16));
		put("\n");
	}
}

/* Sections that a loader has to load by itself: where, and their hash. */
static void put_sections(u32 tag)
{
	u32 n = word(tag + 8), size = word(tag + 12);

	for (u32 i = 0; i < n; i++) {
		u32 at = tag + 20 + i * size;

		if (word(at + 8) & 2 || word(at + 4) == 8 || !word(at + 20))
			continue;
		put_indexed("section_type.", i);
		put_dec(word(at + 4));
		put("\nsection_hash.");
		put_dec(i);
		key_hash("", (const u8 *)word(at + 12), word(at + 20));
	}
}

void put_multiboot2(u32 info)
{
	u32 end = info + word(info), modules = 0;

	key_hex("total_size", word(info), 8);
	key_hex("reserved", word(info + 4), 8);
	for (u32 tag = info + 8; tag < end; tag += (word(tag + 4) + 7) & ~7u) {
		u32 type = word(tag), bytes = word(tag + 4);

		put_indexed("tag.", type);
		put_bytes((const u8 *)tag + 8, bytes - 8 < 64 ? bytes - 8 : 64);
		put("\n");
		if (type == 1 || type == 2) {
			put(type == 1 ? "cmdline=" : "loader=");
			put((const char *)(tag + 8));
			put("\n");
		}
		if (type == 3)
			put_module(modules++, tag);
		if (type == 6)
			put_map(tag);
		if (type == 7) {
			key_hex("vbe_mode", word(tag + 8) & 0xffff, 4);
			key_hex("vbe_interface", (u64)word(tag + 12) << 16 | word(tag + 8) >> 16,
				12);
			put_vbe(tag + 16, tag + 16 + 512);
		}
		if (type == 9)
			put_sections(tag);
		if (!type) {
			key_hex("end", tag + bytes - info, 8);
			break;
		}
	}
}
