// SPDX-License-Identifier: GPL-2.0-only
/* A segment of information for a program, written piece by piece. */
#include <string.h>
#include "info.h"

/* Below are vectors and BIOS data, and what programs like to move themselves to. */
#define INFO_MIN     0x10000u
#define INFO_ALIGN   8u
#define LOWER_KB_MAX 640u

int info_open(struct kexec_image *img, struct info_writer *w, const char *what, const char *label,
	      size_t bytes)
{
	struct place p = { what, bytes, PAGE_BYTES, INFO_MIN, UINT32_MAX, false };
	uint64_t addr;
	int err;

	*w = (struct info_writer){ .buf = image_alloc(img, bytes), .bytes = bytes };
	if (!w->buf)
		return -ENOMEM;
	err = image_place(img, &p, &addr);
	if (err)
		return err;
	w->phys = (uint32_t)addr;
	return image_add_segment(img, label, w->buf, bytes, addr, bytes);
}

uint32_t info_put(struct info_writer *w, const void *p, size_t n)
{
	uint32_t phys = w->phys + (uint32_t)w->used;

	if (n)
		memcpy(w->buf + w->used, p, n);
	w->used += (size_t)align_up(n, INFO_ALIGN);
	return phys;
}

uint32_t info_put_text(struct info_writer *w, const char *name, const char *words)
{
	uint32_t phys = w->phys + (uint32_t)w->used;
	char *to = (char *)w->buf + w->used;
	size_t n = 0;

	if (name) {
		n = strlen(name);
		memcpy(to, name, n);
	}
	if (words && words[0]) {
		if (name)
			to[n++] = ' ';
		memcpy(to + n, words, strlen(words) + 1);
		n += strlen(words);
	}
	w->used += (size_t)align_up(n + 1, INFO_ALIGN); /* there are zeros behind */
	return phys;
}

size_t info_text_bytes(const char *name, const char *words)
{
	size_t n = (name ? strlen(name) : 0) + (words ? strlen(words) : 0) + 2;

	return (size_t)align_up(n, INFO_ALIGN);
}

void info_memory_sizes(const struct memmap *map, uint32_t *lower_kb, uint32_t *upper_kb)
{
	uint64_t start, end;

	*lower_kb = *upper_kb = 0;
	if (memmap_next_ram(map, 0, &start, &end) && !start)
		*lower_kb = (uint32_t)(end / KIB < LOWER_KB_MAX ? end / KIB : LOWER_KB_MAX);
	if (memmap_next_ram(map, MIB, &start, &end) && start == MIB)
		*upper_kb =
			(uint32_t)((end - MIB) / KIB < UINT32_MAX ? (end - MIB) / KIB : UINT32_MAX);
}

uint64_t image_module_addr(const struct kexec_image *img, unsigned int i)
{
	uint64_t at = img->initrd_addr;

	while (i--)
		at += align_up(img->initrd[i].data.n, PAGE_BYTES);
	return at;
}
