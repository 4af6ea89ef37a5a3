// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes URLs: one, and where a redirect leads from it. A request line cannot be broken out of. */
#include <stdlib.h>
#include <string.h>
#include "net.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(const struct url *url)
{
	if (!memchr(url->host, 0, sizeof(url->host)) || !memchr(url->path, 0, sizeof(url->path)) ||
	    !url->port)
		abort();
	if (url->scheme == URL_HTTP && (url->path[0] != '/' || !url->host[0]))
		abort();
	for (const char *p = url->path; url->scheme == URL_HTTP && *p; p++)
		if (*p <= ' ' || *p == 0x7f)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct reason why = { "" };
	struct url url;
	char *text = malloc(n + 1);
	char *newline;

	if (!text)
		abort();
	memcpy(text, data, n);
	text[n] = '\0';
	newline = strchr(text, '\n');
	if (newline)
		*newline = '\0';
	if (!url_parse(&url, text, &why)) {
		check(&url);
		if (url.scheme == URL_HTTP && newline && !url_follow(&url, newline + 1, &why))
			check(&url);
	}
	free(text);
	return 0;
}
