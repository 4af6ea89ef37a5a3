/* SPDX-License-Identifier: GPL-2.0-only */
/* The checksums of lz4 and zstd: xxHash, with seed 0. xxHash fast digest algorithm 0.1.1. */
#ifndef DECOMPRESS_XXHASH_H
#define DECOMPRESS_XXHASH_H

#include <stddef.h>
#include <stdint.h>

uint32_t xxh32(const uint8_t *p, size_t n);
uint64_t xxh64(const uint8_t *p, size_t n);

#endif
