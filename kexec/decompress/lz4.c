// SPDX-License-Identifier: GPL-2.0-only
/*
 * lz4, by its own library: frames, one behind the other, or the older form that Linux's build
 * uses ("lz4 -l"). LZ4 Frame Format Description 1.6.2.
 */
#define LZ4F_STATIC_LINKING_ONLY /* for LZ4F_getErrorCode() */
#include <lz4.h>
#include <lz4frame.h>
#include <stdlib.h>
#include "core.h"

#define MAGIC	     0x184d2204u
#define MAGIC_LEGACY 0x184c2102u
/* Section "Legacy frame": what one block holds at most. */
#define LEGACY_BLOCK (8u * MIB)

static bool probe(struct blob in)
{
	return blob_le32(in, 0) == MAGIC || blob_le32(in, 0) == MAGIC_LEGACY;
}

/* The older form never tells, and "lz4" leaves it out unless asked. */
static uint64_t size(struct blob in, struct reason *why)
{
	(void)in;
	(void)why;
	return SIZE_UNKNOWN;
}

/* Blocks up to the end of the file, each with its length. */
static int unpack_legacy(struct blob in, uint8_t *out, size_t *n, struct reason *why)
{
	size_t done = 0;

	for (uint64_t at = 4; at < in.n;) {
		uint32_t length = blob_le32(in, at);
		size_t room = *n - done < LEGACY_BLOCK ? *n - done : LEGACY_BLOCK;
		int got;

		if (!blob_has(in, at, 4) || !blob_has(in, at + 4, length) || length > INT32_MAX)
			return because(why, -ENOEXEC, "lz4: cut short, or something follows it");
		got = LZ4_decompress_safe((const char *)in.p + at + 4, (char *)out + done,
					  (int)length, (int)room);
		if (got < 0 && room < LEGACY_BLOCK)
			return because(
				why, -E2BIG,
				"lz4: damaged, or it unpacks to more than the limit of %zu KiB here",
				*n / KIB);
		if (got < 0)
			return because(why, -ENOEXEC, "lz4: damaged");
		done += (size_t)got;
		at += 4 + (uint64_t)length;
	}
	*n = done;
	return 0;
}

/* What the library's verdict on the frames up to the end of the file means here. */
static int judge(LZ4F_errorCode_t ret, struct reason *why)
{
	if (!ret)
		return 0;
	if (!LZ4F_isError(ret))
		return because(why, -ENOEXEC, "lz4: cut short, or something follows it");
	switch (LZ4F_getErrorCode(ret)) {
	case LZ4F_ERROR_allocation_failed:
		return because(why, -ENOMEM, "lz4: out of memory for blocks of this size");
	case LZ4F_ERROR_frameType_unknown:
		return because(why, -ENOEXEC, "lz4: something follows it");
	case LZ4F_ERROR_headerVersion_wrong:
	case LZ4F_ERROR_reservedFlag_set:
		return because(why, -ENOEXEC, "lz4: an unknown kind of lz4 file");
	case LZ4F_ERROR_headerChecksum_invalid:
	case LZ4F_ERROR_blockChecksum_invalid:
	case LZ4F_ERROR_contentChecksum_invalid:
		return because(why, -ENOEXEC, "lz4: damaged: a checksum is wrong");
	default:
		return because(why, -ENOEXEC, "lz4: damaged");
	}
}

static int unpack_frames(LZ4F_dctx *z, struct blob in, uint8_t *out, size_t *n, struct reason *why)
{
	/* the plain bytes before are still there: no copy of them is wanted */
	static const LZ4F_decompressOptions_t options = { .stableDst = 1 };
	size_t at = 0, done = 0, ret = 0;

	while (at < in.n && !LZ4F_isError(ret)) {
		size_t used = in.n - at, got = *n - done;

		ret = LZ4F_decompress(z, out + done, &got, in.p + at, &used, &options);
		if (!used && !got && !LZ4F_isError(ret))
			return -ENOSPC;
		at += used;
		done += got;
	}
	*n = done;
	return judge(ret, why);
}

/* The library's buffers have the size of a block, which a file chooses: @room bounds them. */
static void *allocate(void *room, size_t n)
{
	return n <= *(size_t *)room ? malloc(n) : NULL;
}

static void release(void *room, void *p)
{
	(void)room;
	free(p);
}

static int unpack(struct blob in, uint8_t *out, size_t *n, struct reason *why)
{
	size_t room = *n;
	LZ4F_CustomMem memory = { .customAlloc = allocate,
				  .customFree = release,
				  .opaqueState = &room };
	LZ4F_dctx *z;
	int err;

	if (blob_le32(in, 0) == MAGIC_LEGACY)
		return unpack_legacy(in, out, n, why);
	z = LZ4F_createDecompressionContext_advanced(memory, LZ4F_VERSION);
	if (!z)
		return because(why, -ENOMEM, "lz4: out of memory");
	err = unpack_frames(z, in, out, n, why);
	LZ4F_freeDecompressionContext(z);
	return err;
}

static const struct decompressor lz4 = { "lz4", probe, size, unpack };
DECOMPRESSOR(lz4);
