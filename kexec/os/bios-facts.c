// SPDX-License-Identifier: GPL-2.0-only
/*
 * Asks the BIOS what it is: INT 15h AH=C0h, and of the video BIOS VESA BIOS Extension 3.0, INT 10h
 * AH=4Fh. Changes no mode.
 */
#include <string.h>
#include "bioscall.h"
#include "kexec.h"

#define VBE_DONE     0x004fu /* AL: there is such a function; AH: it succeeded */
#define VBE_CONTROL  0x4f00u
#define VBE_MODE     0x4f01u
#define VBE_CURRENT  0x4f03u
#define VBE_PM_TABLE 0x4f0au

#define MODE_NUMBER 0x3fffu /* without: linear framebuffer, memory not cleared */
#define VESA_MODES  0x100u  /* below are those of IBM's, which a BIOS need not describe */

/* @data of @bytes is at ES:DI, and what the call leaves there comes back. */
static bool ask(struct bios_device *bios, struct bios_call *call, void *data, size_t bytes)
{
	struct reason ignored = { "" };

	call->vector = 0x10;
	call->flags = BIOS_CALL_INT;
	call->es = bios->window_seg;
	return !os_bios_call(bios, call, data, bytes, &ignored) && (call->eax & 0xffff) == VBE_DONE;
}

static bool read_control(struct bios_device *bios, struct vbe_facts *v)
{
	struct bios_call call = { .eax = VBE_CONTROL };

	memcpy(v->control, "VBE2", 4); /* without it only what VBE 1 had */
	v->addr = bios->window_seg * 16u;
	return ask(bios, &call, v->control, sizeof(v->control)) && !memcmp(v->control, "VESA", 4);
}

static bool read_mode(struct bios_device *bios, struct vbe_facts *v)
{
	struct bios_call current = { .eax = VBE_CURRENT };
	struct bios_call info = { .eax = VBE_MODE };

	if (!ask(bios, &current, NULL, 0))
		return false;
	v->mode = (uint16_t)current.ebx;
	info.ecx = v->mode & MODE_NUMBER;
	if (ask(bios, &info, v->mode_info, sizeof(v->mode_info)))
		return true;
	memset(v->mode_info, 0, sizeof(v->mode_info));
	return info.ecx < VESA_MODES;
}

static void read_interface(struct bios_device *bios, struct vbe_facts *v)
{
	struct bios_call call = { .eax = VBE_PM_TABLE };

	if (!ask(bios, &call, NULL, 0))
		return;
	v->interface_seg = call.es;
	v->interface_off = (uint16_t)call.edi;
	v->interface_len = (uint16_t)call.ecx;
}

static void read_vbe(struct bios_device *bios, struct vbe_facts *v)
{
	v->known = read_control(bios, v) && read_mode(bios, v);
	if (v->known)
		read_interface(bios, v);
}

/* Where the system configuration table is; 0 if the BIOS has none. */
static uint32_t config_table(struct bios_device *bios)
{
	struct bios_call call = { .eax = 0xc000, .vector = 0x15, .flags = BIOS_CALL_INT };
	struct reason ignored = { "" };

	if (os_bios_call(bios, &call, NULL, 0, &ignored) || call.eflags & BIOS_CF ||
	    call.eax & 0xff00)
		return 0;
	return call.es * 16u + (call.ebx & 0xffff);
}

void os_bios_facts(struct machine *m)
{
	struct reason ignored = { "" };
	struct bios_device bios;

	if (os_bios_open(&bios, &ignored))
		return;
	m->config_table = config_table(&bios);
	read_vbe(&bios, &m->vbe);
	os_bios_close(&bios);
}
