/* SPDX-License-Identifier: GPL-2.0-only */
/* SHA-1 (FIPS 180-4), only for passwords that SYSLINUX's sha1pass made. */
#ifndef MENU_SHA1_H
#define MENU_SHA1_H

#include <stddef.h>
#include <stdint.h>

#define SHA1_BYTES 20

struct sha1 {
	uint32_t h[5];
	uint8_t block[64];
	uint64_t n;
};

void sha1_begin(struct sha1 *s);
void sha1_add(struct sha1 *s, const void *p, size_t n);
void sha1_end(struct sha1 *s, uint8_t digest[SHA1_BYTES]);

#endif
