// SPDX-License-Identifier: GPL-2.0-only
/* What the firmware had programmed: reading and printing a snapshot (include/fwstate.h). */
#include <inttypes.h>
#include "core.h"

bool fw_state_read(struct blob node, struct fw_state *fw)
{
	return blob_copy(node, 0, fw, sizeof(*fw)) && fw->magic == FW_STATE_MAGIC &&
	       fw->version == FW_STATE_VERSION;
}

static const char *const sources[] = {
	[FW_STATE_LOADER] = "our loader, at its very start",
	[FW_STATE_SETUP] = "our kernel's 16-bit setup: another loader started it",
	[FW_STATE_ENTRY] = "our kernel's 32-bit entry: the loader skipped setup",
	[FW_STATE_DEFAULTS] = "our kernel's 32-bit entry; masks and timer as PC BIOSes have them",
	[FW_STATE_LIVE] = "this command, now",
};

static const char *const boots[] = {
	[FW_BOOT_UNKNOWN] = "not known", [FW_BOOT_DISK] = "hard disk or stick",
	[FW_BOOT_FLOPPY] = "floppy",	 [FW_BOOT_CD] = "CD",
	[FW_BOOT_PXE] = "network",	 [FW_BOOT_ELF] = "bootshell.elf",
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char *name(const char *const *table, size_t n, unsigned int i)
{
	return i < n && table[i] ? table[i] : "?";
}

static void print_registers(const struct fw_regs *r, struct text *out)
{
	text_addf(out,
		  "registers    AX=%04x BX=%04x CX=%04x DX=%04x SI=%04x DI=%04x BP=%04x SP=%04x\n"
		  "             DS=%04x ES=%04x SS=%04x flags=%04x; 0: not known\n",
		  r->ax, r->bx, r->cx, r->dx, r->si, r->di, r->bp, r->sp, r->ds, r->es, r->ss,
		  r->flags);
}

static void print_vectors(const struct fw_state *fw, struct text *out)
{
	static const uint8_t shown[] = { 0x08, 0x09, 0x10, 0x13, 0x15, 0x16, 0x19, 0x1a };

	for (unsigned int i = 0; i < COUNT(shown); i++)
		text_addf(out, "%s INT %02Xh %04" PRIx32 ":%04" PRIx32 "%s",
			  i % 4 ? "," :
			  i	? "            " :
				  "vectors     ",
			  shown[i], fw->ivt[shown[i]] >> 16, fw->ivt[shown[i]] & 0xffff,
			  i % 4 == 3 ? "\n" : "");
}

void fw_state_print(const struct fw_state *fw, struct text *out)
{
	text_addf(out, "noted by     %s\n", name(sources, COUNT(sources), fw->source));
	if (fw->source != FW_STATE_LIVE) {
		text_addf(out, "booted from  %s", name(boots, COUNT(boots), fw->boot));
		if (fw->boot >= FW_BOOT_DISK && fw->boot <= FW_BOOT_CD)
			text_addf(out, ", drive %02Xh", fw->drive);
		text_addf(out, "\n");
		print_registers(&fw->regs, out);
	}
	text_addf(out, "8259         masks %02x %02x, vectors %02x %02x, ELCR %02x %02x\n",
		  fw->pic1_mask, fw->pic2_mask, fw->pic1_base, fw->pic2_base, fw->elcr[0],
		  fw->elcr[1]);
	text_addf(out, "8254         status of channel 0 %02x, of channel 2 %02x\n",
		  fw->pit0_status, fw->pit2_status);
	text_addf(out, "ports        61h %02x, 64h %02x, 70h %02x, 92h %02x\n", fw->port61,
		  fw->kbc_status, fw->cmos_index, fw->port92);
	text_addf(out, "A20, CR0     %s, %04x\n", fw->a20 ? "on" : "off", fw->cr0);
	text_addf(out, "video mode   %02x\n", fw->video_mode);
	text_addf(out, "base memory  %u KiB, EBDA at %04x:0000\n", fw->base_kb, fw->ebda_seg);
	print_vectors(fw, out);
}
