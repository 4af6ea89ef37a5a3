// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes the search for the firmware's tables in what is taken for its memory. */
#include <stdlib.h>
#include "core.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(const struct firmware_table *t)
{
	if (t->bytes > sizeof(t->data) || !t->bytes != !t->addr)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct firmware_tables t = { .rsdp = { 0 } };

	firmware_tables_find(&t, (struct blob){ data, n }, 0xe0000);
	check(&t.rsdp);
	check(&t.smbios);
	check(&t.smbios3);
	return 0;
}
