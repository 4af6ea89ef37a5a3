// SPDX-License-Identifier: GPL-2.0-only
/* bzip2, by its own library: streams, one behind the other, as parallel programs write them. */
#include <bzlib.h>
#include "core.h"

void bz_internal_error(int code);

/* What the library's assertions call; nothing in a file can make them fail. */
void bz_internal_error(int code)
{
	(void)code;
	__builtin_trap();
}

static bool probe(struct blob in)
{
	return blob_starts(in, 0, "BZh", 3) && blob_u8(in, 3) >= '1' && blob_u8(in, 3) <= '9';
}

/* It is nowhere in the file. */
static uint64_t size(struct blob in, struct reason *why)
{
	(void)in;
	(void)why;
	return SIZE_UNKNOWN;
}

/* What the library's verdict means here. */
static int judge(int ret, const bz_stream *s, struct reason *why)
{
	switch (ret) {
	case BZ_STREAM_END:
		return 0;
	case BZ_OK:
		if (!s->avail_out)
			return -ENOSPC;
		return because(why, -ENOEXEC, "bzip2: cut short");
	case BZ_MEM_ERROR:
		return because(why, -ENOMEM, "bzip2: out of memory");
	case BZ_DATA_ERROR_MAGIC:
		return because(why, -ENOEXEC, "bzip2: damaged, or something follows it");
	default:
		return because(why, -ENOEXEC, "bzip2: damaged");
	}
}

static int unpack(struct blob in, uint8_t *out, size_t *n, struct reason *why)
{
	bz_stream s = { .next_in = (char *)(uintptr_t)in.p,
			.avail_in = (unsigned int)in.n,
			.next_out = (char *)out,
			.avail_out = (unsigned int)*n };
	size_t block = (size_t)(blob_u8(in, 3) - '0') * 100000;
	/* 4 bytes of memory for each of a block, or 2.5, which takes longer */
	int small = block * 4 > *n;
	int err = 0;

	if (block / 2 * 5 > *n)
		return because(why, -ENOMEM, "bzip2: unpacking it takes %zu KiB of memory itself",
			       block / 2 * 5 / KIB);
	while (!err && s.avail_in) {
		if (BZ2_bzDecompressInit(&s, 0, small) != BZ_OK)
			return because(why, -ENOMEM, "bzip2: out of memory");
		err = judge(BZ2_bzDecompress(&s), &s, why);
		BZ2_bzDecompressEnd(&s);
	}
	*n -= s.avail_out;
	return err;
}

static const struct decompressor bzip2 = { "bzip2", probe, size, unpack };
DECOMPRESSOR(bzip2);
