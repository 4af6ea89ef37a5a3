// SPDX-License-Identifier: GPL-2.0-only
/*
 * xz, by Linux's own decoder. The .xz file format 1.1.0: one stream; its index,
 * at the end, tells the size of each block and so where each checksum lies.
 * The decoder knows only CRC-32, so the checksums are verified here.
 */
#include <inttypes.h>
#include <string.h>
#include <linux/xz.h>
#include "core.h"
#include "crc.h"
#include "digest.h"

#define XZ_HEADER 12u
#define XZ_FOOTER 12u
/* The dictionary of "xz -9"; the decoder allocates no more than the file asks for. */
#define XZ_DICT_MAX (64u * MIB)

/* Stream flags: kinds of check (section 2.1.1.2) */
enum { CHECK_NONE = 0, CHECK_CRC32 = 1, CHECK_CRC64 = 4, CHECK_SHA256 = 10 };

/**
 * struct xz_index - a walk through the records of the index
 * @in: the stream, without padding behind it
 * @at: offset of the next record
 * @left: records to come
 * @check: kind of check
 * @check_bytes: its size
 */
struct xz_index {
	struct blob in;
	uint64_t at;
	uint64_t left;
	uint8_t check;
	unsigned int check_bytes;
};

static bool probe(struct blob in)
{
	return blob_starts(in, 0, "\3757zXZ\0", 6);
}

/* Streams may be padded with zeros, four at a time (section 2.2). */
static struct blob strip_padding(struct blob in)
{
	while (in.n >= XZ_HEADER + XZ_FOOTER && !blob_le32(in, in.n - 4))
		in.n -= 4;
	return in;
}

/* A number of 7 bits a byte, least significant first (section 1.2). */
static bool read_vli(struct blob in, uint64_t *at, uint64_t *v)
{
	*v = 0;
	for (unsigned int shift = 0; shift < 63; shift += 7) {
		uint8_t b = blob_u8(in, *at);

		if (!blob_has(in, (*at)++, 1))
			return false;
		*v |= (uint64_t)(b & 0x7f) << shift;
		if (!(b & 0x80))
			return true;
	}
	return false;
}

/* Find the index from the footer; the decoder will verify both once more. */
static bool open_index(struct blob in, struct xz_index *x)
{
	static const uint8_t sizes[16] = { 0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64 };
	uint64_t bytes;

	x->in = strip_padding(in);
	if (x->in.n < XZ_HEADER + XZ_FOOTER || !blob_starts(x->in, x->in.n - 2, "YZ", 2))
		return false;
	bytes = ((uint64_t)blob_le32(x->in, x->in.n - 8) + 1) * 4;
	if (bytes > x->in.n - XZ_HEADER - XZ_FOOTER)
		return false;
	x->check = blob_u8(x->in, 7) & 15;
	x->check_bytes = sizes[x->check];
	x->at = x->in.n - XZ_FOOTER - bytes;
	if (blob_u8(x->in, x->at++)) /* index indicator */
		return false;
	return read_vli(x->in, &x->at, &x->left);
}

static bool next_record(struct xz_index *x, uint64_t *unpadded, uint64_t *plain)
{
	if (!x->left)
		return false;
	x->left--;
	return read_vli(x->in, &x->at, unpadded) && read_vli(x->in, &x->at, plain);
}

static uint64_t size(struct blob in, struct reason *why)
{
	uint64_t sum = 0, unpadded, plain;
	struct xz_index x;

	if (!open_index(in, &x)) {
		because(why, -ENOEXEC, "xz: cut short, or more than one stream");
		return 0;
	}
	while (next_record(&x, &unpadded, &plain)) {
		if (plain > UINT64_MAX - 1 - sum)
			return UINT64_MAX - 1;
		sum += plain;
	}
	return sum;
}

/* Is the check at offset @at of the file that of the block's plain bytes? */
static bool block_is_good(const struct xz_index *x, uint64_t at, const uint8_t *p, size_t n)
{
	uint8_t sha[DIGEST_SHA256_BYTES];

	switch (x->check) {
	case CHECK_CRC32:
		return blob_le32(x->in, at) == crc32_ieee(p, n);
	case CHECK_CRC64:
		return blob_le64(x->in, at) == crc64_xz(p, n);
	case CHECK_SHA256:
		digest_sha256(p, n, sha);
		return blob_starts(x->in, at, sha, sizeof(sha));
	default:
		return true; /* none, or of a later format */
	}
}

/* A record's size leaves out the padding between a block's data and its check (section 3.3). */
static int verify(struct blob in, const uint8_t *out, size_t out_bytes, struct reason *why)
{
	uint64_t at = XZ_HEADER, unpadded, plain, check;
	struct xz_index x;

	if (!open_index(in, &x))
		return because(why, -ENOEXEC, "xz: cut short");
	while (next_record(&x, &unpadded, &plain)) {
		if (plain > out_bytes || unpadded < x.check_bytes || unpadded > x.in.n - at)
			return because(why, -ENOEXEC, "xz: damaged: its index is wrong");
		check = at + align_up(unpadded - x.check_bytes, 4);
		if (!block_is_good(&x, check, out, (size_t)plain))
			return because(why, -ENOEXEC, "xz: damaged: a checksum is wrong");
		at = check + x.check_bytes;
		out += plain;
		out_bytes -= (size_t)plain;
	}
	return 0;
}

static int judge(enum xz_ret ret, const struct xz_buf *b, struct reason *why)
{
	switch (ret) {
	case XZ_STREAM_END:
		if (b->in_pos == b->in_size && b->out_pos == b->out_size)
			return 0;
		return because(why, -ENOEXEC, "xz: damaged: its length is wrong");
	case XZ_MEM_ERROR:
		return because(why, -ENOMEM, "xz: out of memory");
	case XZ_MEMLIMIT_ERROR:
		return because(why, -E2BIG, "xz: its dictionary is larger than %u MiB",
			       XZ_DICT_MAX / MIB);
	case XZ_OPTIONS_ERROR:
		return because(why, -ENOEXEC, "xz: it uses a filter that is not known here");
	case XZ_BUF_ERROR:
		return because(why, -ENOEXEC,
			       b->in_pos == b->in_size ? "xz: cut short" :
							 "xz: it holds more than its index says");
	default:
		return because(why, -ENOEXEC, "xz: damaged");
	}
}

static int unpack(struct blob in, uint8_t *out, size_t *n, struct reason *why)
{
	struct blob all = strip_padding(in);
	struct xz_buf b = { .in = all.p, .in_size = all.n, .out = out, .out_size = *n };
	struct xz_dec *dec;
	enum xz_ret ret;
	int err;

	xz_crc32_init();
	dec = xz_dec_init(XZ_DYNALLOC, XZ_DICT_MAX);
	if (!dec)
		return because(why, -ENOMEM, "xz: out of memory");
	do
		ret = xz_dec_run(dec, &b);
	while (ret == XZ_OK || ret == XZ_UNSUPPORTED_CHECK);
	xz_dec_end(dec);
	err = judge(ret, &b, why);
	return err ? err : verify(in, out, *n, why);
}

static const struct decompressor xz = { "xz", probe, size, unpack };
DECOMPRESSOR(xz);
