// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes the kernel's reader of what a PXE ROM has received. Input: rings, each with its length
 * in two bytes before it; a frame may begin in one and end in another.
 */
#include <stdlib.h>
#include <string.h>
#include "undi_rx.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void give(void *context, const void *frame, unsigned int bytes)
{
	unsigned int *sum = context;
	const uint8_t *p = frame;

	if (bytes < 14 || bytes > UNDI_RX_MAX)
		abort();
	while (bytes--)
		*sum += p[bytes]; /* all of it can be read */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct undi_rx rx = { 0 };
	unsigned int sum = 0;

	while (n >= 2) {
		size_t part = (size_t)data[0] << 8 | data[1];
		uint8_t *ring;

		data += 2;
		n -= 2;
		if (part > n)
			part = n;
		ring = malloc(part + 1); /* of its own, so that an overrun is seen */
		if (!ring)
			abort();
		memcpy(ring, data, part);
		undi_rx_take(&rx, ring, (unsigned int)part, give, &sum);
		free(ring);
		if (rx.have > rx.want || rx.want > UNDI_RX_MAX)
			abort();
		data += part;
		n -= part;
	}
	return 0;
}
