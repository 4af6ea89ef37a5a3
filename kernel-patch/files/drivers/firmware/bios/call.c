// SPDX-License-Identifier: GPL-2.0-only
/*
 * bios_run(): one trip to real mode, and what must change hands around it.
 *
 * The PICs keep their vectors (thunk.S has alias stubs for the firmware) and only
 * swap masks; the timer swaps mode (clock.c); the processor's tables are put back.
 */
#include <linux/init.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <asm/cpu_entry_area.h>
#include <asm/desc.h>
#include <asm/fpu/api.h>
#include <asm/i8259.h>
#include <asm/mmu_context.h>
#include <asm/reboot.h>
#include <asm/x86_init.h>
#include "bios.h"

#define IRQ_ALIAS_VECTOR      0x30 /* Linux: IRQ 0-15 at vectors 30h-3Fh */
#define IRQ_ALIASES	      16
#define DESCRIPTOR_BASE_16_23 4 /* byte of a GDT entry */

static_assert(ISA_IRQ_VECTOR(0) == IRQ_ALIAS_VECTOR);

struct bios_stats bios_stats;

static DEFINE_MUTEX(bios_mutex);
static bool bios_ready;
static u16 held_irqs;
static u32 saved_vectors[IRQ_ALIASES];

/**
 * bios_present() - may firmware calls be made?
 *
 * Return: false without low memory, and after shutdown.
 */
bool bios_present(void)
{
	return bios_ready;
}

/**
 * bios_begin() - take the low memory areas and the right to make trips
 *
 * Sleeps. Pairs with bios_end().
 */
void bios_begin(void)
{
	mutex_lock(&bios_mutex);
}

/**
 * bios_end() - give up what bios_begin() took
 */
void bios_end(void)
{
	mutex_unlock(&bios_mutex);
}

/**
 * bios_int() - prepare a software interrupt with clean registers
 * @index:	which call of the batch, below %BIOS_BATCH_MAX
 * @vector:	interrupt number
 * @eax:	function, as in AX
 *
 * Return: the call, for the other registers. DS and ES are the low segment.
 */
struct bios_call *bios_int(unsigned int index, u8 vector, u32 eax)
{
	struct bios_call *call = &bios_calls()[index];

	*call = (struct bios_call){
		.eax = eax,
		.ds = bios_low_seg(),
		.es = bios_low_seg(),
		.vector = vector,
		.flags = BIOS_CALL_INT,
	};
	return call;
}

/**
 * bios_hold_irqs() - keep interrupt lines from the firmware's handlers during trips
 * @lines:	bit n: IRQ n; 0 gives all back
 *
 * For a device that is polled and may assert its line, which the firmware may have left open
 * with nobody behind it.
 */
void bios_hold_irqs(u16 lines)
{
	held_irqs = lines;
}

/*
 * The masks that the firmware had, plus every line that Linux handles itself
 * (a serial port, say): the firmware's handler for it would eat the interrupt.
 * Masked edges are latched and come to Linux afterwards.
 */
static void pic_to_firmware(void)
{
	const struct fw_state *fw = bios_fw_state();
	unsigned int ours = ~cached_irq_mask & ~(BIT(IRQ_TIMER) | BIT(IRQ_CASCADE));

	ours |= held_irqs;
	outb((fw->pic1_mask | ours) & 0xff, PIC_MASTER_IMR);
	outb((fw->pic2_mask | ours >> 8) & 0xff, PIC_SLAVE_IMR);
}

static void pic_to_linux(void)
{
	outb(cached_master_mask, PIC_MASTER_IMR);
	outb(cached_slave_mask, PIC_SLAVE_IMR);
}

/* Firmware that enters protected mode may have loaded its own TR and LDTR. */
static void reload_system_segments(void)
{
	int cpu = smp_processor_id();

	set_tss_desc(cpu, &get_cpu_entry_area(cpu)->tss.x86_tss); /* not "busy" any more */
	load_TR_desc();
	load_mm_ldt(current->active_mm);
}

static void count_trip(u64 ns, const struct bios_state *state, u32 irq0, u32 ticks)
{
	bios_stats.trips++;
	bios_stats.calls += state->ndone;
	bios_stats.trip_ns += ns;
	bios_stats.longest_ns = max(bios_stats.longest_ns, ns);
	bios_stats.irq0 += irq0;
	bios_stats.fed += ticks;
}

/**
 * bios_run() - make the first @ncalls of bios_calls() in one trip to real mode
 * @ncalls:	0..%BIOS_BATCH_MAX
 *
 * Before them the firmware gets the ticks that are due, INT 08h.
 *
 * Between bios_begin() and bios_end(), in process context. Linux interrupts are
 * off until the firmware returns: this is the firmware's time, up to 100 ms
 * for a slow medium.
 *
 * Return: how many calls were made: fewer than @ncalls if one with
 * BIOS_CALL_STOP_* ended the batch, 0 if there is no firmware to call.
 */
unsigned int bios_run(unsigned int ncalls)
{
	struct bios_state *state = bios_state();
	bool fpu = boot_cpu_has(X86_FEATURE_FPU);
	unsigned int ticks = bios_ticks_due();
	unsigned long flags;
	u32 irq0;
	u64 start;

	lockdep_assert_held(&bios_mutex);
	if (!bios_ready || WARN_ON_ONCE(ncalls > BIOS_BATCH_MAX))
		return 0;
	state->ncalls = (u16)ncalls;
	state->ndone = 0;
	state->ticks = ticks;
	irq0 = state->irq[IRQ_TIMER];

	/* A BIOS may use the FPU: the user's registers go to memory first. */
	if (fpu)
		kernel_fpu_begin();
	local_irq_save(flags);
	start = ktime_get_ns();
	pic_to_firmware();
	bios_clock_to_firmware();
	bios_switch(bios_low.phys);
	reload_system_segments();
	irq0 = state->irq[IRQ_TIMER] - irq0;
	bios_clock_to_linux(irq0);
	pic_to_linux();
	count_trip(ktime_get_ns() - start, state, irq0, ticks);
	local_irq_restore(flags);
	if (fpu)
		kernel_fpu_end();
	return state->ndone;
}

#ifdef CONFIG_X86_64
/* thunk_64.S: the first 2 MiB one to one, and the kernel's half. Below 4 GiB, as the kernel is. */
pgd_t bios_page_tables[3 * PTRS_PER_PGD] __page_aligned_bss;

static void __init make_page_tables(struct bios_state *state)
{
	pud_t *pud = (pud_t *)(bios_page_tables + PTRS_PER_PGD);
	pmd_t *pmd = (pmd_t *)(bios_page_tables + 2 * PTRS_PER_PGD);

	clone_pgd_range(bios_page_tables + KERNEL_PGD_BOUNDARY, init_top_pgt + KERNEL_PGD_BOUNDARY,
			KERNEL_PGD_PTRS);
	set_pmd(pmd, __pmd(__PAGE_KERNEL_LARGE_EXEC));
	set_pud(pud, __pud(__pa_symbol(pmd) | _KERNPG_TABLE));
	bios_page_tables[0] = __pgd(__pa_symbol(pud) | _KERNPG_TABLE);
	state->cr3 = __pa_symbol(bios_page_tables);
}
#else
/* initial_page_table has both for the whole life of a kernel on one processor. */
static void __init make_page_tables(struct bios_state *state)
{
}
#endif

/* Copy the thunk to the low segment and fill in what depends on its place. */
static void __init install_thunk(void)
{
	struct bios_state *state = bios_state();
	u16 gdt = (u16)(bios_thunk_gdt - bios_thunk_start);
	u16 gdt_bytes = (u16)(bios_thunk_end - bios_thunk_gdt);
	char *entry = bios_low_at(gdt);
	int i;

	memset(bios_low.virt, 0, bios_low.bytes);
	memcpy(bios_low.virt, bios_thunk_start, bios_thunk_end - bios_thunk_start);
	for (i = THUNK_CS32; i <= THUNK_DS16; i += 8)
		entry[i + DESCRIPTOR_BASE_16_23] = (char)(bios_low.phys >> 16);
	make_page_tables(state);
	state->base_phys = bios_low.phys;
	state->has_cr4 = __read_cr4() != 0 || boot_cpu_has(X86_FEATURE_PSE);
	state->gdtr_limit = gdt_bytes - 1;
	state->gdtr_base = bios_low.phys + gdt;
	state->real_off = (u16)(bios_thunk_real - bios_thunk_start);
	state->real_seg = bios_low_seg();
}

/* Lead IVT[30h..3Fh], where Linux's PICs point, to the firmware's own handlers. */
static void __init alias_vectors(void)
{
	u32 *ivt = (u32 *)__va(0) + IRQ_ALIAS_VECTOR;
	u32 stub = (u32)bios_low_seg() << 16 | (u32)(bios_thunk_irq - bios_thunk_start);
	int i;

	for (i = 0; i < IRQ_ALIASES; i++) {
		saved_vectors[i] = ivt[i];
		ivt[i] = stub + i * BIOS_IRQ_STUB_BYTES;
	}
}

/*
 * machine_ops.shutdown: the last of Linux before a kexec image or a reset runs.
 * The firmware gets its vectors and timer back; the PICs end masked, as the
 * 32-bit boot protocol leaves them, and with Linux's bases: only a hand-over to
 * real mode re-initialises them, in the purgatory.
 */
static void bios_shutdown(void)
{
	u32 *ivt = (u32 *)__va(0) + IRQ_ALIAS_VECTOR;

	native_machine_shutdown();
	local_irq_disable();
	bios_ready = false;
	memcpy(ivt, saved_vectors, sizeof(saved_vectors));
	legacy_pic->mask_all();
	bios_clock_shutdown();
}

static int __init bios_call_init(void)
{
	if (!bios_low.bytes)
		return -ENODEV;
	install_thunk();
	alias_vectors();
	machine_ops.shutdown = bios_shutdown;
	bios_ready = true;
	return 0;
}
core_initcall(bios_call_init);
