// SPDX-License-Identifier: GPL-2.0-only
/* The few conversions of printf that a loader's messages need. */
#include <stdarg.h>
#include "print.h"
#include "rm.h"

static void print_number(uint32_t value, uint32_t base)
{
	char digits[10]; /* 4294967295 */
	int n = 0;

	do {
		digits[n++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	while (n)
		putch(digits[--n]);
}

static void print_text(const char *text)
{
	while (*text)
		putch(*text++);
}

void vprint(const char *format, va_list args)
{
	for (; *format; format++) {
		if (*format != '%') {
			putch(*format);
			continue;
		}
		switch (*++format) {
		case 's':
			print_text(va_arg(args, const char *));
			break;
		case 'c':
			putch((char)va_arg(args, int));
			break;
		case 'u':
			print_number(va_arg(args, uint32_t), 10);
			break;
		case 'x':
			print_number(va_arg(args, uint32_t), 16);
			break;
		}
	}
}

void print(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vprint(format, args);
	va_end(args);
}
