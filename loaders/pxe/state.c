// SPDX-License-Identifier: GPL-2.0-only
/* The end of our time with the ROM: what Linux is to know of it. include/pxestate.h. */
#include "pxe.h"

struct pxe_node pxe_node;

_Static_assert(PXE_NODE_PHYS + sizeof(struct pxe_node) <= CMDLINE_PHYS, "linux.h has room for it");

void leave_rom(const struct server *server, struct plan *plan)
{
	struct pxe_state *state = &pxe_node.state;
	struct pxe_undi_close close = { .status = 0 };

	state->magic = PXE_STATE_MAGIC;
	state->version = PXE_STATE_VERSION;
	state->entry = pxe_entry;
	state->stack = (struct pxe_far){ .off = (uint16_t)rom_stack.sp, .seg = rom_stack.ss };
	state->server_ip = server->ip;
	state->gateway_ip = server->gateway;
	state->nic.status = pxe_call(PXE_UNDI_GET_NIC, &state->nic);
	state->undi.status = pxe_call(PXE_UNDI_GET_INFO, &state->undi);
	/* The ROM stays in memory, but no packet may arrive while nobody asks it for one. */
	state->close_status = pxe_call(PXE_UNDI_CLOSE, &close);
	add_setup_data(plan, &pxe_node.head, PXE_NODE_PHYS, PXE_STATE_SETUP_DATA, sizeof(*state));
}
