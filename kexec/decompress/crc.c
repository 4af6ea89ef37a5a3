// SPDX-License-Identifier: GPL-2.0-only
/* Checksums that compressed files carry, least significant bit first, by a table made on entry. */
#include "crc.h"

#define CRC32_POLY 0xedb88320u
#define CRC64_POLY 0xc96c5795d7870f42u

uint32_t crc32_ieee(const uint8_t *p, size_t n)
{
	uint32_t table[256], crc = ~0u;

	for (uint32_t i = 0; i < 256; i++) {
		table[i] = i;
		for (unsigned int bit = 0; bit < 8; bit++)
			table[i] = table[i] >> 1 ^ (table[i] & 1 ? CRC32_POLY : 0);
	}
	while (n--)
		crc = table[(crc ^ *p++) & 0xff] ^ crc >> 8;
	return ~crc;
}

uint64_t crc64_xz(const uint8_t *p, size_t n)
{
	uint64_t table[256], crc = ~(uint64_t)0;

	for (uint64_t i = 0; i < 256; i++) {
		table[i] = i;
		for (unsigned int bit = 0; bit < 8; bit++)
			table[i] = table[i] >> 1 ^ (table[i] & 1 ? CRC64_POLY : 0);
	}
	while (n--)
		crc = table[(crc ^ *p++) & 0xff] ^ crc >> 8;
	return ~crc;
}
