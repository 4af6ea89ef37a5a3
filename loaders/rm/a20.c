// SPDX-License-Identifier: GPL-2.0-only
/*
 * Address line 20: off, addresses of odd megabytes wrap to the even ones. No
 * way of turning it on is believed: the effect is tested after each.
 */
#include "rm.h"

#define KBC_DATA	0x60
#define KBC_STATUS	0x64 /* read */
#define KBC_COMMAND	0x64 /* write */
#define KBC_OUTPUT_FULL 0x01
#define KBC_INPUT_FULL	0x02
#define KBC_NONE	0xff
#define PORT_92		0x92

#define KBC_TRIES    100000u /* about 0.1 s */
#define EFFECT_TRIES 50000u  /* a keyboard controller takes its time */

/* The vector of INT 80h, which nobody uses this early, and the same 1 MiB higher (FFFF:0210). */
#define PROBE	   (0x80u * 4)
#define PROBE_HIGH (PROBE + 0x10)

bool a20_is_on(uint32_t tries)
{
	volatile uint8_t *low = (volatile uint8_t *)PROBE;
	uint8_t saved = *low, high;
	bool on = false;

	set_fs(0xffff);
	while (!on && tries--) {
		high = far_byte(PROBE_HIGH);
		*low = (uint8_t)~high;
		io_delay();
		on = far_byte(PROBE_HIGH) == high;
	}
	*low = saved;
	return on;
}

static void by_bios(void)
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	regs.ax.x = 0x2401;
	bios_call(0x15, &regs, NULL);
}

bool kbc_idle(void)
{
	uint32_t tries = KBC_TRIES;
	uint8_t status;

	while (tries--) {
		status = inb(KBC_STATUS);
		if (status == KBC_NONE)
			return false;
		if (status & KBC_OUTPUT_FULL)
			inb(KBC_DATA); /* a key: lost, or the controller waits for us */
		else if (!(status & KBC_INPUT_FULL))
			return true;
		io_delay();
	}
	return false;
}

static void by_keyboard_controller(void)
{
	static const uint8_t step[][2] = {
		{ KBC_COMMAND, 0xd1 }, /* write the output port */
		{ KBC_DATA, 0xdf },    /* A20 on, no reset */
		{ KBC_COMMAND, 0xff }, /* some controllers want one more (UHCI 1.1, appendix 5) */
	};
	size_t i;

	for (i = 0; i < sizeof(step) / sizeof(step[0]); i++) {
		if (!kbc_idle())
			return;
		outb(step[i][0], step[i][1]);
	}
	kbc_idle();
}

static void by_port_92(void)
{
	uint8_t value = inb(PORT_92);

	/* Bit 0 resets the machine; a write of what is there already has hung some. */
	if (!(value & 0x02))
		outb(PORT_92, (uint8_t)((value | 0x02) & ~0x01));
}

static void by_port_ee(void)
{
	inb(0xee); /* "fast A20" of some 386 chipsets: any read turns it on */
}

bool a20_enable(void)
{
	static void (*const way[])(void) = { by_bios, by_keyboard_controller, by_port_92,
					     by_port_ee };
	size_t i;

	if (a20_is_on(1))
		return true;
	for (i = 0; i < sizeof(way) / sizeof(way[0]); i++) {
		way[i]();
		if (a20_is_on(EFFECT_TRIES))
			return true;
	}
	return false;
}
