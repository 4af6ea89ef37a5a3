// SPDX-License-Identifier: GPL-2.0-only
/* Entropy coding of zstd. RFC 8878, section 4: "Entropy Encoding". */
#include <string.h>
#include "zstd.h"

#define FSE_LOG_MIN 5u

/* Number of the highest bit of @v, which is not 0. */
static unsigned int highest_bit(uint32_t v)
{
	return 31u - (unsigned int)__builtin_clz(v);
}

bool back_open(struct back_bits *s, struct blob b)
{
	if (!b.n || !b.p[b.n - 1])
		return false;
	s->b = b;
	s->left = (int64_t)b.n * 8 - 8 + highest_bit(b.p[b.n - 1]);
	return true;
}

uint32_t back_peek(const struct back_bits *s, unsigned int n)
{
	int64_t at = s->left - n;
	uint64_t v = 0;
	size_t byte;

	if (at < 0) /* zeros where the stream has ended */
		return s->left > 0 ? (uint32_t)(back_peek(s, (unsigned int)s->left) << -at) : 0;
	byte = (size_t)(at / 8);
	for (unsigned int i = 0; i < 5 && byte + i < s->b.n; i++)
		v |= (uint64_t)s->b.p[byte + i] << 8 * i;
	return (uint32_t)(v >> at % 8 & (((uint64_t)1 << n) - 1));
}

uint32_t back_read(struct back_bits *s, unsigned int n)
{
	uint32_t v = back_peek(s, n);

	s->left -= n;
	return v;
}

/* Up to 10 bits from the start of a blob up, zeros behind its end. */
static uint32_t forward_bits(struct blob b, uint64_t at, unsigned int n)
{
	uint32_t v = 0;

	for (unsigned int i = 0; i < 3; i++)
		v |= (uint32_t)blob_u8(b, at / 8 + i) << 8 * i;
	return v >> at % 8 & ((1u << n) - 1);
}

size_t fse_read(struct fse_table *t, struct blob in, unsigned int log_max, unsigned int symbols)
{
	unsigned int log = forward_bits(in, 0, 4) + FSE_LOG_MIN, n = 0;
	int16_t probability[256];
	uint32_t left = 1u << log;
	uint64_t at = 4;

	if (log > log_max)
		return 0;
	while (left && n < symbols) {
		unsigned int bits = highest_bit(left + 1) + 1;
		uint32_t v = forward_bits(in, at, bits), low = (1u << (bits - 1)) - 1;
		uint32_t spare = (1u << bits) - 1 - (left + 1);

		at += bits;
		if ((v & low) < spare) {
			v &= low;
			at--;
		} else if (v > low) {
			v -= spare;
		}
		probability[n++] = (int16_t)((int)v - 1);
		left -= v ? v - 1 : 1;
		/* two bits say how many more zeros follow one; 3: and then again */
		for (uint32_t zeros = v == 1 ? 3 : 0; zeros == 3;) {
			zeros = forward_bits(in, at, 2);
			at += 2;
			for (uint32_t i = 0; i < zeros; i++) {
				if (n == symbols)
					return 0;
				probability[n++] = 0;
			}
		}
	}
	at = (at + 7) / 8;
	return !left && at <= in.n && fse_build(t, probability, n, log) ? (size_t)at : 0;
}

bool fse_build(struct fse_table *t, const int16_t *probability, unsigned int n, unsigned int log)
{
	unsigned int size = 1u << log, step = (size >> 1) + (size >> 3) + 3, high = size, at = 0;
	uint16_t next[256];

	t->log = log;
	for (unsigned int s = 0; s < n; s++) {
		next[s] = (uint16_t)(probability[s] < 0 ? 1 : probability[s]);
		if (probability[s] < 0 && high)
			t->state[--high].symbol = (uint8_t)s;
	}
	for (unsigned int s = 0; s < n; s++) {
		for (int i = 0; i < probability[s]; i++) {
			t->state[at].symbol = (uint8_t)s;
			do
				at = (at + step) & (size - 1);
			while (at >= high && high);
		}
	}
	if (at)
		return false;
	for (unsigned int i = 0; i < size; i++) {
		unsigned int x = next[t->state[i].symbol]++;

		t->state[i].bits = (uint8_t)(log - highest_bit(x));
		t->state[i].base = (uint16_t)((x << t->state[i].bits) - size);
	}
	return true;
}

void fse_single(struct fse_table *t, uint8_t symbol)
{
	t->log = 0;
	t->state[0] = (struct fse_state){ symbol, 0, 0 };
}

/* Weights by FSE: two states take turns until the bits are used up. */
static unsigned int read_weights(struct blob in, uint8_t *weight)
{
	unsigned int n = 0, state[2];
	struct fse_table t;
	struct back_bits s;
	size_t head = fse_read(&t, in, 6, HUFFMAN_SYMBOLS);

	if (!head || !back_open(&s, blob_slice(in, head, UINT64_MAX)))
		return 0;
	state[0] = back_read(&s, t.log);
	state[1] = back_read(&s, t.log);
	for (unsigned int turn = 0; n < HUFFMAN_SYMBOLS - 2; turn ^= 1) {
		const struct fse_state *f = &t.state[state[turn]];

		weight[n++] = f->symbol;
		if (s.left < f->bits) { /* the other state's symbol is the last one */
			weight[n++] = t.state[state[turn ^ 1]].symbol;
			return n;
		}
		state[turn] = f->base + back_read(&s, f->bits);
	}
	return 0;
}

/* Codes by weight, the lightest first; the last symbol's weight is what is left of a power of two. */
static bool build_codes(struct huffman *h, uint8_t *weight, unsigned int n)
{
	uint32_t sum = 0, left, at = 0;

	for (unsigned int i = 0; i < n; i++) {
		if (weight[i] > HUFFMAN_LOG_MAX)
			return false;
		sum += weight[i] ? 1u << (weight[i] - 1) : 0;
	}
	if (!sum || sum >= 1u << HUFFMAN_LOG_MAX)
		return false;
	h->log = highest_bit(sum) + 1;
	left = (1u << h->log) - sum;
	if (left & (left - 1))
		return false;
	weight[n++] = (uint8_t)(highest_bit(left) + 1);
	for (unsigned int w = 1; w <= h->log; w++)
		for (unsigned int i = 0; i < n; i++)
			for (uint32_t k = 0; weight[i] == w && k < 1u << (w - 1); k++)
				h->code[at++] = (struct huffman_code){ (uint8_t)i,
								       (uint8_t)(h->log + 1 - w) };
	return true;
}

size_t huffman_read(struct huffman *h, struct blob in)
{
	uint8_t head = blob_u8(in, 0), weight[HUFFMAN_SYMBOLS] = { 0 };
	unsigned int n = head - 127u;
	size_t bytes = head < 128 ? head : (n + 1) / 2;

	if (!blob_has(in, 1, bytes))
		return 0;
	if (head < 128)
		n = read_weights(blob_slice(in, 1, bytes), weight);
	else
		for (unsigned int i = 0; i < n; i++)
			weight[i] = (uint8_t)(in.p[1 + i / 2] >> (i % 2 ? 0 : 4) & 0xf);
	return n && build_codes(h, weight, n) ? 1 + bytes : 0;
}

bool huffman_decode(const struct huffman *h, struct blob in, uint8_t *out, size_t n)
{
	struct back_bits s;

	if (!back_open(&s, in))
		return false;
	for (size_t i = 0; i < n && s.left >= 0; i++) {
		struct huffman_code c = h->code[back_peek(&s, h->log)];

		out[i] = c.symbol;
		s.left -= c.bits;
	}
	return s.left == 0;
}
