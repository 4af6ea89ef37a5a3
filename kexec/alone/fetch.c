// SPDX-License-Identifier: GPL-2.0-only
/* In place of kexec/os/fetch*.c, for kexec alone: a distribution has programs that fetch files. */
#include <errno.h>
#include "kexec.h"

int os_fetch(const char *url, int fd, const struct fetch_options *o, struct reason *why)
{
	(void)url, (void)fd, (void)o;
	return because(why, -EPROTONOSUPPORT,
		       "this kexec fetches no files: name one that is here already");
}
