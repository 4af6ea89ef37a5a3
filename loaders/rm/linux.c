// SPDX-License-Identifier: GPL-2.0-only
/* Kernel and initramfs to their places, and into the kernel's own 16-bit setup code: boot.rst. */
#include "linux.h"
#include "string.h"

void enter_setup(uint16_t seg, uint16_t sp) __attribute__((noreturn));

struct fw_node fw_node;
_Static_assert(offsetof(struct fw_node, state) == 16, "start.S knows the length of the head");

void plan_kernel(struct plan *plan, uint32_t kernel_bytes)
{
	struct setup_header *h = &plan->header;
	uint32_t i, sects, unpacked_end;

	set_fs(BUFFER_SEG);
	for (i = 0; i < sizeof(plan->bytes); i++)
		plan->bytes[i] = far_byte(SETUP_HEADER_OFFSET + i);

	if (h->header != SETUP_MAGIC || h->version < 0x0203 || !(h->loadflags & LOADED_HIGH))
		fail("kernel: no bzImage of boot protocol 2.03 or later");
	sects = h->setup_sects ? h->setup_sects : SETUP_SECTS_DEFAULT;
	plan->setup_bytes = (sects + 1) * SETUP_SECTOR;
	if (plan->setup_bytes > SETUP_BYTES_MAX || plan->setup_bytes > kernel_bytes)
		fail("kernel: %u bytes of setup code", plan->setup_bytes);
	plan->initrd_max = h->initrd_addr_max;
	plan->floor_phys = KERNEL_PHYS + kernel_bytes;
	/* From 2.10 on the kernel says how much memory it unpacks to. */
	unpacked_end = (uint32_t)h->pref_address + h->init_size;
	if (h->version >= 0x020a && unpacked_end > plan->floor_phys)
		plan->floor_phys = unpacked_end;
}

void plan_initramfs(struct plan *plan, uint32_t bytes)
{
	uint32_t max = plan->initrd_max < move_limit() ? plan->initrd_max : move_limit();

	plan->initrd_bytes = bytes;
	plan->initrd_phys = memory_top(bytes, plan->floor_phys, max);
	if (!plan->initrd_phys)
		fail("no room: kernel and initramfs need memory up to %u KiB",
		     (plan->floor_phys + bytes) / 1024 + 1);
}

static void move(const char *name, uint32_t to, uint32_t from, uint32_t bytes)
{
	if (bytes && !move_phys(to, from, bytes))
		fail("%s: cannot move data to %xh", name, to);
}

void distribute(const char *name, uint32_t at, uint32_t bytes, uint32_t low_bytes,
		uint32_t low_phys, uint32_t high_phys)
{
	uint32_t low = at < low_bytes ? low_bytes - at : 0;

	if (low > bytes)
		low = bytes;
	move(name, low_phys + at, BUFFER_PHYS, low);
	move(name, high_phys + at + low - low_bytes, BUFFER_PHYS + low, bytes - low);
}

void add_setup_data(struct plan *plan, struct setup_data *head, uint32_t phys, uint32_t type,
		    uint32_t len)
{
	if (plan->header.version < 0x0209)
		return;
	*head = (struct setup_data){ plan->header.setup_data, type, len };
	move("setup_data", phys, (uint32_t)(uintptr_t)head, sizeof(*head) + len);
	plan->header.setup_data = phys;
}

void start_kernel(struct plan *plan, const char *text)
{
	struct setup_header *h = &plan->header;
	uint32_t length = strlen(text);

	if (h->version >= 0x0206 && length > h->cmdline_size)
		fail("command line: %u characters, the kernel takes %u", length, h->cmdline_size);
	h->type_of_loader = LOADER_UNDEFINED;
	h->loadflags |= CAN_USE_HEAP;
	h->heap_end_ptr = SETUP_STACK_TOP - 0x200;
	h->cmd_line_ptr = CMDLINE_PHYS;
	h->ramdisk_image = plan->initrd_phys;
	h->ramdisk_size = plan->initrd_bytes;
	add_setup_data(plan, &fw_node.head, FW_NODE_PHYS, FW_STATE_SETUP_DATA,
		       sizeof(fw_node.state));

	if (!move_phys(CMDLINE_PHYS, (uint32_t)(uintptr_t)text, length + 1) ||
	    !move_phys(SETUP_PHYS + SETUP_HEADER_OFFSET, (uint32_t)(uintptr_t)plan->bytes,
		       sizeof(plan->bytes)))
		fail("kernel: cannot move its header");
	enter_setup(SETUP_SEG, SETUP_STACK_TOP);
}
