// SPDX-License-Identifier: GPL-2.0-only
/*
 * Digests of memory: a fast checksum, and SHA-256 (FIPS 180-4). Position
 * independent and without a library: the purgatory links this very file.
 */
#include "digest.h"

typedef uint32_t __attribute__((may_alias, aligned(1))) word_t;

static uint32_t rol(uint32_t v, unsigned int n)
{
	return v << n | v >> (32 - n);
}

static uint32_t ror(uint32_t v, unsigned int n)
{
	return v >> n | v << (32 - n);
}

static void store_le32(uint8_t *p, uint32_t v)
{
	for (unsigned int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

static void store_be32(uint8_t *p, uint32_t v)
{
	for (unsigned int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> (24 - 8 * i));
}

static uint32_t load_be32(const uint8_t *p)
{
	return __builtin_bswap32(*(const word_t *)p);
}

void digest_fast(const void *data, size_t n, uint8_t digest[DIGEST_FAST_BYTES])
{
	const word_t *w = data;
	const uint8_t *tail;
	uint32_t a = 0x6b657863, b = 0x626f6f74, last = 0; /* "cxek", "toob" */

	for (size_t i = n / 16; i; i--, w += 4) { /* four at a time: `load` waits for this */
		a += w[0];
		b = rol(b, 5) + a;
		a += w[1];
		b = rol(b, 5) + a;
		a += w[2];
		b = rol(b, 5) + a;
		a += w[3];
		b = rol(b, 5) + a;
	}
	for (size_t i = n % 16 / 4; i; i--) {
		a += *w++;
		b = rol(b, 5) + a;
	}
	tail = (const uint8_t *)w;
	for (unsigned int i = 0; i < n % 4; i++)
		last |= (uint32_t)tail[i] << 8 * i;
	a += last;
	b = rol(b, 5) + a;
	a += (uint32_t)n;
	b = rol(b, 5) + a;
	store_le32(digest, a);
	store_le32(digest + 4, b);
}

static const uint32_t sha256_k[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
	0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
	0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
	0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
	0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2,
};

static uint32_t small_sigma(uint32_t v, unsigned int r1, unsigned int r2, unsigned int shift)
{
	return ror(v, r1) ^ ror(v, r2) ^ v >> shift;
}

static uint32_t big_sigma(uint32_t v, unsigned int r1, unsigned int r2, unsigned int r3)
{
	return ror(v, r1) ^ ror(v, r2) ^ ror(v, r3);
}

/* One round, FIPS 180-4, section 6.2.2, step 3: instead of moving all eight, rename them. */
#define ROUND(a, b, c, d, e, f, g, h, t)                                                    \
	do {                                                                                \
		uint32_t t1 = (h) + big_sigma(e, 6, 11, 25) + ((g) ^ ((e) & ((f) ^ (g)))) + \
			      sha256_k[t] + w[t];                                           \
		(d) += t1;                                                                  \
		(h) = t1 + big_sigma(a, 2, 13, 22) + (((a) & (b)) | ((c) & ((a) | (b))));   \
	} while (0)

/* One block of 64 bytes; the names are the standard's. */
static void sha256_block(uint32_t hash[8], const uint8_t *block)
{
	uint32_t a = hash[0], b = hash[1], c = hash[2], d = hash[3];
	uint32_t e = hash[4], f = hash[5], g = hash[6], h = hash[7];
	uint32_t w[64];

	for (unsigned int t = 0; t < 16; t++)
		w[t] = load_be32(block + 4 * t);
	for (unsigned int t = 16; t < 64; t++)
		w[t] = w[t - 16] + small_sigma(w[t - 15], 7, 18, 3) + w[t - 7] +
		       small_sigma(w[t - 2], 17, 19, 10);
	for (unsigned int t = 0; t < 64; t += 8) {
		ROUND(a, b, c, d, e, f, g, h, t);
		ROUND(h, a, b, c, d, e, f, g, t + 1);
		ROUND(g, h, a, b, c, d, e, f, t + 2);
		ROUND(f, g, h, a, b, c, d, e, t + 3);
		ROUND(e, f, g, h, a, b, c, d, t + 4);
		ROUND(d, e, f, g, h, a, b, c, t + 5);
		ROUND(c, d, e, f, g, h, a, b, t + 6);
		ROUND(b, c, d, e, f, g, h, a, t + 7);
	}
	hash[0] += a;
	hash[1] += b;
	hash[2] += c;
	hash[3] += d;
	hash[4] += e;
	hash[5] += f;
	hash[6] += g;
	hash[7] += h;
}

void digest_sha256(const void *data, size_t n, uint8_t digest[DIGEST_SHA256_BYTES])
{
	uint32_t hash[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
			     0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
	const uint8_t *p = data;
	uint8_t block[64];
	size_t left = n;
	unsigned int i = 0;

	for (; left >= 64; left -= 64, p += 64)
		sha256_block(hash, p);
	for (; i < left; i++)
		block[i] = p[i];
	block[i++] = 0x80;
	if (i > 56) {
		while (i < 64)
			block[i++] = 0;
		sha256_block(hash, block);
		i = 0;
	}
	while (i < 56)
		block[i++] = 0;
	store_be32(block + 56, (uint32_t)(n >> 29));
	store_be32(block + 60, (uint32_t)(n << 3));
	sha256_block(hash, block);
	for (i = 0; i < 8; i++)
		store_be32(digest + 4 * i, hash[i]);
}
