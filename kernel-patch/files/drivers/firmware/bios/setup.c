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
#include <asm/apic.h>
#include <asm/early_ioremap.h>
#include <asm/i8259.h>
#include <asm/realmode.h>
#include <asm/setup.h>
#include <asm/tsc.h>
#include <asm/unaligned.h>
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
#define KBC_STATUS	    0x64
#define CMOS_INDEX	    0x70
#define BDA_PHYS	    0x400
#define BDA_EBDA	    0x0e
#define BDA_BASE_KB	    0x13
#define BDA_VIDEO_MODE	    0x49
#define VIDEO_PHYS	    0xa0000
#define BOUNCE_SEGMENTS	    6
#define ROM_BYTES	    (IS_ENABLED(CONFIG_BIOS_NET) ? SZ_64K + SZ_32K : 0)

struct bios_area bios_low, bios_bounce, bios_net, bios_rom;

/* What the firmware had programmed, as a node of setup_data. */
static struct {
	struct setup_data head;
	struct fw_state state;
} fw_node;

/**
 * bios_fw_state() - what the firmware had programmed when we took over
 *
 * Return: our copy of what user space reads in /sys/kernel/boot_params/setup_data; never NULL,
 * and valid until the machine is shut down.
 */
const struct fw_state *bios_fw_state(void)
{
	return &fw_node.state;
}

/* Copy the node at @addr, if it is one; early_memremap() reaches any RAM. */
static bool __init bios_take_fw_state(u64 addr, u32 len)
{
	const struct fw_state *fw;

	if (len < sizeof(*fw))
		return false;
	fw = early_memremap(addr, sizeof(*fw));
	if (!fw)
		return false;
	if (fw->magic == FW_STATE_MAGIC && fw->version == FW_STATE_VERSION)
		fw_node.state = *fw;
	early_memunmap((void *)fw, sizeof(*fw));
	return fw_node.state.magic;
}

/* Look for what a loader of ours, or our 16-bit setup, has left in the list. */
static bool __init bios_find_fw_state(void)
{
	u64 addr = boot_params.hdr.setup_data;
	struct setup_data head;
	void *p;

	while (addr) {
		p = early_memremap(addr, sizeof(head));
		if (!p)
			return false;
		memcpy(&head, p, sizeof(head));
		early_memunmap(p, sizeof(head));
		if (head.type == FW_STATE_SETUP_DATA &&
		    bios_take_fw_state(addr + sizeof(head), head.len))
			return true;
		addr = head.next;
	}
	return false;
}

static void __init bios_sample_chips(struct fw_state *fw)
{
	fw->pic1_mask = inb(PIC_MASTER_IMR);
	fw->pic2_mask = inb(PIC_SLAVE_IMR);
	fw->pic1_base = FW_PIC1_BASE;
	fw->pic2_base = FW_PIC2_BASE;
	fw->elcr[0] = inb(PIC_ELCR1);
	fw->elcr[1] = inb(PIC_ELCR2);
	outb(PIT_READ_STATUS(0), PIT_MODE);
	fw->pit0_status = inb(PIT_CH0);
	outb(PIT_READ_STATUS(2), PIT_MODE);
	fw->pit2_status = inb(PIT_CH2);
	fw->port61 = inb(PORT_SYSTEM_B);
	fw->port92 = inb(PORT_SYSTEM_A);
	fw->cmos_index = inb(CMOS_INDEX);
	fw->kbc_status = inb(KBC_STATUS);
	fw->a20 = 1; /* or we would not run */
}

static void __init bios_copy_low_memory(struct fw_state *fw)
{
	const u8 *bda = __va(BDA_PHYS);

	memcpy(fw->ivt, __va(0), sizeof(fw->ivt));
	memcpy(fw->bda, bda, sizeof(fw->bda));
	fw->video_mode = bda[BDA_VIDEO_MODE];
	fw->base_kb = get_unaligned_le16(bda + BDA_BASE_KB);
	fw->ebda_seg = get_unaligned_le16(bda + BDA_EBDA);
	if (fw->ebda_seg && fw->ebda_seg <= (VIDEO_PHYS - sizeof(fw->ebda)) >> 4)
		memcpy(fw->ebda, __va((u32)fw->ebda_seg << 4), sizeof(fw->ebda));
}

/*
 * A loader that enters at the 32-bit entry skips the 16-bit setup that takes the state. The
 * chips may then still be as the firmware left them, but a loader may also have masked the PICs
 * as our setup does: then there is only the usual case.
 */
static void __init bios_sample_fw_state(void)
{
	struct fw_state *fw = &fw_node.state;

	*fw = (struct fw_state){
		.magic = FW_STATE_MAGIC,
		.version = FW_STATE_VERSION,
		.source = FW_STATE_ENTRY,
	};
	fw_node.head.type = FW_STATE_SETUP_DATA;
	fw_node.head.len = sizeof(*fw);
	bios_sample_chips(fw);
	bios_copy_low_memory(fw);
	if ((fw->pic1_mask | 0x04) == 0xff && fw->pic2_mask == SETUP_PIC2_MASK) {
		fw->source = FW_STATE_DEFAULTS;
		fw->pic1_mask = DEFAULT_PIC1_MASK;
		fw->pic2_mask = DEFAULT_PIC2_MASK;
		fw->pit0_status = DEFAULT_PIT0_STATUS;
	}
}

/*
 * What we had to sample ourselves goes into the list for sysfs to show. Late enough: the list has
 * been walked, and the node lies in kernel memory, which nobody need reserve again.
 */
static void __init bios_list_fw_state(void)
{
	if (!fw_node.head.type)
		return;
	fw_node.head.next = boot_params.hdr.setup_data;
	boot_params.hdr.setup_data = __pa_symbol(&fw_node);
}

/*
 * At the top, where a ROM of its own would be, so that all below is in one piece: what a PXE ROM
 * wants to run. iPXE takes 15 KiB, others more than 64.
 */
static void __init bios_reserve_rom(void)
{
	phys_addr_t base = memblock_phys_alloc_range(ROM_BYTES, SZ_1K, SZ_64K, SZ_1M);

	if (base)
		bios_rom = (struct bios_area){ __va(base), (u32)base, ROM_BYTES };
}

/*
 * One 64 KiB segment for the thunk, and as much of 6 x 64 KiB of bounce space as there is:
 * with PXE resident, base memory ends early. All aligned to 64 KiB, so that no buffer crosses
 * a boundary that ISA DMA (floppy) cannot. Nothing is lost by this: Linux gives no page below
 * 1 MiB to anybody.
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
	bytes -= BIOS_LOW_BYTES;
	bios_bounce = (struct bios_area){ __va(base), (u32)base, bytes };
}

/**
 * bios_take_net() - make the last 64 KiB of the bounce space bios_net, for good
 *
 * Sleeps. Return: false if there are not 64 KiB beside them.
 */
bool bios_take_net(void)
{
	bios_begin();
	if (!bios_net.bytes && bios_bounce.bytes > SZ_64K) {
		bios_bounce.bytes -= SZ_64K;
		bios_net = (struct bios_area){
			.virt = bios_bounce.virt + bios_bounce.bytes,
			.phys = bios_bounce.phys + bios_bounce.bytes,
			.bytes = SZ_64K,
		};
	}
	bios_end();
	return bios_net.bytes;
}

static void __init bios_realmode_reserve(void)
{
	bios_list_fw_state();
	if (ROM_BYTES)
		bios_reserve_rom();
	bios_reserve_low();
	reserve_real_mode();
}

/*
 * The APICs stay as the firmware has them, and interrupts come by the 8259s. A 32-bit kernel is
 * built without their drivers; a 64-bit one cannot be.
 */
static void __init bios_no_apic(void)
{
#ifdef CONFIG_X86_LOCAL_APIC
	disable_apic = 1;
	setup_clear_cpu_cap(X86_FEATURE_APIC);
	setup_clear_cpu_cap(X86_FEATURE_X2APIC);
	x86_init.mpparse.find_smp_config = x86_init_noop;
	x86_init.mpparse.get_smp_config = x86_init_uint_noop;
#endif
}

/**
 * bios_arch_setup() - x86_init.oem.arch_setup: the hook that all others hang on
 *
 * Runs early in setup_arch(), before memory is given out and the TSC calibrated.
 */
void __init bios_arch_setup(void)
{
	if (!bios_find_fw_state())
		bios_sample_fw_state();
	bios_no_apic();
	bios_clock_init();
	x86_platform.realmode_reserve = bios_realmode_reserve;
	x86_platform.calibrate_cpu = bios_calibrate_cpu;
	x86_platform.calibrate_tsc = bios_calibrate_cpu;
	/* Nothing else here could watch it: the PIT is the firmware's during a trip. */
	tsc_clocksource_reliable = 1;
}
