// SPDX-License-Identifier: GPL-2.0-only
/* The way back to the kernel that started a toy by kexec jump: kexec_jump_back_entry=. */
#include "payload.h"

/* The number behind @key in @line; 0 without. */
static u32 number(const char *line, const char *key)
{
	u32 n = 0, v = 0;

	while (*line && key[n])
		n = *line++ == key[n] ? n + 1 : 0;
	if (key[n])
		return 0;
	for (; *line && *line != ' '; line++)
		v = v * 16 + (u32)(*line <= '9' ? *line - '0' : *line - 'a' + 10);
	return v;
}

/* Returns when the kernel jumps again: what to call the next time. */
static u32 call(u32 way)
{
	unsigned long next = way;

#ifdef __x86_64__
	__asm__ volatile("call *%0\n\tpop %0"
			 : "+a"(next)
			 :
			 : "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "cc", "memory");
#else
	__asm__ volatile("call *%0\n\tpop %0" : "+a"(next) : : "cc", "memory");
#endif
	return (u32)next;
}

void go_back(const char *line)
{
	u32 way = line ? number(line, "kexec_jump_back_entry=0x") : 0;

	for (u32 times = 1; way; times++) {
		way = call(way);
		serial_init();
		put("payload: back for time ");
		put_dec(times);
		put("\n");
	}
}
