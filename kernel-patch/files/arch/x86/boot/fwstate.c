// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sample what the firmware programmed into interrupt controllers, timer and A20
 * gate, before the setup code changes it. Intel 8259A and 8254 data sheets.
 */
#include "boot.h"
#include <bootshell/fwstate.h>

#define PIC1_DATA      0x21
#define PIC2_DATA      0xa1
#define PIT_CH0	       0x40
#define PIT_CH2	       0x42
#define PIT_MODE       0x43
#define PIT_STATUS_CH0 0xe2 /* read-back: latch the status of channel 0 */
#define PIT_STATUS_CH2 0xe8 /* read-back: latch the status of channel 2 */
#define PORT_SYSTEM_B  0x61
#define PORT_SYSTEM_A  0x92
#define ELCR1	       0x4d0
#define ELCR2	       0x4d1

_Static_assert(FW_STATE_OFFSET >= offsetof(struct boot_params, _pad9) &&
		       FW_STATE_OFFSET + sizeof(struct fw_state) <= sizeof(struct boot_params),
	       "struct fw_state lies in the last padding of boot_params");

/**
 * sample_fw_state() - fill struct fw_state in boot_params
 *
 * Called with interrupts off, after the last BIOS call and before A20 and the
 * PICs are touched. Only reads: the two read-back commands latch a status.
 */
void sample_fw_state(void)
{
	struct fw_state *fw = (struct fw_state *)((char *)&boot_params + FW_STATE_OFFSET);

	fw->pic1_mask = inb(PIC1_DATA);
	fw->pic2_mask = inb(PIC2_DATA);
	outb(PIT_STATUS_CH0, PIT_MODE);
	fw->pit0_status = inb(PIT_CH0);
	outb(PIT_STATUS_CH2, PIT_MODE);
	fw->pit2_status = inb(PIT_CH2);
	fw->port61 = inb(PORT_SYSTEM_B);
	fw->port92 = inb(PORT_SYSTEM_A);
	fw->elcr[0] = inb(ELCR1);
	fw->elcr[1] = inb(ELCR2);
	fw->source = FW_STATE_SETUP;
	fw->version = FW_STATE_VERSION;
	fw->magic = FW_STATE_MAGIC;
}
