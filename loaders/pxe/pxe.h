/* SPDX-License-Identifier: GPL-2.0-only */
/* The network boot program: its parts, and what lies where while it runs. */
#ifndef PXE_H
#define PXE_H

#include "linux.h"
#include "pxestate.h"

/*
 * Physical memory below 64 KiB; linux.h has what lies above:
 *	00600-07bff	not ours: some ROMs have their stack there
 *	07c00-0bbff	this program, loaded here by the ROM
 *	0bc00-0ffff	its data, and from the top down its stack
 *
 * The ROM, its stack and its data usually lie at the top of base memory, above the
 * end that word 40:13 tells; we neither change that word nor ask the ROM to leave.
 */

/* start.S, all far pointers as the ROM gave them */
struct rom_stack {
	uint32_t sp;
	uint16_t ss;
} __attribute__((packed));
extern struct rom_stack rom_stack; /* of entry; a struct bios_regs, a return address lie there */
extern struct pxe_far pxe_entry;   /* what pxe_call() calls */

/** struct pxe_node - what Linux is to know; each part is filled in by who learns it */
struct pxe_node {
	struct setup_data head;
	struct pxe_state state;
};

extern struct pxe_node pxe_node; /* state.c */

/**
 * pxe_call() - call a service of the ROM, on the ROM's own stack
 * @service:	PXE_*
 * @block:	its parameters, zeros where nothing goes in
 *
 * Returns 0 or the status of the block; never 0 if the call failed (find.c).
 */
uint16_t pxe_call(uint16_t service, void *block);

/** pxe_raw_call() - the same; returns AX (start.S) */
uint16_t pxe_raw_call(uint16_t service, void *block);

/** back_to_rom() - return from the call that started us, AX = 0 (start.S) */
void back_to_rom(void) __attribute__((noreturn));

/** far_copy() - from any place in the first MiB (find.c) */
void far_copy(void *to, uint32_t phys, uint32_t bytes);

/**
 * find_pxe() - look for the ROM in all five ways (find.c)
 *
 * Sets pxe_entry, and in pxe_node where things are. Says how it was found, or NULL.
 */
const char *find_pxe(void);

/**
 * struct server - where files come from
 * @ip:		in network order
 * @gateway:	0: the server is on our own network
 * @folder:	of the boot file with its last slash; or ""
 * @hardware:	type of the network, 1: Ethernet
 * @mac:	of the interface that booted, @mac_bytes long
 */
struct server {
	uint32_t ip;
	uint32_t gateway;
	char folder[PXE_NAME];
	uint8_t hardware;
	uint8_t mac_bytes;
	uint8_t mac[16];
};

/** find_server() - from the DHCP packets that the ROM has kept, or fail(); keeps them, too (dhcp.c) */
void find_server(struct server *server);

/**
 * struct fetch - a file to be fetched (tftp.c)
 * @name:	without folder
 * @take:	is given each piece at BUFFER_PHYS: @bytes of it, from @at of the file on
 * @context:	for @take
 * @bytes:	out: size of the file
 * @key:	out: someone pressed a key meanwhile
 */
struct fetch {
	const char *name;
	void (*take)(const struct fetch *fetch, uint32_t at, uint32_t bytes);
	void *context;
	uint32_t bytes;
	bool key;
};

/**
 * fetch_size() - learn the size of a file, by asking or else by reading it once
 *
 * Sets @fetch->bytes. Returns 0 or a PXE status.
 */
uint16_t fetch_size(const struct server *server, struct fetch *fetch);

/** leave_rom() - close the card, and pass on what we know of the ROM (state.c) */
void leave_rom(const struct server *server, struct plan *plan);

/** fetch_file() - read it with progress after fetch_size(); returns 0 or a PXE status */
uint16_t fetch_file(const struct server *server, struct fetch *fetch);

#endif
