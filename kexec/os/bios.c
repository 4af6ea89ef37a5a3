// SPDX-License-Identifier: GPL-2.0-only
/* Asks the BIOS itself for the memory map: INT 15h AX=E820h through /dev/bios. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "bioscall.h"
#include "kexec.h"

/* One step of the walk: @ebx is the BIOS's continuation. Returns false at its end. */
static bool ask(int fd, uint16_t window_seg, uint32_t *ebx, struct e820_bios_entry *entry)
{
	struct bios_call call = {
		.eax = 0xe820,
		.ebx = *ebx,
		.ecx = sizeof(*entry),
		.edx = E820_SMAP,
		.es = window_seg,
		.vector = 0x15,
		.flags = BIOS_CALL_INT,
	};
	struct bios_batch batch = {
		.calls = (uintptr_t)&call,
		.data = (uintptr_t)entry,
		.ncalls = 1,
		.in_bytes = sizeof(*entry),
		.out_bytes = sizeof(*entry),
	};

	/* a BIOS of before ACPI 3.0 leaves the attributes as they were */
	*entry = (struct e820_bios_entry){ .attributes = E820_ATTR_ENABLED };
	if (ioctl(fd, (int)BIOS_IOC_CALL, &batch) < 0 || call.eflags & BIOS_CF ||
	    call.eax != E820_SMAP)
		return false;
	if (call.ecx < sizeof(*entry))
		entry->attributes = E820_ATTR_ENABLED;
	*ebx = call.ebx;
	return true;
}

int os_bios_memmap(struct memmap *map, struct reason *why)
{
	int fd = open("/dev/bios", O_RDWR | O_CLOEXEC);
	struct e820_bios_entry entry;
	struct bios_info info;
	uint32_t ebx = 0;
	int err = 0;

	if (fd < 0)
		return 0;
	if (ioctl(fd, (int)BIOS_IOC_INFO, &info) < 0) {
		err = because(why, -errno, "/dev/bios: %s", strerror(errno));
		close(fd);
		return err;
	}
	for (unsigned int i = 0; !err && i < MEMMAP_MAX_RANGES; i++) {
		if (!ask(fd, (uint16_t)info.window_seg, &ebx, &entry))
			break;
		if (entry.attributes & E820_ATTR_ENABLED)
			err = memmap_add(map, FROM_BIOS, entry.e.addr, entry.e.size, entry.e.type);
		if (!ebx)
			break;
	}
	close(fd);
	return err ? because(why, err, "INT 15h AX=E820h: %s", strerror(-err)) : 0;
}
