// SPDX-License-Identifier: GPL-2.0-only
/*
 * Passwords of a menu, as menu.txt has them: plain, or MD5 ($1$), SHA-1 ($4$, SYSLINUX's own),
 * SHA-256 ($5$), SHA-512 ($6$).
 */
#include <string.h>
#include "menu.h"
#include "sha1.h"

/* base64 of 20 bytes is 27 characters, and "=" which may be missing. */
static bool base64_is(const char *text, const uint8_t *bytes, size_t n)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t bit = 0; bit < n * 8; bit += 6) {
		unsigned int at = (unsigned int)(bit / 8), pair = (unsigned int)bytes[at] << 8;

		if (at + 1 < n)
			pair |= bytes[at + 1];
		if (*text++ != digits[pair >> (10 - bit % 8) & 63])
			return false;
	}
	return !*text || !strcmp(text, "=");
}

/* $4$SALT$HASH: base64 of SHA-1 of salt and password. */
static bool sha1_matches(const char *want, const char *typed)
{
	const char *salt = want + 3, *hash = strchr(salt, '$');
	struct sha1 sha = { 0 };
	uint8_t digest[SHA1_BYTES];

	if (!hash)
		return false;
	sha1_begin(&sha);
	sha1_add(&sha, salt, (size_t)(hash - salt));
	sha1_add(&sha, typed, strlen(typed));
	sha1_end(&sha, digest);
	return base64_is(hash + 1, digest, sizeof(digest));
}

bool passwd_matches(const char *want, const char *typed)
{
	const char *hash;
	char out[128];

	if (!strncmp(want, "$4$", 3))
		return sha1_matches(want, typed);
	if (want[0] != '$' || !strchr("156", want[1]) || want[1] == '\0' || want[2] != '$')
		return !strcmp(want, typed);
	hash = crypt_hash(typed, want, out);
	return hash && !strcmp(hash, want);
}
