// SPDX-License-Identifier: GPL-2.0-only
/*
 * A file with a Linux setup header, boot protocol 2.00 to 2.15, or an older kernel without one,
 * taken apart and placed: what its entries have in common. Linux, Documentation/x86/boot.rst.
 */
#include <inttypes.h>
#include <string.h>
#include "core.h"

/* Where an initrd may end before protocol 2.03 told (boot.rst, initrd_addr_max). */
#define INITRD_ADDR_MAX_OLD 0x37ffffffu
/* Kernels of before 2.4 may know only what INT 15h AH=88h tells: 64 MiB at most. */
#define INITRD_ADDR_MAX_2_01 0x3ffffffu
/* Command line before 2.06, without the final zero. */
#define CMDLINE_SIZE_OLD 255u
/* A kernel that wants to lie on more than this is damaged: Linux's largest is 16 MiB. */
#define ALIGNMENT_MAX (1u << 30)
/* Without init_size (before 2.10): gzip rarely does better than 1 to 4 on code. */
#define UNPACKED_RATIO 4u
/* What syssize counts in. */
#define PARAGRAPH 16u

/* Both the loaded bytes and the memory they unpack to: the gate knows them by this label. */
static const char label[] = "kernel";

bool setup_file_probe(struct blob f)
{
	return blob_le32(f, 0x202) == SETUP_MAGIC && blob_le16(f, 0x1fe) == SETUP_BOOT_FLAG;
}

bool setup_file_probe_bare(struct blob f)
{
	/* mov $0x7c0,%ax; mov %ax,%ds; mov $0x9000,%ax; mov %ax,%es: Linux's boot sector, 0.01 to 2.4 */
	static const uint8_t start[] = {
		0xb8, 0xc0, 0x07, 0x8e, 0xd8, 0xb8, 0x00, 0x90, 0x8e, 0xc0
	};

	return blob_starts(f, 0, start, sizeof(start)) && blob_le16(f, 0x1fe) == SETUP_BOOT_FLAG &&
	       blob_le32(f, 0x202) != SETUP_MAGIC;
}

/* The header ends where the jump over it goes: byte 0x201 counts from 0x202. */
static int read_header(struct kexec_image *img, struct setup_file *b)
{
	struct blob f = img->kernel.data;

	if (setup_file_probe_bare(f)) {
		b->header_bytes = offsetof(struct setup_header, jump);
		blob_copy(f, SETUP_HEADER_OFFSET, &b->h, b->header_bytes);
		return 0;
	}
	if (!setup_file_probe(f))
		return image_fail(img, -ENOEXEC, "bzimage: there is no setup header in this file");
	b->header_bytes = 0x202u + blob_u8(f, 0x201) - SETUP_HEADER_OFFSET;
	if (b->header_bytes > sizeof(b->h))
		b->header_bytes = sizeof(b->h);
	if (!blob_copy(f, SETUP_HEADER_OFFSET, &b->h, b->header_bytes))
		return image_fail(img, -ENOEXEC, "bzimage: cut short: %zu bytes, inside the header",
				  f.n);
	if (b->header_bytes < offsetof(struct setup_header, heap_end_ptr))
		return image_fail(img, -ENOEXEC, "bzimage: the setup header has only %zu bytes",
				  b->header_bytes);
	return 0;
}

static int check_version(struct kexec_image *img, const struct setup_file *b)
{
	if (b->h.version < 0x200)
		return image_fail(img, -ENOEXEC,
				  "bzimage: boot protocol %u.%02u; 2.00 or later is needed",
				  b->h.version >> 8, b->h.version & 0xffu);
	if (!(b->h.loadflags & LOADED_HIGH))
		return image_fail(img, -ENOEXEC,
				  "bzimage: this is a zImage, which has only a 16-bit entry");
	if (b->h.version >= 0x20c && (b->h.xloadflags & XLF_KERNEL_64) &&
	    img->machine->cpu_64bit == NO)
		return image_fail(
			img, -ENOEXEC,
			"bzimage: this is a 64-bit kernel, and this CPU has no 64-bit mode");
	return 0;
}

/* Split the file into setup and code. */
static int split_file(struct kexec_image *img, struct setup_file *b)
{
	struct blob f = img->kernel.data;
	unsigned int sects = b->h.setup_sects ? b->h.setup_sects : SETUP_SECTS_DEFAULT;
	size_t setup = (size_t)(sects + 1) * SETUP_SECTOR;

	if (f.n <= setup)
		return image_fail(
			img, -ENOEXEC,
			"bzimage: setup is %u sectors (%zu bytes), the file has %zu bytes",
			sects + 1, setup, f.n);
	b->setup = blob_slice(f, 0, setup);
	b->code = blob_slice(f, setup, UINT64_MAX);
	return 0;
}

/* Before 2.04 syssize has 16 bits, and is wrong for a large kernel; before 2.00 it may be a constant. */
static uint64_t promised_bytes(const struct setup_header *h)
{
	if (h->version >= 0x204)
		return (uint64_t)h->syssize * PARAGRAPH;
	return h->version >= 0x200 && !(h->loadflags & LOADED_HIGH) ?
		       (h->syssize & 0xffff) * PARAGRAPH :
		       0;
}

/*
 * Was the end cut off? syssize tells in paragraphs: Linux pads its file to that,
 * memtest86+ and iPXE round up, but they state no payload.
 */
static int check_whole(struct kexec_image *img, const struct setup_file *b)
{
	bool payload = b->h.version >= 0x208 && b->h.payload_length;
	uint64_t promised = promised_bytes(&b->h);

	if (promised > b->code.n && (payload || promised - b->code.n >= PARAGRAPH))
		return image_fail(img, -ENOEXEC,
				  "bzimage: cut short: %zu bytes follow the setup code, the header "
				  "promises %" PRIu64,
				  b->code.n, promised);
	if (payload && !blob_has(b->code, b->h.payload_offset, b->h.payload_length))
		return image_fail(img, -ENOEXEC,
				  "bzimage: cut short: %zu bytes follow the setup code, the packed "
				  "kernel is %" PRIu32 " bytes at %#" PRIx32,
				  b->code.n, b->h.payload_length, b->h.payload_offset);
	return 0;
}

static int check_alignment(struct kexec_image *img, const struct setup_file *b)
{
	uint32_t a = b->h.kernel_alignment;

	if (b->h.version < 0x205 || !b->h.relocatable_kernel)
		return 0;
	if (!is_power_of_two(a) || a > ALIGNMENT_MAX)
		return image_fail(img, -ENOEXEC,
				  "bzimage: kernel_alignment %#" PRIx32
				  " is not a power of two up to 1 GiB",
				  a);
	if (b->h.version >= 0x20a && (b->h.min_alignment > 30 || 1u << b->h.min_alignment > a))
		return image_fail(
			img, -ENOEXEC,
			"bzimage: min_alignment 2^%u is more than kernel_alignment %#" PRIx32,
			b->h.min_alignment, a);
	return 0;
}

static int check_cmdline(struct kexec_image *img, const struct setup_file *b)
{
	size_t n = strlen(img->cmdline);
	size_t max = b->h.version >= 0x206 ? b->h.cmdline_size : CMDLINE_SIZE_OLD;

	if (n <= max)
		return 0;
	return image_fail(img, -E2BIG,
			  "bzimage: the command line has %zu characters, this kernel takes %zu", n,
			  max);
}

/* What the kernel needs to run, which may be far more than the file. */
static void find_needs(struct setup_file *b)
{
	bool told = b->h.version >= 0x20a && b->h.init_size;

	b->pref = b->h.version >= 0x20a ? b->h.pref_address : 0;
	b->run_bytes = told ? b->h.init_size : (uint64_t)b->code.n * UNPACKED_RATIO;
	if (b->run_bytes < b->code.n)
		b->run_bytes = b->code.n;
}

bool setup_file_may_be_high(const struct setup_file *b)
{
	const uint16_t both = XLF_KERNEL_64 | XLF_CAN_BE_ABOVE_4G;

	return b->h.version >= 0x20c && (b->h.xloadflags & both) == both;
}

/*
 * A relocatable kernel: at its preferred address, else above it. Not below: it
 * would move itself up to there before it unpacks (LOAD_PHYSICAL_ADDR in
 * arch/x86/boot/compressed/head_32.S and head_64.S).
 */
static int place_relocatable(struct kexec_image *img, struct setup_file *b)
{
	struct place p = {
		.what = "the kernel",
		.memsz = b->run_bytes,
		.align = b->h.kernel_alignment < PAGE_BYTES ? PAGE_BYTES : b->h.kernel_alignment,
		.min = b->pref > MIB ? b->pref : MIB,
		.max = UINT32_MAX,
	};

	if (image_try_place(img, &p, &b->addr))
		return 0;
	if (b->h.version >= 0x20a && b->h.min_alignment >= 12 &&
	    1u << b->h.min_alignment < b->h.kernel_alignment) {
		b->h.kernel_alignment = 1u << b->h.min_alignment;
		p.align = b->h.kernel_alignment;
	}
	if (b->entry64 && setup_file_may_be_high(b) && image_load_end(img) > FOUR_GIB &&
	    !image_try_place(img, &p, &b->addr)) {
		p.min = b->pref > FOUR_GIB ? b->pref : FOUR_GIB;
		p.max = image_load_end(img) - 1;
	}
	return image_place(img, &p, &b->addr);
}

/* Any other kernel goes to 1 MiB, and runs there or where it was linked to run. */
static int place_fixed(struct kexec_image *img, struct setup_file *b)
{
	uint64_t run = b->pref > MIB ? align_down(b->pref, PAGE_BYTES) : MIB;
	int err;

	b->addr = MIB;
	err = image_need(img, "the kernel, which must be loaded to 1 MiB", MIB, b->code.n);
	if (!err)
		err = image_need(img, "the kernel, which cannot be relocated", run, b->run_bytes);
	return err;
}

int setup_file_place(struct kexec_image *img, struct setup_file *b)
{
	uint64_t run;
	int err;

	find_needs(b);
	if (b->h.version >= 0x205 && b->h.relocatable_kernel)
		err = place_relocatable(img, b);
	else
		err = place_fixed(img, b);
	if (!err)
		err = image_add_segment(img, label, b->code.p, b->code.n, b->addr, b->code.n);
	run = align_down(b->pref > b->addr ? b->pref : b->addr, PAGE_BYTES);
	if (!err)
		err = image_add_claim(img, label, run, align_up(b->run_bytes, PAGE_BYTES));
	return err;
}

static int read_rest(struct kexec_image *img, struct setup_file *b)
{
	int err = split_file(img, b);

	if (!err)
		err = check_whole(img, b);
	if (!err)
		err = check_alignment(img, b);
	if (!err)
		err = check_cmdline(img, b);
	return err;
}

int setup_file_read(struct kexec_image *img, struct setup_file *b)
{
	int err = read_header(img, b);

	if (!err)
		err = check_version(img, b);
	return err ? err : read_rest(img, b);
}

int setup_file_read_old(struct kexec_image *img, struct setup_file *b)
{
	int err = read_header(img, b);

	return err ? err : read_rest(img, b);
}

int setup_file_place_initrds(struct kexec_image *img, const struct setup_file *b)
{
	uint64_t max = b->h.initrd_addr_max;

	if (b->h.version < 0x203)
		max = b->h.version < 0x202 ? INITRD_ADDR_MAX_2_01 : INITRD_ADDR_MAX_OLD;
	return image_add_initrds(img, MIB, max);
}
