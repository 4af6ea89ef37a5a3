// SPDX-License-Identifier: GPL-2.0-only
/* The keyboard controller, 8042: status, and its command byte by command 20h. */
#include "biostest.h"

#define KBC_DATA	0x60
#define KBC_STATUS	0x64
#define KBC_READ	0x20
#define KBC_OUTPUT_FULL 0x01
#define STATUS_STEADY	0x04 /* passed its self-test; the others come and go */
#define PIC1_MASK	0x21
#define TRIES		100000u

static void run(void)
{
	uint32_t tries = TRIES;
	uint8_t mask, value = 0;
	bool came = false;

	print("kbc.status=%x\n", (uint32_t)inb(KBC_STATUS) & STATUS_STEADY);
	if (!attempt("port 64h: 20h"))
		return;
	/* The answer comes as a key would: the BIOS must not take it. */
	mask = inb(PIC1_MASK);
	outb(PIC1_MASK, mask | 0x02);
	if (kbc_idle()) {
		outb(KBC_STATUS, KBC_READ);
		while (!came && tries--) {
			io_delay();
			came = inb(KBC_STATUS) & KBC_OUTPUT_FULL;
		}
		value = inb(KBC_DATA);
	}
	outb(PIC1_MASK, mask);
	attempted();
	if (came)
		print("kbc.command=%x\n", (uint32_t)value);
	else
		print("kbc.command=none\n");
}

SERVICE(84, kbc, run);
