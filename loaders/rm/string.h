/* SPDX-License-Identifier: GPL-2.0-only */
/* The string functions that gcc may call, and strlen. ISO C11, section 7.24. */
#ifndef RM_STRING_H
#define RM_STRING_H

#include <stddef.h>

void *memcpy(void *to, const void *from, size_t n);
void *memset(void *to, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
size_t strlen(const char *s);

#endif
