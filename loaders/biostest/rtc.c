// SPDX-License-Identifier: GPL-2.0-only
/* The clock's registers, and what the AT keeps beside it: MC146818A; IBM AT technical reference. */
#include "biostest.h"

static void run(void)
{
	uint16_t sum = 0;
	uint8_t i;

	print("rtc.a=%x\nrtc.b=%x\nrtc.d=%x\n", (uint32_t)cmos_read(0x0a) & 0x7f,
	      (uint32_t)cmos_read(0x0b), (uint32_t)cmos_read(0x0d));
	print("cmos.shutdown=%x\n", (uint32_t)cmos_read(0x0f));
	for (i = 0x10; i < 0x2e; i++)
		sum = (uint16_t)(sum + cmos_read(i));
	print("cmos.sum=%x, stored %x\n", (uint32_t)sum,
	      (uint32_t)(cmos_read(0x2e) << 8 | cmos_read(0x2f)));
}

SERVICE(34, rtc, run);
