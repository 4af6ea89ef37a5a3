// SPDX-License-Identifier: GPL-2.0-only
/* Unpacks a compressed file, if it is one, within a limit. */
#include <inttypes.h>
#include "core.h"

extern const struct decompressor *const __start_decompressors[];
extern const struct decompressor *const __stop_decompressors[];

static const struct decompressor *find(struct blob in)
{
	const struct decompressor *const *d = __start_decompressors;

	while (d < __stop_decompressors && !(*d)->probe(in))
		d++;
	return d < __stop_decompressors ? *d : NULL;
}

int decompress(struct blob *in, struct arena *arena, uint64_t limit, const char **name,
	       struct reason *why)
{
	const struct decompressor *d = find(*in);
	uint64_t size;
	uint8_t *out;
	int err;

	*name = d ? d->name : "";
	if (!d)
		return 0;
	size = d->size(*in, why);
	if (!size)
		return because(why, -ENOEXEC, "%s: there is nothing in it", d->name);
	if (size > limit)
		return because(why, -E2BIG,
			       "%s: it unpacks to %" PRIu64 " KiB, more than the limit of %" PRIu64
			       " KiB here",
			       d->name, size / KIB, limit / KIB);
	out = arena_alloc(arena, (size_t)size);
	if (!out)
		return because(why, -ENOMEM, "%s: out of memory: it unpacks to %" PRIu64 " KiB",
			       d->name, size / KIB);
	err = d->unpack(*in, out, (size_t)size, why);
	*in = (struct blob){ out, (size_t)size };
	return err;
}
