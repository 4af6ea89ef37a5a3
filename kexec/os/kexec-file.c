// SPDX-License-Identifier: GPL-2.0-only
/* The system call kexec_file_load, which 64-bit kernels have for 64-bit programs only. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "kexec.h"

/* linux/kexec.h */
#define FILE_UNLOAD	  1ul
#define FILE_ON_CRASH	  2ul
#define FILE_NO_INITRAMFS 4ul

#ifdef SYS_kexec_file_load

/* kernel/kexec_file.c, security/lockdown, crypto/asymmetric_keys: what they mean by an error. */
static const struct {
	int err;
	const char *means;
} meanings[] = {
	{ EPERM, "not permitted: it takes root, and kernel.kexec_load_disabled = 0" },
	{ EACCES, "not permitted by the security module" },
	{ EKEYREJECTED, "its signature is not valid, or by a key that the running kernel rejects" },
	{ ENOKEY, "it is signed by a key that the running kernel does not know" },
	{ EBADMSG, "its signature is damaged" },
	{ ENODATA, "it is not signed, and the running kernel takes only signed ones" },
	{ ENOPKG, "its signature is of a kind that the running kernel cannot verify" },
	{ ELIBBAD, "it is not a whole PE file, so its signature cannot be verified" },
	{ EMSGSIZE, "its signature has another size than it says" },
	{ ENOSYS, "the running kernel has no kexec_file_load" },
	{ ENOEXEC, "the running kernel cannot load an image of this kind" },
	{ EINVAL, "the running kernel does not accept this image, or its command line" },
	{ EBUSY, "the kernel is busy with another kexec" },
	{ EADDRNOTAVAIL, "no memory is reserved for a crash kernel: boot with crashkernel=SIZE" },
	{ ENOMEM, "the kernel has not enough free memory for the image" },
};

static int explain(struct reason *why, int err)
{
	if (err == EPERM && os_locked_down())
		return because(why, -err,
			       "the running kernel is locked down, and this one is not signed so "
			       "that it can verify it");
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (meanings[i].err == err)
			return because(why, -err, "%s", meanings[i].means);
	return because(why, -err, "kexec_file_load: %s", strerror(err));
}

static int open_file(const char *path, struct reason *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	return fd < 0 ? because(why, -errno, "%s: %s", path, strerror(errno)) : fd;
}

int os_kexec_file_load(const char *kernel, const char *initrd, const char *cmdline, bool crash,
		       struct reason *why)
{
	unsigned long flags = (crash ? FILE_ON_CRASH : 0) | (initrd ? 0 : FILE_NO_INITRAMFS);
	int kernel_fd = open_file(kernel, why), initrd_fd = -1;
	int err = kernel_fd < 0 ? kernel_fd : 0;

	if (!err && initrd)
		initrd_fd = open_file(initrd, why);
	if (!err && initrd && initrd_fd < 0)
		err = initrd_fd;
	if (!err && syscall(SYS_kexec_file_load, kernel_fd, initrd_fd, strlen(cmdline) + 1, cmdline,
			    flags) < 0)
		err = explain(why, errno);
	if (initrd_fd >= 0)
		close(initrd_fd);
	if (kernel_fd >= 0)
		close(kernel_fd);
	return err;
}

int os_kexec_file_unload(bool crash, struct reason *why)
{
	unsigned long flags = FILE_UNLOAD | (crash ? FILE_ON_CRASH : 0);

	return syscall(SYS_kexec_file_load, -1, -1, 0ul, NULL, flags) < 0 ? explain(why, errno) : 0;
}

#else

static int no_call(struct reason *why)
{
	return because(why, -ENOSYS,
		       "there is no kexec_file_load for 32-bit programs: take the amd64 kexec");
}

int os_kexec_file_load(const char *kernel, const char *initrd, const char *cmdline, bool crash,
		       struct reason *why)
{
	(void)kernel, (void)initrd, (void)cmdline, (void)crash;
	return no_call(why);
}

int os_kexec_file_unload(bool crash, struct reason *why)
{
	(void)crash;
	return no_call(why);
}

#endif
