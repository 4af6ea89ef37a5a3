/* SPDX-License-Identifier: GPL-2.0-only */
/* net0: what its device, its files in sysfs, and who makes and removes it share. */
#ifndef BIOS_UNDI_NET_H
#define BIOS_UNDI_NET_H

#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/wait.h>
#include "undi.h"

#define UNDI_PACKET_BYTES sizeof(struct pxe_packet)

/**
 * struct undi - the device
 * @dev:	as Linux knows it
 * @rom:	the ROM; outlives it
 * @thread:	while the interface is up
 * @wait:	where it sleeps
 * @napi:	what hands frames to Linux
 * @rx:		frames of the last trip, for @napi
 * @tx:		frames to send
 * @tx_tries:	how often the first was refused
 * @filter:	what the NIC was opened with
 * @want_filter: what the user has asked for since
 * @failures:	trips in a row that failed
 * @packet:	DHCP packets that the ROM has kept, PXE_KEPT_*
 * @packet_bytes: their sizes; 0: not kept
 */
struct undi {
	struct net_device *dev;
	struct undi_rom *rom;
	struct task_struct *thread;
	wait_queue_head_t wait;
	struct napi_struct napi;
	struct sk_buff_head rx, tx;
	unsigned int tx_tries;
	u16 filter, want_filter;
	unsigned int failures;
	u8 packet[PXE_KEPT][UNDI_PACKET_BYTES];
	size_t packet_bytes[PXE_KEPT];
};

/* undi_net.c */
void undi_setup(struct net_device *dev);
u16 undi_close_nic(void);

/* undi_sysfs.c */
extern const struct attribute_group undi_group;

#endif /* BIOS_UNDI_NET_H */
