/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the fuzzers of image types share: the first 8 bytes choose RAM, initrds and screen; the
 * file follows, then zeros, so that small inputs make large programs.
 */
#ifndef FUZZ_IMAGE_H
#define FUZZ_IMAGE_H

#include <stdlib.h>
#include <string.h>
#include "core.h"

#define FILE_MAX (256u * KIB)

static inline void make_machine(struct machine *m, struct blob in)
{
	uint64_t ram = (uint64_t)(blob_u8(in, 0) + 1) * 8 * MIB;

	if (memmap_add(&m->map, FROM_SYSFS, 0, 0x9fc00, E820_RAM) ||
	    memmap_add(&m->map, FROM_SYSFS, MIB, ram, E820_RAM) ||
	    memmap_add(&m->map, FROM_SYSFS, (uint64_t)blob_u8(in, 1) * MIB, 0x1234, E820_NVS))
		abort();
	memmap_settle(&m->map);
	m->ram_bytes = ram;
	m->text_screen = blob_u8(in, 2) & 1;
	m->params = blob_slice(in, 8, 4096); /* any bytes will do */
}

/* What was accepted must pass the gate again, and be printable. */
static inline void check_accepted(struct kexec_image *img)
{
	struct text t = { 0 };

	if (image_check(img))
		abort();
	for (unsigned int i = 0; i < img->n_segments; i++)
		if (img->segment[i].mem + img->segment[i].memsz > (uint64_t)1 << 32)
			abort();
	image_seal(img);
	image_plan(img, true, &t);
	if (t.failed)
		abort();
	text_free(&t);
}

/* fuzz_image: build an image of the named type (NULL: by probing) */
static inline int fuzz_image(const char *type, const uint8_t *data, size_t n)
{
	struct blob in = { data, n };
	struct machine m = { .cmdline = "" };
	struct boot_request req = { .append = "words", .type = type, .verify = VERIFY_FAST };
	struct kexec_image img = { .req = &req, .machine = &m };
	size_t file_bytes = (size_t)blob_le16(in, 4) * 4, body = n < 8 ? 0 : n - 8;
	uint8_t *file;

	if (file_bytes < body)
		file_bytes = body;
	if (!body || file_bytes > FILE_MAX)
		return -1;
	file = calloc(1, file_bytes);
	if (!file)
		abort();
	memcpy(file, data + 8, body);
	make_machine(&m, in);
	img.kernel = (struct input){ "k", { file, file_bytes } };
	for (unsigned int i = 0; i < (blob_u8(in, 6) & 31u); i++)
		img.initrd[img.n_initrds++] =
			(struct input){ "i",
					blob_slice((struct blob){ file, file_bytes }, 0, 5000) };
	if (!image_build(&img))
		check_accepted(&img);
	else if (!img.why.text[0])
		abort(); /* a refusal without a reason */
	image_free(&img);
	machine_free(&m);
	free(file);
	return 0;
}

#endif
