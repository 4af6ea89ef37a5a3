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

/* What the file says it holds, up to the limit; all of the limit if it does not say. */
static int room_for(const struct decompressor *d, struct blob in, uint64_t limit, uint64_t *room,
		    struct reason *why)
{
	uint64_t size = d->size(in, why);

	if (!size)
		return because(why, -ENOEXEC, "%s: there is nothing in it", d->name);
	*room = size == SIZE_UNKNOWN ? limit : size;
	if (*room <= limit)
		return 0;
	return because(why, -E2BIG,
		       "%s: it unpacks to %" PRIu64 " KiB, more than the limit of %" PRIu64
		       " KiB here",
		       d->name, size / KIB, limit / KIB);
}

int decompress(struct blob *in, struct arena *arena, uint64_t limit, const char **name,
	       struct reason *why)
{
	const struct decompressor *d = find(*in);
	uint64_t room = 0;
	uint8_t *out;
	size_t n;
	int err;

	*name = d ? d->name : "";
	if (!d)
		return 0;
	err = room_for(d, *in, limit, &room, why);
	if (err)
		return err;
	n = (size_t)room;
	out = arena_alloc(arena, n);
	if (!out)
		return because(why, -ENOMEM, "%s: out of memory: it unpacks to %" PRIu64 " KiB",
			       d->name, room / KIB);
	err = d->unpack(*in, out, &n, why);
	if (err == -ENOSPC && room < limit)
		return because(why, -ENOEXEC, "%s: it holds more than it says", d->name);
	if (err == -ENOSPC)
		return because(why, -E2BIG,
			       "%s: it unpacks to more than the limit of %" PRIu64 " KiB here",
			       d->name, limit / KIB);
	if (err)
		return err;
	if (!n)
		return because(why, -ENOEXEC, "%s: there is nothing in it", d->name);
	*in = (struct blob){ arena_shrink(arena, n), n };
	return 0;
}
