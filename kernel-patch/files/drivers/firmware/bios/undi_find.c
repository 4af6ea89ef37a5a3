// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finding a resident PXE ROM: what our network boot program has left in setup_data, else
 * INT 1Ah AX=5650h. PXE 2.1, 3.1.
 *
 * Base memory is not searched for !PXE as boot programs do: what is found there may be the rest
 * of a ROM that has ended, its upper part overwritten by us. iPXE leaves such when it starts a
 * kernel; its INT 1Ah, by contrast, answers only while it lives.
 */
#include <linux/init.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <asm/setup.h>
#include "undi.h"

#define INT_TIME      0x1a
#define REAL_MODE_END 0x100000
#define VIDEO_MEMORY  0xa0000
#define BDA_END	      0x500
#define BDA_EBDA      0x40e
#define BDA_MEMORY_KB 0x413
#define PARAGRAPH     16
#define LENGTH_MAX    0xff
#define VERSION_2_1   0x0201
#define STACK_ROOM    0x400 /* below the ROM's stack pointer, for what it does */

/* The structure at @phys if it has this signature, is long enough, and adds up to 0. */
static const void *intact(u32 phys, const char *signature, size_t length_at, u8 least)
{
	const u8 *p = __va(phys);
	unsigned int i;
	u8 sum = 0;

	if (!phys || phys > REAL_MODE_END - LENGTH_MAX || memcmp(p, signature, strlen(signature)))
		return NULL;
	if (p[length_at] < least)
		return NULL;
	for (i = 0; i < p[length_at]; i++)
		sum += p[i];
	return sum ? NULL : p;
}

static bool take_entry(struct undi_rom *rom, struct pxe_far entry)
{
	if (!undi_phys(entry))
		return false;
	rom->entry = entry;
	return true;
}

/* What lies above word 40:13 and is the ROM's: up to the end of its highest segment. */
static void add_segment(struct undi_memory *mem, u16 seg, u16 bytes)
{
	u32 start = seg * PARAGRAPH, end = start + bytes;

	if (bytes && start >= mem->start && end <= VIDEO_MEMORY)
		mem->end = max(mem->end, end);
}

static void begin_memory(struct undi_memory *mem)
{
	mem->line_kb = *(const u16 *)__va(BDA_MEMORY_KB);
	mem->start = mem->line_kb * 1024;
	mem->end = mem->start;
}

static void end_memory(struct undi_memory *mem)
{
	u32 ebda = *(const u16 *)__va(BDA_EBDA) * PARAGRAPH;

	/* Not what is behind: a BIOS that has moved its EBDA down stays where it is. */
	if (mem->end == mem->start || (ebda >= mem->start && ebda < mem->end))
		return;
	mem->free_kb = (u16)DIV_ROUND_UP(mem->end, 1024);
}

/**
 * undi_take_bang() - the ROM that !PXE describes
 * @rom:	out: its entry and its memory
 * @phys:	physical address of !PXE
 *
 * Return: false if there is no such structure, or not a whole one.
 */
bool undi_take_bang(struct undi_rom *rom, u32 phys)
{
	const struct pxe_bang *bang = intact(phys, PXE_BANG_SIGNATURE,
					     offsetof(struct pxe_bang, length), PXE_BANG_LENGTH);
	const struct pxe_segment *segment;

	if (!bang || !take_entry(rom, bang->entry))
		return false;
	begin_memory(&rom->memory);
	for (segment = &bang->undi_data; segment <= &bang->base_code_write; segment++)
		add_segment(&rom->memory, segment->seg, segment->bytes);
	end_memory(&rom->memory);
	return true;
}

/* Where both are there the newer one counts; before 2.1 there was no pointer to it. */
static bool __init take_nv(struct undi_rom *rom, u32 phys)
{
	const struct pxe_nv *nv =
		intact(phys, PXE_NV_SIGNATURE, offsetof(struct pxe_nv, length), PXE_NV_LENGTH);

	if (!nv)
		return false;
	if (nv->version >= VERSION_2_1 && nv->length >= sizeof(*nv) &&
	    undi_take_bang(rom, undi_phys(nv->bang)))
		return true;
	if (!take_entry(rom, nv->entry))
		return false;
	rom->is_old = true;
	begin_memory(&rom->memory);
	add_segment(&rom->memory, nv->base_code.seg, nv->base_code.bytes);
	add_segment(&rom->memory, nv->base_data.seg, nv->base_data.bytes);
	add_segment(&rom->memory, nv->undi_data.seg, nv->undi_data.bytes);
	add_segment(&rom->memory, nv->undi_code.seg, nv->undi_code.bytes);
	end_memory(&rom->memory);
	return true;
}

static bool __init overlaps(const struct bios_area *area, u32 start, u32 end)
{
	return start < area->phys + area->bytes && end > area->phys;
}

/* May calls go on the stack of the ROM? Some work on no other. */
static bool __init stack_is_usable(const struct pxe_state *state)
{
	u32 end = undi_phys(state->stack), start = end - STACK_ROOM;

	return state->stack_is_rom && state->stack.seg && state->stack.off >= STACK_ROOM &&
	       start >= BDA_END && end <= VIDEO_MEMORY && !overlaps(&bios_low, start, end) &&
	       !overlaps(&bios_bounce, start, end);
}

static bool __init take_state(struct undi_rom *rom, const struct pxe_state *state)
{
	if (state->magic != PXE_STATE_MAGIC || state->version != PXE_STATE_VERSION)
		return false;
	/* Whoever ran in between may have unloaded it. */
	if (!undi_take_bang(rom, undi_phys(state->bang)) && !take_nv(rom, undi_phys(state->nv)))
		return false;
	strscpy(rom->how, "by our boot program", sizeof(rom->how));
	rom->state = state;
	if (stack_is_usable(state)) {
		rom->stack_esp = state->stack.off;
		rom->stack_ss = state->stack.seg;
	}
	return true;
}

/* The list of boot parameters: the kernel keeps it, and maps what is below 896 MiB. */
static bool __init find_by_setup_data(struct undi_rom *rom)
{
	u64 at = boot_params.hdr.setup_data;

	while (at && at < __pa(high_memory) - sizeof(struct setup_data)) {
		const struct setup_data *node = __va((u32)at);

		if (node->type == PXE_STATE_SETUP_DATA && node->len >= sizeof(struct pxe_state))
			return take_state(rom, (const struct pxe_state *)node->data);
		at = node->next;
	}
	return false;
}

static bool __init find_by_int_1a(struct undi_rom *rom)
{
	u32 base_bytes = *(const u16 *)__va(BDA_MEMORY_KB) * 1024;
	struct bios_call *call;
	bool found;

	bios_begin();
	call = bios_int(0, INT_TIME, PXE_INT1A_AX);
	found = bios_run(1) && (u16)call->eax == PXE_INT1A_AX_OUT && !(call->eflags & BIOS_CF) &&
		take_nv(rom, call->es * PARAGRAPH + (u16)call->ebx);
	bios_end();
	strscpy(rom->how, "by INT 1Ah", sizeof(rom->how));
	/* What it left to others it does not use. */
	return found && undi_phys(rom->entry) >= base_bytes;
}

/**
 * undi_find() - look for a resident PXE ROM
 * @rom:	out: where it is
 *
 * Context: process, before user space.
 * Return: false if there is none.
 */
bool __init undi_find(struct undi_rom *rom)
{
	*rom = (struct undi_rom){ .state = NULL };
	return find_by_setup_data(rom) || find_by_int_1a(rom);
}
