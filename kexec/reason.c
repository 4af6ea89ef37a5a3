// SPDX-License-Identifier: GPL-2.0-only
/* The failure idiom: a negative errno up the call chain, the first reason kept. */
#include <stdio.h>
#include "core.h"

int because(struct reason *why, int err, const char *fmt, ...)
{
	va_list ap;

	if (why->text[0])
		return err;
	va_start(ap, fmt);
	vsnprintf(why->text, sizeof(why->text), fmt, ap);
	va_end(ap);
	return err;
}
