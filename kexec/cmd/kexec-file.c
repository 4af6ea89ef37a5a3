// SPDX-License-Identifier: GPL-2.0-only
/* kexec -s: the kernel itself reads, verifies and loads a kernel (kexec_file_load). */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "kexec-options.h"

/* What kexec-tools takes for the image being one that only kexec_load can load, if at all. */
static bool may_fall_back(int err)
{
	return err == -ENOSYS || err == -EINVAL || err == -ENOEXEC || err == -EOPNOTSUPP;
}

static int try_load(const struct boot_request *req, struct arena *arena, struct reason *why)
{
	struct reason ignored = { "" };
	struct blob running = { NULL, 0 };
	const char *cmdline;

	if (req->n_initrds > 1)
		return because(why, -EINVAL, "kexec_file_load takes one initrd, not %u",
			       req->n_initrds);
	os_read_small("/proc/cmdline", arena, &running, &ignored);
	cmdline = request_cmdline(req, (const char *)running.p, arena);
	if (!cmdline)
		return because(why, -ENOMEM, "out of memory");
	return os_kexec_file_load(req->kernel, req->n_initrds ? req->initrd[0] : NULL, cmdline,
				  req->crash, why);
}

int kexec_file(const struct boot_request *req, bool quiet)
{
	struct reason why = { "" };
	struct arena arena = { NULL };
	int err = try_load(req, &arena, &why);

	arena_free(&arena);
	if (!err)
		return DONE;
	if (may_fall_back(err)) {
		if (!quiet) {
			refuse("kexec", req->kernel, &why);
			fputs("syscall kexec_file_load not available.\n", stderr);
		}
		return NO_CALL;
	}
	fprintf(stderr, "kexec_file_load failed: %s\n", strerror(-err));
	refuse("kexec", req->kernel, &why);
	return UNLOADED;
}
