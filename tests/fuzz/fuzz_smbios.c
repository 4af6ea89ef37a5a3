// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes the reader of SMBIOS tables: lines KEY=VALUE come out, without a control character. */
#include <stdlib.h>
#include <string.h>
#include "smbios.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct text t = { 0 };
	char *line, *next;

	smbios_facts((struct blob){ data, n }, &t);
	for (line = t.p; line && *line; line = next + 1) {
		next = strchr(line, '\n');
		if (!next || !memchr(line, '=', (size_t)(next - line)))
			abort();
		for (; line < next; line++)
			if ((unsigned char)*line < ' ' || *line == 0x7f)
				abort();
	}
	text_free(&t);
	return 0;
}
