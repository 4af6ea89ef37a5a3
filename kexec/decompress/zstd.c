// SPDX-License-Identifier: GPL-2.0-only
/*
 * zstd, by its own library. RFC 8878: frames, one behind the other, and between them what
 * programs put there for themselves.
 */
#define ZSTD_STATIC_LINKING_ONLY /* for ZSTD_findDecompressedSize() */
#include <zstd.h>
#include <zstd_errors.h>
#include "core.h"

static bool probe(struct blob in)
{
	return blob_le32(in, 0) == ZSTD_MAGICNUMBER;
}

/* Frames need not tell. What is wrong with a file that is damaged, @unpack finds out. */
static uint64_t size(struct blob in, struct reason *why)
{
	unsigned long long n = ZSTD_findDecompressedSize(in.p, in.n);

	(void)why;
	return n == ZSTD_CONTENTSIZE_ERROR || n == ZSTD_CONTENTSIZE_UNKNOWN ? SIZE_UNKNOWN : n;
}

/* What the library's verdict means here. */
static int judge(size_t ret, struct reason *why)
{
	switch (ZSTD_getErrorCode(ret)) {
	case ZSTD_error_no_error:
		return 0;
	case ZSTD_error_dstSize_tooSmall:
		return -ENOSPC;
	case ZSTD_error_memory_allocation:
		return because(why, -ENOMEM, "zstd: out of memory");
	case ZSTD_error_srcSize_wrong:
	case ZSTD_error_prefix_unknown:
		return because(why, -ENOEXEC, "zstd: cut short, or something follows it");
	case ZSTD_error_dictionary_wrong:
		return because(why, -ENOEXEC, "zstd: it wants a dictionary");
	case ZSTD_error_version_unsupported:
	case ZSTD_error_frameParameter_unsupported:
	case ZSTD_error_frameParameter_windowTooLarge:
		return because(why, -ENOEXEC, "zstd: an unknown kind of zstd file");
	case ZSTD_error_checksum_wrong:
		return because(why, -ENOEXEC, "zstd: damaged: the checksum is wrong");
	default:
		return because(why, -ENOEXEC, "zstd: damaged");
	}
}

static int unpack(struct blob in, uint8_t *out, size_t *n, struct reason *why)
{
	ZSTD_DCtx *z = ZSTD_createDCtx();
	size_t ret;

	if (!z)
		return because(why, -ENOMEM, "zstd: out of memory");
	ret = ZSTD_decompressDCtx(z, out, *n, in.p, in.n);
	ZSTD_freeDCtx(z);
	*n = ZSTD_isError(ret) ? 0 : ret;
	return judge(ret, why);
}

static const struct decompressor zstd = { "zstd", probe, size, unpack };
DECOMPRESSOR(zstd);
