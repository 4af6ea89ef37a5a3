// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/bios: firmware calls and the first MiB for user space (CAP_SYS_RAWIO).
 * The interface is include/bioscall.h.
 */
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "bios.h"

#define BIOS_CALL_FLAGS (BIOS_CALL_INT | BIOS_CALL_FAR | BIOS_CALL_STOP_CF | BIOS_CALL_STOP_ZF)

static int bios_open(struct inode *inode, struct file *file)
{
	return capable(CAP_SYS_RAWIO) ? 0 : -EPERM;
}

static int bios_check_call(const struct bios_call *call)
{
	unsigned int kind = call->flags & (BIOS_CALL_INT | BIOS_CALL_FAR);

	if ((call->flags & ~BIOS_CALL_FLAGS) || call->nargs > BIOS_CALL_ARGS)
		return -EINVAL;
	if (kind == BIOS_CALL_INT)
		return call->vector <= 0xff && !call->nargs ? 0 : -EINVAL;
	return kind == BIOS_CALL_FAR ? 0 : -EINVAL;
}

static int bios_check_batch(const struct bios_batch *batch, const struct bios_call *calls)
{
	unsigned int i;
	int err;

	for (i = 0; i < batch->ncalls; i++) {
		err = bios_check_call(&calls[i]);
		if (err)
			return err;
	}
	return 0;
}

/* One trip with the caller's registers and data; results back into both. */
static void bios_do_batch(struct bios_batch *batch, struct bios_call *calls, void *data)
{
	void *window = bios_low_at(BIOS_LOW_WINDOW);
	size_t bytes = batch->ncalls * sizeof(*calls);
	u64 before;

	bios_begin();
	memcpy(window, data, batch->in_bytes);
	memset(window + batch->in_bytes, 0, BIOS_LOW_WINDOW_BYTES - batch->in_bytes);
	memcpy(bios_calls(), calls, bytes);
	before = bios_stats.trip_ns;
	batch->ndone = bios_run(batch->ncalls);
	batch->trip_us = (u32)div_u64(bios_stats.trip_ns - before, NSEC_PER_USEC);
	memcpy(calls, bios_calls(), bytes);
	memcpy(data, window, batch->out_bytes);
	bios_end();
}

/*
 * The same with the data of user space, which is not copied between bios_begin() and bios_end():
 * it may be a file's page that is still on a disk, and to read that takes a trip.
 */
static int bios_do_user_batch(struct bios_batch *batch, struct bios_call *calls)
{
	void __user *user = u64_to_user_ptr(batch->data);
	void *data = kmalloc(max(batch->in_bytes, batch->out_bytes), GFP_KERNEL);
	int err = -EFAULT;

	if (!data)
		return -ENOMEM;
	if (copy_from_user(data, user, batch->in_bytes))
		goto out;
	bios_do_batch(batch, calls, data);
	err = copy_to_user(user, data, batch->out_bytes) ? -EFAULT : 0;
out:
	kfree(data);
	return err;
}

static long bios_ioctl_call(struct bios_batch __user *arg)
{
	struct bios_batch batch;
	struct bios_call *calls;
	void __user *user_calls;
	size_t bytes;
	unsigned int i;
	long err;

	if (copy_from_user(&batch, arg, sizeof(batch)))
		return -EFAULT;
	if (!batch.ncalls || batch.ncalls > BIOS_BATCH_MAX ||
	    batch.in_bytes > BIOS_LOW_WINDOW_BYTES || batch.out_bytes > BIOS_LOW_WINDOW_BYTES ||
	    batch.reserved)
		return -EINVAL;
	user_calls = u64_to_user_ptr(batch.calls);
	bytes = batch.ncalls * sizeof(*calls);
	calls = memdup_user(user_calls, bytes);
	if (IS_ERR(calls))
		return PTR_ERR(calls);
	err = bios_check_batch(&batch, calls);
	if (err)
		goto out;
	for (i = 0; i < batch.ncalls; i++)
		calls[i].done = 0;
	err = bios_do_user_batch(&batch, calls);
	if (!err &&
	    (copy_to_user(user_calls, calls, bytes) || copy_to_user(arg, &batch, sizeof(batch))))
		err = -EFAULT;
out:
	kfree(calls);
	return err;
}

static long bios_ioctl_info(struct bios_info __user *arg)
{
	struct bios_info info = {
		.window_seg = (bios_low.phys + BIOS_LOW_WINDOW) >> 4,
		.window_bytes = BIOS_LOW_WINDOW_BYTES,
		.low_phys = bios_low.phys,
		.low_bytes = bios_low.bytes,
		.bounce_phys = bios_bounce.phys,
	};

	bios_begin();
	info.bounce_bytes = bios_bounce.bytes;
	info.trips = bios_stats.trips;
	info.calls = bios_stats.calls;
	info.trip_us = div_u64(bios_stats.trip_ns, NSEC_PER_USEC);
	info.longest_us = (u32)div_u64(bios_stats.longest_ns, NSEC_PER_USEC);
	info.irq0 = bios_stats.irq0;
	info.fed = bios_stats.fed;
	info.a20_fixed = bios_state()->a20_fixed;
	bios_end();
	return copy_to_user(arg, &info, sizeof(info)) ? -EFAULT : 0;
}

static long bios_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case BIOS_IOC_CALL:
		return bios_ioctl_call((void __user *)arg);
	case BIOS_IOC_INFO:
		return bios_ioctl_info((void __user *)arg);
	default:
		return -ENOTTY;
	}
}

/* IVT, BDA, EBDA, ROMs: what /dev/mem shows as zeros where it is RAM. */
static ssize_t bios_read(struct file *file, char __user *buf, size_t n, loff_t *pos)
{
	return simple_read_from_buffer(buf, n, pos, __va(0), BIOS_READ_LIMIT);
}

static const struct file_operations bios_fops = {
	.open = bios_open,
	.read = bios_read,
	.llseek = default_llseek,
	.unlocked_ioctl = bios_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct miscdevice bios_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "bios",
	.fops = &bios_fops,
	.mode = 0600,
};

static int __init bios_dev_init(void)
{
	return bios_present() ? misc_register(&bios_misc) : 0;
}
device_initcall(bios_dev_init);
