// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes the image type nbp. */
#include "image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_image("nbp", data, n);
}
