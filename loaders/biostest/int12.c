// SPDX-License-Identifier: GPL-2.0-only
/* INT 12h, base memory. */
#include "biostest.h"

static void run(void)
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	call(0x12, &regs);
	print("int12=%u KiB\n", (uint32_t)regs.ax.x);
}

SERVICE(42, int12, run);
