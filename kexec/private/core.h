/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the parts of the core, the image types and the decompressors share.
 * Applets do not see this.
 */
#ifndef KEXEC_CORE_H
#define KEXEC_CORE_H

#include <errno.h>
#include "kexec.h"

/*
 * Registration: a pointer in a section that the linker turns into an array, so
 * that adding an image type or a decompressor is adding a file.
 */
#define REGISTER(section_name, type, object)                \
	static const struct type *const object##_registered \
		__attribute__((used, section(#section_name))) = &(object)

/**
 * struct image_type - one format of kernels
 * @name: as the user names it
 * @rank: types are probed in ascending order, the more specific first; no two are equal
 * @probe: does the file claim to be of this type? Silent and pure.
 * @load: append segments and claims, set mode and regs. Everything that could
 *	be wrong with the file is found here.
 * @wants_bios: its targets are told what os_bios_facts() finds out
 */
struct image_type {
	const char *name;
	int rank;
	bool (*probe)(struct blob kernel);
	int (*load)(struct kexec_image *img);
	bool wants_bios;
};
#define IMAGE_TYPE(object) REGISTER(image_types, image_type, object)

#define SIZE_UNKNOWN UINT64_MAX

/**
 * struct decompressor - one compression
 * @name: for messages
 * @probe: does the blob start like it?
 * @size: plain bytes that the file says it holds; a hint until @unpack agrees. SIZE_UNKNOWN if
 *	it does not say; 0 if there are none, or the file is damaged, with a reason then.
 * @unpack: make at most @n bytes at @out, set @n to how many there are, and check the file's own
 *	checksum. -ENOSPC, without a reason, if there are more.
 */
struct decompressor {
	const char *name;
	bool (*probe)(struct blob in);
	uint64_t (*size)(struct blob in, struct reason *why);
	int (*unpack)(struct blob in, uint8_t *out, size_t *n, struct reason *why);
};
#define DECOMPRESSOR(object) REGISTER(decompressors, decompressor, object)

/**
 * decompress() - unpack @in if it is compressed
 * @in: bytes of the file; replaced by the plain bytes, which live in @arena
 * @limit: refuse to make more bytes than this
 * @name: set to the compression's name, or "" if @in was left alone
 *
 * Return: 0, or with a reason -ENOEXEC (the file is at fault), -E2BIG (it holds more than @limit,
 * or wants more memory to unpack than is spent here), -ENOMEM.
 */
int decompress(struct blob *in, struct arena *arena, uint64_t limit, const char **name,
	       struct reason *why);

/** image_fail() - the failure idiom: set the image's reason, return @err */
#define image_fail(img, err, ...) because(&(img)->why, err, __VA_ARGS__)

/** image_alloc() - zeroed memory of the image; sets the reason if there is none */
void *image_alloc(struct kexec_image *img, size_t n);

/**
 * struct place - where something may go
 * @what: for messages
 * @memsz: bytes
 * @align: power of two, at least a page
 * @min: lowest address
 * @max: highest address of the last byte
 * @top_down: as high as possible instead of as low as possible
 */
struct place {
	const char *what;
	uint64_t memsz;
	uint64_t align;
	uint64_t min;
	uint64_t max;
	bool top_down;
};

#define FOUR_GIB ((uint64_t)1 << 32)

/** image_load_end() - end of the memory that kexec can load to on this machine */
uint64_t image_load_end(const struct kexec_image *img);
/** image_try_place() - find free RAM; false if there is none */
bool image_try_place(const struct kexec_image *img, const struct place *p, uint64_t *addr);
/** image_place() - likewise, failing in words: -EADDRNOTAVAIL */
int image_place(struct kexec_image *img, const struct place *p, uint64_t *addr);
/** image_need() - likewise, unless exactly [@start, @start + @size), in whole pages, is free RAM */
int image_need(struct kexec_image *img, const char *what, uint64_t start, uint64_t size);
/** image_taken() - does [@start, @end) meet a segment or a claim? @by: which, and where it lies */
bool image_taken(const struct kexec_image *img, uint64_t start, uint64_t end, struct claim *by);
/** image_add_segment() - @memsz is rounded up to pages; -E2BIG after IMAGE_SEGMENTS */
int image_add_segment(struct kexec_image *img, const char *label, const void *buf, size_t bufsz,
		      uint64_t mem, uint64_t memsz);
int image_add_claim(struct kexec_image *img, const char *label, uint64_t start, uint64_t size);

/**
 * image_add_initrds() - place all initrds, one after the other
 * @min: lowest address
 * @max: highest address of the last byte
 *
 * Each begins on a page of its own (Linux skips zeros between archives) and is
 * a segment of its own, so that nothing is copied, while segments last; the
 * rest is merged by copying, once they are read. Sets @img->initrd_addr and @img->initrd_bytes.
 */
int image_add_initrds(struct kexec_image *img, uint64_t min, uint64_t max);
/** image_add_initrds_high() - likewise, but above 4 GiB if there is no room, and kexec reaches that */
int image_add_initrds_high(struct kexec_image *img, uint64_t min, uint64_t max);
/** image_copy_merged() - fill the buffer of the merged initrds */
void image_copy_merged(struct kexec_image *img);

/** image_bounds() - the addresses that segments of this request may have */
struct span image_bounds(const struct kexec_image *img);

/** crash_add_segments() - for a crash kernel: the headers of the memory dump, the copy of base memory */
int crash_add_segments(struct kexec_image *img);
/** crash_add_words() - tell it on the command line where those headers lie */
int crash_add_words(struct kexec_image *img);

/** jump_add_words() - for a kexec jump: tell the target where the way back begins */
int jump_add_words(struct kexec_image *img);
/** jump_add_segments() - all RAM without a segment gets one: the kernel keeps what was there */
int jump_add_segments(struct kexec_image *img);

/** purgatory_jump_bytes() - what a purgatory with a way back takes, in whole pages */
uint64_t purgatory_jump_bytes(void);
/** purgatory_way_back() - what the target calls to return, of a purgatory at @addr */
uint32_t purgatory_way_back(uint64_t addr);
/** image_add_purgatory() - the last segment: it verifies the others, then jumps to the target */
int image_add_purgatory(struct kexec_image *img);
/** image_digest() - fill in the digests of all segments */
void image_digest(struct kexec_image *img);

/**
 * params_build() - make the segment of boot_params, command line and setup_data
 * @header: the setup header, as the kernel file has it
 * @header_bytes: how much of it the file has
 *
 * Fills every field that does not depend on where the kernel goes. Sets
 * @img->params and @img->params_addr.
 */
int params_build(struct kexec_image *img, const struct setup_header *header, size_t header_bytes);
/** params_set_initrd() - tell where the initrds lie: image_add_initrds() has placed them */
void params_set_initrd(struct kexec_image *img);
/** params_plan() - one line a field: offset, name, value, source */
void params_plan(const struct kexec_image *img, struct text *out);

/**
 * struct setup_file - a file with a setup header (bzImage), taken apart
 * @h: setup header; fields that the file does not have are zero
 * @header_bytes: how much of @h the file has
 * @setup: the 16-bit part, from the start of the file
 * @code: the protected-mode part, up to the end of the file
 * @pref: where the kernel prefers to run, 0 before 2.10
 * @run_bytes: memory it needs from there on while it unpacks itself
 * @addr: where @code goes
 * @entry64: it is entered in 64-bit mode: @addr may be above 4 GiB, if the kernel says so
 */
struct setup_file {
	struct setup_header h;
	size_t header_bytes;
	struct blob setup;
	struct blob code;
	uint64_t pref;
	uint64_t run_bytes;
	uint64_t addr;
	bool entry64;
};

/** setup_file_probe() - is there a setup header? */
bool setup_file_probe(struct blob file);
/** setup_file_probe_bare() - is this a kernel of before 1.3.73, which has no setup header? */
bool setup_file_probe_bare(struct blob file);
/** setup_file_read() - take a bzImage apart; -ENOEXEC or -E2BIG with a reason if it is damaged */
int setup_file_read(struct kexec_image *img, struct setup_file *b);
/** setup_file_read_old() - likewise, with a zImage and a file without setup header (version 0) */
int setup_file_read_old(struct kexec_image *img, struct setup_file *b);
/** setup_file_place() - segment and claim of @b->code; sets @pref, @run_bytes and @addr */
int setup_file_place(struct kexec_image *img, struct setup_file *b);
/** setup_file_place_initrds() - where this kernel wants them */
int setup_file_place_initrds(struct kexec_image *img, const struct setup_file *b);
/** setup_file_may_be_high() - does the kernel allow itself and its initrd to lie above 4 GiB? */
bool setup_file_may_be_high(const struct setup_file *b);
/** setup_file_load() - place it all, with boot_params, for the 32-bit entry; sets mode and regs */
int setup_file_load(struct kexec_image *img, struct setup_file *b);

/**
 * image_enter_real_mode() - the target is entered in 16-bit mode
 * @fw: set to the firmware's snapshot
 *
 * Sets mode 16 and @img->low_end, and takes from the snapshot what the purgatory restores.
 *
 * Return: 0, or -ENODATA with a reason if there is no snapshot.
 */
int image_enter_real_mode(struct kexec_image *img, struct fw_state *fw);
/**
 * image_add_boot_code() - the kernel file as a segment at @addr, in base memory
 *
 * Segments are whole pages: what lies below @addr in its first page is zeros.
 *
 * Return: the bytes of that page, to be changed below @addr; NULL with a reason if it does not fit.
 */
uint8_t *image_add_boot_code(struct kexec_image *img, uint32_t addr);
/** fw_knows_entry() - does the snapshot have the registers that a boot sector was given? */
bool fw_knows_entry(const struct fw_state *fw);

/** uki_probe() - is it a unified kernel image? */
bool uki_probe(struct blob file);
/** uki_open() - put its kernel in the place of the file, and take what else is in it */
int uki_open(struct kexec_image *img);

/** align_up() - @a is a power of two; UINT64_MAX & -a when it would wrap is the caller's concern */
static inline uint64_t align_up(uint64_t v, uint64_t a)
{
	return (v + a - 1) & ~(a - 1);
}

static inline uint64_t align_down(uint64_t v, uint64_t a)
{
	return v & ~(a - 1);
}

static inline bool is_power_of_two(uint64_t v)
{
	return v && !(v & (v - 1));
}

#endif
