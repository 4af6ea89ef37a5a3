// SPDX-License-Identifier: GPL-2.0-only
/* Segments from ranges that know nothing of pages: the kernel copies whole pages only. */
#include <inttypes.h>
#include <string.h>
#include "elf-file.h"

/* Zeros between ranges that share pages: more of them are a damaged file's, not a linker's. */
#define GAPS_MAX (4u * MIB)

bool load_range_insert(struct load_range *sorted, unsigned int *n, const struct load_range *r)
{
	unsigned int at = *n;

	while (at && sorted[at - 1].addr > r->addr)
		at--;
	if ((at && sorted[at - 1].addr + sorted[at - 1].memsz > r->addr) ||
	    (at < *n && r->addr + r->memsz > sorted[at].addr))
		return false;
	memmove(sorted + at + 1, sorted + at, (*n - at) * sizeof(*sorted));
	sorted[at] = *r;
	++*n;
	return true;
}

static int add_joined(struct kexec_image *img, const char *label, const struct load_range *range,
		      unsigned int n, uint64_t start, uint64_t memsz)
{
	uint64_t bytes = 0, in_file = 0;
	uint8_t *buf;

	for (unsigned int i = 0; i < n; i++) {
		in_file += range[i].data.n;
		if (range[i].data.n)
			bytes = range[i].addr - start + range[i].data.n;
	}
	if (bytes - in_file > GAPS_MAX)
		return image_fail(img, -ENOEXEC,
				  "%s: parts that share pages lie %" PRIu64 " KiB apart", label,
				  (bytes - in_file) / KIB);
	buf = image_alloc(img, (size_t)bytes);
	if (!buf)
		return -ENOMEM;
	for (unsigned int i = 0; i < n; i++)
		if (range[i].data.n)
			memcpy(buf + (range[i].addr - start), range[i].data.p, range[i].data.n);
	return image_add_segment(img, label, buf, (size_t)bytes, start, memsz);
}

int image_add_ranges(struct kexec_image *img, const char *label, const struct load_range *range,
		     unsigned int n)
{
	int err = 0;

	for (unsigned int i = 0, next; !err && i < n; i = next) {
		uint64_t start = align_down(range[i].addr, PAGE_BYTES);
		uint64_t end = range[i].addr + range[i].memsz;

		for (next = i + 1; next < n; next++) {
			if (align_down(range[next].addr, PAGE_BYTES) >= align_up(end, PAGE_BYTES))
				break;
			end = range[next].addr + range[next].memsz;
		}
		if (next == i + 1 && start == range[i].addr)
			err = image_add_segment(img, label, range[i].data.p, range[i].data.n, start,
						end - start);
		else
			err = add_joined(img, label, range + i, next - i, start, end - start);
	}
	return err;
}
