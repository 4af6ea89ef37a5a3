/* SPDX-License-Identifier: GPL-2.0-only */
/* A toy kernel's own small world: registers at entry, port access, output, SHA-256. */
#ifndef PAYLOAD_H
#define PAYLOAD_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

/* What head.S kept; its offsets are written there as numbers. */
struct entry_regs {
	u32 eax, ebx, ecx, edx;
	u32 esi, edi, ebp, esp;
	u32 eflags, cr0, cr3;
	u16 cs, ds, es, fs, gs, ss;
	u16 gdt_limit;
	u16 gdt_base[2]; /* 16-bit halves: the pseudo descriptor is not aligned */
	u16 pad1;
	u16 idt_limit;
	u16 idt_base[2];
	u16 pad2;
	u32 load_addr;
};
_Static_assert(sizeof(struct entry_regs) == 0x4c, "as head.S counts");

struct sha256 {
	u32 state[8];
	u8 block[64];
	u32 fill;
	u64 total;
};

void sha256_init(struct sha256 *s);
void sha256_update(struct sha256 *s, const u8 *p, u32 n);
void sha256_final(struct sha256 *s, u8 digest[32]);

/* say.c */
void serial_init(void);
void put_char(char c);
void put(const char *s);
void put_hex(u64 v, u32 digits);
void put_bytes(const u8 *p, u32 n);
void put_dec(u32 v);
void key_hex(const char *key, u64 v, u32 digits);
void key_hash(const char *key, const u8 *p, u32 n);

/* mboot.c: print blocks of a video BIOS: 512 bytes of the controller, 256 of the mode */
void put_vbe(u32 control, u32 mode_info);

/* mboot2.c, pvh.c: print what EBX points to */
void put_multiboot2(u32 info);
void put_pvh(u32 info);

/* back.c: as often as the kernel comes; returns if @line tells of no way back */
void go_back(const char *line);

static inline void outb(u16 port, u8 v)
{
	__asm__ volatile("outb %0, %1" : : "a"(v), "Nd"(port));
}

static inline u8 inb(u16 port)
{
	u8 v;

	__asm__ volatile("inb %1, %0" : "=a"(v) : "Nd"(port));
	return v;
}

#endif
