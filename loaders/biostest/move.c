// SPDX-License-Identifier: GPL-2.0-only
/* INT 15h AH=87h, a move above 1 MiB and back, and AH=86h, a wait: the two that need more than a table. */
#include "biostest.h"
#include "string.h"

#define TRIAL_PHYS 0x118000u /* memory of nobody yet */
#define WAIT_US	   500000u
#define WAIT_TICKS 9 /* the same in 55 ms */

/* What AH=87h wants at ES:SI: six descriptors, of which we fill in two. */
struct descriptor {
	uint16_t limit;
	uint16_t base_low;
	uint8_t base_mid;
	uint8_t access;
	uint16_t base_high; /* the upper byte: bits 24 to 31 */
};

static bool copy(uint32_t to, uint32_t from, uint16_t bytes)
{
	struct descriptor table[6];
	struct bios_regs regs;
	int i;

	memset(table, 0, sizeof(table));
	for (i = 2; i < 4; i++) {
		uint32_t phys = i == 2 ? from : to;

		table[i].limit = 0xffff;
		table[i].base_low = (uint16_t)phys;
		table[i].base_mid = (uint8_t)(phys >> 16);
		table[i].access = 0x93; /* data, writable, present */
		table[i].base_high = (uint16_t)(phys >> 24 << 8);
	}
	bios_regs_init(&regs);
	regs.ax.h = 0x87;
	regs.cx.x = bytes / 2;
	regs.si.x = (uint16_t)(uintptr_t)table;
	return call(0x15, &regs) && !regs.ax.h;
}

static void move(void)
{
	static const char text[16] = "biostest moves!";
	char back[sizeof(text)];

	memset(back, 0, sizeof(back));
	verdict("move.87", copy(TRIAL_PHYS, (uint32_t)(uintptr_t)text, sizeof(text)) &&
				   copy((uint32_t)(uintptr_t)back, TRIAL_PHYS, sizeof(back)) &&
				   !memcmp(text, back, sizeof(text)));
}

/* It may sit on IRQ 8, on port 61h or on the timer. */
static void pause(void)
{
	struct bios_regs regs;
	uint32_t start = ticks(), took;
	bool known;

	bios_regs_init(&regs);
	regs.ax.h = 0x86;
	regs.cx.x = WAIT_US >> 16;
	regs.dx.x = WAIT_US & 0xffff;
	known = call(0x15, &regs);
	took = ticks() - start;
	print("wait.ticks=%u\n", took);
	if (known)
		verdict("wait.86", took + 1 >= WAIT_TICKS);
	else
		print("wait.86=error %x\n", (uint32_t)regs.ax.h);
}

SERVICE(70, move, move);
SERVICE(72, wait, pause);
