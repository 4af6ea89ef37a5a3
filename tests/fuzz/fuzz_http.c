// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes HTTP answers. In pieces of any size an answer comes to the same: state, body, reason. A
 * body is never longer than announced.
 */
#include <stdlib.h>
#include <string.h>
#include "net.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct heard {
	struct http h;
	uint64_t bytes;
	uint32_t sum;
	int err;
	struct reason why;
};

static void hear(struct heard *r, const uint8_t *data, size_t n, size_t step)
{
	memset(r, 0, sizeof(*r));
	for (size_t at = 0; at < n && !r->err && r->h.state != HTTP_DONE;) {
		struct blob in = { data + at, n - at < step ? n - at : step };
		struct blob body;
		size_t used;

		r->err = http_take(&r->h, in, &used, &body, &r->why);
		if (used > in.n || body.n > used || (!r->err && !used))
			abort();
		for (size_t i = 0; i < body.n; i++)
			r->sum = r->sum * 31 + body.p[i];
		r->bytes += body.n;
		at += used;
	}
	if (!r->err)
		r->err = http_closed(&r->h, &(struct transfer){ .done = r->bytes }, &r->why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct heard whole, pieces;
	struct reason why = { "" };
	struct transfer x = { .done = 5, .total = 10, .has_total = true, .validator = "\"a\"" };

	hear(&whole, data, n, n + 1);
	hear(&pieces, data, n, n ? 1 + data[0] % 7u : 1);
	if (whole.err != pieces.err || whole.bytes != pieces.bytes || whole.sum != pieces.sum ||
	    strcmp(whole.why.text, pieces.why.text) != 0)
		abort();
	if (!whole.err && whole.h.has_length && !whole.h.chunked && whole.bytes != whole.h.length)
		abort();
	if (http_is_redirect(&whole.h) && !memchr(whole.h.location, 0, sizeof(whole.h.location)))
		abort();
	if (!http_accept(&whole.h, &x, &why) && x.done != 0 && x.done != 5)
		abort();
	return 0;
}
