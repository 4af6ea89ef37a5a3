// SPDX-License-Identifier: GPL-2.0-only
/* From request and files to a checked image: the steps, in order. */
#include <inttypes.h>
#include <string.h>
#include "core.h"

extern const struct image_type *const __start_image_types[];
extern const struct image_type *const __stop_image_types[];

void *image_alloc(struct kexec_image *img, size_t n)
{
	void *p = arena_alloc(&img->arena, n);

	if (!p)
		image_fail(img, -ENOMEM, "out of memory: no room for %zu bytes", n);
	return p;
}

/* The type with the lowest rank above @rank; NULL behind the last. */
static const struct image_type *next_type(int rank)
{
	const struct image_type *best = NULL;

	for (const struct image_type *const *t = __start_image_types; t < __stop_image_types; t++)
		if ((*t)->rank > rank && (!best || (*t)->rank < best->rank))
			best = *t;
	return best;
}

#define EACH_TYPE(t)                                \
	const struct image_type *t = next_type(-1); \
	t;                                          \
	t = next_type(t->rank)

void image_type_names(struct text *out)
{
	for (EACH_TYPE(t))
		text_addf(out, "%s%s", out->n ? " " : "", t->name);
}

static int fail_unknown_type(struct kexec_image *img)
{
	struct text names = { 0 };

	image_type_names(&names);
	image_fail(img, -EINVAL, "%s: no such image type; there are: %s", img->req->type,
		   names.p ? names.p : "none");
	text_free(&names);
	return -EINVAL;
}

static int find_type(struct kexec_image *img)
{
	for (EACH_TYPE(t)) {
		if (img->req->type ? !strcmp(t->name, img->req->type) :
				     t->probe(img->kernel.data)) {
			img->type = t;
			return 0;
		}
	}
	if (img->req->type)
		return fail_unknown_type(img);
	return image_fail(img, -ENOEXEC, "not a kernel of a type known here: it looks like %s",
			  blob_describe(img->kernel.data));
}

/*
 * How large a decompressed kernel may be: half of RAM is all that could be loaded, and what is
 * unpacked is in memory once more when it is loaded, unless memory is reserved for that.
 */
static uint64_t unpack_limit(const struct kexec_image *img)
{
	const struct machine *m = img->machine;
	uint64_t limit = IMAGE_MAX_KERNEL,
		 free = img->req->crash ? m->free_bytes : m->free_bytes / 2;

	if (m->ram_bytes && m->ram_bytes / 2 < limit)
		limit = m->ram_bytes / 2;
	if (m->free_bytes && free < limit)
		limit = free;
	return limit;
}

/* Words of a module must not be lost on a type that knows only initrds. */
static int check_words(struct kexec_image *img)
{
	for (unsigned int i = 0; !img->modules && i < img->n_initrds; i++)
		if (img->req->words[i])
			return image_fail(img, -EINVAL,
					  "%s: it takes initrds, but no modules with words",
					  img->type->name);
	return 0;
}

/* Of the user if there is any; that of a unified kernel image is for when there is none. */
static int build_cmdline(struct kexec_image *img)
{
	const struct boot_request *req = img->req;

	if (img->uki.cmdline && !req->append[0] && !req->reuse_cmdline)
		img->cmdline = img->uki.cmdline;
	else
		img->cmdline = request_cmdline(req, img->machine->cmdline, &img->arena);
	if (!img->cmdline)
		return image_fail(img, -ENOMEM, "out of memory");
	if (req->jump)
		return jump_add_words(img);
	return req->crash ? crash_add_words(img) : 0;
}

static int unpack(struct kexec_image *img)
{
	const char *packed;
	int err = decompress(&img->kernel.data, &img->arena, unpack_limit(img), &packed, &img->why);

	if (!img->packed || packed[0])
		img->packed = packed;
	return err;
}

/* Down to the kernel: it may be packed, alone or inside a unified kernel image. */
static int unwrap(struct kexec_image *img)
{
	int err = unpack(img);

	if (err || !uki_probe(img->kernel.data))
		return err;
	err = uki_open(img);
	return err ? err : unpack(img);
}

int image_open(struct kexec_image *img)
{
	int err;

	if (!img->kernel.data.n)
		return image_fail(img, -ENOEXEC, "the file is empty");
	err = unwrap(img);
	return err ? err : find_type(img);
}

bool image_wants_bios(const struct kexec_image *img)
{
	return img->type->wants_bios;
}

int image_build(struct kexec_image *img)
{
	int err = img->type ? 0 : image_open(img);

	if (!err)
		err = build_cmdline(img);
	if (!err && img->req->crash)
		err = crash_add_segments(img);
	if (!err)
		err = img->type->load(img);
	if (!err)
		err = check_words(img);
	if (!err)
		err = image_add_purgatory(img);
	if (!err && img->req->jump)
		err = jump_add_segments(img);
	if (!err && img->req->entry)
		img->entry = img->req->entry;
	if (!err)
		err = image_check(img);
	return err;
}

void image_seal(struct kexec_image *img)
{
	image_copy_merged(img);
	image_digest(img);
}

void image_free(struct kexec_image *img)
{
	arena_free(&img->arena);
	img->n_segments = 0;
	img->params = NULL;
	img->merged = NULL;
	img->handoff = NULL;
}
