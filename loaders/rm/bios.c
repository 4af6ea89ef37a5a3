// SPDX-License-Identifier: GPL-2.0-only
/* Small things around a BIOS call: register sets, the BIOS data area, INT 12h. */
#include "rm.h"
#include "string.h"

#define FLAGS_ON_ENTRY (0x0200u | 0x0002u | RM_CARRY) /* IF, and the bit that is always 1 */
#define BDA_SEG	       0x40
#define BDA_TICKS      0x6c

void bios_regs_init(struct bios_regs *regs)
{
	memset(regs, 0, sizeof(*regs));
	regs->flags = FLAGS_ON_ENTRY;
}

uint16_t bda_word(uint16_t off)
{
	set_fs(BDA_SEG);
	return (uint16_t)(far_byte(off) | far_byte(off + 1u) << 8);
}

uint32_t ticks(void)
{
	uint16_t high, low;

	/* Not INT 1Ah: that would eat the midnight flag, and with it a day of the clock. */
	do {
		high = bda_word(BDA_TICKS + 2);
		low = bda_word(BDA_TICKS);
	} while (high != bda_word(BDA_TICKS + 2));
	return (uint32_t)high << 16 | low;
}

uint16_t base_memory_kb(void)
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	bios_call(0x12, &regs, &regs);
	return regs.ax.x;
}
