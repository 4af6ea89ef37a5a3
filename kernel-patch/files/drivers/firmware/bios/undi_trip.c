// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls to a resident PXE ROM: one service, or a trip that sends and receives many frames.
 *
 * Frames have 64 KiB below 1 MiB of their own (bios_net): 16 slots to send from, a ring for
 * what is received. A slot is used again as late as possible, because nobody waits until
 * the NIC has read it: many ROMs never say so.
 */
#include <linux/etherdevice.h>
#include <linux/init.h>
#include <linux/math64.h>
#include <linux/skbuff.h>
#include <linux/string.h>
#include "undi.h"

#define CALLS_A_TRIP 96 /* two for a frame are usual, four for one in parts */
#define SENT_ENOUGH  2	/* frames that bring an interrupt, be it for "sent" */
#define PAYLOAD_MIN  (ETH_ZLEN - ETH_HLEN)

/**
 * struct undi_slot - a frame to send
 * @call:	the parameters of PXENV_UNDI_TRANSMIT
 * @tbd:	what they point to
 * @node:	address of the receiver, unused bytes 0
 * @pad:	0
 * @data:	the frame, without its header unless it is sent raw
 */
struct undi_slot {
	struct pxe_undi_transmit call;
	struct pxe_undi_tbd tbd;
	u8 node[PXE_NODE_BYTES];
	u8 pad[20];
	u8 data[UNDI_FRAME_MAX];
} __packed;

static_assert(offsetof(struct undi_slot, data) == 128);

#define RX_OFFSET (UNDI_TX_SLOTS * sizeof(struct undi_slot))

struct undi_stats undi_stats;

static struct undi_trip rom_trip; /* the part that is the same in all trips */
static struct undi_rx rx_state;
static unsigned int tx_slot;
static unsigned int sent_unheard; /* frames since the NIC was opened or an interrupt was its own */

static struct undi_trip *trip_at(void)
{
	return bios_low_at(BIOS_LOW_PARAM);
}

static struct undi_slot *slot_at(unsigned int slot)
{
	return (struct undi_slot *)bios_net.virt + slot;
}

static struct pxe_far net_far(const void *p)
{
	return (struct pxe_far){ (u16)(p - bios_net.virt), (u16)(bios_net.phys >> 4) };
}

/**
 * undi_run() - as bios_run(), for calls that lead to a PXE ROM
 * @ncalls:	of bios_calls()
 *
 * Between bios_begin() and bios_end(). Return: all were made.
 */
bool undi_run(unsigned int ncalls)
{
	bool good;

	bios_state()->for_rom = 1;
	good = bios_run(ncalls) == ncalls;
	bios_state()->for_rom = 0;
	return good;
}

/* One trip with the loop of undi_loop.S as its only call. */
static bool run_loop(void)
{
	struct bios_call *call = &bios_calls()[0];

	*call = (struct bios_call){
		.ds = bios_low_seg(),
		.es = bios_low_seg(),
		.vector = BIOS_LOW_UNDI,
		.seg = bios_low_seg(),
		.flags = BIOS_CALL_FAR,
	};
	return undi_run(1);
}

/**
 * undi_trip_init() - put the loop of undi_loop.S into low memory
 */
void __init undi_trip_init(void)
{
	memcpy(bios_low_at(BIOS_LOW_UNDI), undi_loop_start, undi_loop_end - undi_loop_start);
}

/**
 * undi_trip_use() - which ROM is called from now on
 * @rom:	which; its memory must last
 */
void undi_trip_use(const struct undi_rom *rom)
{
	rom_trip = (struct undi_trip){
		.entry = rom->entry,
		.stack_esp = rom->stack_esp,
		.stack_ss = rom->stack_ss,
		.next = ISR_START,
	};
	undi_restart();
}

/* As undi_call(), between bios_begin() and bios_end(). */
static u16 call_service(u16 service, void *block, size_t bytes)
{
	struct undi_trip *trip = trip_at();

	*trip = rom_trip;
	trip->service = service;
	memcpy(trip->block, block, bytes);
	if (!run_loop())
		return PXE_STATUS_FAILURE;
	memcpy(block, trip->block, bytes);
	return trip->status;
}

/**
 * undi_call() - call one service
 * @service:	UNDI_*
 * @block:	its parameters, whose first word is the status; gets the answer
 * @bytes:	of @block, at most sizeof(undi_trip.block)
 *
 * Sleeps. Return: 0, or a PXE status.
 */
u16 undi_call(u16 service, void *block, size_t bytes)
{
	u16 status;

	bios_begin();
	status = call_service(service, block, bytes);
	bios_end();
	return status;
}

/**
 * undi_cached_packet() - a DHCP packet that the ROM has kept
 * @type:	1: what it asked, 2: the server's last word, 3: the boot server's
 * @buf:	gets it
 * @bytes:	in: room; out: size of the packet
 *
 * Sleeps. Return: 0, or a PXE status: many ROMs have forgotten them by now.
 */
u16 undi_cached_packet(u16 type, void *buf, size_t *bytes)
{
	u8 *low = bios_net.virt + RX_OFFSET;
	struct pxe_get_cached_info info = {
		.type = type,
		.bytes = (u16)*bytes,
		.buffer = net_far(low),
		.limit = (u16)*bytes,
	};
	u16 status;

	bios_begin();
	memset(low, 0, *bytes);
	status = call_service(PXE_GET_CACHED_INFO, &info, sizeof(info));
	*bytes = min_t(size_t, info.bytes, *bytes);
	memcpy(buf, low, *bytes);
	bios_end();
	return status;
}

/**
 * undi_restart() - the NIC was opened anew: nothing is under way any more
 */
void undi_restart(void)
{
	rom_trip.next = ISR_START;
	rom_trip.unasked = 0;
	undi_stats.unasked = false;
	sent_unheard = 0;
	rx_state = (struct undi_rx){ .want = 0 };
}

/*
 * The payload, with its protocol and its receiver: to send frames with their header is what
 * some ROMs cannot. They write the header, with their own address, and so do we not.
 */
static void fill_slot(struct undi_slot *slot, const struct sk_buff *skb)
{
	const struct ethhdr *eth = (const struct ethhdr *)skb->data;
	unsigned int skip = ETH_HLEN;

	memset(slot, 0, offsetof(struct undi_slot, data));
	if (eth->h_proto == htons(ETH_P_IP))
		slot->call.protocol = PXE_PROTOCOL_IP;
	else if (eth->h_proto == htons(ETH_P_ARP))
		slot->call.protocol = PXE_PROTOCOL_ARP;
	else
		skip = 0; /* PXE_PROTOCOL_RAW */
	slot->call.to = is_broadcast_ether_addr(eth->h_dest) ? PXE_TO_ALL : PXE_TO_NODE;
	memcpy(slot->node, eth->h_dest, ETH_ALEN);
	slot->call.node = net_far(slot->node);
	slot->call.data = net_far(&slot->tbd);
	slot->tbd.at = net_far(slot->data);
	slot->tbd.bytes = (u16)max_t(unsigned int, skb->len - skip, skip ? PAYLOAD_MIN : ETH_ZLEN);
	memset(slot->data, 0, ETH_ZLEN);
	memcpy(slot->data, skb->data + skip, skb->len - skip);
}

/* Offer as many frames of @tx as there are slots. The queue keeps them meanwhile. */
static void fill_slots(struct undi_trip *trip, struct sk_buff_head *tx)
{
	struct sk_buff *skb;
	unsigned long flags;

	spin_lock_irqsave(&tx->lock, flags);
	skb_queue_walk(tx, skb)
	{
		unsigned int slot = (tx_slot + trip->tx_count) % UNDI_TX_SLOTS;

		if (trip->tx_count == UNDI_TX_SLOTS)
			break;
		fill_slot(slot_at(slot), skb);
		trip->tx[trip->tx_count++] = (u16)(slot * sizeof(struct undi_slot));
	}
	spin_unlock_irqrestore(&tx->lock, flags);
}

/*
 * Some ROMs look whether the interrupt is pending or in service at the 8259, where it never is: the line
 * is held. Then what iPXE does with all cards of PCI Express helps: do not ask.
 */
static void watch_interrupts(const struct undi_trip *trip)
{
	if (trip->ours)
		sent_unheard = 0;
	else
		sent_unheard += min(trip->tx_done, trip->tx_count);
	if (sent_unheard < SENT_ENOUGH || rom_trip.unasked)
		return;
	pr_info("undi: the PXE ROM says that no interrupt is its own: asking for frames unasked\n");
	rom_trip.unasked = 1;
	undi_stats.unasked = true;
}

static void count(const struct undi_trip *trip, u64 ns)
{
	undi_stats.trips++;
	undi_stats.trip_ns += ns;
	undi_stats.longest_ns = max(undi_stats.longest_ns, ns);
	undi_stats.isr_calls += CALLS_A_TRIP - max_t(s16, (s16)trip->calls, 0);
	undi_stats.full += trip->rx_left < UNDI_RX_ROOM;
	undi_stats.rubbish += trip->rubbish;
}

/**
 * undi_send_and_receive() - one trip: offer frames, then ask for frames until there are none
 * @tx:		frames to send, with Ethernet headers; the caller takes off what was sent
 * @give:	gets each frame that was received; must not sleep
 * @context:	for @give
 *
 * Sleeps before the trip. The ROM may be given CALLS_A_TRIP questions, each of which it
 * has to answer: there is no bound against one that never returns.
 */
struct undi_exchange undi_send_and_receive(struct sk_buff_head *tx, undi_give *give, void *context)
{
	struct undi_exchange result = { .status = PXE_STATUS_FAILURE };
	struct undi_trip *trip;
	u64 before;

	bios_begin();
	trip = trip_at();
	*trip = rom_trip;
	trip->service = UNDI_FRAMES;
	trip->calls = CALLS_A_TRIP;
	trip->rx = net_far(bios_net.virt + RX_OFFSET);
	trip->rx_left = (u16)(bios_net.bytes - 1 - RX_OFFSET) & ~3;
	fill_slots(trip, tx);
	before = bios_stats.trip_ns;
	if (run_loop()) {
		count(trip, bios_stats.trip_ns - before);
		result.sent = min(trip->tx_done, trip->tx_count);
		result.status = trip->status;
		result.tx_status = trip->tx_status;
		if (trip->rx.off > RX_OFFSET)
			result.received = undi_rx_take(&rx_state, bios_net.virt + RX_OFFSET,
						       trip->rx.off - RX_OFFSET, give, context);
		undi_stats.dropped += rx_state.dropped;
		rx_state.dropped = 0;
		rom_trip.next = trip->next;
		watch_interrupts(trip);
		tx_slot = (tx_slot + result.sent) % UNDI_TX_SLOTS;
	}
	bios_end();
	return result;
}
