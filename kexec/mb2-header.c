// SPDX-License-Identifier: GPL-2.0-only
/* The header of a multiboot 2 program: Multiboot2 Specification 2.0, 3.1. */
#include <inttypes.h>
#include "mb2.h"

/* Where is the header? Magic and checksum tell. */
static bool find_header(struct blob f, uint64_t *at)
{
	for (uint64_t off = 0; off < MB2_HEADER_SEARCH && blob_has(f, off, 16); off += MB2_ALIGN) {
		if (blob_le32(f, off) != MB2_HEADER_MAGIC ||
		    blob_le32(f, off) + blob_le32(f, off + 4) + blob_le32(f, off + 8) +
			    blob_le32(f, off + 12))
			continue;
		*at = off;
		return true;
	}
	return false;
}

bool mb2_probe(struct blob f)
{
	uint64_t at;

	return find_header(f, &at);
}

static int check_header(struct kexec_image *img, struct mb2_program *m)
{
	struct blob f = img->kernel.data;
	struct mb2_header h;

	if (!find_header(f, &m->at) || !blob_copy(f, m->at, &h, sizeof(h)))
		return image_fail(img, -ENOEXEC,
				  "multiboot2: there is no header in the first %u bytes",
				  MB2_HEADER_SEARCH);
	if (h.architecture != MB2_I386)
		return image_fail(img, -ENOEXEC, "multiboot2: for architecture %" PRIu32 ", no PC",
				  h.architecture);
	if (h.length < sizeof(h) || h.length > MB2_HEADER_SEARCH - m->at ||
	    !blob_has(f, m->at, h.length))
		return image_fail(img, -ENOEXEC,
				  "multiboot2: a header of %" PRIu32 " bytes at offset %#" PRIx64
				  " does not lie in the first %u bytes of the file",
				  h.length, m->at, MB2_HEADER_SEARCH);
	m->tags = blob_slice(f, m->at + sizeof(h), h.length - sizeof(h));
	return 0;
}

static void take_requests(struct mb2_program *m, struct blob tag)
{
	for (uint64_t at = sizeof(struct mb2_header_tag); blob_has(tag, at, 4); at += 4) {
		uint32_t type = blob_le32(tag, at);

		/* bit 31 stands for all that nobody knows */
		m->required |= 1u << (type < MB2_INFO_KNOWN ? type : 31);
	}
}

static void take_addresses(struct mb2_program *m, struct blob tag)
{
	struct mb2_address a;

	blob_copy(tag, 0, &a, sizeof(a));
	m->is_flat = true;
	m->flat = (struct flat_file){ "multiboot2", m->at,	     a.header_addr,
				      a.load_addr,  a.load_end_addr, a.bss_end_addr };
}

static int take_place(struct kexec_image *img, struct mb2_program *m, struct blob tag)
{
	blob_copy(tag, 0, &m->place, sizeof(m->place));
	m->is_relocatable = true;
	if (!m->place.align)
		m->place.align = 1;
	if (!is_power_of_two(m->place.align))
		return image_fail(img, -ENOEXEC,
				  "multiboot2: its alignment %#" PRIx32 " is not a power of two",
				  m->place.align);
	return 0;
}

/* The least bytes that a tag of each known type has. */
static const uint8_t least[] = {
	[MB2_TAG_END] = 8,	   [MB2_TAG_REQUEST] = 8,      [MB2_TAG_ADDRESS] = 24,
	[MB2_TAG_ENTRY] = 12,	   [MB2_TAG_CONSOLE] = 12,     [MB2_TAG_FRAMEBUFFER] = 8,
	[MB2_TAG_ALIGN] = 8,	   [MB2_TAG_EFI_BOOT] = 8,     [MB2_TAG_EFI32_ENTRY] = 8,
	[MB2_TAG_EFI64_ENTRY] = 8, [MB2_TAG_RELOCATABLE] = 24,
};

/* One tag, whole. What speaks of graphics, page alignment and EFI is granted or has no meaning here. */
static int take_tag(struct kexec_image *img, struct mb2_program *m, struct blob tag)
{
	unsigned int type = blob_le16(tag, 0);
	bool optional = blob_le16(tag, 2) & MB2_OPTIONAL;

	if (type >= sizeof(least)) {
		if (optional)
			return 0;
		return image_fail(img, -ENOEXEC,
				  "multiboot2: it requires header tag %u, which is not known here",
				  type);
	}
	if (tag.n < least[type])
		return image_fail(img, -ENOEXEC, "multiboot2: header tag %u has only %zu bytes",
				  type, tag.n);
	switch (type) {
	case MB2_TAG_REQUEST:
		if (!optional)
			take_requests(m, tag);
		return 0;
	case MB2_TAG_ADDRESS:
		take_addresses(m, tag);
		return 0;
	case MB2_TAG_ENTRY:
		m->entry = blob_le32(tag, 8);
		m->has_entry = true;
		return 0;
	case MB2_TAG_CONSOLE:
		m->console = blob_le32(tag, 8);
		return 0;
	case MB2_TAG_RELOCATABLE:
		return take_place(img, m, tag);
	default:
		return 0;
	}
}

static int take_tags(struct kexec_image *img, struct mb2_program *m)
{
	uint64_t at = 0;

	while (blob_has(m->tags, at, sizeof(struct mb2_header_tag))) {
		uint32_t size = blob_le32(m->tags, at + 4);
		int err;

		if (size < sizeof(struct mb2_header_tag) || !blob_has(m->tags, at, size))
			return image_fail(img, -ENOEXEC,
					  "multiboot2: header tag %u has %" PRIu32
					  " bytes, more or less than there are",
					  blob_le16(m->tags, at), size);
		if (blob_le16(m->tags, at) == MB2_TAG_END)
			return 0;
		err = take_tag(img, m, blob_slice(m->tags, at, size));
		if (err)
			return err;
		at += align_up(size, MB2_ALIGN);
	}
	return image_fail(img, -ENOEXEC, "multiboot2: the header's tags have no end");
}

int mb2_read(struct kexec_image *img, struct mb2_program *m)
{
	int err;

	*m = (struct mb2_program){ .console = MB2_CONSOLE_TEXT };
	err = check_header(img, m);
	if (!err)
		err = take_tags(img, m);
	if (err)
		return err;
	if (m->is_flat && !m->has_entry)
		return image_fail(img, -ENOEXEC, "multiboot2: load addresses, but no entry");
	if (m->console & MB2_CONSOLE_REQUIRED &&
	    !(m->console & MB2_CONSOLE_TEXT && img->machine->text_screen))
		return image_fail(img, -ENOEXEC,
				  "multiboot2: it wants a screen that it can use, and there is %s",
				  img->machine->text_screen ? "only text" : "none in text mode");
	return 0;
}
