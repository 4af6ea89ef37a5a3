// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes the image type zimage: old headers, files without one. */
#include "image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_image("zimage", data, n);
}
