// SPDX-License-Identifier: GPL-2.0-only
/* Digests of the purgatory: the standard's examples, and what the fast one must notice. */
#include "digest.h"
#include "helper.h"

static void sha_is(const char *text, size_t n, const char *hex)
{
	uint8_t digest[DIGEST_SHA256_BYTES];

	digest_sha256(text, n, digest);
	for (unsigned int i = 0; i < sizeof(digest); i++) {
		char byte[3] = { hex[2 * i], hex[2 * i + 1], '\0' };

		assert_int_equal(digest[i], strtoul(byte, NULL, 16));
	}
}

/* NIST, "SHA-256 Examples", and the empty message */
static void test_sha256(void **state)
{
	static char a[1000000];

	(void)state;
	sha_is("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	sha_is("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	sha_is("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
	       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	memset(a, 'a', sizeof(a));
	sha_is(a, sizeof(a), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void differ(const uint8_t *a, size_t na, const uint8_t *b, size_t nb)
{
	uint8_t da[DIGEST_FAST_BYTES], db[DIGEST_FAST_BYTES];

	digest_fast(a, na, da);
	digest_fast(b, nb, db);
	assert_memory_not_equal(da, db, sizeof(da));
}

static void test_fast_notices(void **state)
{
	uint8_t a[4096], b[4096];

	(void)state;
	for (size_t i = 0; i < sizeof(a); i++)
		a[i] = (uint8_t)(i * 7 + i / 256);
	for (size_t bit = 0; bit < sizeof(a) * 8; bit++) {
		memcpy(b, a, sizeof(a));
		b[bit / 8] ^= (uint8_t)(1 << bit % 8);
		differ(a, sizeof(a), b, sizeof(b));
	}
	for (size_t i = 0; i + 8 <= sizeof(a); i += 4) { /* two words swapped */
		memcpy(b, a, sizeof(a));
		memcpy(b + i, a + i + 4, 4);
		memcpy(b + i + 4, a + i, 4);
		differ(a, sizeof(a), b, sizeof(b));
	}
	memset(b, 0, sizeof(b)); /* a page that was never written */
	differ(a, sizeof(a), b, sizeof(b));
	for (size_t n = 0; n < 64; n++) /* zeros more or less, at the end and at the front */
		differ(b, n, b, n + 1);
	memcpy(b, a, 2048); /* halves swapped */
	memcpy(b + 2048, a, 2048);
	memcpy(a, a + 2048, 2048);
	differ(a, sizeof(a), b, sizeof(b));
}

static void test_fast_takes_any_address(void **state)
{
	uint8_t buf[64] = { 0 }, d0[DIGEST_FAST_BYTES], d1[DIGEST_FAST_BYTES];

	(void)state;
	for (size_t n = 0; n < 16; n++) {
		memset(buf, 0, sizeof(buf));
		memset(buf + 3, 0x5a, n);
		digest_fast(buf + 3, n, d0);
		memmove(buf + 8, buf + 3, n);
		digest_fast(buf + 8, n, d1);
		assert_memory_equal(d0, d1, sizeof(d0));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sha256),
		cmocka_unit_test(test_fast_notices),
		cmocka_unit_test(test_fast_takes_any_address),
	};

	return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
