// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes the reader of DHCP packets: whatever comes, a shell gets assignments of quoted text. */
#include <stdlib.h>
#include <string.h>
#include "dhcp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* x_NAME='VALUE' and the line's end, without a quote or a control character in VALUE. */
static const char *check_line(const char *p)
{
	if (strncmp(p, "x_", 2) != 0)
		abort();
	p += 2 + strspn(p + 2, "abcdefghijklmnopqrstuvwxyz");
	if (strncmp(p, "='", 2) != 0)
		abort();
	for (p += 2; *p != '\''; p++)
		if (*p < ' ' || *p > '~')
			abort();
	if (p[1] != '\n')
		abort();
	return p + 2;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct reason why = { "" };
	struct text t = { 0 };
	unsigned int lines = 0;

	if (dhcp_facts((struct blob){ data, n }, "x_", &t, &why)) {
		if (!why.text[0] || t.n)
			abort();
	} else {
		for (const char *p = t.p; *p; lines++)
			p = check_line(p);
		if (lines != 11)
			abort();
	}
	text_free(&t);
	return 0;
}
