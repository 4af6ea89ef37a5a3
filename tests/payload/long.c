// SPDX-License-Identifier: GPL-2.0-only
/*
 * A 64-bit toy kernel: print as key=value lines what it was entered with, that all below 4 GiB
 * is mapped to itself, and what boot_params names; then end the machine. Offsets are written
 * here as numbers and not shared with include/std: a mistake there must not hide itself.
 */
#include "payload.h"

#define DEBUG_EXIT 0xf4
#define GIB	   (1ull << 30)
#define BOOT_NOTES 0x0e1fb007

/* What long.S kept. */
struct long_regs {
	u64 rax, rbx, rcx, rdx, rsi, rdi, rbp, rsp;
	u64 rflags, cr0, cr3, cr4, efer;
	u64 start;
	u32 cs, cs_rights, ss, ss_rights, ds, es;
};
_Static_assert(sizeof(struct long_regs) == 0x88, "as long.S counts");

void long_main(const struct long_regs *r) __attribute__((noreturn));

static void put_registers(const struct long_regs *r)
{
	static const char names[][4] = { "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp",
					 "rsp", "rfl", "cr0", "cr3", "cr4", "efr" };
	const u64 *v = &r->rax;

	for (u32 i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		key_hex(names[i], v[i], 16);
	key_hex("start", r->start, 16);
	key_hex("cs", r->cs, 4);
	key_hex("cs_rights", r->cs_rights, 8);
	key_hex("ss", r->ss, 4);
	key_hex("ss_rights", r->ss_rights, 8);
	key_hex("ds", r->ds, 4);
	key_hex("es", r->es, 4);
}

/* Walk the tables for every 2 MiB below 4 GiB: how many lead where they begin? */
static void put_map(u64 cr3)
{
	u32 good = 0;

	for (u64 at = 0; at < 4 * GIB; at += 2 << 20) {
		u64 e = ((const u64 *)cr3)[at >> 39 & 511];

		e = e & 1 ? ((const u64 *)(e & ~0xfffull))[at >> 30 & 511] : 0;
		e = e & 1 ? ((const u64 *)(e & ~0xfffull))[at >> 21 & 511] : 0;
		good += (e & 0x83) == 0x83 && (e & 0x000fffffffe00000ull) == at;
	}
	key_hex("mapped", good, 4);
	key_hex("mapped_beyond", ((const u64 *)cr3)[1], 16);
}

/* Memory behind what the loader has mapped: one GiB more, in tables of our own. */
static const u8 *see(u64 addr, u64 cr3)
{
	static u64 large[512] __attribute__((aligned(4096)));
	u64 *gib = (u64 *)(*(const u64 *)cr3 & ~0xfffull);

	if (gib[addr >> 30 & 511] & 1)
		return (const u8 *)addr;
	for (u32 i = 0; i < 512; i++)
		large[i] = (addr >> 30 << 30) + ((u64)i << 21) + 0x83;
	gib[addr >> 30 & 511] = (u64)large | 3;
	__asm__ volatile("mov %0, %%cr3" : : "r"(cr3) : "memory");
	return (const u8 *)addr;
}

static u32 word(const u8 *p)
{
	return *(const u32 *)p;
}

static void put_params(const u8 *p, u64 cr3)
{
	u64 initrd = (u64)word(p + 0xc0) << 32 | word(p + 0x218);

	put("cmdline=");
	put((const char *)(u64)word(p + 0x228));
	put("\n");
	key_hex("hdrs", word(p + 0x202), 8);
	key_hex("xloadflags", word(p + 0x236) & 0xffff, 4);
	key_hex("e820", p[0x1e8], 2);
	key_hex("initrd", initrd, 16);
	key_hash("initrd_sha256", see(initrd, cr3), word(p + 0x21c));
}

/* Etherboot's notes: the head's signature and size, then the first note's text. */
static void put_notes(const u8 *p)
{
	key_hex("notes", word(p), 8);
	put("note.2=");
	put((const char *)p + 24);
	put("\n");
}

void long_main(const struct long_regs *r)
{
	serial_init();
	put("\npayload: first instruction\n");
	put_registers(r);
	put_map(r->cr3);
	if (r->rax == BOOT_NOTES)
		put_notes((const u8 *)r->rbx);
	else
		put_params((const u8 *)r->rsi, r->cr3);
	put("payload: done\n");
	if (r->rax != BOOT_NOTES)
		go_back((const char *)(u64)word((const u8 *)r->rsi + 0x228));
	outb(DEBUG_EXIT, 0);
	for (;;)
		__asm__ volatile("hlt");
}
