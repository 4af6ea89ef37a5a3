// SPDX-License-Identifier: GPL-2.0-only
/*
 * Unified kernel images: an EFI program (PE/COFF) that has a kernel, an initrd, a command line and
 * more as sections. A wrapping, like a compression: what is inside is a kernel of any type. UAPI
 * Group Specifications, "Unified Kernel Image"; systemd-stub(7).
 */
#include <inttypes.h>
#include <string.h>
#include "core.h"
#include "std/pe.h"

#define SECTIONS_MAX 96u /* of any image that Windows would load */
#define CMDLINE_MAX  65536u
#define OS_NAME	     "PRETTY_NAME="

/** struct pe_file - the sections' headers, which need not be there */
struct pe_file {
	struct blob file;
	uint64_t at;
	unsigned int n;
};

static bool pe_open(struct blob f, struct pe_file *pe)
{
	uint64_t at = blob_le32(f, PE_HEADER_POINTER);
	struct pe_header h;

	if (!blob_starts(f, 0, PE_DOS_MAGIC, 2) || !blob_copy(f, at, &h, sizeof(h)) ||
	    memcmp(h.magic, PE_MAGIC, sizeof(h.magic)) != 0)
		return false;
	pe->file = f;
	pe->at = at + sizeof(h) + h.optional_bytes;
	pe->n = h.n_sections < SECTIONS_MAX ? h.n_sections : SECTIONS_MAX;
	return true;
}

/* The first section of that name: those of other profiles come later. */
static bool find_section(const struct pe_file *pe, const char *name, struct pe_section *s)
{
	for (unsigned int i = 0; i < pe->n; i++)
		if (blob_copy(pe->file, pe->at + i * sizeof(*s), s, sizeof(*s)) &&
		    !strncmp(s->name, name, sizeof(s->name)))
			return true;
	return false;
}

/* Its bytes, none if there is no such section; -ENOEXEC if the file does not have all of them. */
static int read_section(struct kexec_image *img, const struct pe_file *pe, const char *name,
			struct blob *out)
{
	struct pe_section s;
	uint32_t n;

	*out = (struct blob){ NULL, 0 };
	if (!find_section(pe, name, &s))
		return 0;
	n = s.bytes && s.bytes < s.raw_bytes ? s.bytes : s.raw_bytes;
	if (!blob_has(pe->file, s.raw_at, n))
		return image_fail(img, -ENOEXEC,
				  "uki: cut short: section %s is %" PRIu32 " bytes at %#" PRIx32
				  ", the file has %zu",
				  name, n, s.raw_at, pe->file.n);
	*out = blob_slice(pe->file, s.raw_at, n);
	return 0;
}

bool uki_probe(struct blob file)
{
	struct pe_section s;
	struct pe_file pe;

	return pe_open(file, &pe) && find_section(&pe, ".linux", &s);
}

static int add_initrd(struct kexec_image *img, struct blob data)
{
	if (!data.n)
		return 0;
	if (img->n_initrds == REQUEST_MAX_INITRDS)
		return image_fail(img, -EINVAL,
				  "uki: it has an initrd of its own, and %u more are "
				  "too many",
				  img->n_initrds);
	for (unsigned int i = 0; i < img->n_initrds; i++)
		if (img->req->words[i])
			return image_fail(img, -EINVAL,
					  "uki: it takes initrds, but no modules with words");
	memmove(img->initrd + 1, img->initrd, img->n_initrds * sizeof(img->initrd[0]));
	img->initrd[0] = (struct input){ ".initrd", data };
	img->n_initrds++;
	return 0;
}

/* One line, without what ends it: systemd-stub takes control characters for spaces, too. */
static const char *one_line(struct kexec_image *img, struct blob text)
{
	char *line = arena_strndup(&img->arena, (const char *)text.p, text.n);
	size_t n = line ? strlen(line) : 0;

	for (size_t i = 0; i < n; i++)
		if ((unsigned char)line[i] < ' ')
			line[i] = ' ';
	while (n && line[n - 1] == ' ')
		line[--n] = '\0';
	return line;
}

/* What os-release(5) calls the system, without quotes; NULL if it does not. */
static const char *os_name(struct kexec_image *img, struct blob text)
{
	for (size_t at = 0; at < text.n; at++) {
		struct blob rest = blob_slice(text, at, UINT64_MAX);
		const uint8_t *end = memchr(rest.p, '\n', rest.n);
		size_t n = end ? (size_t)(end - rest.p) : rest.n;

		if (blob_starts(rest, 0, OS_NAME, sizeof(OS_NAME) - 1)) {
			rest = blob_slice(rest, sizeof(OS_NAME) - 1, n - (sizeof(OS_NAME) - 1));
			if (rest.n >= 2 && (rest.p[0] == '"' || rest.p[0] == '\''))
				rest = blob_slice(rest, 1, rest.n - 2);
			return one_line(img, rest);
		}
		at += n;
	}
	return NULL;
}

static int take_texts(struct kexec_image *img, struct blob cmdline, struct blob os)
{
	if (cmdline.n > CMDLINE_MAX)
		return image_fail(img, -E2BIG, "uki: its command line is %zu bytes long",
				  cmdline.n);
	img->uki.os = os_name(img, os);
	if (!cmdline.n)
		return 0;
	img->uki.cmdline = one_line(img, cmdline);
	return img->uki.cmdline ? 0 : image_fail(img, -ENOMEM, "out of memory");
}

int uki_open(struct kexec_image *img)
{
	struct blob kernel, initrd, cmdline, os;
	struct pe_file pe;
	int err;

	if (!pe_open(img->kernel.data, &pe))
		return image_fail(img, -ENOEXEC, "uki: not a PE image");
	err = read_section(img, &pe, ".linux", &kernel);
	if (!err)
		err = read_section(img, &pe, ".initrd", &initrd);
	if (!err)
		err = read_section(img, &pe, ".cmdline", &cmdline);
	if (!err)
		err = read_section(img, &pe, ".osrel", &os);
	if (!err && !kernel.n)
		err = image_fail(img, -ENOEXEC, "uki: its section .linux is empty");
	if (!err)
		err = add_initrd(img, initrd);
	if (!err)
		err = take_texts(img, cmdline, os);
	img->uki.is = true;
	img->kernel.data = kernel;
	return err;
}
