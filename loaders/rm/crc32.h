/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * CRC-32 of zlib and IEEE 802.3 (reflected polynomial EDB88320h), a byte at a time.
 */
#ifndef RM_CRC32_H
#define RM_CRC32_H

#include <stddef.h>
#include <stdint.h>

#define CRC32_START 0xffffffffu

/** crc32_init() - make the table; once, before anything else of this file */
void crc32_init(void);

/** crc32_add() - @crc (at first CRC32_START) with one more byte; the inverse is the CRC */
uint32_t crc32_add(uint32_t crc, uint8_t byte);

/** crc32_buf() - the CRC of @n bytes, as if the four at @hole were zero (@hole >= @n: no hole) */
uint32_t crc32_buf(const void *p, size_t n, size_t hole);

/** crc32_far() - @crc with the @bytes at FS:0, at most 64 KiB; set_fs() comes first */
uint32_t crc32_far(uint32_t crc, uint32_t bytes);

#endif
