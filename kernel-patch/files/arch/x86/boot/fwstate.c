// SPDX-License-Identifier: GPL-2.0-only
/*
 * The firmware's state, for Linux: kept if our own loader has taken it, else taken here, before
 * the setup code makes its first BIOS call. Documentation/x86/boot.rst, setup_data.
 */
#include "boot.h"
#include <bootshell/fwstate.h>

#define LOW_BYTES   0x100000 /* what real mode reaches */
#define NODES_LIMIT 16	     /* a list that runs in circles ends here */

static struct fw_node {
	struct setup_data head;
	struct fw_state state;
} fw_node;

#define STATE_AT(field) offsetof(struct fw_node, state.field)

/* Is our node in the list? From the first one above 1 MiB on we cannot look. */
static bool fw_state_is_listed(void)
{
	u64 addr = boot_params.hdr.setup_data;
	bool found = false;
	int i;

	for (i = 0; i < NODES_LIMIT && addr && addr < LOW_BYTES && !found; i++) {
		u16 off = addr & 0xf;

		set_fs((u16)(addr >> 4));
		found = rdfs32(off + offsetof(struct setup_data, type)) == FW_STATE_SETUP_DATA &&
			rdfs32(off + STATE_AT(magic)) == FW_STATE_MAGIC &&
			rdfs8(off + STATE_AT(version)) == FW_STATE_VERSION;
		/* the high half of "next" is 0, or the node is out of reach */
		addr = rdfs32(off) | (u64)rdfs32(off + 4) << 32;
	}
	set_fs(ds());
	return found;
}

/**
 * note_fw_state() - see to it that boot_params lead to a struct fw_state
 *
 * First thing in main(): nothing has been asked of the firmware, and no chip was touched.
 */
void note_fw_state(void)
{
	if (fw_state_is_listed())
		return;
	/* keeps all registers; ES is DS here */
	asm volatile("calll take_fw_state" : : "D"(&fw_node.state) : "memory", "cc");
	fw_node.state.source = FW_STATE_SETUP;
	fw_node.head.type = FW_STATE_SETUP_DATA;
	fw_node.head.len = sizeof(fw_node.state);
	fw_node.head.next = boot_params.hdr.setup_data;
	boot_params.hdr.setup_data = ((u32)ds() << 4) + (u32)&fw_node;
}
