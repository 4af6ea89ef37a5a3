/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the fuzzers of image types share. The first 8 bytes of an input make the computer:
 *
 *	0	RAM in units of 8 MiB, less one
 *	1	MiB at which it has a hole
 *	2	does the CPU run 64-bit code? modulo 3: not known, no, yes
 *	3	FUZZ_*
 *	4, 5	size of the file in units of 4 bytes, if that is more than what is here
 *	6	how many initrds
 *	7	1: make digests, which read every byte
 *
 * The file follows, then zeros, so that small inputs make large programs.
 */
#ifndef FUZZ_IMAGE_H
#define FUZZ_IMAGE_H

#include <stdlib.h>
#include <string.h>
#include "core.h"
#include "mutate.h"
#include "pxestate.h"

#define FUZZ_HEAD     8u
#define FUZZ_FILE_MAX (256u * KIB)

#define FUZZ_SEED     0x01 /* there are random bytes for the target */
#define FUZZ_SCREEN   0x02 /* the screen is in text mode */
#define FUZZ_FIRMWARE 0x04 /* there is a snapshot of the firmware's state */
#define FUZZ_OTHER    0x08 /* the fuzzer's own: another image type */
#define FUZZ_PXE      0x10 /* a PXE ROM started us */
#define FUZZ_MUTE     0x20 /* without command line */
#define FUZZ_HIGH     0x40 /* there is RAM above 4 GiB, and kexec reaches it */
#define FUZZ_VBE      0x80 /* the video BIOS tells of itself */

#define fuzz_assert(condition)    \
	do {                      \
		if (!(condition)) \
			abort();  \
	} while (0)

static const struct fw_state fuzz_firmware = { .magic = FW_STATE_MAGIC,
					       .version = FW_STATE_VERSION };

/* A ROM of which the file's bytes tell, whatever they are. */
static inline void make_pxe(struct machine *m, struct blob in)
{
	struct pxe_state *pxe = arena_alloc(&m->arena, sizeof(*pxe));
	struct blob bytes = blob_slice(in, FUZZ_HEAD, sizeof(*pxe));

	fuzz_assert(pxe);
	if (bytes.n)
		memcpy(pxe, bytes.p, bytes.n);
	pxe->magic = PXE_STATE_MAGIC;
	pxe->version = PXE_STATE_VERSION;
	m->pxe = (struct blob){ (const uint8_t *)pxe, sizeof(*pxe) };
}

/* A video BIOS whose words are the file's bytes. */
static inline void make_vbe(struct machine *m, struct blob in)
{
	struct blob bytes = blob_slice(in, FUZZ_HEAD, sizeof(m->vbe.control));

	if (bytes.n)
		memcpy(m->vbe.control, bytes.p, bytes.n);
	m->vbe.addr = blob_le32(in, FUZZ_HEAD + 16) & 0xffff0;
	m->vbe.known = true;
}

static inline void make_machine(struct machine *m, struct blob in)
{
	uint64_t ram = (uint64_t)(blob_u8(in, 0) + 1) * 8 * MIB;
	uint8_t flags = blob_u8(in, 3);

	fuzz_assert(!memmap_add(&m->map, FROM_SYSFS, 0, 0x9fc00, E820_RAM));
	fuzz_assert(!memmap_add(&m->map, FROM_SYSFS, MIB, ram, E820_RAM));
	fuzz_assert(
		!memmap_add(&m->map, FROM_SYSFS, (uint64_t)blob_u8(in, 1) * MIB, 0x1234, E820_NVS));
	if (flags & FUZZ_HIGH) {
		fuzz_assert(!memmap_add(&m->map, FROM_SYSFS, FOUR_GIB, 256 * MIB, E820_RAM));
		m->load_end = MEMMAP_LIMIT;
	}
	memmap_settle(&m->map);
	m->ram_bytes = ram;
	m->cpu_64bit = (enum answer)(blob_u8(in, 2) % 3);
	m->params = blob_slice(in, FUZZ_HEAD, 4096); /* any bytes will do */
	m->seed_bytes = flags & FUZZ_SEED ? RNG_SEED_BYTES : 0;
	m->text_screen = flags & FUZZ_SCREEN;
	if (flags & FUZZ_FIRMWARE)
		m->firmware =
			(struct blob){ (const uint8_t *)&fuzz_firmware, sizeof(fuzz_firmware) };
	if (flags & FUZZ_PXE)
		make_pxe(m, in);
	if (flags & FUZZ_VBE)
		make_vbe(m, in);
}

/* How many bytes of [@start, @end) are RAM? The map is disjoint. */
static inline uint64_t ram_between(const struct memmap *map, uint64_t start, uint64_t end)
{
	uint64_t sum = 0;

	memmap_for_each(r, map) {
		uint64_t from = r->start > start ? r->start : start;
		uint64_t to = r->end < end ? r->end : end;

		if (r->type == E820_RAM && from < to)
			sum += to - from;
	}
	return sum;
}

/* The kernel's rules (sanity_check_segment_list(), Linux's kernel/kexec_core.c), read anew. */
static inline void check_rules(const struct kexec_image *img)
{
	uint64_t sum = 0;
	bool entered = false;

	fuzz_assert(img->n_segments && img->n_segments <= 16);
	for (unsigned int i = 0; i < img->n_segments; i++) {
		const struct kexec_segment *s = &img->segment[i];
		uint64_t end = s->mem + s->memsz;

		fuzz_assert(!(s->mem & 0xfff) && !(end & 0xfff) && end > s->mem);
		fuzz_assert(s->bufsz <= s->memsz && s->mem >= 0x1000);
		fuzz_assert(ram_between(&img->machine->map, s->mem, end) == s->memsz);
		for (unsigned int j = 0; j < i; j++)
			fuzz_assert(end <= img->segment[j].mem ||
				    s->mem >= img->segment[j].mem + img->segment[j].memsz);
		entered = entered || (img->entry >= s->mem && img->entry < s->mem + s->bufsz);
		sum += s->memsz;
	}
	fuzz_assert(entered && sum <= img->machine->ram_bytes / 2);
}

/* What was accepted must pass the gate again, be ready to load, and be printable. */
static inline void check_accepted(struct kexec_image *img)
{
	struct text t = { 0 };

	count_accepted();
	check_rules(img);
	fuzz_assert(!image_check(img));
	image_seal(img);
	image_plan(img, true, &t);
	fuzz_assert(!t.failed);
	text_free(&t);
}

/** fuzz_image() - build an image of the named type (NULL: by probing) */
static inline int fuzz_image(const char *type, const uint8_t *data, size_t n)
{
	struct blob in = { data, n };
	struct machine m = { .cmdline = "" };
	struct boot_request req = { .append = blob_u8(in, 3) & FUZZ_MUTE ? "" : "words",
				    .type = type,
				    .verify = blob_u8(in, 7) & 1 ? VERIFY_FAST : VERIFY_NONE };
	struct kexec_image img = { .req = &req, .machine = &m };
	size_t file_bytes = (size_t)blob_le16(in, 4) * 4;
	size_t body = n < FUZZ_HEAD ? 0 : n - FUZZ_HEAD;
	uint8_t *file;

	if (file_bytes < body)
		file_bytes = body;
	if (!body || file_bytes > FUZZ_FILE_MAX)
		return -1;
	file = calloc(1, file_bytes);
	fuzz_assert(file);
	memcpy(file, data + FUZZ_HEAD, body);
	make_machine(&m, in);
	img.kernel = (struct input){ "k", { file, file_bytes } };
	for (unsigned int i = 0; i < (blob_u8(in, 6) & 31u); i++)
		img.initrd[img.n_initrds++] =
			(struct input){ "i",
					blob_slice((struct blob){ file, file_bytes }, 0, 5000) };
	if (!image_build(&img))
		check_accepted(&img);
	else
		fuzz_assert(img.why.text[0]); /* a refusal has a reason */
	image_free(&img);
	machine_free(&m);
	free(file);
	return 0;
}

#endif
