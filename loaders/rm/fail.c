// SPDX-License-Identifier: GPL-2.0-only
/* The last resort: a line that says why, then whoever is to go on. */
#include <stdarg.h>
#include "print.h"
#include "rm.h"

void (*fail_hook)(void);

void fail(const char *format, ...)
{
	struct bios_regs regs;
	va_list args;

	print("\nbootshell: ");
	va_start(args, format);
	vprint(format, args);
	va_end(args);
	print("\n");

	if (fail_hook)
		fail_hook();
	/* "No boot device, try the next". Some BIOSes return from it: then start over. */
	bios_regs_init(&regs);
	bios_call(0x18, &regs, NULL);
	bios_call(0x19, &regs, NULL);
	for (;;)
		__asm__ volatile("hlt");
}
