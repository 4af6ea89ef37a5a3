// SPDX-License-Identifier: GPL-2.0-only
/*
 * Block devices by BIOS drive number: /dev/bd80, floppies /dev/bd00, CDs /dev/bde0.
 *
 * Read-only until "blockdev --setrw": a rescue shall harm nothing by accident.
 */
#include <linux/backing-dev.h>
#include <linux/blk-mq.h>
#include <linux/hdreg.h>
#include <linux/init.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/sysfs.h>
#include <linux/xarray.h>
#include "bios13.h"

#define MAX_DRIVES (BIOS13_FLOPPIES + BIOS13_DISKS + BIOS13_CDS)

bool bios13_use_edd = true;
module_param_named(edd, bios13_use_edd, bool, 0444);
MODULE_PARM_DESC(edd, "use EDD (default); 0: hard disks by CHS only, and no CDs");

static struct bios13_drive *drive_of(struct gendisk *disk)
{
	return disk->private_data;
}

static blk_status_t bios13_queue_rq(struct blk_mq_hw_ctx *hctx, const struct blk_mq_queue_data *bd)
{
	struct request *rq = bd->rq;
	struct bios13_drive *drive = hctx->queue->queuedata;
	blk_status_t status = BLK_STS_IOERR;

	blk_mq_start_request(rq);
	rq->rq_flags |= RQF_QUIET; /* we say more than the block layer would */
	switch (req_op(rq)) {
	case REQ_OP_READ:
		status = bios13_transfer(drive, rq);
		break;
	case REQ_OP_WRITE:
		/* The block layer only warns of writes to a read-only device. */
		if (!bdev_read_only(rq->bio->bi_bdev))
			status = bios13_transfer(drive, rq);
		break;
	default:
		break;
	}
	if (status == BLK_STS_OK)
		__blk_mq_end_request(rq, BLK_STS_OK);
	else
		blk_mq_end_request(rq, status);
	return BLK_STS_OK;
}

static const struct blk_mq_ops bios13_mq_ops = {
	.queue_rq = bios13_queue_rq,
};

static void update_capacity(struct bios13_drive *drive)
{
	set_capacity(drive->disk, drive->sectors * (drive->sector_bytes / 512));
}

/* One request, of read-ahead too, is one trip. */
static void set_trip_limits(struct gendisk *disk)
{
	blk_queue_max_hw_sectors(disk->queue, bios13_max_trip_sectors());
	disk->bdi->ra_pages = bios13_max_trip_sectors() / (PAGE_SIZE / 512);
}

/*
 * The first to open a removable drive looks for its medium. A network that was begun meanwhile
 * has taken from what a trip can move.
 */
static int bios13_open(struct block_device *bdev, fmode_t mode)
{
	struct bios13_drive *drive = drive_of(bdev->bd_disk);
	int err = 0;

	if (queue_max_hw_sectors(bdev->bd_disk->queue) > bios13_max_trip_sectors())
		set_trip_limits(bdev->bd_disk);
	/* Many BIOSes always say "changed": with a mounted file system, that is no reason. */
	if (drive->kind == BIOS13_DISK || atomic_read(&bdev->bd_openers))
		return 0;
	if (bdev_check_media_change(bdev) || !drive->sectors || drive->gone) {
		err = bios13_find_medium(drive);
		update_capacity(drive);
	}
	return mode & FMODE_NDELAY ? 0 : err;
}

static unsigned int bios13_check_events(struct gendisk *disk, unsigned int clearing)
{
	return bios13_medium_changed(drive_of(disk)) ? DISK_EVENT_MEDIA_CHANGE : 0;
}

/*
 * BLKROSET. A partition that is made writable needs a writable disk below; the
 * other partitions then get the protection that the disk gave them.
 */
static int bios13_set_read_only(struct block_device *bdev, bool ro)
{
	struct gendisk *disk = bdev->bd_disk;
	struct block_device *part;
	unsigned long i;

	if (ro || bdev == disk->part0 || !disk->part0->bd_read_only)
		return 0;
	xa_for_each_start(&disk->part_tbl, i, part, 1) part->bd_read_only = part != bdev;
	disk->part0->bd_read_only = false;
	return 0;
}

static int bios13_getgeo(struct block_device *bdev, struct hd_geometry *geo)
{
	struct bios13_drive *drive = drive_of(bdev->bd_disk);

	if (!drive->spt)
		return -ENOTTY;
	geo->heads = (unsigned char)drive->heads;
	geo->sectors = (unsigned char)drive->spt;
	geo->cylinders = drive->cylinders;
	return 0;
}

static const struct block_device_operations bios13_fops = {
	.open = bios13_open,
	.check_events = bios13_check_events,
	.set_read_only = bios13_set_read_only,
	.getgeo = bios13_getgeo,
};

static ssize_t drive_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%02x\n", drive_of(dev_to_disk(dev))->number);
}
static DEVICE_ATTR_RO(drive);

/* AH=41h's version in the words of the specifications. */
static const char *edd_name(u8 version)
{
	switch (version) {
	case 0x01:
		return "EDD 1.0";
	case 0x20:
		return "EDD 2.0";
	case 0x21:
		return "EDD 1.1";
	case 0x30:
		return "EDD 3.0";
	default:
		return version > 0x30 ? "EDD 4.0" : "EDD";
	}
}

static const char *interface_name(const struct bios13_drive *drive)
{
	return drive->edd ? edd_name(drive->edd_version) : "CHS";
}

static ssize_t interface_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", interface_name(drive_of(dev_to_disk(dev))));
}
static DEVICE_ATTR_RO(interface);

static ssize_t geometry_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	const struct bios13_drive *drive = drive_of(dev_to_disk(dev));

	return sysfs_emit(buf, "%u/%u/%u\n", drive->cylinders, drive->heads, drive->spt);
}
static DEVICE_ATTR_RO(geometry);

static ssize_t bus_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", drive_of(dev_to_disk(dev))->bus);
}
static DEVICE_ATTR_RO(bus);

static ssize_t trips_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%llu\n", drive_of(dev_to_disk(dev))->trips);
}
static DEVICE_ATTR_RO(trips);

static ssize_t trip_us_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%llu\n",
			  div_u64(drive_of(dev_to_disk(dev))->trip_ns, NSEC_PER_USEC));
}
static DEVICE_ATTR_RO(trip_us);

static struct attribute *bios13_attrs[] = {
	&dev_attr_drive.attr,
	&dev_attr_interface.attr,
	&dev_attr_geometry.attr,
	&dev_attr_bus.attr,
	&dev_attr_trips.attr,
	&dev_attr_trip_us.attr,
	NULL,
};

static const struct attribute_group bios13_group = {
	.name = "bios",
	.attrs = bios13_attrs,
};

static const struct attribute_group *bios13_groups[] = { &bios13_group, NULL };

static void set_disk(struct bios13_drive *drive)
{
	struct gendisk *disk = drive->disk;

	blk_queue_logical_block_size(disk->queue, drive->sector_bytes);
	blk_queue_max_segments(disk->queue, USHRT_MAX); /* copied: any list of buffers will do */
	blk_queue_max_segment_size(disk->queue, UINT_MAX);
	disk->fops = &bios13_fops;
	disk->private_data = drive;
	disk->part0->bd_read_only = true;
	scnprintf(disk->disk_name, DISK_NAME_LEN, "bd%02x", drive->number);
	if (drive->removable)
		disk->flags |= GENHD_FL_REMOVABLE;
	if (drive->kind != BIOS13_DISK) {
		disk->flags |= GENHD_FL_NO_PART;
		disk->events = DISK_EVENT_MEDIA_CHANGE;
	}
	update_capacity(drive);
}

static void say_drive(const struct bios13_drive *drive)
{
	static const char *const kinds[] = { "disk", "floppy drive", "CD-ROM drive" };
	u64 mib = drive->sectors * (drive->sector_bytes / 512) >> 11;

	if (drive->kind == BIOS13_DISK)
		pr_info("bios13: %s: %llu MiB, %s%s%s\n", drive->disk->disk_name, mib,
			interface_name(drive), drive->bus[0] ? ", " : "", drive->bus);
	else
		pr_info("bios13: %s: %s, %s\n", drive->disk->disk_name, kinds[drive->kind],
			interface_name(drive));
}

/* Make the block device. On failure @drive is the caller's to free. */
static int add_drive(struct bios13_drive *drive)
{
	struct blk_mq_tag_set *tags = &drive->tags;
	int err;

	tags->ops = &bios13_mq_ops;
	tags->nr_hw_queues = 1;
	tags->queue_depth = 4;
	tags->numa_node = NUMA_NO_NODE;
	tags->flags = BLK_MQ_F_SHOULD_MERGE | BLK_MQ_F_BLOCKING;
	err = blk_mq_alloc_tag_set(tags);
	if (err)
		return err;
	drive->disk = blk_mq_alloc_disk(tags, drive);
	if (IS_ERR(drive->disk)) {
		err = PTR_ERR(drive->disk);
		goto free_tags;
	}
	set_disk(drive);
	say_drive(drive);
	err = device_add_disk(NULL, drive->disk, bios13_groups);
	if (err)
		goto put_disk;
	set_trip_limits(drive->disk);
	return 0;

put_disk:
	put_disk(drive->disk);
free_tags:
	blk_mq_free_tag_set(tags);
	return err;
}

/* Disks, and none but ATA's: see renew.c. */
static bool __init all_ata(struct bios13_drive *const *drives, unsigned int n)
{
	bool ata = false;
	unsigned int i;

	for (i = 0; i < n; i++) {
		if (drives[i]->kind != BIOS13_DISK)
			continue;
		if (!drives[i]->ata)
			return false;
		ata = true;
	}
	return ata;
}

static int __init bios13_init(void)
{
	struct bios13_drive *drives[MAX_DRIVES];
	unsigned int i, n;
	bool ata;
	int err;

	if (!bios_present())
		return 0;
	n = bios13_find(drives, ARRAY_SIZE(drives));
	ata = all_ata(drives, n);
	if (!n)
		pr_notice("bios13: the BIOS has no drives\n");
	for (i = 0; i < n; i++) {
		err = add_drive(drives[i]);
		if (err) {
			pr_err("bios13: drive %02xh: error %d\n", drives[i]->number, -err);
			kfree(drives[i]);
		}
	}
	if (!ata)
		bios_renew_pages();
	return 0;
}
device_initcall(bios13_init);
