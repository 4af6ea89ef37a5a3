// SPDX-License-Identifier: GPL-2.0-only
/*
 * Early in boot: take low memory for firmware calls, learn what the firmware had
 * programmed, and put our clock calibration in place of the platform's.
 */
#include <linux/init.h>
#include <linux/io.h>
#include <linux/i8253.h>
#include <linux/memblock.h>
#include <linux/printk.h>
#include <linux/sizes.h>
#include <asm/i8259.h>
#include <asm/realmode.h>
#include <asm/setup.h>
#include <asm/tsc.h>
#include <asm/x86_init.h>
#include "bios.h"

/* What the kernel's own 16-bit setup leaves in the PICs: all masked but the cascade. */
#define SETUP_PIC1_MASK 0xfb
#define SETUP_PIC2_MASK 0xff
/* What SeaBIOS and most PC BIOSes have: timer, keyboard, cascade, floppy; RTC, mouse, IDE. */
#define DEFAULT_PIC1_MASK   0xb8
#define DEFAULT_PIC2_MASK   0x8e
#define DEFAULT_PIT0_STATUS 0x34 /* low then high byte, mode 2 */

#define PIT_READ_STATUS(ch) (0xe0 | (2 << (ch)))
#define PORT_SYSTEM_B	    0x61
#define PORT_SYSTEM_A	    0x92
#define BOUNCE_SEGMENTS	    4

struct bios_area bios_low, bios_bounce;

/**
 * bios_fw_state() - what the firmware had programmed when we took over
 *
 * Return: the copy in boot_params, which user space can read as
 * /sys/kernel/boot_params/data; never NULL.
 */
const struct fw_state *bios_fw_state(void)
{
	return (const struct fw_state *)((char *)&boot_params + FW_STATE_OFFSET);
}

/*
 * A loader that enters at the 32-bit entry skips the 16-bit setup that samples.
 * The chips may then still be as the firmware left them, but a loader may also
 * have masked the PICs as our setup does: then there is only the usual case.
 */
static void __init bios_sample_fw_state(void)
{
	struct fw_state *fw = (struct fw_state *)((char *)&boot_params + FW_STATE_OFFSET);

	if (fw->magic == FW_STATE_MAGIC && fw->version == FW_STATE_VERSION)
		return;
	*fw = (struct fw_state){
		.magic = FW_STATE_MAGIC,
		.version = FW_STATE_VERSION,
		.source = FW_STATE_ENTRY,
		.pic1_mask = inb(PIC_MASTER_IMR),
		.pic2_mask = inb(PIC_SLAVE_IMR),
		.port61 = inb(PORT_SYSTEM_B),
		.port92 = inb(PORT_SYSTEM_A),
		.elcr = { inb(PIC_ELCR1), inb(PIC_ELCR2) },
	};
	outb(PIT_READ_STATUS(0), PIT_MODE);
	fw->pit0_status = inb(PIT_CH0);
	outb(PIT_READ_STATUS(2), PIT_MODE);
	fw->pit2_status = inb(PIT_CH2);
	if ((fw->pic1_mask | 0x04) == 0xff && fw->pic2_mask == SETUP_PIC2_MASK) {
		fw->source = FW_STATE_DEFAULTS;
		fw->pic1_mask = DEFAULT_PIC1_MASK;
		fw->pic2_mask = DEFAULT_PIC2_MASK;
		fw->pit0_status = DEFAULT_PIT0_STATUS;
	}
}

/*
 * One 64 KiB segment for the thunk and as much of 4 x 64 KiB of bounce space as
 * there is: with PXE resident, base memory ends early. All aligned to 64 KiB,
 * so that no buffer crosses a boundary that ISA DMA (floppy) cannot. Nothing
 * is lost by this: Linux gives no page below 1 MiB to anybody.
 */
static void __init bios_reserve_low(void)
{
	phys_addr_t base = 0;
	u32 bytes = BIOS_LOW_BYTES + BOUNCE_SEGMENTS * SZ_64K;

	for (; bytes >= 2 * SZ_64K; bytes -= SZ_64K) {
		base = memblock_phys_alloc_range(bytes, SZ_64K, SZ_64K, SZ_1M);
		if (base)
			break;
	}
	if (!base) {
		pr_err("bios: no 128 KiB of base memory are free: no firmware calls\n");
		return;
	}
	bios_low = (struct bios_area){ __va(base), (u32)base, BIOS_LOW_BYTES };
	base += BIOS_LOW_BYTES;
	bios_bounce = (struct bios_area){ __va(base), (u32)base, bytes - BIOS_LOW_BYTES };
}

static void __init bios_realmode_reserve(void)
{
	bios_reserve_low();
	reserve_real_mode();
}

/**
 * bios_arch_setup() - x86_init.oem.arch_setup: the hook that all others hang on
 *
 * Runs early in setup_arch(), before memory is given out and the TSC calibrated.
 */
void __init bios_arch_setup(void)
{
	bios_sample_fw_state();
	bios_clock_init();
	x86_platform.realmode_reserve = bios_realmode_reserve;
	x86_platform.calibrate_cpu = bios_calibrate_cpu;
	x86_platform.calibrate_tsc = bios_calibrate_cpu;
	/* Nothing else here could watch it: the PIT is the firmware's during a trip. */
	tsc_clocksource_reliable = 1;
}
