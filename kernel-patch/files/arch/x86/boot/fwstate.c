// SPDX-License-Identifier: GPL-2.0-only
/*
 * The firmware's state, for Linux: kept if our own loader has taken it, else taken here, before
 * the setup code makes its first BIOS call. Documentation/x86/boot.rst, setup_data.
 */
#include "boot.h"
#include <bootshell/fwstate.h>

#define ADDR_ELSEWHERE 0xfff0000f /* bits of what is not a paragraph below 1 MiB */
#define NODES_LIMIT    16	  /* a list that runs in circles ends here */

static struct fw_node {
	struct setup_data head;
	struct fw_state state;
} fw_node;

#define NODE_AT(field) offsetof(struct fw_node, field)

/*
 * Is our node in the list? A loader of ours puts it below 1 MiB, on a paragraph, in front of
 * what others may have; at the first node that does not lie so, we stop looking.
 */
static bool fw_state_is_listed(void)
{
	u32 addr = (u32)boot_params.hdr.setup_data;
	int i;

	for (i = 0; i < NODES_LIMIT && addr && !(addr & ADDR_ELSEWHERE); i++) {
		set_fs((u16)(addr >> 4));
		if (rdfs32(NODE_AT(state.magic)) == FW_STATE_MAGIC &&
		    rdfs8(NODE_AT(state.version)) == FW_STATE_VERSION)
			return true;
		addr = rdfs32(NODE_AT(head.next));
	}
	return false;
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
	fw_node.head.next = (u32)boot_params.hdr.setup_data;
	boot_params.hdr.setup_data = ((u32)ds() << 4) + (u32)&fw_node;
}
