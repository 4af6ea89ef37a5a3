// SPDX-License-Identifier: GPL-2.0-only
/* Finding the PXE ROM in all five ways (pxelinux's order), and calling it. PXE 2.1, chapter 3. */
#include "pxe.h"
#include "string.h"

#define REAL_MODE_END 0x100000u
#define VIDEO_MEMORY  0xa0000u
#define SCAN_START    0x10000u /* what lies below is ours */
#define BDA_MEMORY_KB 0x13
#define PXE_2_1	      0x0201
#define ENTRY_POINTER (sizeof(struct bios_regs) + 4) /* of !PXE, above registers and return */
#define UNNAMED_ERROR 1 /* PXENV_STATUS_FAILURE, for ROMs that fail without a reason */

static bool stack_is_rom;

static void far_copy(void *to, uint32_t phys, uint32_t bytes)
{
	uint8_t *p = to;
	uint32_t i;

	set_fs((uint16_t)(phys >> 4));
	for (i = 0; i < bytes; i++)
		p[i] = far_byte((phys & 15) + i);
}

static uint32_t phys_of(struct pxe_far p)
{
	return (uint32_t)p.seg * 16 + p.off;
}

/* intact: is there a structure with this signature, long enough, that adds up to 0? */
static bool intact(uint32_t phys, const char *signature, uint32_t length_at, uint8_t least)
{
	uint32_t i, length, off = phys & 15;
	uint8_t sum = 0;

	if (phys > REAL_MODE_END - 0x100) /* its length is a byte */
		return false;
	set_fs((uint16_t)(phys >> 4));
	for (i = 0; signature[i]; i++)
		if (far_byte(off + i) != (uint8_t)signature[i])
			return false;
	length = far_byte(off + length_at);
	if (length < least)
		return false;
	for (i = 0; i < length; i++)
		sum = (uint8_t)(sum + far_byte(off + i));
	return sum == 0;
}

static bool take_bang(uint32_t phys)
{
	struct pxe_bang bang;

	if (!intact(phys, PXE_BANG_SIGNATURE, offsetof(struct pxe_bang, length), PXE_BANG_LENGTH))
		return false;
	far_copy(&bang, phys, sizeof(bang));
	pxe_entry = bang.entry;
	return phys_of(pxe_entry) != 0;
}

static bool take_nv(uint32_t phys)
{
	struct pxe_nv nv;

	if (!intact(phys, PXE_NV_SIGNATURE, offsetof(struct pxe_nv, length), PXE_NV_LENGTH))
		return false;
	far_copy(&nv, phys, sizeof(nv));
	/* Where both are there the newer one counts; before 2.1 there was no pointer to it. */
	if (nv.version >= PXE_2_1 && nv.length >= sizeof(nv) && take_bang(phys_of(nv.bang)))
		return true;
	pxe_entry = nv.entry;
	return phys_of(pxe_entry) != 0;
}

/* by_entry: what the registers and the stack of entry point to */
static const char *by_entry(void)
{
	uint32_t stack = (uint32_t)rom_stack.ss * 16 + (uint16_t)rom_stack.sp;
	struct bios_regs regs;
	struct pxe_far far;

	if (stack > REAL_MODE_END - 0x100)
		return NULL;
	far_copy(&far, stack + ENTRY_POINTER, sizeof(far));
	if (take_bang(phys_of(far)))
		return "entry stack";
	far_copy(&regs, stack, sizeof(regs));
	far = (struct pxe_far){ .off = regs.bx.x, .seg = regs.es };
	return take_nv(phys_of(far)) ? "ES:BX" : NULL;
}

static bool by_int_1a(void)
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	regs.ax.x = PXE_INT1A_AX;
	bios_call(0x1a, &regs, &regs);
	return regs.ax.x == PXE_INT1A_AX_OUT && !(regs.flags & RM_CARRY) &&
	       take_nv((uint32_t)regs.es * 16 + regs.bx.x);
}

static bool by_scan(uint32_t phys, bool (*take)(uint32_t phys))
{
	for (phys &= ~15u; phys < VIDEO_MEMORY; phys += 16)
		if (take(phys))
			return true;
	return false;
}

const char *find_pxe(void)
{
	const char *how = by_entry();

	stack_is_rom = how;
	if (how)
		return how;
	if (by_int_1a())
		return "INT 1Ah";
	if (by_scan(bda_word(BDA_MEMORY_KB) * 1024u, take_bang))
		return "scan for !PXE";
	return by_scan(SCAN_START, take_nv) ? "scan for PXENV+" : NULL;
}

bool rom_waits(void)
{
	return stack_is_rom;
}

uint16_t pxe_call(uint16_t service, void *block)
{
	uint16_t *status = block;

	/* ROMs disagree on which of the two says that a call failed. */
	if (!pxe_raw_call(service, block) && !*status)
		return 0;
	return *status ? *status : UNNAMED_ERROR;
}
