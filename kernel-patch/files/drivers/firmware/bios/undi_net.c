// SPDX-License-Identifier: GPL-2.0-only
/*
 * net0: the network device over a PXE ROM.
 *
 * A thread asks the ROM for frames while the interface is up: at once while there are any,
 * then less and less often. Those of one trip go up together. A frame to send wakes the thread.
 * The NIC is closed when the interface goes down, so that nothing writes to memory then.
 */
#include <linux/etherdevice.h>
#include <linux/kthread.h>
#include "undi_net.h"

#define TX_QUEUE       64  /* frames */
#define POLL_MIN_US    250 /* while an answer is likely */
#define POLL_MAX_US    16000
#define TX_TRIES       100 /* for a frame that the ROM has no room for */
#define TX_TRIES_ERROR 3   /* for one that it fails on */
#define FAILURES       16  /* trips in a row before the NIC is opened anew */
#define REOPEN_US      2000000

static u16 filter_of(const struct net_device *dev)
{
	u16 filter = PXE_FILTER_DIRECTED | PXE_FILTER_BROADCAST;

	/* The only way to multicast that all ROMs have is to receive everything. */
	return dev->flags & (IFF_PROMISC | IFF_ALLMULTI) ? filter | PXE_FILTER_ALL : filter;
}

/* The card is polled. Never the lines of timer, keyboard, floppy, RTC, FPU and IDE. */
static u16 line_of(const struct net_device *dev)
{
	const u16 others = BIT(0) | BIT(1) | BIT(2) | BIT(6) | BIT(8) | BIT(13) | BIT(14) | BIT(15);

	return dev->irq > 0 && dev->irq < 16 ? BIT(dev->irq) & ~others : 0;
}

static u16 open_nic(struct undi *undi)
{
	struct pxe_undi_open open = { .filter = filter_of(undi->dev) };
	u16 status;

	bios_hold_irqs(line_of(undi->dev));
	status = undi_call(PXE_UNDI_OPEN, &open, sizeof(open));
	undi->filter = open.filter;
	undi->want_filter = open.filter;
	undi_restart();
	return status;
}

/**
 * undi_close_nic() - close the NIC: it writes to no memory from then on
 *
 * Sleeps. Return: 0, or a PXE status.
 */
u16 undi_close_nic(void)
{
	struct pxe_undi_close close = { .status = 0 };
	u16 status = undi_call(PXE_UNDI_CLOSE, &close, sizeof(close));

	bios_hold_irqs(0);
	return status;
}

/* A frame from the ring, copied out at once: the ring is for the next trip. */
static void receive(void *context, const void *frame, unsigned int bytes)
{
	struct undi *undi = context;
	struct net_device *dev = undi->dev;
	struct sk_buff *skb = netdev_alloc_skb_ip_align(dev, bytes);

	if (!skb) {
		dev->stats.rx_dropped++;
		return;
	}
	skb_put_data(skb, frame, bytes);
	skb->protocol = eth_type_trans(skb, dev);
	dev->stats.rx_packets++;
	dev->stats.rx_bytes += bytes;
	skb_queue_tail(&undi->rx, skb);
}

/* What a trip has brought: frames of one connection become one packet, and get one answer. */
static int undi_napi_poll(struct napi_struct *napi, int budget)
{
	struct undi *undi = container_of(napi, struct undi, napi);
	struct sk_buff *skb;
	int done;

	for (done = 0; done < budget && (skb = skb_dequeue(&undi->rx)); done++)
		napi_gro_receive(napi, skb);
	if (done < budget)
		napi_complete_done(napi, done);
	return done;
}

/* In this thread, so that the answers are in the queue when it makes its next trip. */
static void hand_up(struct undi *undi)
{
	local_bh_disable();
	napi_schedule(&undi->napi);
	local_bh_enable();
}

static void drop_first(struct undi *undi, u16 status)
{
	net_warn_ratelimited("%s: not sent: PXE status %02xh\n", undi->dev->name, status);
	dev_kfree_skb(skb_dequeue(&undi->tx));
	undi->dev->stats.tx_errors++;
	undi->tx_tries = 0;
}

/* Take off the queue what was sent, and what will never be. */
static void after_sending(struct undi *undi, const struct undi_exchange *ex)
{
	struct net_device *dev = undi->dev;
	unsigned int i;

	for (i = 0; i < ex->sent; i++) {
		struct sk_buff *skb = skb_dequeue(&undi->tx);

		dev->stats.tx_packets++;
		dev->stats.tx_bytes += skb->len;
		dev_consume_skb_any(skb);
	}
	if (ex->sent)
		undi->tx_tries = 0;
	if (ex->tx_status &&
	    ++undi->tx_tries >=
		    (ex->tx_status == PXE_STATUS_OUT_OF_RESOURCES ? TX_TRIES : TX_TRIES_ERROR))
		drop_first(undi, ex->tx_status);
	if (skb_queue_len(&undi->tx) < TX_QUEUE / 2)
		netif_wake_queue(dev);
}

/* The ROM has failed for a while: say so once, and open it anew now and then. */
static void after_failure(struct undi *undi, u16 status)
{
	struct net_device *dev = undi->dev;

	if (netif_carrier_ok(dev)) {
		netdev_err(dev, "the PXE ROM fails, status %02xh; trying to open it anew\n",
			   status);
		netif_carrier_off(dev);
	}
	skb_queue_purge(&undi->tx);
	undi_close_nic();
	open_nic(undi);
}

/* One trip, and what follows from it. Return: microseconds to wait before the next. */
static unsigned int poll(struct undi *undi, unsigned int wait_us)
{
	struct undi_exchange ex;

	ex = undi_send_and_receive(&undi->tx, receive, undi);
	if (ex.received)
		hand_up(undi);
	after_sending(undi, &ex);
	if (ex.status) {
		undi->dev->stats.rx_errors++;
		if (++undi->failures % FAILURES)
			return POLL_MAX_US;
		after_failure(undi, ex.status);
		return REOPEN_US;
	}
	if (!netif_carrier_ok(undi->dev)) {
		netdev_info(undi->dev, "the PXE ROM works again\n");
		netif_carrier_on(undi->dev);
	}
	undi->failures = 0;
	if (ex.received)
		return 0;
	if (ex.sent || ex.tx_status)
		return POLL_MIN_US;
	return clamp(wait_us * 2, (unsigned int)POLL_MIN_US, (unsigned int)POLL_MAX_US);
}

static void follow_filter(struct undi *undi)
{
	struct pxe_undi_set_filter block = { .filter = (u8)undi->want_filter };

	if (undi->want_filter == undi->filter)
		return;
	undi->filter = undi->want_filter;
	if (undi_call(PXE_UNDI_SET_FILTER, &block, sizeof(block)))
		netdev_warn(undi->dev, "the PXE ROM takes no filter while it is open: "
				       "set the interface down and up\n");
}

static bool is_awaited(const struct undi *undi)
{
	return kthread_should_stop() ||
	       (!skb_queue_empty(&undi->tx) && !undi->tx_tries && !undi->failures);
}

static int undi_thread(void *context)
{
	struct undi *undi = context;
	unsigned int wait_us = POLL_MIN_US;

	while (!kthread_should_stop()) {
		follow_filter(undi);
		wait_us = poll(undi, wait_us);
		if (wait_us)
			wait_event_interruptible_hrtimeout(undi->wait, is_awaited(undi),
							   ns_to_ktime(wait_us * NSEC_PER_USEC));
		else
			cond_resched();
	}
	return 0;
}

static int undi_up(struct net_device *dev)
{
	struct undi *undi = netdev_priv(dev);
	u16 status = open_nic(undi);

	if (status) {
		netdev_err(dev, "the PXE ROM does not open the NIC: status %02xh\n", status);
		return -EIO;
	}
	undi->failures = 0;
	undi->tx_tries = 0;
	napi_enable(&undi->napi);
	undi->thread = kthread_run(undi_thread, undi, "%s", dev->name);
	if (IS_ERR(undi->thread)) {
		napi_disable(&undi->napi);
		undi_close_nic();
		return PTR_ERR(undi->thread);
	}
	netif_carrier_on(dev);
	netif_start_queue(dev);
	return 0;
}

static int undi_down(struct net_device *dev)
{
	struct undi *undi = netdev_priv(dev);
	u16 status;

	netif_stop_queue(dev);
	kthread_stop(undi->thread);
	napi_disable(&undi->napi);
	skb_queue_purge(&undi->rx);
	skb_queue_purge(&undi->tx);
	status = undi_close_nic();
	if (status)
		netdev_warn(dev, "the PXE ROM does not close the NIC: status %02xh\n", status);
	return 0;
}

static netdev_tx_t undi_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct undi *undi = netdev_priv(dev);

	if (skb->len > UNDI_FRAME_MAX || skb->len < ETH_HLEN) {
		dev->stats.tx_dropped++;
		dev_kfree_skb_any(skb);
		return NETDEV_TX_OK;
	}
	skb_queue_tail(&undi->tx, skb);
	if (skb_queue_len(&undi->tx) >= TX_QUEUE)
		netif_stop_queue(dev);
	wake_up_interruptible(&undi->wait);
	return NETDEV_TX_OK;
}

/* Atomic context: the thread tells the ROM. */
static void undi_set_rx_mode(struct net_device *dev)
{
	struct undi *undi = netdev_priv(dev);

	undi->want_filter = filter_of(dev);
}

static const struct net_device_ops undi_ops = {
	.ndo_open = undi_up,
	.ndo_stop = undi_down,
	.ndo_start_xmit = undi_xmit,
	.ndo_set_rx_mode = undi_set_rx_mode,
	.ndo_validate_addr = eth_validate_addr,
};

/**
 * undi_setup() - alloc_netdev()'s callback: make an Ethernet device of it
 * @dev:	the device, with struct undi as its private part
 */
void undi_setup(struct net_device *dev)
{
	struct undi *undi = netdev_priv(dev);

	ether_setup(dev);
	dev->netdev_ops = &undi_ops;
	dev->sysfs_groups[0] = &undi_group;
	undi->dev = dev;
	init_waitqueue_head(&undi->wait);
	skb_queue_head_init(&undi->tx);
	skb_queue_head_init(&undi->rx);
	netif_napi_add(dev, &undi->napi, undi_napi_poll);
}
