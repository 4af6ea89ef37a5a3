// SPDX-License-Identifier: GPL-2.0-only
/* crypt(3) of the host, in place of rootfs/menu/crypt.c. */
#include <crypt.h>
#include <stdio.h>
#include "menu.h"

const char *crypt_hash(const char *typed, const char *setting, char out[128])
{
	snprintf(out, 128, "%s", crypt(typed, setting));
	return out;
}
