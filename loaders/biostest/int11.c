// SPDX-License-Identifier: GPL-2.0-only
/* INT 11h, equipment. */
#include "biostest.h"

static void run(void)
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	call(0x11, &regs);
	print("int11=%x\n", (uint32_t)regs.ax.x);
}

SERVICE(40, int11, run);
