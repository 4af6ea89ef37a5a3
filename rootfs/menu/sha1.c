// SPDX-License-Identifier: GPL-2.0-only
/* SHA-1: FIPS 180-4, sections 5.1.1, 5.3.1 and 6.1.2. */
#include <string.h>
#include "sha1.h"

static uint32_t rotate(uint32_t v, unsigned int n)
{
	return v << n | v >> (32 - n);
}

static uint32_t f(unsigned int t, uint32_t b, uint32_t c, uint32_t d)
{
	if (t < 20)
		return ((b & c) | (~b & d)) + 0x5a827999;
	if (t < 40)
		return (b ^ c ^ d) + 0x6ed9eba1;
	if (t < 60)
		return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
	return (b ^ c ^ d) + 0xca62c1d6;
}

static void take_block(struct sha1 *s)
{
	uint32_t w[80], v[5];

	for (unsigned int t = 0; t < 16; t++)
		w[t] = (uint32_t)s->block[4 * t] << 24 | (uint32_t)s->block[4 * t + 1] << 16 |
		       (uint32_t)s->block[4 * t + 2] << 8 | s->block[4 * t + 3];
	for (unsigned int t = 16; t < 80; t++)
		w[t] = rotate(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
	memcpy(v, s->h, sizeof(v));
	for (unsigned int t = 0; t < 80; t++) {
		uint32_t next = rotate(v[0], 5) + f(t, v[1], v[2], v[3]) + v[4] + w[t];

		v[4] = v[3];
		v[3] = v[2];
		v[2] = rotate(v[1], 30);
		v[1] = v[0];
		v[0] = next;
	}
	for (unsigned int i = 0; i < 5; i++)
		s->h[i] += v[i];
}

void sha1_begin(struct sha1 *s)
{
	*s = (struct sha1){ .h = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 } };
}

void sha1_add(struct sha1 *s, const void *p, size_t n)
{
	for (const uint8_t *byte = p; n--; byte++) {
		s->block[s->n++ % 64] = *byte;
		if (!(s->n % 64))
			take_block(s);
	}
}

void sha1_end(struct sha1 *s, uint8_t digest[SHA1_BYTES])
{
	uint64_t bits = s->n * 8;
	uint8_t one = 0x80, zero = 0, length[8];

	sha1_add(s, &one, 1);
	while (s->n % 64 != 56)
		sha1_add(s, &zero, 1);
	for (unsigned int i = 0; i < 8; i++)
		length[i] = (uint8_t)(bits >> (56 - 8 * i));
	sha1_add(s, length, sizeof(length));
	for (unsigned int i = 0; i < SHA1_BYTES; i++)
		digest[i] = (uint8_t)(s->h[i / 4] >> (24 - 8 * (i % 4)));
}
