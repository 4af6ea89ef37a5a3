// SPDX-License-Identifier: GPL-2.0-only
/* Segments of an image: where they may go, how they are added, the initrds. */
#include <inttypes.h>
#include <string.h>
#include "core.h"

uint64_t image_load_end(const struct kexec_image *img)
{
	return img->machine->load_end ? img->machine->load_end : FOUR_GIB;
}

bool image_taken(const struct kexec_image *img, uint64_t start, uint64_t end, struct claim *by)
{
	for (unsigned int i = 0; i < img->n_segments; i++) {
		const struct kexec_segment *s = &img->segment[i];

		if (start < s->mem + s->memsz && s->mem < end) {
			*by = (struct claim){ s->label, s->mem, s->mem + s->memsz };
			return true;
		}
	}
	for (unsigned int i = 0; i < img->n_claims; i++) {
		*by = img->claim[i];
		if (start < by->end && by->start < end)
			return true;
	}
	return false;
}

/* Lowest place in the stretch of RAM [@start, @end). */
static bool fit_up(const struct kexec_image *img, const struct place *p, uint64_t start,
		   uint64_t end, uint64_t *addr)
{
	struct claim by;
	uint64_t a = align_up(start, p->align);

	while (a < end && end - a >= p->memsz) {
		if (!image_taken(img, a, a + p->memsz, &by)) {
			*addr = a;
			return true;
		}
		a = align_up(by.end, p->align);
	}
	return false;
}

/* Highest place in the stretch of RAM [@start, @end). */
static bool fit_down(const struct kexec_image *img, const struct place *p, uint64_t start,
		     uint64_t end, uint64_t *addr)
{
	struct claim by;

	while (end > start && end - start >= p->memsz) {
		uint64_t a = align_down(end - p->memsz, p->align);

		if (a < start)
			return false;
		if (!image_taken(img, a, a + p->memsz, &by)) {
			*addr = a;
			return true;
		}
		end = by.start;
	}
	return false;
}

struct span image_bounds(const struct kexec_image *img)
{
	const struct boot_request *req = img->req;
	struct span b = { req->mem_min, image_load_end(img) }, r;

	if (req->mem_max && req->mem_max < b.end)
		b.end = req->mem_max + 1;
	if (req->crash) {
		r = crash_region(&img->machine->crash);
		b.start = b.start > r.start ? b.start : r.start;
		b.end = b.end < r.end ? b.end : r.end;
	}
	return b;
}

bool image_try_place(const struct kexec_image *img, const struct place *want, uint64_t *addr)
{
	struct span bounds = image_bounds(img);
	struct place p = *want;
	uint64_t limit = p.max < bounds.end ? p.max + 1 : bounds.end;
	uint64_t from = p.min > bounds.start ? p.min : bounds.start, start, end;
	bool found = false;

	/* Half a page at either end is of no use: the kernel copies whole pages. */
	p.memsz = align_up(p.memsz ? p.memsz : 1, PAGE_BYTES);
	limit = align_down(limit, PAGE_BYTES);
	while (memmap_next_ram(&img->machine->map, from, &start, &end) && start < limit) {
		from = end;
		if (end > limit)
			end = limit;
		end = align_down(end, PAGE_BYTES);
		if (!p.top_down && fit_up(img, &p, start, end, addr))
			return true;
		/* The map is walked upwards: the last fit is the highest. */
		if (p.top_down && fit_down(img, &p, start, end, addr))
			found = true;
	}
	return found;
}

/* Bounds of the request's, or a crash kernel's, may leave less than @p allows, or nothing. */
static int fail_no_room(struct kexec_image *img, const struct place *p)
{
	struct span bounds = image_bounds(img);
	uint64_t min = p->min > bounds.start ? p->min : bounds.start;
	uint64_t max = p->max < bounds.end ? p->max : bounds.end - 1;
	uint64_t start, end;

	if (min > max)
		return image_fail(img, -EADDRNOTAVAIL,
				  "no room for %s: it must lie between %#" PRIx64 " and %#" PRIx64
				  ", and only %#" PRIx64 " to %#" PRIx64 " may be used",
				  p->what, p->min, p->max, bounds.start, bounds.end - 1);
	return image_fail(img, -EADDRNOTAVAIL,
			  "no room for %s: %" PRIu64 " KiB of free RAM between %#" PRIx64
			  " and %#" PRIx64 " are needed (%s has %" PRIu64 " KiB of RAM%s)",
			  p->what, (p->memsz + KIB - 1) / KIB, min, max,
			  img->req->crash ? "a crash kernel" : "this machine",
			  memmap_ram_bytes(&img->machine->map) / KIB,
			  max == p->max && max < FOUR_GIB &&
					  memmap_next_ram(&img->machine->map, FOUR_GIB, &start,
							  &end) ?
				  "; what lies above 4 GiB cannot be used" :
				  "");
}

int image_place(struct kexec_image *img, const struct place *p, uint64_t *addr)
{
	return image_try_place(img, p, addr) ? 0 : fail_no_room(img, p);
}

int image_need(struct kexec_image *img, const char *what, uint64_t start, uint64_t size)
{
	struct place p = { .what = what, .memsz = size, .align = PAGE_BYTES, .min = start };
	uint64_t at;

	p.max = align_up(start + size, PAGE_BYTES) - 1;
	return image_place(img, &p, &at);
}

int image_add_segment(struct kexec_image *img, const char *label, const void *buf, size_t bufsz,
		      uint64_t mem, uint64_t memsz)
{
	if (img->n_segments == IMAGE_SEGMENTS)
		return image_fail(img, -E2BIG, "more than %d segments", IMAGE_SEGMENTS);
	img->segment[img->n_segments++] = (struct kexec_segment){
		.label = label,
		.buf = buf,
		.bufsz = bufsz,
		.mem = mem,
		.memsz = align_up(memsz, PAGE_BYTES),
	};
	return 0;
}

int image_add_claim(struct kexec_image *img, const char *label, uint64_t start, uint64_t size)
{
	if (img->n_claims == IMAGE_CLAIMS)
		return image_fail(img, -E2BIG, "more than %d claims", IMAGE_CLAIMS);
	img->claim[img->n_claims++] = (struct claim){ label, start, start + size };
	return 0;
}

/* Segments that are still to come: the purgatory; before it 16-bit code and its command line. */
static unsigned int segments_kept(const struct kexec_image *img)
{
	return img->mode == 16 ? 3 : 1;
}

/*
 * The last initrds, from index @first on, in one buffer with the same gaps
 * that separate segments would have: there are more files than segments.
 */
static int merge_initrds(struct kexec_image *img, unsigned int first, uint64_t mem, uint64_t bytes)
{
	img->merged = image_alloc(img, (size_t)bytes);
	img->merged_first = first;
	if (!img->merged)
		return -ENOMEM;
	return image_add_segment(img, "initrds", img->merged, (size_t)bytes, mem, bytes);
}

void image_copy_merged(struct kexec_image *img)
{
	uint64_t at = 0;

	for (unsigned int i = img->merged_first; img->merged && i < img->n_initrds; i++) {
		memcpy(img->merged + at, img->initrd[i].data.p, img->initrd[i].data.n);
		at = align_up(at + img->initrd[i].data.n, PAGE_BYTES);
	}
}

/* Add the initrds at @mem; they end at @mem + @total. */
static int lay_initrds(struct kexec_image *img, uint64_t mem, uint64_t total)
{
	uint64_t end = mem + total;
	int err = 0;

	for (unsigned int i = 0; !err && i < img->n_initrds; i++) {
		struct blob data = img->initrd[i].data;
		bool last_slot = img->n_segments + segments_kept(img) + 1 == IMAGE_SEGMENTS;

		if (last_slot && i + 1 < img->n_initrds)
			return merge_initrds(img, i, mem, end - mem);
		err = image_add_segment(img, "initrd", data.p, data.n, mem, data.n);
		mem += align_up(data.n, PAGE_BYTES);
	}
	return err;
}

static int add_initrds(struct kexec_image *img, uint64_t min, uint64_t max, bool high)
{
	struct place p = { "the initrd", 0, PAGE_BYTES, min, max, true };
	uint64_t total = 0;
	int err;

	if (!img->n_initrds)
		return 0;
	for (unsigned int i = 0; i < img->n_initrds; i++) {
		if (!img->initrd[i].data.n)
			return image_fail(img, -EINVAL, "initrd %s: the file is empty",
					  img->initrd[i].name);
		total = align_up(total, PAGE_BYTES) + img->initrd[i].data.n;
	}
	p.memsz = total;
	if (img->n_initrds > 1)
		p.what = "the initrds";
	if (high && image_load_end(img) > FOUR_GIB &&
	    !image_try_place(img, &p, &img->initrd_addr)) {
		p.min = FOUR_GIB;
		p.max = image_load_end(img) - 1;
	}
	err = image_place(img, &p, &img->initrd_addr);
	if (err)
		return err;
	img->initrd_bytes = total;
	return lay_initrds(img, img->initrd_addr, total);
}

int image_add_initrds(struct kexec_image *img, uint64_t min, uint64_t max)
{
	return add_initrds(img, min, max, false);
}

int image_add_initrds_high(struct kexec_image *img, uint64_t min, uint64_t max)
{
	return add_initrds(img, min, max, true);
}
