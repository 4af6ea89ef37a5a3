// SPDX-License-Identifier: GPL-2.0-only
/*
 * The firmware's present state: the routine that our loaders begin with
 * (loaders/rm/take_fwstate.S) runs again, in a trip to real mode through /dev/bios.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "bioscall.h"
#include "kexec.h"

/* The window: the code, then what it fills. */
#define CODE_BYTES 512u

extern const uint8_t fwstate_blob[CODE_BYTES];

struct window {
	uint8_t code[CODE_BYTES];
	struct fw_state fw;
};

static int call(int fd, struct window *w)
{
	struct bios_info info;
	struct bios_call call = {
		.edi = offsetof(struct window, fw),
		.flags = BIOS_CALL_FAR,
	};
	struct bios_batch batch = {
		.calls = (uintptr_t)&call,
		.data = (uintptr_t)w,
		.ncalls = 1,
		.in_bytes = sizeof(*w),
		.out_bytes = sizeof(*w),
	};

	if (ioctl(fd, (int)BIOS_IOC_INFO, &info) < 0)
		return -errno;
	call.seg = (uint16_t)info.window_seg;
	call.es = call.seg;
	if (ioctl(fd, (int)BIOS_IOC_CALL, &batch) < 0)
		return -errno;
	return call.done ? 0 : -EIO;
}

int os_bios_fw_state(struct fw_state *fw, struct reason *why)
{
	int fd = open("/dev/bios", O_RDWR | O_CLOEXEC);
	static struct window w;
	int err;

	if (fd < 0)
		return because(why, -errno, "/dev/bios: %s", strerror(errno));
	memcpy(w.code, fwstate_blob, sizeof(w.code));
	err = call(fd, &w);
	close(fd);
	if (err)
		return because(why, err, "/dev/bios: %s", strerror(-err));
	*fw = w.fw;
	fw->source = FW_STATE_LIVE;
	/* what our kernel has programmed, and the routine cannot read */
	fw->pic1_base = FW_PIC1_BASE_LINUX;
	fw->pic2_base = FW_PIC2_BASE_LINUX;
	return 0;
}
