// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes TFTP packets from a server: a sequence of them, each with its length in two bytes before
 * it. Data lies in the packet, no block is too long, the size is kept.
 */
#include <stdlib.h>
#include <string.h>
#include "net.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(const struct tftp *t, struct blob packet, const struct tftp_step *step)
{
	if (step->data.n && (step->data.p < packet.p || step->data.n > packet.n ||
			     step->data.p + step->data.n > packet.p + packet.n))
		abort();
	if (step->data.n > t->block_bytes || t->block_bytes > TFTP_BLOCK || t->block_bytes < 8 ||
	    !t->window || t->window > TFTP_WINDOW || t->in_window > t->window)
		abort();
	if (t->has_size && t->done > t->size)
		abort();
	if (t->state == TFTP_DONE && t->has_size && t->done != t->size)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct blob in = { data, n };
	struct tftp t;
	uint8_t buf[TFTP_PACKET];

	tftp_init(&t, n && data[0] & 0x80);
	for (uint64_t at = 0; at < n && t.state != TFTP_DONE;) {
		struct blob packet = blob_slice(in, at + 2, blob_le16(in, at) & 0x7ff);
		uint8_t *copy = malloc(packet.n); /* so that a byte too many is seen */
		struct reason why = { "" };
		struct tftp_step step;
		int err;

		if (!copy && packet.n)
			abort();
		if (packet.n)
			memcpy(copy, packet.p, packet.n);
		packet.p = copy;
		err = tftp_take(&t, packet, &step, &why);
		if (!err)
			check(&t, packet, &step);
		if (!err && step.ack)
			tftp_ack(&t, buf);
		at += 2 + packet.n;
		free(copy);
		if (err)
			break;
	}
	return 0;
}
