/* SPDX-License-Identifier: GPL-2.0-only */
/* What the unit tests share: a small computer, and kernels made to order. */
#ifndef UNIT_HELPER_H
#define UNIT_HELPER_H

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "core.h"

/** make_machine() - a PC with @ram_mib of RAM, seen by one source, everything else plain */
void make_machine(struct machine *m, unsigned int ram_mib);

/** check_memmap() - assert the invariant of struct memmap */
void check_memmap(const struct memmap *map);

/** struct made - a bzImage in memory; change @h, then seal() */
struct made {
	uint8_t *file;
	size_t bytes;
	struct setup_header *h;
};

/** make_kernel() - a good relocatable bzImage of protocol @version with @code_bytes of code */
struct made make_kernel(unsigned int version, size_t code_bytes);
void free_kernel(struct made *k);

/** struct bench - everything that one image_build() needs */
struct bench {
	struct machine machine;
	struct boot_request req;
	struct kexec_image img;
};

/** bench_open() - a request for @kernel on a machine of @ram_mib */
void bench_open(struct bench *b, const struct made *kernel, unsigned int ram_mib);
/** bench_firmware() - give the machine a snapshot; change it before image_build() */
struct fw_state *bench_firmware(struct bench *b);
void bench_close(struct bench *b);
/** assert_refused() - image_build() must fail, and its reason contain @words */
void assert_refused(struct bench *b, const char *words);
/** segment() - the segment of that label, which must exist */
const struct kexec_segment *segment(const struct kexec_image *img, const char *label);

#endif
