// SPDX-License-Identifier: GPL-2.0-only
/*
 * lz4: one frame, or the older form that Linux's build uses ("lz4 -l"). LZ4 Frame Format Description
 * 1.6.2; LZ4 Block Format Description.
 */
#include "core.h"
#include "output.h"
#include "xxhash.h"

#define MAGIC	     0x184d2204u
#define MAGIC_LEGACY 0x184c2102u

/* FLG, section "Frame Descriptor" */
#define VERSION_MASK	 0xc0
#define VERSION		 0x40
#define BLOCK_CHECKSUM	 0x10
#define CONTENT_SIZE	 0x08
#define CONTENT_CHECKSUM 0x04
#define RESERVED	 0x02
#define DICTIONARY	 0x01

#define NOT_PACKED 0x80000000u /* of a block's length */
#define MATCH_MIN  4u
#define LENGTH_MAX 15u /* of a token's halves: more follows */

static bool probe(struct blob in)
{
	return blob_le32(in, 0) == MAGIC || blob_le32(in, 0) == MAGIC_LEGACY;
}

/* A length that a token begins: bytes of 255 go on, one less than that ends it. */
static bool read_length(struct blob b, size_t *at, size_t *n)
{
	uint8_t more = 255;

	if (*n < LENGTH_MAX)
		return true;
	while (more == 255) {
		if (*at >= b.n)
			return false;
		more = b.p[(*at)++];
		*n += more;
	}
	return true;
}

/* One block: literals, then a copy of what came before, over and over; it ends with literals. */
static bool unpack_block(struct blob b, struct output *o)
{
	size_t at = 0;

	while (at < b.n) {
		uint8_t token = b.p[at++];
		size_t literals = token >> 4, match = token & 0xf, back;

		if (!read_length(b, &at, &literals) || literals > b.n - at ||
		    !output_bytes(o, b.p + at, literals))
			return false;
		at += literals;
		if (at == b.n)
			return true;
		back = blob_le16(b, at);
		at += 2;
		if (at > b.n || !read_length(b, &at, &match) ||
		    !output_again(o, back, match + MATCH_MIN))
			return false;
	}
	return false;
}

/* Blocks up to the end of the file, each with its length. */
static int unpack_legacy(struct blob in, struct output *o, struct reason *why)
{
	for (uint64_t at = 4; at < in.n;) {
		uint32_t n = blob_le32(in, at);

		if (!blob_has(in, at, 4) || !blob_has(in, at + 4, n))
			return because(why, -ENOEXEC, "lz4: cut short, or something follows it");
		if (!unpack_block(blob_slice(in, at + 4, n), o))
			return because(why, -ENOEXEC, "lz4: damaged");
		at += 4 + (uint64_t)n;
	}
	return 0;
}

/* Where the first block is; 0 with a reason if the frame's descriptor is no good. */
static uint64_t skip_header(struct blob in, struct reason *why)
{
	uint8_t flags = blob_u8(in, 4);
	size_t bytes = flags & CONTENT_SIZE ? 10 : 2;
	struct blob descriptor = blob_slice(in, 4, bytes);

	if ((flags & (VERSION_MASK | RESERVED | DICTIONARY)) != VERSION) {
		because(why, -ENOEXEC,
			"lz4: an unknown kind of lz4 file, or one with a dictionary");
		return 0;
	}
	if (descriptor.n != bytes ||
	    blob_u8(in, 4 + bytes) != (xxh32(descriptor.p, bytes) >> 8 & 0xff)) {
		because(why, -ENOEXEC, "lz4: damaged: its header's checksum is wrong");
		return 0;
	}
	return 4 + bytes + 1;
}

static bool unpack_one(struct blob in, uint64_t at, uint32_t length, uint8_t flags,
		       struct output *o)
{
	struct blob b = blob_slice(in, at, length & ~NOT_PACKED);

	if (o->p && flags & BLOCK_CHECKSUM && blob_le32(in, at + b.n) != xxh32(b.p, b.n))
		return false;
	return length & NOT_PACKED ? output_bytes(o, b.p, b.n) : unpack_block(b, o);
}

static int unpack_frame(struct blob in, struct output *o, struct reason *why)
{
	uint64_t at = skip_header(in, why), trailer;
	uint8_t flags = blob_u8(in, 4);
	uint32_t length;

	if (!at)
		return -ENOEXEC;
	while (blob_has(in, at, 4) && (length = blob_le32(in, at))) {
		uint64_t next = 4 + (uint64_t)(length & ~NOT_PACKED);

		next += flags & BLOCK_CHECKSUM ? 4 : 0;
		if (!blob_has(in, at, next))
			return because(why, -ENOEXEC, "lz4: cut short");
		if (!unpack_one(in, at + 4, length, flags, o))
			return because(why, -ENOEXEC, "lz4: damaged");
		at += next;
	}
	trailer = flags & CONTENT_CHECKSUM ? 8 : 4;
	if (!blob_has(in, at, trailer))
		return because(why, -ENOEXEC, "lz4: cut short");
	if (in.n - at != trailer)
		return because(why, -ENOEXEC, "lz4: something follows it");
	if (o->p && trailer == 8 && blob_le32(in, at + 4) != xxh32(o->p, (size_t)o->n))
		return because(why, -ENOEXEC, "lz4: damaged: the checksum is wrong");
	return 0;
}

static int run(struct blob in, struct output *o, struct reason *why)
{
	if (blob_le32(in, 0) == MAGIC_LEGACY)
		return unpack_legacy(in, o, why);
	return unpack_frame(in, o, why);
}

/* By a walk through all blocks, copying nothing: a frame need not tell. */
static uint64_t size(struct blob in, struct reason *why)
{
	struct output o = { .p = NULL };

	return run(in, &o, why) ? 0 : o.n;
}

static int unpack(struct blob in, uint8_t *out, size_t out_bytes, struct reason *why)
{
	struct output o = { .p = out, .room = out_bytes };
	int err = run(in, &o, why);

	if (!err && o.n != out_bytes)
		err = because(why, -ENOEXEC, "lz4: damaged: its length is wrong");
	return err;
}

static const struct decompressor lz4 = { "lz4", probe, size, unpack };
DECOMPRESSOR(lz4);
