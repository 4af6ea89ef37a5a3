// SPDX-License-Identifier: GPL-2.0-only
/*
 * The one gate before the kernel: sanity_check_segment_list() of Linux's
 * kernel/kexec_core.c in words, and that everything lies in free RAM.
 */
#include <inttypes.h>
#include "core.h"

/* Last page-aligned end that a segment may have on i386 (KEXEC_DESTINATION_MEMORY_LIMIT). */
#define DESTINATION_LIMIT 0xffffffffu
/* The purgatory's window begins at a multiple of 2 MiB. */
#define WINDOW_BYTES (HANDOFF_WINDOW_BYTES - 2 * MIB)

/* Some segments lie where a crash kernel, or the target of a jump, is told that there is no RAM. */
static bool is_kept(const struct kexec_image *img, const struct kexec_segment *s)
{
	const struct machine *m = img->machine;
	const struct span *kept = img->req->crash ? &m->crash.kept : &m->jump.kept;

	return (img->req->crash || img->req->jump) && s->mem >= kept->start && s->mem < kept->end &&
	       s->memsz <= kept->end - s->mem;
}

static int check_shape(struct kexec_image *img, const struct kexec_segment *s)
{
	struct span bounds = image_bounds(img);
	uint64_t limit = s->mem < FOUR_GIB ? DESTINATION_LIMIT : image_load_end(img);

	if (s->mem % PAGE_BYTES || s->memsz % PAGE_BYTES)
		return image_fail(img, -EINVAL,
				  "segment %s at %#" PRIx64 ", %#" PRIx64 " bytes: not whole pages",
				  s->label, s->mem, s->memsz);
	if (!s->memsz)
		return image_fail(img, -EINVAL, "segment %s is empty", s->label);
	if (s->bufsz > s->memsz)
		return image_fail(img, -EINVAL,
				  "segment %s: %zu bytes for %" PRIu64 " bytes of memory", s->label,
				  s->bufsz, s->memsz);
	if (s->mem >= FOUR_GIB && s->mem < limit && s->bufsz > WINDOW_BYTES)
		return image_fail(
			img, -EADDRNOTAVAIL,
			"segment %s: %zu bytes above 4 GiB, more than the purgatory can see",
			s->label, s->bufsz);
	if (s->mem > limit || s->memsz > limit - s->mem)
		return image_fail(img, -EADDRNOTAVAIL,
				  "segment %s at %#" PRIx64 ", %" PRIu64
				  " KiB: it does not end below 4 GiB",
				  s->label, s->mem, s->memsz / KIB);
	if (s->mem < bounds.start || s->mem > bounds.end || s->memsz > bounds.end - s->mem)
		return image_fail(img, -EADDRNOTAVAIL,
				  "segment %s at %#" PRIx64 ", %" PRIu64
				  " KiB: it may only lie from %#" PRIx64 " to %#" PRIx64,
				  s->label, s->mem, s->memsz / KIB, bounds.start, bounds.end);
	if (!memmap_is_ram(&img->machine->map, s->mem, s->memsz) && !is_kept(img, s))
		return image_fail(img, -EADDRNOTAVAIL,
				  "segment %s at %#" PRIx64 ", %" PRIu64
				  " KiB: not all of that is RAM",
				  s->label, s->mem, s->memsz / KIB);
	return 0;
}

/*
 * Segments must not overlap; only the one that a claim was made for may lie in it, or one that
 * loads nothing.
 */
static int check_overlap(struct kexec_image *img, unsigned int i)
{
	const struct kexec_segment *a = &img->segment[i];

	for (unsigned int j = 0; j < i; j++) {
		const struct kexec_segment *b = &img->segment[j];

		if (a->mem < b->mem + b->memsz && b->mem < a->mem + a->memsz)
			return image_fail(img, -EINVAL,
					  "segments %s at %#" PRIx64 " and %s at %#" PRIx64
					  " overlap",
					  b->label, b->mem, a->label, a->mem);
	}
	for (unsigned int j = 0; j < img->n_claims; j++) {
		const struct claim *c = &img->claim[j];

		if (a->bufsz && a->mem < c->end && c->start < a->mem + a->memsz &&
		    a->label != c->label)
			return image_fail(img, -EINVAL,
					  "segment %s at %#" PRIx64 " lies where %s will run",
					  a->label, a->mem, c->label);
	}
	return 0;
}

static int check_claims(struct kexec_image *img)
{
	for (unsigned int i = 0; i < img->n_claims; i++) {
		const struct claim *c = &img->claim[i];

		if (c->end <= c->start ||
		    !memmap_is_ram(&img->machine->map, c->start, c->end - c->start))
			return image_fail(img, -EADDRNOTAVAIL,
					  "%s runs at %#" PRIx64 ", %" PRIu64
					  " KiB: not all of that is RAM",
					  c->label, c->start, (c->end - c->start) / KIB);
	}
	return 0;
}

/* The kernel keeps a copy of everything until the jump, in at most half of its RAM. */
static int check_memory(struct kexec_image *img, const char *what, uint64_t bytes)
{
	const struct machine *m = img->machine;
	/* one page of list entries for about 1,024 pages, and a few of control code */
	uint64_t lists = (bytes / PAGE_BYTES / 1000 + 16) * PAGE_BYTES;

	if (m->ram_bytes && bytes / PAGE_BYTES > m->ram_bytes / PAGE_BYTES / 2)
		return image_fail(img, -ENOMEM,
				  "%s %" PRIu64 " KiB, but the kernel takes no more than "
				  "half of its %" PRIu64 " KiB of RAM",
				  what, bytes / KIB, m->ram_bytes / KIB);
	/* what a crash kernel needs is reserved already */
	if (!img->req->crash && m->free_bytes && bytes + lists > m->free_bytes)
		return image_fail(img, -ENOMEM,
				  "%s %" PRIu64 " KiB, but only %" PRIu64 " KiB of RAM are free",
				  what, bytes / KIB, m->free_bytes / KIB);
	return 0;
}

static int check_sum(struct kexec_image *img)
{
	uint64_t sum = 0;

	for (unsigned int i = 0; i < img->n_segments; i++)
		sum += img->segment[i].memsz;
	return check_memory(img, "the image has", sum);
}

int image_check_inputs(struct kexec_image *img)
{
	uint64_t sum = img->kernel.data.n;

	for (unsigned int i = 0; i < img->n_initrds; i++)
		sum += img->initrd[i].data.n;
	return check_memory(img, "the files have", sum);
}

static int check_entry(struct kexec_image *img)
{
	for (unsigned int i = 0; i < img->n_segments; i++) {
		const struct kexec_segment *s = &img->segment[i];

		if (img->entry >= s->mem && img->entry - s->mem < s->bufsz)
			return 0;
	}
	return image_fail(img, -EINVAL, "the entry %#" PRIx64 " is not inside any segment",
			  img->entry);
}

int image_check(struct kexec_image *img)
{
	int err = 0;

	if (!img->n_segments || img->n_segments > IMAGE_SEGMENTS)
		return image_fail(img, -EINVAL, "%u segments: there must be 1 to %d",
				  img->n_segments, IMAGE_SEGMENTS);
	for (unsigned int i = 0; !err && i < img->n_segments; i++)
		err = check_shape(img, &img->segment[i]);
	for (unsigned int i = 0; !err && i < img->n_segments; i++)
		err = check_overlap(img, i);
	if (!err)
		err = check_claims(img);
	if (!err)
		err = check_sum(img);
	if (!err)
		err = check_entry(img);
	return err;
}
