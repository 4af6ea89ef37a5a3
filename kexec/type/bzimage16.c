// SPDX-License-Identifier: GPL-2.0-only
/*
 * Image type bzimage16: a file with a setup header, boot protocol 2.02 to 2.15,
 * entered where its 16-bit code begins. For programs that only look like Linux (iPXE's
 * ipxe.lkrn, SYSLINUX's memdisk, GRUB's lnxboot), and for a kernel that shall ask the
 * BIOS itself. Linux, Documentation/x86/boot.rst, "Memory Layout", "Running the Kernel".
 */
#include <string.h>
#include "core.h"

/* Of the segment that setup code, its heap and its stack share: all that 16 bits reach. */
#define BLOCK_BYTES 0x10000u
#define STACK_TOP   0xfff0u
/* boot.rst, heap_end_ptr: end of the heap less 0x200; setup takes up to 1 KiB more for a stack. */
#define HEAP_END_PTR 0xf000u
#define CODE_SEGMENT 0x20u /* paragraphs: past the boot sector that a bzImage once was */

/*
 * Is the 16-bit entry the only one that works? iPXE says so by code32_start 0. memdisk
 * and lnxboot name a 32-bit entry that is not Linux's; they leave syssize 0, no kernel does.
 */
static bool probe(struct blob f)
{
	struct setup_header h;

	return setup_file_probe(f) && blob_copy(f, SETUP_HEADER_OFFSET, &h, sizeof(h)) &&
	       (!h.code32_start || !h.syssize);
}

static int check(struct kexec_image *img, const struct setup_file *b)
{
	if (b->h.version < 0x202 ||
	    b->header_bytes < offsetof(struct setup_header, initrd_addr_max))
		return image_fail(
			img, -ENOEXEC,
			"bzimage16: boot protocol %u.%02u, which is bound to fixed addresses: "
			"-t zimage",
			b->h.version >> 8, b->h.version & 0xffu);
	if (b->setup.n > HEAP_END_PTR)
		return image_fail(img, -ENOEXEC,
				  "bzimage16: %zu bytes of 16-bit code leave no room for a stack",
				  b->setup.n);
	return 0;
}

/* As high as possible below 640 KiB, where boot loaders used to put it: programs expect low memory free. */
static int place_block(struct kexec_image *img, size_t cmdline_bytes, uint64_t *addr)
{
	struct place p = { "the 16-bit code", BLOCK_BYTES + cmdline_bytes,
			   PAGE_BYTES,	      0x10000,
			   img->low_end - 1,  true };

	return image_place(img, &p, addr);
}

/* What a boot loader writes into the header. */
static void fill_header(struct setup_header *h, const struct kexec_image *img,
			const struct setup_file *b, uint64_t cmdline)
{
	*h = b->h;
	h->vid_mode = 0xffff; /* the mode that is set: text */
	h->type_of_loader = LOADER_UNDEFINED;
	h->loadflags |= CAN_USE_HEAP;
	h->heap_end_ptr = HEAP_END_PTR;
	if (h->code32_start)
		h->code32_start = (uint32_t)b->addr;
	h->ramdisk_image = (uint32_t)img->initrd_addr;
	h->ramdisk_size = (uint32_t)img->initrd_bytes;
	h->cmd_line_ptr = (uint32_t)cmdline;
}

static int add_block(struct kexec_image *img, const struct setup_file *b)
{
	size_t n = strlen(img->cmdline) + 1;
	struct setup_header h;
	uint8_t *setup = image_alloc(img, b->setup.n);
	uint64_t addr;
	int err;

	if (!setup)
		return -ENOMEM;
	err = place_block(img, n, &addr);
	if (err)
		return err;
	memcpy(setup, b->setup.p, b->setup.n);
	fill_header(&h, img, b, addr + BLOCK_BYTES);
	memcpy(setup + SETUP_HEADER_OFFSET, &h, b->header_bytes);
	err = image_add_segment(img, "setup", setup, b->setup.n, addr, BLOCK_BYTES);
	if (!err)
		err = image_add_segment(img, "cmdline", img->cmdline, n, addr + BLOCK_BYTES, n);
	img->regs.ds = img->regs.es = img->regs.fs = img->regs.gs = img->regs.ss =
		(uint16_t)(addr / 16);
	img->regs.cs = (uint16_t)(addr / 16 + CODE_SEGMENT);
	img->regs.esp = STACK_TOP;
	return err;
}

static int load(struct kexec_image *img)
{
	struct setup_file b = { .addr = 0 };
	struct fw_state fw;
	int err = setup_file_read(img, &b);

	if (!err)
		err = check(img, &b);
	if (!err)
		err = image_enter_real_mode(img, &fw);
	if (!err)
		err = setup_file_place(img, &b);
	if (!err)
		err = setup_file_place_initrds(img, &b);
	if (!err)
		err = add_block(img, &b);
	return err;
}

static const struct image_type bzimage16 = {
	.name = "bzimage16",
	.rank = 29,
	.probe = probe,
	.load = load,
};
IMAGE_TYPE(bzimage16);
