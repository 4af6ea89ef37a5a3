// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a PVH loader hands over, as key=value lines: struct hvm_start_info of Xen's
 * public/arch-x86/hvm/start_info.h, its offsets as numbers.
 */
#include "payload.h"

static u64 quad(u32 addr)
{
	return *(const u64 *)addr;
}

static void put_module(u32 i, u32 at)
{
	put("module.");
	put_dec(i);
	put("=0x");
	put_hex(quad(at), 16);
	put(" 0x");
	put_hex(quad(at + 8), 16);
	put(" ");
	put(quad(at + 16) ? (const char *)(u32)quad(at + 16) : "(none)");
	put("\nmodule_hash.");
	put_dec(i);
	key_hash("", (const u8 *)(u32)quad(at), (u32)quad(at + 8));
}

void put_pvh(u32 info)
{
	const u32 *head = (const u32 *)info;
	u32 map = (u32)quad(info + 40), entries = head[12];

	key_hex("version", head[1], 8);
	key_hex("flags", head[2], 8);
	for (u32 i = 0; i < head[3]; i++)
		put_module(i, (u32)quad(info + 16) + 32 * i);
	put("cmdline=");
	put((const char *)(u32)quad(info + 24));
	put("\n");
	key_hex("rsdp", quad(info + 32), 16);
	if (quad(info + 32))
		key_hex("rsdp_signature", quad((u32)quad(info + 32)), 16);
	for (u32 i = 0; i < entries; i++, map += 24) {
		put("mmap.");
		put_dec(i);
		put("=0x");
		put_hex(quad(map), 16);
		put(" 0x");
		put_hex(quad(map + 8), 16);
		put(" ");
		put_dec(*(const u32 *)(map + 16));
		put("\n");
	}
}
