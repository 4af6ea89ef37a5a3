// SPDX-License-Identifier: GPL-2.0-only
/* The last step: entering the kernel's own 16-bit setup code. Linux, Documentation/x86/boot.rst. */
#include "disk.h"
#include "string.h"

void enter_setup(uint16_t seg, uint16_t sp) __attribute__((noreturn));

void start_kernel(struct plan *plan, const struct diskboot_list *list, const char *text)
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
	h->ramdisk_size = list->file[DISKBOOT_INITRAMFS].bytes;

	if (!move_phys(CMDLINE_PHYS, (uint32_t)(uintptr_t)text, length + 1) ||
	    !move_phys(SETUP_PHYS + SETUP_HEADER_OFFSET, (uint32_t)(uintptr_t)plan->bytes,
		       sizeof(plan->bytes)))
		fail("kernel: cannot move its header");
	enter_setup(SETUP_SEG, SETUP_STACK_TOP);
}
