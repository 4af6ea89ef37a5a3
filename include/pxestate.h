/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What our network boot program knew of the PXE ROM that it left in memory: where the ROM is,
 * which card it drives, and the DHCP packets it has kept. Usable from 16-, 32- and 64-bit code.
 *
 * It reaches Linux as setup_data of type PXE_STATE_SETUP_DATA (Documentation/x86/boot.rst, boot
 * protocol 2.09), below 1 MiB, and user space as /sys/kernel/boot_params/setup_data/N/data.
 */
#ifndef BOOTSHELL_PXESTATE_H
#define BOOTSHELL_PXESTATE_H

#include "std/pxe.h"

#define PXE_STATE_SETUP_DATA 0x42530002u /* struct setup_data.type: "BS", 2 */
#define PXE_STATE_MAGIC	     0x58505342u /* "BSPX" */
#define PXE_STATE_VERSION    1

/* At @stack lie the registers of our entry (struct bios_regs of loaders/rm), then what the ROM left
 * for its network boot program: a far return address, and a far pointer to !PXE. */
#define PXE_STATE_STACK_REGS 44

/* How the ROM was found (struct pxe_state.found_by). */
#define PXE_FOUND_STACK	    1 /* !PXE, far pointer on the stack of entry */
#define PXE_FOUND_ES_BX	    2 /* PXENV+ at ES:BX of entry */
#define PXE_FOUND_INT1A	    3 /* PXENV+ by INT 1Ah AX=5650h */
#define PXE_FOUND_SCAN_BANG 4 /* !PXE in what word 40:13 protects */
#define PXE_FOUND_SCAN_NV   5 /* PXENV+ in base memory */

/* Which packet (index into struct pxe_state.kept). */
#define PXE_KEPT_DISCOVER 0 /* the client's DHCPDISCOVER: it has the machine's UUID */
#define PXE_KEPT_ACK	  1 /* the DHCP server's last word */
#define PXE_KEPT_REPLY	  2 /* the boot server's, or a proxy's */
#define PXE_KEPT	  3

/**
 * struct pxe_kept - a DHCP packet from PXENV_GET_CACHED_INFO
 * @status:	PXE status of the call; if it is not 0, the rest is
 * @rom_bytes:	what the ROM said its packet has; 0: it did not say
 * @bytes:	how many of them are here; fewer than @rom_bytes: the packet was cut off
 * @reserved:	0
 * @packet:	zeros from @bytes on
 */
struct pxe_kept {
	uint16_t status;
	uint16_t rom_bytes;
	uint16_t bytes;
	uint16_t reserved;
	struct pxe_packet packet;
} __attribute__((packed));

/**
 * struct pxe_state - the ROM, the card and the packets
 * @magic:	PXE_STATE_MAGIC
 * @version:	PXE_STATE_VERSION
 * @found_by:	PXE_FOUND_*
 * @stack_is_rom: 1: @stack is the ROM's own (found by stack or ES:BX), and a far return through it
 *		goes back to the ROM; 0: it was that of whoever started us
 * @reserved0:	0
 * @bang:	!PXE, intact when we looked; 0:0 if there is none
 * @nv:		PXENV+, likewise; looked for by ES:BX and INT 1Ah when !PXE was found first
 * @entry:	what was called, of @bang or @nv: service, block offset and segment on the stack, and
 *		again in BX and ES:DI
 * @stack:	SS:SP for calls; what lies from there up belongs to the ROM and a later return to it
 * @server_ip:	where files came from, in network order
 * @gateway_ip:	towards it; 0: it is on our own network
 * @base_kb:	word 40:13 on entry, in KiB: the ROM is above
 * @close_status: PXE status of UNDI_CLOSE, the last call before the kernel; 0: the card is closed
 * @nic:	the card's bus, devfn, vendor and device; means nothing if its status is not 0
 * @reserved1:	0
 * @undi:	its address, IRQ, MTU; likewise
 * @reserved2:	0
 * @boot_file:	our own name as the server gave it, with its folder; cut off at 127 characters
 * @kept:	PXE_KEPT_*
 */
struct pxe_state {
	uint32_t magic;
	uint8_t version;
	uint8_t found_by;
	uint8_t stack_is_rom;
	uint8_t reserved0;
	struct pxe_far bang;
	struct pxe_far nv;
	struct pxe_far entry;
	struct pxe_far stack;
	uint32_t server_ip;
	uint32_t gateway_ip;
	uint16_t base_kb;
	uint16_t close_status;
	struct pxe_undi_get_nic_type nic;
	uint8_t reserved1[3];
	struct pxe_undi_get_information undi;
	uint8_t reserved2[6];
	char boot_file[PXE_NAME];
	struct pxe_kept kept[PXE_KEPT];
} __attribute__((packed));

_Static_assert(sizeof(struct pxe_kept) == 8 + sizeof(struct pxe_packet), "ABI");
_Static_assert(offsetof(struct pxe_state, bang) == 8, "ABI");
_Static_assert(offsetof(struct pxe_state, stack) == 20, "ABI");
_Static_assert(offsetof(struct pxe_state, server_ip) == 24, "ABI");
_Static_assert(offsetof(struct pxe_state, base_kb) == 32, "ABI");
_Static_assert(offsetof(struct pxe_state, nic) == 36, "ABI");
_Static_assert(offsetof(struct pxe_state, undi) == 56, "ABI");
_Static_assert(offsetof(struct pxe_state, boot_file) == 112, "ABI");
_Static_assert(offsetof(struct pxe_state, kept) == 240, "ABI");
_Static_assert(sizeof(struct pxe_state) == 4608, "ABI");

#endif
