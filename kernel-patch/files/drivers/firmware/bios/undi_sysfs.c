// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/class/net/net0/undi: the ROM, what trips to it cost, the DHCP packets it has kept.
 */
#include <linux/math64.h>
#include <linux/sysfs.h>
#include <linux/time64.h>
#include "undi_net.h"

static ssize_t rom_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	const struct undi_rom *rom = ((struct undi *)netdev_priv(to_net_dev(dev)))->rom;

	return sysfs_emit(buf, "%04x:%04x %s, on %s stack\n", rom->entry.seg, rom->entry.off,
			  rom->how, rom->stack_ss ? "its own" : "our");
}
static DEVICE_ATTR_RO(rom);

#define UNDI_STAT(name, value)                                                                   \
	static ssize_t name##_show(struct device *dev, struct device_attribute *attr, char *buf) \
	{                                                                                        \
		return sysfs_emit(buf, "%llu\n", (unsigned long long)(value));                   \
	}                                                                                        \
	static DEVICE_ATTR_RO(name)

UNDI_STAT(trips, undi_stats.trips);
UNDI_STAT(trip_us, div_u64(undi_stats.trip_ns, NSEC_PER_USEC));
UNDI_STAT(longest_us, div_u64(undi_stats.longest_ns, NSEC_PER_USEC));
UNDI_STAT(isr_calls, undi_stats.isr_calls);
UNDI_STAT(full_trips, undi_stats.full);
UNDI_STAT(rubbish, undi_stats.rubbish);
UNDI_STAT(dropped, undi_stats.dropped);
UNDI_STAT(unasked, undi_stats.unasked);

static struct attribute *undi_attrs[] = {
	&dev_attr_rom.attr,	  &dev_attr_trips.attr,
	&dev_attr_trip_us.attr,	  &dev_attr_longest_us.attr,
	&dev_attr_isr_calls.attr, &dev_attr_full_trips.attr,
	&dev_attr_rubbish.attr,	  &dev_attr_dropped.attr,
	&dev_attr_unasked.attr,	  NULL,
};

/* @attr->private: PXE_CACHED_*, the packet's type. */
static ssize_t packet_read(struct file *file, struct kobject *kobj, struct bin_attribute *attr,
			   char *buf, loff_t pos, size_t n)
{
	const struct undi *undi = netdev_priv(to_net_dev(kobj_to_dev(kobj)));
	unsigned int i = (unsigned int)(uintptr_t)attr->private - PXE_CACHED_DISCOVER;

	return memory_read_from_buffer(buf, n, &pos, undi->packet[i], undi->packet_bytes[i]);
}

#define PACKET_ATTR(which, type)                                  \
	static struct bin_attribute packet_##which = {            \
		.attr = { .name = "dhcp_" #which, .mode = 0400 }, \
		.private = (void *)(type),                        \
		.read = packet_read,                              \
	}

PACKET_ATTR(discover, PXE_CACHED_DISCOVER);
PACKET_ATTR(ack, PXE_CACHED_ACK);
PACKET_ATTR(reply, PXE_CACHED_REPLY);

static struct bin_attribute *undi_packets[] = {
	&packet_discover,
	&packet_ack,
	&packet_reply,
	NULL,
};

const struct attribute_group undi_group = {
	.name = "undi",
	.attrs = undi_attrs,
	.bin_attrs = undi_packets,
};
