// SPDX-License-Identifier: GPL-2.0-only
/*
 * Image type zimage: Linux of before 2.4, which is bound to fixed addresses below 640 KiB: boot
 * protocols 2.00 and 2.01, kernels of before 1.3.73, which have none, and any zImage. They are
 * entered by their 16-bit code, because up to 2.2 nothing else programs the 8259s. Linux,
 * Documentation/x86/boot.rst, "Memory Layout", "Sample Boot Configuration".
 */
#include <inttypes.h>
#include <string.h>
#include "core.h"

/* Boot sector and setup code, their heap and stack, then the command line. */
#define BLOCK_BYTES  0xa000u
#define HEAP_END     0x9800u
#define HEAP_END_PTR (HEAP_END - 0x200u)
#define CMDLINE_AT   HEAP_END
#define CMDLINE_MAX  (BLOCK_BYTES - CMDLINE_AT - 1)
#define STACK_BYTES  0x400u
#define BLOCK_SEG    (OLD_PARAMS / 16)
#define SETUP_SEG    (BLOCK_SEG + SETUP_SECTOR / 16)
#define VID_MODE_AT  0x1fau
#define VID_MODE_NOW 0xffffu /* "normal": the text mode that is set */
#define PARAGRAPH    16u
/* A zImage unpacks itself to 1 MiB; gzip rarely does better than 1 to 4 on code. */
#define UNPACKED_RATIO 4u

static bool is_low(const struct setup_file *b)
{
	return !b->h.version || !(b->h.loadflags & LOADED_HIGH);
}

static bool probe(struct blob f)
{
	struct setup_header h;

	if (!setup_file_probe(f))
		return setup_file_probe_bare(f);
	return blob_copy(f, SETUP_HEADER_OFFSET, &h, sizeof(h)) &&
	       (h.version < 0x202 || !(h.loadflags & LOADED_HIGH));
}

static int check(struct kexec_image *img, const struct setup_file *b)
{
	size_t line = strlen(img->cmdline);

	if (b->h.version && b->h.version < 0x200)
		return image_fail(img, -ENOEXEC,
				  "zimage: boot protocol %u.%02u, which there never was",
				  b->h.version >> 8, b->h.version & 0xffu);
	if (!b->h.version && img->n_initrds)
		return image_fail(img, -EINVAL,
				  "zimage: a kernel of before 1.3.73, which takes no initrd");
	if (b->setup.n > HEAP_END - STACK_BYTES)
		return image_fail(img, -ENOEXEC,
				  "zimage: %zu bytes of 16-bit code leave no room for a stack",
				  b->setup.n);
	if (line > CMDLINE_MAX)
		return image_fail(img, -E2BIG,
				  "zimage: the command line has %zu characters, there is room for "
				  "%u",
				  line, CMDLINE_MAX);
	return 0;
}

/* What is loaded of a zImage, which may come from the image of a floppy: syssize, if it is true. */
static void cut_padding(struct setup_file *b)
{
	size_t told = (size_t)(b->h.syssize & 0xffff) * PARAGRAPH;

	if (told && told < b->code.n)
		b->code.n = told;
}

/* The 32-bit part below the 16-bit one, which will move it and make it unpack to 1 MiB. */
static int place_low(struct kexec_image *img, struct setup_file *b)
{
	uint64_t run;
	int err;

	cut_padding(b);
	if (b->code.n > OLD_PARAMS - OLD_CODE)
		return image_fail(
			img, -ENOEXEC,
			"zimage: %zu KiB follow the setup code; a zImage lies between %#x "
			"and %#x",
			b->code.n / KIB, OLD_CODE, OLD_PARAMS);
	b->addr = OLD_CODE;
	run = align_up((uint64_t)b->code.n * UNPACKED_RATIO, PAGE_BYTES);
	err = image_need(img, "the kernel, a zImage", OLD_CODE, b->code.n);
	if (!err)
		err = image_add_segment(img, "kernel", b->code.p, b->code.n, OLD_CODE, b->code.n);
	if (!err)
		err = image_need(img, "the kernel, which unpacks itself to 1 MiB", MIB, run);
	return err ? err : image_add_claim(img, "kernel", MIB, run);
}

/* Does the header go beyond @offset? Behind it there is code. */
static bool has(const struct setup_file *b, unsigned int version, size_t offset)
{
	return b->h.version >= version && b->header_bytes > offset;
}

/* What a boot loader writes. */
static void fill_header(uint8_t *block, const struct kexec_image *img, const struct setup_file *b)
{
	const uint16_t magic = OLD_CMDLINE_MAGIC, at = CMDLINE_AT, mode = VID_MODE_NOW;
	struct setup_header *h = (struct setup_header *)(block + SETUP_HEADER_OFFSET);

	memcpy(block + VID_MODE_AT, &mode, sizeof(mode));
	memcpy(block + OLD_CMDLINE_MAGIC_OFFSET, &magic, sizeof(magic));
	memcpy(block + OLD_CMDLINE_OFFSET_OFFSET, &at, sizeof(at));
	if (!b->h.version)
		return;
	h->type_of_loader = LOADER_UNDEFINED;
	h->ramdisk_image = (uint32_t)img->initrd_addr;
	h->ramdisk_size = (uint32_t)img->initrd_bytes;
	h->setup_move_size = (uint16_t)(CMDLINE_AT + strlen(img->cmdline) + 1);
	if (!is_low(b))
		h->code32_start = (uint32_t)b->addr;
	if (has(b, 0x201, offsetof(struct setup_header, heap_end_ptr))) {
		h->loadflags |= CAN_USE_HEAP;
		h->heap_end_ptr = HEAP_END_PTR;
	}
	if (has(b, 0x202, offsetof(struct setup_header, cmd_line_ptr)))
		h->cmd_line_ptr = OLD_PARAMS + CMDLINE_AT;
}

static int add_block(struct kexec_image *img, const struct setup_file *b)
{
	size_t bytes = CMDLINE_AT + strlen(img->cmdline) + 1;
	uint8_t *block = image_alloc(img, bytes);
	int err;

	if (!block)
		return -ENOMEM;
	if (img->low_end < OLD_PARAMS + BLOCK_BYTES)
		return image_fail(
			img, -EADDRNOTAVAIL,
			"zimage: its 16-bit code lies from %#x to %#x, and base memory ends "
			"at %" PRIu64 " KiB",
			OLD_PARAMS, OLD_PARAMS + BLOCK_BYTES, img->low_end / KIB);
	err = image_need(img, "the 16-bit code", OLD_PARAMS, BLOCK_BYTES);
	if (err)
		return err;
	memcpy(block, b->setup.p, b->setup.n);
	fill_header(block, img, b);
	memcpy(block + CMDLINE_AT, img->cmdline, strlen(img->cmdline) + 1);
	return image_add_segment(img, "setup", block, bytes, OLD_PARAMS, BLOCK_BYTES);
}

static void enter(struct kexec_image *img)
{
	struct handoff_regs *r = &img->regs;

	r->ds = r->es = r->fs = r->gs = r->ss = BLOCK_SEG;
	r->cs = SETUP_SEG;
	r->esp = HEAP_END;
}

static int load(struct kexec_image *img)
{
	struct setup_file b = { .addr = 0 };
	struct fw_state fw;
	int err = setup_file_read_old(img, &b);

	if (!err)
		err = check(img, &b);
	if (!err)
		err = image_enter_real_mode(img, &fw);
	if (!err)
		err = is_low(&b) ? place_low(img, &b) : setup_file_place(img, &b);
	if (!err)
		err = setup_file_place_initrds(img, &b);
	if (!err)
		err = add_block(img, &b);
	enter(img);
	return err;
}

static const struct image_type zimage = {
	.name = "zimage",
	.rank = 28,
	.probe = probe,
	.load = load,
};
IMAGE_TYPE(zimage);
