// SPDX-License-Identifier: GPL-2.0-only
/* INT 10h, screen: what it says of itself; and, late, that a mode can be set. VBE 3.0 for AH=4Fh. */
#include "biostest.h"

#define VBE_OK	    0x004f
#define KEEP_SCREEN 0x80
#define INFO_OFF    0
#define INFO_BYTES  512

static void vbe(void)
{
	struct bios_regs regs;
	uint32_t i;

	set_fs(BUFFER_SEG);
	for (i = 0; i < INFO_BYTES; i++)
		set_far_byte(i, 0);
	bios_regs_init(&regs);
	regs.ax.x = 0x4f00;
	regs.es = BUFFER_SEG;
	call(0x10, &regs);
	if (regs.ax.x != VBE_OK) {
		print("int10.vbe=none\n");
		return;
	}
	set_fs(BUFFER_SEG);
	print("int10.vbe=%x.%x, %u KiB\n", (uint32_t)far_byte(5), (uint32_t)far_byte(4),
	      (uint32_t)(far_byte(18) | far_byte(19) << 8) * 64);
	bios_regs_init(&regs);
	regs.ax.x = 0x4f03;
	call(0x10, &regs);
	print("int10.vbe_mode=%x\n", (uint32_t)regs.bx.x);
}

static void run(void)
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	regs.ax.h = 0x0f;
	call(0x10, &regs);
	print("int10.mode=%x, %u columns, page %u\n", (uint32_t)regs.ax.l, (uint32_t)regs.ax.h,
	      (uint32_t)regs.bx.h);
	bios_regs_init(&regs);
	regs.ax.h = 0x03;
	call(0x10, &regs);
	print("int10.cursor=%x\nint10.position=%x\n", (uint32_t)regs.cx.x, (uint32_t)regs.dx.x);
	bios_regs_init(&regs);
	regs.ax.h = 0x12;
	regs.bx.l = 0x10;
	call(0x10, &regs);
	print("int10.ega=%x, switches %x\n", (uint32_t)regs.bx.x, (uint32_t)regs.cx.x);
	bios_regs_init(&regs);
	regs.ax.x = 0x1a00;
	call(0x10, &regs);
	if (regs.ax.l == 0x1a)
		print("int10.adapter=%x\n", (uint32_t)regs.bx.x);
	bios_regs_init(&regs);
	regs.ax.x = 0x1130;
	call(0x10, &regs);
	print("int10.font=%u lines, rows %u\n", (uint32_t)regs.cx.x, (uint32_t)regs.dx.l + 1);
	vbe();
}

/* The text mode once more, without clearing it; then it must be what AH=0Fh says. */
static void set_mode(void)
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	regs.ax.x = KEEP_SCREEN | 0x03;
	call(0x10, &regs);
	bios_regs_init(&regs);
	regs.ax.h = 0x0f;
	call(0x10, &regs);
	verdict("mode.set", (regs.ax.l & 0x7f) == 0x03 && regs.ax.h == 80);
}

SERVICE(44, int10, run);
SERVICE(90, mode, set_mode);
