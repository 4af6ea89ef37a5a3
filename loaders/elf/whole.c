// SPDX-License-Identifier: GPL-2.0-only
/* Is there a BIOS left to go back to? IBM PC AT Technical Reference, "System BIOS Usage". */
#include "elf.h"

#define COM1	  0x3f8 /* the BIOS's own word for it is gone, too */
#define TEXT_SEG  0xb800
#define ATTRIBUTE 0x07

static bool vectors_are_set(void)
{
	static const uint8_t used[] = { 0x08, 0x09, 0x10, 0x13, 0x15, 0x16 };
	const volatile uint32_t *ivt = (const volatile uint32_t *)0;
	size_t i;

	__asm__("" : "+r"(ivt)); /* address 0 is no null pointer here */
	for (i = 0; i < sizeof(used); i++)
		if (!ivt[used[i]])
			return false;
	return true;
}

void check_bios(void)
{
	const char *c =
		"bootshell: the loader has overwritten the BIOS's vectors (kexec: -t elf-x86)";
	uint32_t column;

	if (vectors_are_set())
		return;
	uart_init(COM1, 1);
	set_fs(TEXT_SEG);
	for (column = 0; *c; c++, column += 2) {
		uart_putch(*c);
		set_far_byte(column, (uint8_t)*c);
		set_far_byte(column + 1, ATTRIBUTE);
	}
	for (;;)
		__asm__ volatile("cli; hlt");
}
