/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * net0: Ethernet by the UNDI driver of a resident PXE ROM. What its files share.
 *
 * undi_find.c finds a ROM in memory, undi_scan.c those that can be loaded, undi_load.c loads one,
 * starts it and ends it, undi_memory.c has its memory. undi_trip.c carries calls and frames down
 * to it, undi_loop.S moves many frames in one trip, undi_rx.c makes frames of what the ROM says.
 * undi_net.c is the network device, undi_sysfs.c what it shows, undi_ctl.c makes and removes
 * it. Spec: Intel, PXE specification 2.1 (1999), chapters 2 to 4.
 */
#ifndef BIOS_UNDI_H
#define BIOS_UNDI_H

#include "thunk.h"

/* For undi_loop.S; <bootshell/std/pxe.h> has the rest. */
#define UNDI_TRANSMIT	0x0008
#define UNDI_ISR	0x0014
#define UNDI_FRAMES	0xffff /* no service: send and receive */
#define ISR_START	1
#define ISR_PROCESS	2
#define ISR_NEXT	3
#define ISR_OURS	0
#define ISR_DONE	0
#define ISR_TRANSMITTED 2
#define ISR_RECEIVED	3

/*
 * struct undi_trip: in the low segment, written before and read after each trip.
 * Offsets in the segment, for undi_loop.S.
 */
#define UT_ENTRY     (BIOS_LOW_PARAM + 0x00)
#define UT_STACK     (BIOS_LOW_PARAM + 0x04)
#define UT_SERVICE   (BIOS_LOW_PARAM + 0x0a)
#define UT_STATUS    (BIOS_LOW_PARAM + 0x0c)
#define UT_TX_COUNT  (BIOS_LOW_PARAM + 0x0e)
#define UT_TX_DONE   (BIOS_LOW_PARAM + 0x10)
#define UT_TX_STATUS (BIOS_LOW_PARAM + 0x12)
#define UT_NEXT	     (BIOS_LOW_PARAM + 0x14)
#define UT_CALLS     (BIOS_LOW_PARAM + 0x16)
#define UT_RUBBISH   (BIOS_LOW_PARAM + 0x18)
#define UT_RX_LEFT   (BIOS_LOW_PARAM + 0x1a)
#define UT_RX	     (BIOS_LOW_PARAM + 0x1c)
#define UT_BLOCK_AT  (BIOS_LOW_PARAM + 0x20)
#define UT_OWN_STACK (BIOS_LOW_PARAM + 0x24)
#define UT_CALL_SP   (BIOS_LOW_PARAM + 0x2a)
#define UT_UNASKED   (BIOS_LOW_PARAM + 0x30)
#define UT_OURS	     (BIOS_LOW_PARAM + 0x32)
#define UT_TX	     (BIOS_LOW_PARAM + 0x40)
#define UT_ISR	     (BIOS_LOW_PARAM + 0x80)
#define UT_BLOCK     (BIOS_LOW_PARAM + 0x100)

#define UNDI_ISR_BYTES 16 /* struct pxe_undi_isr */
#define ISR_FUNCTION   2
#define ISR_BYTES      4
#define ISR_FRAME      10

#define UNDI_TX_SLOTS  16
#define UNDI_FRAME_MAX 1536 /* an Ethernet frame with VLAN tag and FCS, and some */
#define UNDI_RX_ROOM   (UNDI_ISR_BYTES + UNDI_FRAME_MAX) /* less than this: the ring is full */

#ifndef __ASSEMBLY__
#include <bootshell/pxestate.h>
#include "bios.h"
#include "undi_memory.h"
#include "undi_rom.h"
#include "undi_rx.h"

/**
 * struct undi_trip - what goes down and comes back
 * @entry:	of the ROM, that of !PXE or PXENV+
 * @stack_esp:	the ROM's own stack, with @stack_ss, where some work only; @stack_ss 0: ours
 * @stack_ss:	its segment
 * @service:	one service with @block, or UNDI_FRAMES
 * @status:	out: 0, or what the service or UNDI_ISR failed with
 * @tx_count:	frames to send, by @tx
 * @tx_done:	out: how many the ROM took
 * @tx_status:	out: why not the next
 * @next:	ISR_*, where the ROM's work on an interrupt goes on; kept from trip to trip
 * @calls:	so many calls of UNDI_ISR at most
 * @rubbish:	out: answers that made no sense
 * @rx_left:	room for received frames in bytes
 * @rx:		where the next is put: struct pxe_undi_isr, the frame, to a multiple of 4 bytes
 * @block_at:	of the call being made
 * @own_esp:	our stack meanwhile, with @own_ss
 * @own_ss:	its segment
 * @call_sp:	stack of the call being made
 * @call_ss:	its segment
 * @unasked:	1: go on with ISR_PROCESS when the ROM says that no interrupt was its own
 * @ours:	out: how often it said that one was
 * @reserved:	none
 * @tx:		struct undi_slot, offsets in the segment of @rx
 * @isr:	what UNDI_ISR is called with
 * @reserved2:	none
 * @block:	parameters of @service
 */
struct undi_trip {
	struct pxe_far entry;
	u32 stack_esp;
	u16 stack_ss;
	u16 service;
	u16 status;
	u16 tx_count, tx_done, tx_status;
	u16 next;
	u16 calls, rubbish;
	u16 rx_left;
	struct pxe_far rx;
	struct pxe_far block_at;
	u32 own_esp;
	u16 own_ss;
	u32 call_sp;
	u16 call_ss;
	u16 unasked, ours;
	u8 reserved[12];
	u16 tx[UNDI_TX_SLOTS];
	u8 reserved2[32];
	struct pxe_undi_isr isr;
	u8 reserved3[112];
	u8 block[256];
} __packed;

#define UNDI_TRIP_AT(field, at) \
	static_assert(offsetof(struct undi_trip, field) == (at)-BIOS_LOW_PARAM)

UNDI_TRIP_AT(stack_esp, UT_STACK);
UNDI_TRIP_AT(service, UT_SERVICE);
UNDI_TRIP_AT(tx_count, UT_TX_COUNT);
UNDI_TRIP_AT(next, UT_NEXT);
UNDI_TRIP_AT(rubbish, UT_RUBBISH);
UNDI_TRIP_AT(rx_left, UT_RX_LEFT);
UNDI_TRIP_AT(rx, UT_RX);
UNDI_TRIP_AT(block_at, UT_BLOCK_AT);
UNDI_TRIP_AT(own_esp, UT_OWN_STACK);
UNDI_TRIP_AT(call_sp, UT_CALL_SP);
UNDI_TRIP_AT(unasked, UT_UNASKED);
UNDI_TRIP_AT(tx, UT_TX);
UNDI_TRIP_AT(isr, UT_ISR);
UNDI_TRIP_AT(block, UT_BLOCK);
static_assert(offsetof(struct pxe_undi_isr, function) == ISR_FUNCTION);
static_assert(offsetof(struct pxe_undi_isr, bytes) == ISR_BYTES);
static_assert(offsetof(struct pxe_undi_isr, frame) == ISR_FRAME);
static_assert(sizeof(struct pxe_undi_isr) == UNDI_ISR_BYTES);
static_assert(UNDI_TRANSMIT == PXE_UNDI_TRANSMIT && UNDI_ISR == PXE_UNDI_ISR);
static_assert(ISR_START == PXE_ISR_START && ISR_PROCESS == PXE_ISR_PROCESS);
static_assert(ISR_NEXT == PXE_ISR_NEXT && ISR_OURS == PXE_ISR_OURS && ISR_DONE == PXE_ISR_DONE);
static_assert(ISR_TRANSMITTED == PXE_ISR_TRANSMIT && ISR_RECEIVED == PXE_ISR_RECEIVE);
static_assert(UNDI_FRAME_MAX == UNDI_RX_MAX);
static_assert(BIOS_LOW_PARAM + sizeof(struct undi_trip) <= BIOS_LOW_WINDOW);

/* undi_loop.S: the image that is copied to BIOS_LOW_UNDI. */
extern const char undi_loop_start[], undi_loop_end[];

#define UNDI_HOW 48

/**
 * struct undi_rom - a PXE ROM that can be called
 * @entry:	where
 * @stack_esp:	its own stack, with @stack_ss
 * @stack_ss:	0: not known, calls go on our stack
 * @is_old:	it has PXENV+ only, no !PXE
 * @is_ours:	we have loaded it
 * @how:	by what it was found, or from which card's ROM it is
 * @state:	what our network boot program has left, or NULL
 * @memory:	what it lies in
 */
struct undi_rom {
	struct pxe_far entry;
	u32 stack_esp;
	u16 stack_ss;
	bool is_old, is_ours;
	char how[UNDI_HOW];
	const struct pxe_state *state;
	struct undi_memory memory;
};

#define UNDI_CHOICES 8

/**
 * struct undi_choice - an option ROM with an UNDI loader, and its card
 * @phys:	physical address of what is left of it in memory
 * @where:	PCI bus, device and function
 * @device:	PCI device, which need not be that of the ROM's header
 * @id:		its headers
 */
struct undi_choice {
	u32 phys;
	u16 where;
	u16 device;
	struct undi_rom_id id;
};

#define UNDI_WHERE(w) (w) >> 8, (w) >> 3 & 0x1f, (w)&7 /* for "%02x:%02x.%x" */

/**
 * struct undi_exchange - the result of a trip that sent and received
 * @sent:	frames that the ROM took
 * @status:	0, or the status of the call that ended it
 * @tx_status:	0, or why the frame after those was not taken
 * @received:	frames
 */
struct undi_exchange {
	unsigned int sent;
	u16 status;
	u16 tx_status;
	unsigned int received;
};

/**
 * struct undi_stats - what it cost
 * @trips:	to real mode to send and receive
 * @trip_ns:	nanoseconds in them
 * @longest_ns:	the longest
 * @isr_calls:	calls of UNDI_ISR in them
 * @full:	trips that ended because the ring was full
 * @rubbish:	answers of the ROM that made no sense
 * @dropped:	frames given up because their parts or lengths made none
 * @unasked:	the ROM is asked for frames although it says that no interrupt is its own
 */
struct undi_stats {
	u64 trips, trip_ns, longest_ns, isr_calls, full, rubbish, dropped;
	bool unasked;
};

extern struct undi_stats undi_stats;

struct sk_buff;
struct sk_buff_head;

static inline u32 undi_phys(struct pxe_far p)
{
	return p.seg * 16 + p.off;
}

/* undi_find.c */
bool undi_find(struct undi_rom *rom);
bool undi_take_bang(struct undi_rom *rom, u32 phys);

/* undi_scan.c */
unsigned int undi_scan(struct undi_choice *choices, unsigned int room);
int undi_fetch(const struct undi_choice *choice, struct undi_rom_id *id, u32 *phys);

/* undi_load.c */
int undi_load(struct undi_rom *rom, const struct undi_choice *choice);
int undi_unload(struct undi_rom *rom, bool at_once);

/* undi_trip.c */
void undi_trip_init(void);
void undi_trip_use(const struct undi_rom *rom);
bool undi_run(unsigned int ncalls);
u16 undi_call(u16 service, void *block, size_t bytes);
u16 undi_cached_packet(u16 type, void *buf, size_t *bytes);
void undi_restart(void);
struct undi_exchange undi_send_and_receive(struct sk_buff_head *tx, undi_give *give, void *context);

#endif /* __ASSEMBLY__ */
#endif /* BIOS_UNDI_H */
