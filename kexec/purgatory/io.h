/* SPDX-License-Identifier: GPL-2.0-only */
/* Ports of a PC, for code that runs alone. */
#ifndef PURGATORY_IO_H
#define PURGATORY_IO_H

#include <stdint.h>

static inline void outb(uint8_t v, uint16_t port)
{
	__asm__ volatile("outb %0, %1" : : "a"(v), "Nd"(port));
}

static inline uint8_t inb(uint16_t port)
{
	uint8_t v;

	__asm__ volatile("inb %1, %0" : "=a"(v) : "Nd"(port));
	return v;
}

/* About a microsecond: a write to the POST code port goes out to the slow bus. */
static inline void io_delay(void)
{
	outb(0, 0x80);
}

#endif
