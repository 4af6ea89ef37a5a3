/* SPDX-License-Identifier: GPL-2.0-only */
/* Where plain bytes go; or, for files that do not say how many there will be, only their count. */
#ifndef DECOMPRESS_OUTPUT_H
#define DECOMPRESS_OUTPUT_H

#include <string.h>
#include "core.h"

/**
 * struct output - plain bytes under construction
 * @p: room for them; NULL: only count
 * @room: how many @p takes
 * @n: how many there are
 */
struct output {
	uint8_t *p;
	uint64_t room;
	uint64_t n;
};

/** output_bytes() - append @n bytes; false if there is no room */
static inline bool output_bytes(struct output *o, const uint8_t *from, size_t n)
{
	if (o->p) {
		if (n > o->room - o->n)
			return false;
		memcpy(o->p + o->n, from, n);
	}
	o->n += n;
	return true;
}

/** output_fill() - append @n times the same byte */
static inline bool output_fill(struct output *o, uint8_t byte, size_t n)
{
	if (o->p) {
		if (n > o->room - o->n)
			return false;
		memset(o->p + o->n, byte, n);
	}
	o->n += n;
	return true;
}

/** output_again() - append @n bytes from @back bytes before, which may be those just written */
static inline bool output_again(struct output *o, uint64_t back, uint64_t n)
{
	if (!back || back > o->n)
		return false;
	if (o->p) {
		if (n > o->room - o->n)
			return false;
		for (uint8_t *to = o->p + o->n, *end = to + n; to < end; to++)
			*to = to[-(ptrdiff_t)back];
	}
	o->n += n;
	return true;
}

#endif
