// SPDX-License-Identifier: GPL-2.0-only
/* Text on the serial port, in the form key=value that the tests read. */
#include "payload.h"

#define COM1 0x3f8

void put_char(char c)
{
	for (u32 i = 0; i < 1000000 && !(inb(COM1 + 5) & 0x20); i++)
		;
	outb(COM1, (u8)c);
}

void put(const char *s)
{
	while (*s)
		put_char(*s++);
}

void put_hex(u64 v, u32 digits)
{
	while (digits--)
		put_char("0123456789abcdef"[v >> (4 * digits) & 15]);
}

void put_bytes(const u8 *p, u32 n)
{
	while (n--)
		put_hex(*p++, 2);
}

void put_dec(u32 v)
{
	if (v >= 10)
		put_dec(v / 10);
	put_char((char)('0' + v % 10));
}

void key_hex(const char *key, u64 v, u32 digits)
{
	put(key);
	put("=0x");
	put_hex(v, digits);
	put("\n");
}

void key_hash(const char *key, const u8 *p, u32 n)
{
	struct sha256 s;
	u8 digest[32];

	sha256_init(&s);
	sha256_update(&s, p, n);
	sha256_final(&s, digest);
	put(key);
	put("=");
	put_bytes(digest, 32);
	put("\n");
}

/* 115,200 baud, 8N1, whatever the loader left; no interrupts. */
void serial_init(void)
{
	outb(COM1 + 1, 0);
	outb(COM1 + 3, 0x83);
	outb(COM1 + 0, 1);
	outb(COM1 + 1, 0);
	outb(COM1 + 3, 0x03);
	outb(COM1 + 2, 0x07);
	outb(COM1 + 4, 0x0b);
}
