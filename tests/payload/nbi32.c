// SPDX-License-Identifier: GPL-2.0-only
/*
 * A toy program for the 32-bit entry of a tagged image: print as key=value lines its arguments, which
 * lie on the stack as a C function's, and what is in memory; then return, which resets the machine.
 */
#include "payload.h"

/* What tests/payload/nbi.py says: our own address, and zeros at the end of the record behind us. */
#define BASE	    0x200000
#define ZEROS_AFTER 5000

extern u32 regs[5];
void mboot_main(void);

static u32 word(u32 addr)
{
	return *(const u32 *)addr;
}

static void put_record(const u8 *p, u32 bytes)
{
	u32 sum = 0;

	for (u32 i = 0; i < ZEROS_AFTER; i++)
		sum |= p[bytes + i];
	key_hex("after_addr", (u32)p, 8);
	key_hash("after_hash", p, bytes);
	put(sum ? "after_zeros=dirty\n" : "after_zeros=good\n");
}

void mboot_main(void)
{
	u32 esp = regs[2], header = word(esp + 8), bootp = word(esp + 12);

	serial_init();
	put("\npayload: first instruction\n");
	key_hex("esp", esp, 8);
	key_hex("eflags", regs[3], 8);
	key_hex("cr0", regs[4], 8);
	key_hex("pic1_mask", inb(0x21), 2);
	key_hex("pic2_mask", inb(0xa1), 2);
	key_hex("return", word(esp), 8);
	key_hex("loader", word(word(esp + 4)), 8);
	key_hex("header", header, 8);
	key_hex("header_magic", word(header), 8);
	key_hex("bootp_op", word(bootp) & 0xff, 2);
	/* our record's size in memory, and the next one's size in the file */
	put_record((const u8 *)BASE + word(header + 28), word(header + 40));
	put("payload: done\n");
	/* return to the loader, on its own stack */
	__asm__ volatile("movl %0, %%esp\n\tret" : : "r"(esp));
}
