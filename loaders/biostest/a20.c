// SPDX-License-Identifier: GPL-2.0-only
/*
 * Address line 20, each way: off, on, and back as found. What a way says is not
 * believed: its effect is tested. A way that the machine does not have is "no effect".
 */
#include "biostest.h"

#define KBC_DATA      0x60
#define KBC_COMMAND   0x64
#define KBC_WRITE_OUT 0xd1
#define KBC_A20_OFF   0xdd
#define KBC_A20_ON    0xdf
#define PORT_92	      0x92
#define EFFECT_TRIES  20000u

static bool by_bios(bool on)
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	regs.ax.x = on ? 0x2401 : 0x2400;
	return call(0x15, &regs);
}

static bool by_controller(bool on)
{
	if (!attempt(on ? "port 64h: A20 on" : "port 64h: A20 off"))
		return false;
	if (kbc_idle()) {
		outb(KBC_COMMAND, KBC_WRITE_OUT);
		kbc_idle();
		outb(KBC_DATA, on ? KBC_A20_ON : KBC_A20_OFF);
		kbc_idle();
	}
	attempted();
	return true;
}

static bool by_port_92(bool on)
{
	uint8_t value = inb(PORT_92) & 0xfc; /* bit 0 would reset */

	if (!attempt(on ? "port 92h: A20 on" : "port 92h: A20 off"))
		return false;
	outb(PORT_92, value | (on ? 2 : 0));
	attempted();
	return true;
}

static const struct {
	const char *name;
	bool (*set)(bool on);
} way[] = {
	{ "int15", by_bios },
	{ "8042", by_controller },
	{ "port92", by_port_92 },
};

/* reached: is A20 as wanted, or does it become so? */
static bool reached(bool on)
{
	uint32_t tries = EFFECT_TRIES;

	if (on)
		return a20_is_on(EFFECT_TRIES);
	while (tries-- && a20_is_on(1))
		continue;
	return !a20_is_on(1);
}

static void run(void)
{
	bool found = a20_is_on(1), off, on;
	size_t i;

	print("a20.found=%s\nport92=%x\n", found ? "on" : "off", (uint32_t)inb(PORT_92));
	for (i = 0; i < sizeof(way) / sizeof(way[0]); i++) {
		off = way[i].set(false) && reached(false);
		on = way[i].set(true) && reached(true);
		if (!on)
			a20_enable(); /* whatever way there is, for the next one */
		print("a20.%s=%s, %s\n", way[i].name, off ? "off" : "no effect",
		      on ? "on" : "no effect");
	}
	if (!found)
		for (i = 0; i < sizeof(way) / sizeof(way[0]) && a20_is_on(1); i++)
			way[i].set(false);
	verdict("a20.as_found", a20_is_on(1) == found);
}

SERVICE(80, a20, run);
