// SPDX-License-Identifier: GPL-2.0-only
/* xxHash, 32 and 64 bits: four lanes over the bulk, then words, then bytes. */
#include <string.h>
#include "xxhash.h"

/* Primes of the algorithm, sections 2 and 3. */
#define A1 0x9e3779b1u
#define A2 0x85ebca77u
#define A3 0xc2b2ae3du
#define A4 0x27d4eb2fu
#define A5 0x165667b1u
#define B1 0x9e3779b185ebca87u
#define B2 0xc2b2ae3d27d4eb4fu
#define B3 0x165667b19e3779f9u
#define B4 0x85ebca77c2b2ae63u
#define B5 0x27d4eb2f165667c5u

static uint32_t rol32(uint32_t v, unsigned int n)
{
	return v << n | v >> (32 - n);
}

static uint64_t rol64(uint64_t v, unsigned int n)
{
	return v << n | v >> (64 - n);
}

static uint32_t word32(const uint8_t *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static uint64_t word64(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return v;
}

uint32_t xxh32(const uint8_t *p, size_t n)
{
	uint32_t lane[4] = { A1 + A2, A2, 0, 0 - A1 }, h = A5;
	const uint8_t *end = p + n;

	if (n >= 16) {
		for (; end - p >= 16; p += 16)
			for (unsigned int i = 0; i < 4; i++)
				lane[i] = rol32(lane[i] + word32(p + 4 * i) * A2, 13) * A1;
		h = rol32(lane[0], 1) + rol32(lane[1], 7) + rol32(lane[2], 12) + rol32(lane[3], 18);
	}
	h += (uint32_t)n;
	for (; end - p >= 4; p += 4)
		h = rol32(h + word32(p) * A3, 17) * A4;
	for (; p < end; p++)
		h = rol32(h + *p * A5, 11) * A1;
	h = (h ^ h >> 15) * A2;
	h = (h ^ h >> 13) * A3;
	return h ^ h >> 16;
}

static uint64_t round64(uint64_t lane, uint64_t word)
{
	return rol64(lane + word * B2, 31) * B1;
}

uint64_t xxh64(const uint8_t *p, size_t n)
{
	uint64_t lane[4] = { B1 + B2, B2, 0, 0 - B1 }, h = B5;
	const uint8_t *end = p + n;

	if (n >= 32) {
		for (; end - p >= 32; p += 32)
			for (unsigned int i = 0; i < 4; i++)
				lane[i] = round64(lane[i], word64(p + 8 * i));
		h = rol64(lane[0], 1) + rol64(lane[1], 7) + rol64(lane[2], 12) + rol64(lane[3], 18);
		for (unsigned int i = 0; i < 4; i++)
			h = (h ^ round64(0, lane[i])) * B1 + B4;
	}
	h += n;
	for (; end - p >= 8; p += 8)
		h = rol64(h ^ round64(0, word64(p)), 27) * B1 + B4;
	for (; end - p >= 4; p += 4)
		h = rol64(h ^ word32(p) * B1, 23) * B2 + B3;
	for (; p < end; p++)
		h = rol64(h ^ *p * B5, 11) * B1;
	h = (h ^ h >> 33) * B2;
	h = (h ^ h >> 29) * B3;
	return h ^ h >> 32;
}
