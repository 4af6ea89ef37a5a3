// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes reading, printing and comparing the firmware's state. Input: the data of a setup_data
 * node, then bytes that change a copy of it: offset (2 bytes), new value.
 */
#include <stdlib.h>
#include <string.h>
#include "core.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct fw_state then, now;
	struct text t = { 0 };

	if (!fw_state_read((struct blob){ data, n }, &then))
		return 0;
	if (fw_state_diff(&then, &then, n & 1, &t))
		abort();
	now = then;
	for (size_t i = sizeof(then); i + 3 <= n; i += 3) {
		size_t at = data[i] | (size_t)data[i + 1] << 8;

		((uint8_t *)&now)[at % sizeof(now)] = data[i + 2];
	}
	fw_state_diff(&then, &now, n & 1, &t);
	fw_state_print(&now, &t);
	text_free(&t);
	return 0;
}
