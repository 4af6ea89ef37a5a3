// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes unified kernel images: PE headers, sections, the kernel inside. */
#include "image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_image(NULL, data, n);
}
