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
#define BDA_MEMORY_KB 0x413
#define PARAGRAPH     16
#define LENGTH_MAX    0xff
#define VERSION_2_1   0x0201
#define STACK_ROOM    0x400 /* below the ROM's stack pointer, for what it does */

static u32 __init phys_of(struct pxe_far p)
{
	return p.seg * PARAGRAPH + p.off;
}

/* The structure at @phys if it has this signature, is long enough, and adds up to 0. */
static const void *__init intact(u32 phys, const char *signature, size_t length_at, u8 least)
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

static bool __init take_entry(struct undi_rom *rom, struct pxe_far entry, const char *how)
{
	if (!phys_of(entry))
		return false;
	rom->entry = entry;
	rom->how = how;
	return true;
}

static bool __init take_bang(struct undi_rom *rom, u32 phys, const char *how)
{
	const struct pxe_bang *bang = intact(phys, PXE_BANG_SIGNATURE,
					     offsetof(struct pxe_bang, length), PXE_BANG_LENGTH);

	return bang && take_entry(rom, bang->entry, how);
}

/* Where both are there the newer one counts; before 2.1 there was no pointer to it. */
static bool __init take_nv(struct undi_rom *rom, u32 phys, const char *how)
{
	const struct pxe_nv *nv =
		intact(phys, PXE_NV_SIGNATURE, offsetof(struct pxe_nv, length), PXE_NV_LENGTH);

	if (!nv)
		return false;
	if (nv->version >= VERSION_2_1 && nv->length >= sizeof(*nv) &&
	    take_bang(rom, phys_of(nv->bang), how))
		return true;
	return take_entry(rom, nv->entry, how);
}

static bool __init overlaps(const struct bios_area *area, u32 start, u32 end)
{
	return start < area->phys + area->bytes && end > area->phys;
}

/* May calls go on the stack of the ROM? Some work on no other. */
static bool __init stack_is_usable(const struct pxe_state *state)
{
	u32 end = phys_of(state->stack), start = end - STACK_ROOM;

	return state->stack_is_rom && state->stack.seg && state->stack.off >= STACK_ROOM &&
	       start >= BDA_END && end <= VIDEO_MEMORY && !overlaps(&bios_low, start, end) &&
	       !overlaps(&bios_net, start, end) && !overlaps(&bios_bounce, start, end);
}

static bool __init take_state(struct undi_rom *rom, const struct pxe_state *state)
{
	static const char how[] = "our boot program";

	if (state->magic != PXE_STATE_MAGIC || state->version != PXE_STATE_VERSION)
		return false;
	/* Whoever ran in between may have unloaded it. */
	if (!take_bang(rom, phys_of(state->bang), how) && !take_nv(rom, phys_of(state->nv), how))
		return false;
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
		take_nv(rom, call->es * PARAGRAPH + (u16)call->ebx, "INT 1Ah");
	bios_end();
	/* What it left to others it does not use. */
	return found && phys_of(rom->entry) >= base_bytes;
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
	*rom = (struct undi_rom){ .how = NULL };
	return find_by_setup_data(rom) || find_by_int_1a(rom);
}
