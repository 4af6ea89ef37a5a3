// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes all decompressors: whatever they make stays in its limit, and refusals have reasons. */
#include <stdlib.h>
#include "core.h"
#include "mutate.h"

#define LIMIT (4u * MIB)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct blob b = { data, n };
	struct arena arena = { NULL };
	struct reason why = { "" };
	const char *name;
	int err = decompress(&b, &arena, LIMIT, &name, &why);

	if (err && !why.text[0])
		abort();
	if (!err && name[0]) {
		count_accepted();
		if (!b.n || b.n > LIMIT)
			abort();
	}
	arena_free(&arena);
	return 0;
}
