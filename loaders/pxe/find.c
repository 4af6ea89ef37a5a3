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

void far_copy(void *to, uint32_t phys, uint32_t bytes)
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

static struct pxe_far far_of(uint32_t phys)
{
	return (struct pxe_far){ .off = phys & 15, .seg = (uint16_t)(phys >> 4) };
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
	pxe_node.state.bang = far_of(phys);
	pxe_entry = bang.entry;
	return phys_of(pxe_entry) != 0;
}

static bool see_nv(uint32_t phys)
{
	if (!intact(phys, PXE_NV_SIGNATURE, offsetof(struct pxe_nv, length), PXE_NV_LENGTH))
		return false;
	pxe_node.state.nv = far_of(phys);
	return true;
}

static bool take_nv(uint32_t phys)
{
	struct pxe_nv nv;

	if (!see_nv(phys))
		return false;
	far_copy(&nv, phys, sizeof(nv));
	/* Where both are there the newer one counts; before 2.1 there was no pointer to it. */
	if (nv.version >= PXE_2_1 && nv.length >= sizeof(nv) && take_bang(phys_of(nv.bang)))
		return true;
	pxe_entry = nv.entry;
	return phys_of(pxe_entry) != 0;
}

static uint32_t stack_of_entry(void)
{
	return (uint32_t)rom_stack.ss * 16 + (uint16_t)rom_stack.sp;
}

static bool by_stack(void)
{
	struct pxe_far far;

	far_copy(&far, stack_of_entry() + ENTRY_POINTER, sizeof(far));
	return take_bang(phys_of(far));
}

static bool by_es_bx(bool (*take)(uint32_t phys))
{
	struct bios_regs regs;

	far_copy(&regs, stack_of_entry(), sizeof(regs));
	return take((uint32_t)regs.es * 16 + regs.bx.x);
}

static bool by_int_1a(bool (*take)(uint32_t phys))
{
	struct bios_regs regs;

	bios_regs_init(&regs);
	regs.ax.x = PXE_INT1A_AX;
	bios_call(0x1a, &regs, &regs);
	return regs.ax.x == PXE_INT1A_AX_OUT && !(regs.flags & RM_CARRY) &&
	       take((uint32_t)regs.es * 16 + regs.bx.x);
}

static bool by_scan(uint32_t phys, bool (*take)(uint32_t phys))
{
	for (phys &= ~15u; phys < VIDEO_MEMORY; phys += 16)
		if (take(phys))
			return true;
	return false;
}

static uint8_t find(void)
{
	if (stack_of_entry() <= REAL_MODE_END - 0x100) {
		if (by_stack())
			return PXE_FOUND_STACK;
		if (by_es_bx(take_nv))
			return PXE_FOUND_ES_BX;
	}
	if (by_int_1a(take_nv))
		return PXE_FOUND_INT1A;
	if (by_scan(bda_word(BDA_MEMORY_KB) * 1024u, take_bang))
		return PXE_FOUND_SCAN_BANG;
	return by_scan(SCAN_START, take_nv) ? PXE_FOUND_SCAN_NV : 0;
}

const char *find_pxe(void)
{
	static const char *const how[] = {
		[PXE_FOUND_STACK] = "entry stack",	 [PXE_FOUND_ES_BX] = "ES:BX",
		[PXE_FOUND_INT1A] = "INT 1Ah",		 [PXE_FOUND_SCAN_BANG] = "scan for !PXE",
		[PXE_FOUND_SCAN_NV] = "scan for PXENV+",
	};
	uint8_t by = find();

	pxe_node.state.found_by = by;
	pxe_node.state.stack_is_rom = by == PXE_FOUND_STACK || by == PXE_FOUND_ES_BX;
	pxe_node.state.base_kb = bda_word(BDA_MEMORY_KB);
	if (by == PXE_FOUND_STACK && !by_es_bx(see_nv))
		by_int_1a(see_nv);
	return how[by];
}

uint16_t pxe_call(uint16_t service, void *block)
{
	uint16_t *status = block;

	/* ROMs disagree on which of the two says that a call failed. */
	if (!pxe_raw_call(service, block) && !*status)
		return 0;
	return *status ? *status : UNNAMED_ERROR;
}
