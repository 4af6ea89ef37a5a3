// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes bzimage, what a kernel file passes through before its type is known, and bzimage16. */
#include "image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	bool real_mode = blob_u8((struct blob){ data, n }, 3) & FUZZ_OTHER;

	return fuzz_image(real_mode ? "bzimage16" : NULL, data, n);
}
