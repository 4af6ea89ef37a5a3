// SPDX-License-Identifier: GPL-2.0-only
/*
 * Image type bzimage64: a 64-bit Linux kernel, boot protocol 2.12 to 2.15, entered in long mode,
 * 200h behind its 32-bit entry. Linux, Documentation/x86/boot.rst, "64-bit BOOT PROTOCOL".
 */
#include "core.h"

#define ENTRY64 0x200u

/*
 * Never taken unasked: each such kernel has the 32-bit entry, too, which needs less of the
 * machine. The 64-bit one is for memory above 4 GiB, where a 32-bit kernel cannot load to.
 */
static bool probe(struct blob f)
{
	(void)f;
	return false;
}

static int check(struct kexec_image *img, const struct setup_file *b)
{
	if (b->h.version < 0x20c || !(b->h.xloadflags & XLF_KERNEL_64) || b->code.n <= ENTRY64)
		return image_fail(img, -ENOEXEC,
				  "bzimage64: a kernel without a 64-bit entry: load it without "
				  "--entry-64bit");
	return 0;
}

static int load(struct kexec_image *img)
{
	struct setup_file b = { .entry64 = true };
	int err = setup_file_read(img, &b);

	if (!err)
		err = check(img, &b);
	if (!err)
		err = setup_file_load(img, &b);
	img->mode = 64;
	img->regs.eip += ENTRY64;
	return err;
}

static const struct image_type bzimage64 = {
	.name = "bzimage64",
	.rank = 31,
	.probe = probe,
	.load = load,
};
IMAGE_TYPE(bzimage64);
