// SPDX-License-Identifier: GPL-2.0-only
/*
 * gzip, by zlib's inflate. RFC 1952: header, one deflate stream, CRC-32 and
 * length of the plain bytes.
 */
#include <inttypes.h>
#include "core.h"
#include "crc.h"
#include "zlib.h"

#define GZIP_HEADER  10u
#define GZIP_TRAILER 8u

/* FLG bits, RFC 1952, section 2.3.1 */
#define FHCRC	  0x02
#define FEXTRA	  0x04
#define FNAME	  0x08
#define FCOMMENT  0x10
#define FRESERVED 0xe0

static bool probe(struct blob in)
{
	return blob_starts(in, 0, "\037\213", 2);
}

/* The offset behind the zero-terminated string at @off. */
static uint64_t skip_string(struct blob in, uint64_t off)
{
	while (off < in.n && blob_u8(in, off))
		off++;
	return off + 1;
}

/* Where the deflate stream starts; 0 with a reason if the header is no good. */
static uint64_t skip_header(struct blob in, struct reason *why)
{
	uint8_t flags = blob_u8(in, 3);
	uint64_t off = GZIP_HEADER;

	if (blob_u8(in, 2) != Z_DEFLATED || (flags & FRESERVED)) {
		because(why, -ENOEXEC, "gzip: an unknown kind of gzip file");
		return 0;
	}
	if (flags & FEXTRA)
		off += 2u + blob_le16(in, off);
	if (flags & FNAME)
		off = skip_string(in, off);
	if (flags & FCOMMENT)
		off = skip_string(in, off);
	if (flags & FHCRC)
		off += 2;
	if (!blob_has(in, off, GZIP_TRAILER + 1)) {
		because(why, -ENOEXEC, "gzip: cut short");
		return 0;
	}
	return off;
}

static uint64_t size(struct blob in, struct reason *why)
{
	if (!skip_header(in, why))
		return 0;
	return blob_le32(in, in.n - 4); /* ISIZE: modulo 2^32 */
}

/* What zlib's verdict means here. */
static int judge(int z, const z_stream *s, struct reason *why)
{
	if (z == Z_STREAM_END && s->avail_in == GZIP_TRAILER && !s->avail_out)
		return 0;
	if (z == Z_STREAM_END)
		return because(why, -ENOEXEC,
			       "gzip: damaged: its length is wrong, or something follows it");
	if (z == Z_MEM_ERROR)
		return because(why, -ENOMEM, "gzip: out of memory");
	if (z == Z_BUF_ERROR && !s->avail_in)
		return because(why, -ENOEXEC, "gzip: cut short");
	if (z == Z_BUF_ERROR)
		return because(why, -ENOEXEC, "gzip: it holds more than its end says");
	return because(why, -ENOEXEC, "gzip: damaged: %s", s->msg ? s->msg : "bad data");
}

static int unpack(struct blob in, uint8_t *out, size_t *n, struct reason *why)
{
	uint64_t start = skip_header(in, why);
	struct blob body = blob_slice(in, start, UINT64_MAX);
	z_stream s = { .next_in = (z_const Bytef *)(uintptr_t)body.p,
		       .avail_in = (uInt)body.n,
		       .next_out = out,
		       .avail_out = (uInt)*n };
	int err;

	if (!start)
		return -ENOEXEC;
	if (inflateInit2(&s, -MAX_WBITS) != Z_OK)
		return because(why, -ENOMEM, "gzip: out of memory");
	err = judge(inflate(&s, Z_FINISH), &s, why);
	inflateEnd(&s);
	if (err)
		return err;
	if (crc32_ieee(out, *n) != blob_le32(in, in.n - GZIP_TRAILER))
		return because(why, -ENOEXEC, "gzip: damaged: the checksum is wrong");
	return 0;
}

static const struct decompressor gzip = { "gzip", probe, size, unpack };
DECOMPRESSOR(gzip);
