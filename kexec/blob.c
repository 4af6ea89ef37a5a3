// SPDX-License-Identifier: GPL-2.0-only
/* Bounded access to bytes that are not trusted: comparison by subtraction only. */
#include <string.h>
#include "core.h"

bool blob_has(struct blob b, uint64_t off, uint64_t n)
{
	return off <= b.n && n <= b.n - off;
}

struct blob blob_slice(struct blob b, uint64_t off, uint64_t n)
{
	struct blob s = { NULL, 0 };

	if (off >= b.n)
		return s;
	s.p = b.p + (size_t)off;
	s.n = b.n - (size_t)off;
	if (n < s.n)
		s.n = (size_t)n;
	return s;
}

bool blob_copy(struct blob b, uint64_t off, void *to, size_t n)
{
	memset(to, 0, n);
	if (!blob_has(b, off, n))
		return false;
	if (n)
		memcpy(to, b.p + (size_t)off, n);
	return true;
}

bool blob_starts(struct blob b, uint64_t off, const void *magic, size_t n)
{
	return blob_has(b, off, n) && !memcmp(b.p + (size_t)off, magic, n);
}

/* x86 is little-endian, on the target and on the build host alike. */
uint8_t blob_u8(struct blob b, uint64_t off)
{
	uint8_t v;

	blob_copy(b, off, &v, sizeof(v));
	return v;
}

uint16_t blob_le16(struct blob b, uint64_t off)
{
	uint16_t v;

	blob_copy(b, off, &v, sizeof(v));
	return v;
}

uint32_t blob_le32(struct blob b, uint64_t off)
{
	uint32_t v;

	blob_copy(b, off, &v, sizeof(v));
	return v;
}

uint64_t blob_le64(struct blob b, uint64_t off)
{
	uint64_t v;

	blob_copy(b, off, &v, sizeof(v));
	return v;
}

static bool is_text(uint8_t c)
{
	return c >= ' ' || (c >= '\t' && c <= '\r') || c == '\033';
}

/* Text: printable, in whatever 8-bit character set, in the first 512 bytes. */
static bool looks_like_text(struct blob b)
{
	size_t n = b.n < 512 ? b.n : 512;

	for (size_t i = 0; i < n; i++)
		if (!is_text(b.p[i]))
			return false;
	return n > 0;
}

const char *blob_describe(struct blob b)
{
	static const struct {
		uint16_t off;
		uint8_t n;
		const char *magic, *is;
	} known[] = {
		{ 0, 4, "\177ELF", "an ELF file" },
		{ 0, 6, "070701", "a cpio archive: an initrd?" },
		{ 0, 2, "\037\213", "gzip data" },
		{ 0, 6, "\3757zXZ\0", "xz data" },
		{ 0, 3, "BZh", "bzip2 data" },
		{ 0, 4, "\050\265\057\375", "zstd data" },
		{ 0, 4, "\004\"M\030", "lz4 data" },
		{ 0, 4, "\002!L\030", "lz4 data" },
		{ 0, 3, "\135\0\0", "lzma data" },
		{ 0, 3, "\211LZ", "lzop data" },
		{ 0, 2, "PK", "a zip archive" },
		{ 0, 4, "hsqs", "a squashfs file system" },
		{ 257, 5, "ustar", "a tar archive" },
		{ 0x8001, 5, "CD001", "an ISO 9660 image" },
		{ 0x438, 2, "\123\357", "an ext file system" },
		{ 0, 2, "MZ", "a DOS or EFI program" },
		{ 510, 2, "\125\252", "a boot sector or a disk image (see chain)" },
	};

	if (!b.n)
		return "an empty file";
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (blob_starts(b, known[i].off, known[i].magic, known[i].n))
			return known[i].is;
	return looks_like_text(b) ? "a text file" : "unknown data";
}
