// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes net0 of a PXE ROM and removes it: at boot of one that is in memory, later by
 * /sys/firmware/undi/: "roms" lists the option ROMs that could be loaded, a number of that list written to
 * "load" loads one, 0 the first that works, and "unload" ends what is there and frees its memory.
 */
#include <linux/etherdevice.h>
#include <linux/init.h>
#include <linux/kobject.h>
#include <linux/mutex.h>
#include <linux/reboot.h>
#include <linux/rtnetlink.h>
#include <linux/sysfs.h>
#include "undi_net.h"

#define HW_ETHERNET 1

static DEFINE_MUTEX(ctl_mutex);
static struct undi_rom the_rom;
static struct net_device *the_dev; /* NULL: there is no ROM, or one that did not end */

/* Ask the ROM what it is. Return: 0, or an error after a line in the log. */
static int identify(struct undi *undi)
{
	struct net_device *dev = undi->dev;
	struct pxe_undi_get_information info = { .status = 0 };
	u16 status = undi_call(PXE_UNDI_GET_INFO, &info, sizeof(info));
	const u8 *mac = is_valid_ether_addr(info.mac) ? info.mac : info.permanent_mac;

	if (status) {
		pr_err("undi: the PXE ROM does not work: status %02xh\n", status);
		return -EIO;
	}
	if (info.hardware != HW_ETHERNET || !is_valid_ether_addr(mac)) {
		pr_err("undi: the PXE ROM's NIC is not Ethernet, or has no address: type %u\n",
		       info.hardware);
		return -ENODEV;
	}
	eth_hw_addr_set(dev, mac);
	dev->irq = info.irq;
	return 0;
}

/* What our boot program has passed on is from before anybody else used the ROM. */
static void keep_packet(struct undi *undi, unsigned int i)
{
	const struct pxe_state *state = undi->rom->state;
	size_t *bytes = &undi->packet_bytes[i];

	if (state && !state->kept[i].status && state->kept[i].bytes) {
		*bytes = min_t(size_t, state->kept[i].bytes, UNDI_PACKET_BYTES);
		memcpy(undi->packet[i], &state->kept[i].packet, *bytes);
		return;
	}
	*bytes = UNDI_PACKET_BYTES;
	if (undi->rom->is_ours ||
	    undi_cached_packet(PXE_CACHED_DISCOVER + i, undi->packet[i], bytes))
		*bytes = 0;
}

static void keep_packets(struct undi *undi)
{
	unsigned int i;

	for (i = 0; i < PXE_KEPT; i++)
		keep_packet(undi, i);
}

/* A device for the_rom, whose card is closed. */
static int attach(void)
{
	struct net_device *dev =
		alloc_netdev(sizeof(struct undi), "net%d", NET_NAME_ENUM, undi_setup);
	struct undi *undi;
	int err;

	if (!dev)
		return -ENOMEM;
	undi = netdev_priv(dev);
	undi->rom = &the_rom;
	keep_packets(undi);
	undi_close_nic(); /* whoever started us may have left it open */
	err = identify(undi);
	if (!err)
		err = register_netdev(dev);
	if (err) {
		free_netdev(dev);
		return err;
	}
	the_dev = dev;
	pr_info("undi: %s: %pM, PXE ROM at %04x:%04x %s\n", dev->name, dev->dev_addr,
		the_rom.entry.seg, the_rom.entry.off, the_rom.how);
	return 0;
}

/* We have loaded it, and it is still there. */
static bool ours_stays(void)
{
	return the_rom.is_ours && the_rom.memory.line_kb;
}

static void detach(void)
{
	unregister_netdev(the_dev); /* and so the card is closed */
	free_netdev(the_dev);
	the_dev = NULL;
}

static bool have_room_for_frames(void)
{
	if (bios_take_net())
		return true;
	pr_err("undi: no base memory for frames is left: no network\n");
	return false;
}

static int load(const struct undi_choice *choice)
{
	int err = have_room_for_frames() ? undi_load(&the_rom, choice) : -ENOSPC;

	if (err)
		return err;
	err = attach();
	if (err)
		undi_unload(&the_rom, true);
	return err;
}

static ssize_t roms_show(struct kobject *kobj, struct kobj_attribute *attr, char *buf)
{
	struct undi_choice choices[UNDI_CHOICES];
	unsigned int i, n = undi_scan(choices, UNDI_CHOICES);
	ssize_t at = 0;

	for (i = 0; i < n; i++)
		at += sysfs_emit_at(buf, (int)at, "%u %02x:%02x.%x %04x:%04x %05x %s\n", i + 1,
				    UNDI_WHERE(choices[i].where), choices[i].id.vendor,
				    choices[i].device, choices[i].phys, choices[i].id.name);
	return at;
}

static ssize_t load_store(struct kobject *kobj, struct kobj_attribute *attr, const char *buf,
			  size_t bytes)
{
	struct undi_choice choices[UNDI_CHOICES];
	unsigned int i, n, which;
	int err = kstrtouint(buf, 10, &which);

	if (err)
		return err;
	mutex_lock(&ctl_mutex);
	n = undi_scan(choices, UNDI_CHOICES);
	err = the_dev || ours_stays() ? -EBUSY : -ENODEV;
	if (err == -EBUSY)
		pr_err("undi: a PXE ROM is in memory that has not ended\n");
	for (i = 0; !the_dev && !ours_stays() && i < n; i++) {
		if (!which || which == i + 1)
			err = load(&choices[i]);
	}
	mutex_unlock(&ctl_mutex);
	return err ?: (ssize_t)bytes;
}

static ssize_t unload_store(struct kobject *kobj, struct kobj_attribute *attr, const char *buf,
			    size_t bytes)
{
	int err = -ENODEV;

	mutex_lock(&ctl_mutex);
	if (the_dev) {
		detach();
		err = undi_unload(&the_rom, false);
		pr_info("undi: the PXE ROM %s\n",
			err ? "stays in memory, its card closed" : "is gone, its memory free");
	}
	mutex_unlock(&ctl_mutex);
	return err ?: (ssize_t)bytes;
}

static struct kobj_attribute roms_attr = __ATTR_RO(roms);
static struct kobj_attribute load_attr = __ATTR_WO(load);
static struct kobj_attribute unload_attr = __ATTR_WO(unload);

static struct attribute *ctl_attrs[] = {
	&roms_attr.attr,
	&load_attr.attr,
	&unload_attr.attr,
	NULL,
};

static const struct attribute_group ctl_group = { .attrs = ctl_attrs };

/*
 * Before another system, or the BIOS, gets the machine: no NIC may write to memory then. A ROM that
 * was there stays; one that we have loaded goes, so that base memory is as the BIOS had it.
 */
static int undi_reboot(struct notifier_block *nb, unsigned long event, void *unused)
{
	mutex_lock(&ctl_mutex);
	if (the_dev) {
		rtnl_lock();
		dev_close(the_dev);
		rtnl_unlock();
	}
	if (ours_stays())
		undi_unload(&the_rom, true);
	mutex_unlock(&ctl_mutex);
	return NOTIFY_DONE;
}

static struct notifier_block undi_reboot_nb = { .notifier_call = undi_reboot };

static int __init undi_init(void)
{
	struct kobject *ctl;

	if (!bios_present())
		return 0;
	undi_trip_init();
	undi_memory_init();
	register_reboot_notifier(&undi_reboot_nb);
	ctl = kobject_create_and_add("undi", firmware_kobj);
	if (!ctl || sysfs_create_group(ctl, &ctl_group))
		pr_err("undi: no /sys/firmware/undi: no ROM can be loaded\n");
	if (!undi_find(&the_rom) || !have_room_for_frames())
		return 0;
	undi_trip_use(&the_rom);
	attach();
	return 0;
}
late_initcall(undi_init);
