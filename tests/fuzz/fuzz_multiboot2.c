// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes the image type multiboot2: header tags, moving, what the program is given. */
#include "image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	return fuzz_image("multiboot2", data, n);
}
