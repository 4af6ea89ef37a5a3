// SPDX-License-Identifier: GPL-2.0-only
/*
 * lzma, the format before xz, by liblzma. LZMA SDK, lzma-specification.txt: a byte of
 * properties, the dictionary's size, the number of plain bytes or -1, one stream. No checksum.
 */
#include <lzma.h>
#include <string.h>
#include "core.h"

#define HEADER	    13u
#define PROPERTIES  0x5d /* lc 3, lp 0, pb 2: what all programs take unless told otherwise */
#define DICTIONARY  1u	 /* offsets */
#define PLAIN_BYTES 5u
/* No file without a magic number is believed to hold more, or to need a larger dictionary. */
#define PLAIN_MAX ((uint64_t)1 << 38)

/* 2^n or 2^n + 2^(n - 1), as all programs write it */
static bool is_dictionary_size(uint32_t n)
{
	return n >= 4 * KIB && (is_power_of_two(n) || (n % 3 == 0 && is_power_of_two(n / 3)));
}

/* There is no magic number: three fields have to be as they are in practice, and the stream's
 * first byte is 0. */
static bool probe(struct blob in)
{
	uint64_t plain = blob_le64(in, PLAIN_BYTES);

	return blob_has(in, 0, HEADER + 5) && blob_u8(in, 0) == PROPERTIES &&
	       is_dictionary_size(blob_le32(in, DICTIONARY)) &&
	       (plain == UINT64_MAX || plain < PLAIN_MAX) && !blob_u8(in, HEADER);
}

static uint64_t size(struct blob in, struct reason *why)
{
	uint64_t plain = blob_le64(in, PLAIN_BYTES);

	(void)why;
	return plain == UINT64_MAX ? SIZE_UNKNOWN : plain;
}

/* What the library's verdict means here. */
static int judge(lzma_ret ret, const lzma_stream *s, struct reason *why)
{
	switch (ret) {
	case LZMA_STREAM_END:
		if (!s->avail_in)
			return 0;
		return because(why, -ENOEXEC, "lzma: something follows it");
	case LZMA_BUF_ERROR:
		if (!s->avail_out)
			return -ENOSPC;
		return because(why, -ENOEXEC, "lzma: cut short");
	case LZMA_MEM_ERROR:
		return because(why, -ENOMEM, "lzma: out of memory");
	default:
		return because(why, -ENOEXEC, "lzma: damaged");
	}
}

/*
 * The library makes a dictionary as large as the header asks for. No distance is larger than what
 * has been unpacked, so that what there is room for is enough: 64 MiB need not be there.
 */
static void make_header(struct blob in, size_t room, uint8_t header[HEADER])
{
	uint32_t dictionary = blob_le32(in, DICTIONARY);

	if (dictionary > room)
		dictionary = (uint32_t)room;
	blob_copy(in, 0, header, HEADER);
	memcpy(header + DICTIONARY, &dictionary, sizeof(dictionary));
}

static int unpack(struct blob in, uint8_t *out, size_t *n, struct reason *why)
{
	lzma_stream s = { .next_out = out, .avail_out = *n };
	uint8_t header[HEADER];
	lzma_ret ret = lzma_alone_decoder(&s, UINT64_MAX);

	make_header(in, *n, header);
	s.next_in = header;
	s.avail_in = HEADER;
	if (ret == LZMA_OK)
		ret = lzma_code(&s, LZMA_RUN);
	s.next_in = in.p + HEADER;
	s.avail_in = in.n - HEADER;
	while (ret == LZMA_OK) /* a second call without progress is LZMA_BUF_ERROR */
		ret = lzma_code(&s, LZMA_FINISH);
	lzma_end(&s);
	*n -= s.avail_out;
	return judge(ret, &s, why);
}

static const struct decompressor lzma = { "lzma", probe, size, unpack };
DECOMPRESSOR(lzma);
