// SPDX-License-Identifier: GPL-2.0-only
/* All decompressors: real files made by the real programs (PACKED_DIR), cut and damaged. */
#include <stdio.h>
#include "helper.h"

#ifndef PACKED_DIR
#define PACKED_DIR "build/i386/unit/packed" /* tests/unit.mk says where */
#endif

#define PACKED_MAX (4u * MIB)

static struct blob load(const char *name)
{
	static uint8_t buf[PACKED_MAX];
	char path[256];
	struct blob b = { NULL, 0 };
	uint8_t *copy;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", PACKED_DIR, name);
	f = fopen(path, "rb");
	if (!f)
		fail_msg("%s is missing", path);
	b.n = fread(buf, 1, sizeof(buf), f);
	fclose(f);
	copy = malloc(b.n); /* its own block, so that ASan sees every read behind it */
	assert_non_null(copy);
	memcpy(copy, buf, b.n);
	b.p = copy;
	return b;
}

static void drop(struct blob b)
{
	free((void *)(uintptr_t)b.p);
}

static int unpack(struct blob in, uint64_t limit, struct blob *out, struct arena *arena,
		  struct reason *why)
{
	const char *name;

	*out = in;
	*arena = (struct arena){ NULL };
	why->text[0] = '\0';
	return decompress(out, arena, limit, &name, why);
}

static const char *const good[] = {
	"plain.gz",	   "plain.name.gz",	"plain.xz",	    "plain.crc32.xz",
	"plain.none.xz",   "plain.sha256.xz",	"plain.blocks.xz",  "plain.x86.xz",
	"plain.padded.xz", "plain.lz4",		"plain.blocks.lz4", "plain.legacy.lz4",
	"plain.zst",	   "plain.nocheck.zst", "plain.stream.zst", "plain.bz2",
	"plain.1.bz2",	   "plain.lzma",	"plain.small.lzma", "plain.size.lzma",
};

/* What has no checksum may be damaged and be taken. */
static bool has_checksum(const char *name)
{
	return !strstr(name, ".none.") && !strstr(name, ".nocheck.") && !strstr(name, ".legacy.") &&
	       !strstr(name, ".stream.") && !strstr(name, ".lzma");
}

static void unpacks_to(struct blob plain, const char *name, uint64_t limit)
{
	struct blob in = load(name), out;
	struct reason why;
	struct arena a;

	if (unpack(in, limit, &out, &a, &why))
		fail_msg("%s: %s", name, why.text);
	assert_int_equal(out.n, plain.n);
	assert_memory_equal(out.p, plain.p, plain.n);
	arena_free(&a);
	drop(in);
}

static void test_good(void **state)
{
	struct blob plain = load("plain");

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		unpacks_to(plain, good[i], PACKED_MAX);
	drop(plain);
}

/* Many frames and kinds of block. */
static void test_mixed(void **state)
{
	static const char *const names[] = { "mixed.lz4",    "mixed.legacy.lz4", "mixed.zst",
					     "mixed.22.zst", "mixed.bz2",	 "mixed.lzma" };
	struct blob plain = load("mixed");

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unpacks_to(plain, names[i], PACKED_MAX);
	unpacks_to(plain, "mixed.bz2", 3 * MIB); /* by the way that takes less memory */
	drop(plain);
}

/* Every file, cut at many places: always refused, always with a reason. */
static void test_cut(void **state)
{
	struct reason why;
	struct blob out;
	struct arena a;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct blob in = load(good[i]);
		/* padding is not content */
		size_t end = strstr(good[i], "padded") ? in.n - 8 : in.n;

		/* lzma is not known by less */
		size_t start = strstr(good[i], ".lzma") ? 18 : 6;

		for (size_t n = start; n < end; n += n < 100 || n + 100 > end ? 1 : 997) {
			uint8_t *copy = malloc(n);

			assert_non_null(copy);
			memcpy(copy, in.p, n);
			if (!unpack((struct blob){ copy, n }, PACKED_MAX, &out, &a, &why))
				fail_msg("%s cut to %zu bytes was taken", good[i], n);
			assert_true(why.text[0] != '\0');
			arena_free(&a);
			free(copy);
		}
		drop(in);
	}
}

/* One wrong bit: refused, or without effect, as the first byte of an LZMA chunk is. */
static void test_damaged(void **state)
{
	struct blob plain = load("plain");
	struct reason why;
	struct blob out;
	struct arena a;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct blob in = load(good[i]);
		uint8_t *bytes = (uint8_t *)(uintptr_t)in.p;

		size_t at = has_checksum(good[i]) ? 12 : in.n;

		for (; at < in.n; at += at < 64 || at + 64 > in.n ? 1 : 1013) {
			bytes[at] ^= 0x10;
			if (!unpack(in, PACKED_MAX, &out, &a, &why) &&
			    (out.n != plain.n || memcmp(out.p, plain.p, out.n) != 0))
				fail_msg("%s with byte %zu wrong was taken", good[i], at);
			arena_free(&a);
			bytes[at] ^= 0x10;
		}
		drop(in);
	}
	drop(plain);
}

static void refused(const char *name, uint64_t limit, int err, const char *words)
{
	struct blob in = load(name), out;
	struct reason why;
	struct arena a;
	int got = unpack(in, limit, &out, &a, &why);

	if (got != err || !strstr(why.text, words))
		fail_msg("%s: expected %d '%s', got %d '%s'", name, err, words, got, why.text);
	arena_free(&a);
	drop(in);
}

static void test_bombs(void **state)
{
	(void)state;
	refused("bomb.gz", MIB, -E2BIG,
		"gzip: it unpacks to 16384 KiB, more than the limit of 1024 KiB");
	refused("bomb.xz", MIB, -E2BIG,
		"xz: it unpacks to 16384 KiB, more than the limit of 1024 KiB");
	refused("bomb.size.zst", MIB, -E2BIG,
		"zstd: it unpacks to 16384 KiB, more than the limit of 1024");
	refused("bomb.zst", MIB, -E2BIG,
		"zstd: it unpacks to more than the limit of 1024 KiB here");
	refused("bomb.lz4", MIB, -E2BIG, "lz4: it unpacks to more than the limit of 1024 KiB here");
	refused("blocks.lz4", MIB, -ENOMEM, "lz4: out of memory for blocks of this size");
	refused("blocks.bz2", MIB, -ENOMEM, "bzip2: unpacking it takes 2197 KiB of memory itself");
	refused("bomb.legacy.lz4", MIB, -E2BIG,
		"lz4: damaged, or it unpacks to more than the limit of 1024");
	refused("bomb.bz2", MIB, -E2BIG,
		"bzip2: it unpacks to more than the limit of 1024 KiB here");
	refused("bomb.lzma", MIB, -E2BIG,
		"lzma: it unpacks to more than the limit of 1024 KiB here");
	refused("liar.zst", PACKED_MAX, -ENOEXEC, "zstd: it holds more than it says");
	refused("liar.gz", PACKED_MAX, -ENOEXEC, "gzip: it holds more than its end says");
}

static void test_unusual(void **state)
{
	(void)state;
	refused("two.gz", PACKED_MAX, -ENOEXEC, "gzip: ");
	refused("two.xz", PACKED_MAX, -ENOEXEC, "xz: ");
	refused("tail.lz4", PACKED_MAX, -ENOEXEC, "lz4: something follows it");
	refused("tail.zst", PACKED_MAX, -ENOEXEC, "zstd: cut short, or something follows it");
	refused("tail.bz2", PACKED_MAX, -ENOEXEC, "bzip2: damaged, or something follows it");
	refused("tail.lzma", PACKED_MAX, -ENOEXEC, "lzma: something follows it");
	refused("empty.bz2", PACKED_MAX, -ENOEXEC, "bzip2: there is nothing in it");
	refused("empty.lzma", PACKED_MAX, -ENOEXEC, "lzma: there is nothing in it");
	refused("dictionary.zst", PACKED_MAX, -ENOEXEC, "zstd: it wants a dictionary");
	refused("empty.lz4", PACKED_MAX, -ENOEXEC, "lz4: there is nothing in it");
	refused("empty.zst", PACKED_MAX, -ENOEXEC, "zstd: there is nothing in it");
	refused("empty.gz", PACKED_MAX, -ENOEXEC, "gzip: there is nothing in it");
	refused("empty.xz", PACKED_MAX, -ENOEXEC, "xz: there is nothing in it");
	refused("delta.xz", PACKED_MAX, -ENOEXEC, "xz: it uses a filter that is not known here");
}

static void test_not_packed(void **state)
{
	struct blob in = load("plain"), out;
	struct reason why;
	struct arena a;

	(void)state;
	assert_int_equal(unpack(in, 1, &out, &a, &why), 0);
	assert_ptr_equal(out.p, in.p);
	drop(in);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),	   cmocka_unit_test(test_mixed),
		cmocka_unit_test(test_cut),	   cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_bombs),	   cmocka_unit_test(test_unusual),
		cmocka_unit_test(test_not_packed),
	};

	return cmocka_run_group_tests_name("decompress", tests, NULL, NULL);
}
