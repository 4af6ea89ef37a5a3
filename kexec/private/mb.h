/* SPDX-License-Identifier: GPL-2.0-only */
/* Multiboot 1: the information that a program gets. */
#ifndef KEXEC_MB_H
#define KEXEC_MB_H

#include "info.h"
#include "program.h"
#include "std/multiboot.h"

/** mb_has_screen() - is there a screen that can be described: text, or a VESA framebuffer? */
bool mb_has_screen(const struct machine *m);
/** mb_info_bytes() - room that the information takes, or a little more */
size_t mb_info_bytes(const struct kexec_image *img, const struct elf_sections *sections);
/** mb_info_write() - all that is known of this machine; modules are placed already */
void mb_info_write(const struct kexec_image *img, const struct elf_sections *sections,
		   struct info_writer *w);

#endif
