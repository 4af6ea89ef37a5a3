// SPDX-License-Identifier: GPL-2.0-only
/*
 * Image type bzimage: a Linux kernel with a setup header, boot protocol 2.00 to
 * 2.15, entered in 32-bit mode. Linux, Documentation/x86/boot.rst.
 */
#include "core.h"

static void enter(struct kexec_image *img, const struct setup_file *b)
{
	struct setup_header *h = &img->params->hdr;

	h->code32_start = (uint32_t)b->addr;
	params_set_initrd(img);
	img->mode = 32;
	img->regs.esi = (uint32_t)img->params_addr;
	img->regs.eip = (uint32_t)b->addr;
	img->eip_high = (uint32_t)(b->addr >> 32);
}

int setup_file_load(struct kexec_image *img, struct setup_file *b)
{
	int err = setup_file_place(img, b);

	if (!err)
		err = params_build(img, &b->h, b->header_bytes);
	if (!err)
		err = setup_file_may_be_high(b) ?
			      image_add_initrds_high(img, MIB, b->h.initrd_addr_max) :
			      setup_file_place_initrds(img, b);
	if (!err)
		enter(img, b);
	return err;
}

static int load(struct kexec_image *img)
{
	struct setup_file b = { .addr = 0 };
	int err = setup_file_read(img, &b);

	if (!err && !b.h.code32_start)
		err = image_fail(img, -ENOEXEC,
				 "bzimage: it has only a 16-bit entry: load --real-mode");
	return err ? err : setup_file_load(img, &b);
}

static const struct image_type bzimage = {
	.name = "bzimage",
	.rank = 30,
	.probe = setup_file_probe,
	.load = load,
};
IMAGE_TYPE(bzimage);
