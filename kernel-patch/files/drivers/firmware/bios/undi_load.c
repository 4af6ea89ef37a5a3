// SPDX-License-Identifier: GPL-2.0-only
/*
 * A PXE ROM's life: loaded by the UNDI loader of an option ROM, started, stopped, removed.
 * PXE 2.1, 4.2 (UNDI loader) and 4.4 (UNDI services).
 */
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/string.h>
#include "undi.h"

#define PARAGRAPH	    16
#define BIOS_SEG	    0xf000
#define BIOS_PHYS	    0xf0000
#define BIOS_END	    0x100000
#define PNP_SIGNATURE	    "$PnP"
#define PNP_LENGTH_AT	    5
#define PNP_LENGTH_MAX	    0xff
#define INITIALIZE_TRIES    10 /* it fails while the link settles */
#define INITIALIZE_PAUSE_MS 200

/* The BIOS's Plug and Play structure: PnP BIOS 1.0A, 4.4. 0: none. */
static u16 find_pnp(void)
{
	u32 at;

	for (at = BIOS_PHYS; at < BIOS_END - PNP_LENGTH_MAX; at += PARAGRAPH) {
		const u8 *p = __va(at);

		if (!memcmp(p, PNP_SIGNATURE, 4) && undi_rom_is_intact(p, p[PNP_LENGTH_AT]))
			return (u16)(at - BIOS_PHYS);
	}
	return 0;
}

static u32 paragraphs(u32 bytes)
{
	return DIV_ROUND_UP(bytes, PARAGRAPH);
}

/* Call the loader. Its parameter block lies where those of other services do. */
static int call_loader(u16 entry, u32 rom_phys, struct pxe_undi_loader *block)
{
	struct bios_call *call = &bios_calls()[0];
	void *low = bios_low_at(BIOS_LOW_PARAM);

	memcpy(low, block, sizeof(*block));
	*call = (struct bios_call){
		.ds = bios_low_seg(),
		.es = bios_low_seg(),
		.edi = BIOS_LOW_PARAM,
		.vector = entry,
		.seg = (u16)(rom_phys / PARAGRAPH),
		.flags = BIOS_CALL_FAR,
		.args = { bios_low_seg(), BIOS_LOW_PARAM },
		.nargs = 2,
	};
	if (!undi_run(1))
		return -EIO;
	memcpy(block, low, sizeof(*block));
	if (!(u16)call->eax && !block->start.status)
		return 0;
	pr_err("undi: the UNDI loader fails: status %02xh\n", block->start.status);
	return -EIO;
}

/* The loader's sizes are those of the ROM in memory: the whole one has to keep to them. */
static int fetch_and_load(const struct undi_choice *choice, struct pxe_undi_loader *block)
{
	struct undi_rom_id id;
	u32 phys;
	int err;

	bios_begin();
	err = undi_fetch(choice, &id, &phys);
	if (!err &&
	    (id.code_bytes > choice->id.code_bytes || id.data_bytes > choice->id.data_bytes)) {
		pr_err("undi: the PXE ROM in the card is another than that in memory\n");
		err = -EINVAL;
	}
	if (!err)
		err = call_loader(id.loader, phys, block);
	bios_end();
	return err;
}

/* Base memory for code at the top, for data below it; then the loader. */
static int load_into_memory(struct undi_rom *rom, const struct undi_choice *choice,
			    struct pxe_undi_loader *block)
{
	u32 code = paragraphs(choice->id.code_bytes), data = paragraphs(choice->id.data_bytes);
	struct undi_memory mem;
	int err = undi_memory_take(&mem, (code + data) * PARAGRAPH);

	if (err) {
		pr_err("undi: no memory for the PXE ROM: it wants %u bytes of base memory, and 1 "
		       "to 4 MiB below 64 MiB\n",
		       (code + data) * PARAGRAPH);
		return err;
	}
	block->undi_cs = (u16)(mem.end / PARAGRAPH - code);
	block->undi_ds = (u16)(block->undi_cs - data);
	err = fetch_and_load(choice, block);
	if (!err && !undi_take_bang(rom, undi_phys(block->bang))) {
		pr_err("undi: the UNDI loader has left no !PXE\n");
		err = -EIO;
	}
	rom->memory = mem;
	return err;
}

/* Return: 0, or a PXE status. */
static u16 start_rom(struct pxe_start_undi *start)
{
	struct pxe_undi_initialize init;
	struct pxe_undi_simple startup = { .status = 0 };
	unsigned int try;
	u16 status = undi_call(PXE_START_UNDI, start, sizeof(*start));

	if (!status)
		status = undi_call(PXE_UNDI_STARTUP, &startup, sizeof(startup));
	for (try = 0; !status && try < INITIALIZE_TRIES; try++) {
		init = (struct pxe_undi_initialize){ .status = 0 };
		if (!undi_call(PXE_UNDI_INITIALIZE, &init, sizeof(init)))
			return 0;
		msleep(INITIALIZE_PAUSE_MS);
	}
	return status ?: init.status;
}

/**
 * undi_load() - load an option ROM's UNDI driver into base memory and start it
 * @rom:	out: it
 * @choice:	which, from undi_scan()
 *
 * The card is closed afterwards. Sleeps. Return: 0, or an error after a line in the log; then
 * nothing is left of it.
 */
int undi_load(struct undi_rom *rom, const struct undi_choice *choice)
{
	struct pxe_undi_loader block = {
		.start = {
			.ax = choice->where,
			.bx = PXE_NO_ISA_PNP,
			.dx = PXE_NO_ISA_PNP,
			.di = find_pnp(),
			.es = BIOS_SEG,
		},
	};
	u16 status;
	int err;

	*rom = (struct undi_rom){ .is_ours = true };
	scnprintf(rom->how, sizeof(rom->how), "from the ROM of %02x:%02x.%x (%04x:%04x)",
		  UNDI_WHERE(choice->where), choice->id.vendor, choice->device);
	err = load_into_memory(rom, choice, &block);
	if (err) {
		if (rom->memory.line_kb)
			undi_memory_give(&rom->memory, true);
		return err;
	}
	undi_trip_use(rom);
	block.start.status = 0;
	status = start_rom(&block.start);
	if (!status)
		return 0;
	pr_err("undi: the PXE ROM does not start: status %02xh\n", status);
	undi_unload(rom, true);
	return -EIO;
}

static u16 simple(u16 service)
{
	struct pxe_undi_simple block = { .status = 0 };

	return undi_call(service, &block, sizeof(block));
}

/**
 * undi_unload() - end a ROM and give back its memory
 * @rom:	which; its card is closed
 * @at_once:	of what we have loaded leave nothing, whatever the ROM says
 *
 * Sleeps. Return: 0, or -EBUSY if the ROM or its memory is still in use, after a line in the log.
 */
int undi_unload(struct undi_rom *rom, bool at_once)
{
	u16 status;

	simple(PXE_UNDI_SHUTDOWN);
	if (!rom->is_ours)
		simple(PXE_UNLOAD_STACK);
	if (rom->is_ours)
		simple(PXE_UNDI_CLEANUP);
	/* Before 2.1 there is no other; and in no other place we call 0015h, see <bootshell/std/pxe.h>. */
	status = simple(rom->is_old ? PXE_UNDI_CLEANUP : PXE_STOP_UNDI);
	if (status) {
		pr_err("undi: the PXE ROM does not end: status %02xh\n", status);
		if (!at_once)
			return -EBUSY;
	}
	return undi_memory_give(&rom->memory, at_once && rom->is_ours);
}
