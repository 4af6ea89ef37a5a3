// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes the image type pvh: notes, segments, what the program is given. */
#include "image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_image("pvh", data, n);
}
