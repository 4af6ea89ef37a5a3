// SPDX-License-Identifier: GPL-2.0-only
/* The interrupt vector table: eight vectors a line below 80h, a checksum for the rest. */
#include "biostest.h"
#include "crc32.h"

static void group(uint8_t first)
{
	uint32_t entry;
	uint8_t i;

	print("ivt.");
	put_hex(first, 2);
	putch('=');
	for (i = 0; i < 8; i++) {
		entry = vector((uint8_t)(first + i));
		if (i)
			putch(' ');
		put_hex(entry, 8); /* segment, offset; with a colon the line would be too long */
	}
	print("\n");
}

static void run(void)
{
	uint8_t n;

	for (n = 0; n < 0x80; n = (uint8_t)(n + 8))
		group(n);
	print("ivt.80=crc %x\n", crc_far(0, 0x80 * 4, 0x80 * 4));
}

SERVICE(15, ivt, run);
