// SPDX-License-Identifier: GPL-2.0-only
/* CRC-32 of zlib and IEEE 802.3. */
#include "crc32.h"
#include "rm.h"

#define POLYNOMIAL 0xedb88320u

static uint32_t table[256];

void crc32_init(void)
{
	uint32_t byte, bit, crc;

	for (byte = 0; byte < 256; byte++) {
		crc = byte;
		for (bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ POLYNOMIAL : crc >> 1;
		table[byte] = crc;
	}
}

uint32_t crc32_add(uint32_t crc, uint8_t byte)
{
	return crc >> 8 ^ table[(crc ^ byte) & 0xff];
}

uint32_t crc32_buf(const void *p, size_t n, size_t hole)
{
	const uint8_t *bytes = p;
	uint32_t crc = CRC32_START;
	size_t i;

	for (i = 0; i < n; i++)
		crc = crc32_add(crc, i >= hole && i - hole < 4 ? 0 : bytes[i]);
	return ~crc;
}

uint32_t crc32_far(uint32_t crc, uint32_t bytes)
{
	uint32_t i;

	for (i = 0; i < bytes; i++)
		crc = crc32_add(crc, far_byte(i));
	return crc;
}
