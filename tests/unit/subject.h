/* SPDX-License-Identifier: GPL-2.0-only */
/* For tests of one image type: the file that all of them are about. Each changes it, then asks. */
#ifndef UNIT_SUBJECT_H
#define UNIT_SUBJECT_H

#include "helper.h"

static struct made k;

/** make_file() - make @bytes zeros the file; from offset @code on NOPs */
static inline void make_file(size_t bytes, size_t code)
{
	k = (struct made){ calloc(1, bytes), bytes, NULL };
	assert_non_null(k.file);
	memset(k.file + code, 0x90, bytes - code);
}

/** drop() - a teardown: forget the file */
static inline int drop(void **state)
{
	(void)state;
	free_kernel(&k);
	return 0;
}

/** refuses() - the file as it is now must be refused with these words */
static inline void refuses(unsigned int ram_mib, const char *words)
{
	struct bench b;

	bench_open(&b, &k, ram_mib);
	assert_refused(&b, words);
	bench_close(&b);
}

/** refuses_cut() - the first @bytes of it must be refused, for whatever reason */
static inline void refuses_cut(size_t bytes)
{
	struct made cut = { malloc(bytes), bytes,
			    NULL }; /* so that ASan sees a read behind the end */
	struct bench b;

	assert_non_null(cut.file);
	memcpy(cut.file, k.file, bytes);
	bench_open(&b, &cut, 64);
	assert_refused(&b, "");
	bench_close(&b);
	free_kernel(&cut);
}

/** build() - it must be accepted, by the image type @type */
static inline void build(struct bench *b, const char *type)
{
	if (image_build(&b->img))
		fail_msg("refused: %s", b->img.why.text);
	assert_string_equal(b->img.type->name, type);
}

#endif
