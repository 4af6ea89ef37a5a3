// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes the image type nbi: headers, records, what the program is given. */
#include "image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_image("nbi", data, n);
}
