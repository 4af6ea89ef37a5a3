// SPDX-License-Identifier: GPL-2.0-only
/* Firmware calls for applets, through /dev/bios (include/bioscall.h). */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "bioscall.h"
#include "kexec.h"

int os_bios_open(struct bios_device *bios, struct reason *why)
{
	struct bios_info info;
	int err;

	bios->fd = open("/dev/bios", O_RDWR | O_CLOEXEC);
	if (bios->fd < 0)
		return because(why, -errno, "/dev/bios: %s", strerror(errno));
	if (ioctl(bios->fd, (int)BIOS_IOC_INFO, &info) < 0) {
		err = because(why, -errno, "/dev/bios: %s", strerror(errno));
		close(bios->fd);
		return err;
	}
	bios->window_seg = (uint16_t)info.window_seg;
	return 0;
}

void os_bios_close(struct bios_device *bios)
{
	close(bios->fd);
}

int os_bios_call(struct bios_device *bios, struct bios_call *call, void *data, size_t bytes,
		 struct reason *why)
{
	struct bios_batch batch = {
		.calls = (uintptr_t)call,
		.data = (uintptr_t)data,
		.ncalls = 1,
		.in_bytes = (uint32_t)bytes,
		.out_bytes = (uint32_t)bytes,
	};

	if (ioctl(bios->fd, (int)BIOS_IOC_CALL, &batch) < 0)
		return because(why, -errno, "/dev/bios: %s", strerror(errno));
	return 0;
}
