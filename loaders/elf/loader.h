/* SPDX-License-Identifier: GPL-2.0-only */
/* What the 32-bit loader before us has told, for start.S and main.c. */
#ifndef ELF_LOADER_H
#define ELF_LOADER_H

#define LOADER_TEXT_BYTES 2048 /* with the final zero */
#define LOADER_NAME_BYTES 48

#endif
