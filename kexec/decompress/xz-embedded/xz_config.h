/* SPDX-License-Identifier: GPL-2.0-only */
/* What lib/xz of Linux wants when it is not built into the kernel. */
#ifndef XZ_CONFIG_H
#define XZ_CONFIG_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <linux/xz.h>

/* Multi-call with a dictionary as large as the file asks for; any check is let pass. */
#define XZ_DEC_DYNALLOC
#define XZ_DEC_ANY_CHECK
#define XZ_DEC_X86

#define kmalloc(size, flags) malloc(size)
#define kfree(ptr)	     free(ptr)
#define vmalloc(size)	     malloc(size)
#define vfree(ptr)	     free(ptr)
#define memeq(a, b, size)    (memcmp(a, b, size) == 0)
#define memzero(buf, size)   memset(buf, 0, size)
#define min(x, y)	     ((x) < (y) ? (x) : (y))
#define min_t(type, x, y)    min((type)(x), (type)(y))
#ifndef __always_inline
#define __always_inline inline __attribute__((__always_inline__))
#endif
#ifndef fallthrough
#define fallthrough __attribute__((__fallthrough__))
#endif

static inline uint32_t get_unaligned_le32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline void put_unaligned_le32(uint32_t v, uint8_t *p)
{
	for (unsigned int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}
#define get_le32 get_unaligned_le32

#endif
