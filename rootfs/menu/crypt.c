// SPDX-License-Identifier: GPL-2.0-only
/*
 * crypt(3) without DES and Blowfish, which no menu has and whose tables are 25 KiB: musl's parts of
 * it by their own names.
 */
#include "menu.h"

char *__crypt_md5(const char *key, const char *setting, char *out);
char *__crypt_sha256(const char *key, const char *setting, char *out);
char *__crypt_sha512(const char *key, const char *setting, char *out);

const char *crypt_hash(const char *typed, const char *setting, char out[128])
{
	if (setting[1] == '1')
		return __crypt_md5(typed, setting, out);
	if (setting[1] == '5')
		return __crypt_sha256(typed, setting, out);
	return __crypt_sha512(typed, setting, out);
}
