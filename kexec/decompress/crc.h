/* SPDX-License-Identifier: GPL-2.0-only */
/* Checksums that compressed files carry. */
#ifndef DECOMPRESS_CRC_H
#define DECOMPRESS_CRC_H

#include <stddef.h>
#include <stdint.h>

/** crc32_ieee() - CRC-32 of gzip (RFC 1952, section 8) and xz */
uint32_t crc32_ieee(const uint8_t *p, size_t n);
/** crc64_xz() - CRC-64 of ECMA-182 as xz uses it (.xz format, section 3.4) */
uint64_t crc64_xz(const uint8_t *p, size_t n);

#endif
