// SPDX-License-Identifier: GPL-2.0-only
/* The BIOS data area, 40:00. Ralf Brown's list, "MEMORY.LST". */
#include "biostest.h"

static const struct {
	const char *name;
	uint8_t off, n;
} field[] = {
	{ "com", 0x00, 8 },	    { "lpt", 0x08, 6 },		{ "ebda", 0x0e, 2 },
	{ "equipment", 0x10, 2 },   { "base_kb", 0x13, 2 },	{ "shift", 0x17, 2 },
	{ "motor", 0x3f, 1 },	    { "video", 0x49, 7 },	{ "page", 0x62, 1 },
	{ "crtc", 0x63, 2 },	    { "reset", 0x72, 2 },	{ "disks", 0x75, 1 },
	{ "lpt_timeout", 0x78, 4 }, { "com_timeout", 0x7c, 4 }, { "keys", 0x80, 4 },
	{ "rows", 0x84, 5 },	    { "keyboard", 0x96, 2 },
};

static void run(void)
{
	size_t i;

	for (i = 0; i < sizeof(field) / sizeof(field[0]); i++) {
		print("bda.%s=", field[i].name);
		put_hex_far(0x40, field[i].off, field[i].n);
		print("\n");
	}
}

SERVICE(20, bda, run);
