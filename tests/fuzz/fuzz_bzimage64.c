// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes the image type bzimage64: what a header may say of a 64-bit entry. */
#include "image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_image("bzimage64", data, n);
}
