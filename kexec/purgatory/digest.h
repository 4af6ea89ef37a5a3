/* SPDX-License-Identifier: GPL-2.0-only */
/* Digests of memory, shared by the loader (which makes them) and the purgatory (which checks). */
#ifndef PURGATORY_DIGEST_H
#define PURGATORY_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#define DIGEST_FAST_BYTES   8
#define DIGEST_SHA256_BYTES 32

/**
 * digest_fast() - 64-bit checksum that costs two additions and a rotation a word
 *
 * Guards against memory that changed by accident, not against an attacker. Over
 * the little-endian 32-bit words w of the data (the last padded with zeros):
 *
 *	a = a + w		any single changed word
 *	b = rol(b, 5) + a	swapped, moved, lost words
 *
 * both modulo 2^32, from starting values that make leading zeros count, and
 * the length last. Each step maps (a, b) one to one for a given w, so two
 * inputs that differ can only meet again by a second difference.
 */
void digest_fast(const void *data, size_t n, uint8_t digest[DIGEST_FAST_BYTES]);

/** digest_sha256() - FIPS 180-4 */
void digest_sha256(const void *data, size_t n, uint8_t digest[DIGEST_SHA256_BYTES]);

#endif
