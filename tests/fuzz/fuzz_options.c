// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes biostest's command line. Words that it keeps must lie inside the text, values in their bounds. */
#include <stdlib.h>
#include <string.h>
#include "options.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(const struct word *word, const char *text, size_t n)
{
	if (word->n &&
	    (word->p < text || word->p > text + n || word->n > (size_t)(text + n - word->p)))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct options o;
	char *text = malloc(n + 1);

	if (!text)
		abort();
	memcpy(text, data, n);
	text[n] = 0;
	options_parse(&o, text);
	check(&o.only, text, n);
	check(&o.skip, text, n);
	check(&o.bad, text, n);
	if (!o.divisor || !o.key_s || !o.hang_s)
		abort();
	options_want(&o, "int13");
	free(text);
	return 0;
}
