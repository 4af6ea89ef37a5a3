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

/* What of the request the system call has no place for; NULL: nothing. */
static const char *beyond_call(const struct boot_request *req)
{
	if (req->n_initrds > 1)
		return "several initrds";
	if (req->words[0])
		return "words for a module";
	if (req->mem_min || req->mem_max)
		return "--mem-min or --mem-max";
	if (req->entry)
		return "--entry";
	return req->type && !strcmp(req->type, REAL_MODE_TYPE) ? "--real-mode" : NULL;
}

static int try_load(const struct boot_request *req, struct arena *arena, struct reason *why)
{
	struct reason ignored = { "" };
	struct blob running = { NULL, 0 };
	const char *cmdline;

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
	const char *beyond = beyond_call(req);
	int err;

	if (beyond && quiet)
		return NO_CALL;
	if (beyond) {
		because(&why, -EINVAL, "kexec_file_load cannot have %s", beyond);
		refuse("kexec", req->kernel, &why);
		return UNLOADED;
	}
	err = try_load(req, &arena, &why);
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
