/* SPDX-License-Identifier: GPL-2.0-only */
/* print() for those who have their arguments in a va_list. */
#ifndef RM_PRINT_H
#define RM_PRINT_H

#include <stdarg.h>

void vprint(const char *format, va_list args) __attribute__((format(printf, 1, 0)));

#endif
