// SPDX-License-Identifier: GPL-2.0-only
/* The last resort here, in place of rm/fail.c: say why, and give the machine back to the ROM. */
#include <stdarg.h>
#include "print.h"
#include "pxe.h"

void fail(const char *format, ...)
{
	struct bios_regs regs;
	va_list args;

	print("\nbootshell: ");
	va_start(args, format);
	vprint(format, args);
	va_end(args);
	print("\n");

	if (rom_waits())
		back_to_rom();
	bios_regs_init(&regs);
	bios_call(0x18, &regs, NULL);
	bios_call(0x19, &regs, NULL);
	for (;;)
		__asm__ volatile("hlt");
}
