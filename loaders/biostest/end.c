// SPDX-License-Identifier: GPL-2.0-only
/* The end of a run: a status for an emulator, INT 18h, or a restart. */
#include "biostest.h"

#define DEBUG_EXIT   0xf4 /* QEMU: -device isa-debug-exit,iobase=0xf4,iosize=4 */
#define KBC_COMMAND  0x64
#define KBC_RESET    0xfe
#define RESET_PORT   0xcf9 /* PCI chipsets */
#define RESET_HARD   0x06
#define BDA_WARM     0x72
#define WARM	     0x1234 /* no memory test, please */
#define HUNG_SECONDS 5

static void restart(void)
{
	static const uint8_t no_idt[6];
	struct wait wait;

	wait_begin(&wait, HUNG_SECONDS); /* to be read */
	while (!wait_over(&wait))
		continue;
	set_fs(0x40);
	set_far_byte(BDA_WARM, WARM & 0xff);
	set_far_byte(BDA_WARM + 1, WARM >> 8);
	kbc_idle();
	outb(KBC_COMMAND, KBC_RESET);
	wait_begin(&wait, 2);
	while (!wait_over(&wait))
		continue;
	outb(RESET_PORT, RESET_HARD);
	/* In real mode without vectors any interrupt shuts the processor down. */
	__asm__ volatile("lidtl %0; int3" : : "m"(no_idt));
}

void end(uint8_t status)
{
	struct bios_regs regs;

	watchdog_disarm();
	print("biostest: end, status %u\n", (uint32_t)status);
	if (options.unattended)
		outb(DEBUG_EXIT, status);
	if (status == STATUS_HUNG)
		restart();
	watchdog_end();
	bios_regs_init(&regs);
	bios_call(0x18, &regs, NULL);
	bios_call(0x19, &regs, NULL); /* for BIOSes that return from INT 18h */
	for (;;)
		__asm__ volatile("hlt");
}
