/* SPDX-License-Identifier: GPL-2.0-only */
/* A segment of information for a program, written piece by piece: multiboot, multiboot2, pvh. */
#ifndef KEXEC_INFO_H
#define KEXEC_INFO_H

#include "core.h"

/**
 * struct info_writer - the segment under construction
 * @buf: its bytes, zeros at first
 * @bytes: how many there are
 * @phys: where they will lie
 * @used: how many are written
 */
struct info_writer {
	uint8_t *buf;
	size_t bytes;
	uint32_t phys;
	size_t used;
};

/** info_open() - place and add a segment of at least @bytes, below 4 GiB; @what is for messages */
int info_open(struct kexec_image *img, struct info_writer *w, const char *what, const char *label,
	      size_t bytes);
/** info_put() - append @n bytes, and zeros up to a multiple of 8; returns their address */
uint32_t info_put(struct info_writer *w, const void *p, size_t n);
/** info_put_text() - append @name and, behind a space, @words; either may be NULL */
uint32_t info_put_text(struct info_writer *w, const char *name, const char *words);
/** info_text_bytes() - room that info_put_text() takes, or a little more */
size_t info_text_bytes(const char *name, const char *words);
/** info_memory_sizes() - KiB of RAM from 0, at most 640, and from 1 MiB to the first hole */
void info_memory_sizes(const struct memmap *map, uint32_t *lower_kb, uint32_t *upper_kb);
/** image_module_addr() - where initrd @i lies: image_add_initrds() has placed them */
uint64_t image_module_addr(const struct kexec_image *img, unsigned int i);

#endif
