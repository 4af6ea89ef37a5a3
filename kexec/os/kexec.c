// SPDX-License-Identifier: GPL-2.0-only
/* The system calls: kexec_load and reboot. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>
#include "kexec.h"

/* linux/reboot.h */
#define REBOOT_MAGIC1 0xfee1dead
#define REBOOT_MAGIC2 672274793
#define REBOOT_KEXEC  0x45584543

/* What kexec_load takes: struct kexec_segment of linux/kexec.h. */
struct syscall_segment {
	const void *buf;
	size_t bufsz;
	const void *mem;
	size_t memsz;
};

/* linux/kexec.h: flags, and in their upper half the running kernel's architecture */
#define KEXEC_ON_CRASH	       1ul
#define KEXEC_PRESERVE_CONTEXT 2ul
#define KEXEC_ARCH_DEFAULT     0ul
#define KEXEC_ARCH_X86_64      (62ul << 16)

/* A 64-bit kernel wants to hear from a 32-bit program that it knows where it is. */
static unsigned long arch_flag(void)
{
	struct utsname name;

	if (sizeof(void *) == 8 || uname(&name) < 0 || strcmp(name.machine, "x86_64") != 0)
		return KEXEC_ARCH_DEFAULT;
	return KEXEC_ARCH_X86_64;
}

static long kexec_load(uint64_t entry, unsigned int n, const struct syscall_segment *s,
		       unsigned long flags)
{
	return syscall(SYS_kexec_load, (unsigned long)entry, (unsigned long)n, s,
		       flags | arch_flag());
}

/* "none [integrity] confidentiality": what is on stands in brackets. */
bool os_locked_down(void)
{
	struct reason ignored = { "" };
	struct arena a = { NULL };
	struct blob b;
	bool on = !os_read_small("/sys/kernel/security/lockdown", &a, &b, &ignored) &&
		  !blob_starts(b, 0, "[none]", 6);

	arena_free(&a);
	return on;
}

/* kexec_load's errors as the kernel means them (kernel/kexec.c, kernel/kexec_core.c). */
static int explain(struct reason *why, int err)
{
	switch (err) {
	case EPERM:
		if (os_locked_down())
			return because(
				why, -err,
				"the running kernel is locked down: only it itself loads and "
				"unloads, by kexec_file_load (kexec -s)");
		return because(why, -err,
			       "not permitted: it takes root, and kernel.kexec_load_disabled = 0");
	case ENOSYS:
		return because(why, -err, "the running kernel was built without kexec");
	case EBUSY:
		return because(why, -err, "the kernel is busy with another kexec");
	case ENOMEM:
		return because(why, -err, "the kernel has not enough free memory for the image");
	case EFAULT:
		return because(why, -err, "the file changed or could not be read while loading");
	default:
		return because(why, -err, "kexec_load: %s", strerror(err));
	}
}

int os_kexec_load(struct kexec_image *img)
{
	unsigned long flags = img->req->crash ? KEXEC_ON_CRASH :
			      img->req->jump  ? KEXEC_PRESERVE_CONTEXT :
						0;
	struct syscall_segment s[IMAGE_SEGMENTS];

	for (unsigned int i = 0; i < img->n_segments; i++) {
		s[i].buf = img->segment[i].buf;
		s[i].bufsz = img->segment[i].bufsz;
		s[i].mem = (const void *)(uintptr_t)img->segment[i].mem;
		s[i].memsz = (size_t)img->segment[i].memsz;
	}
	if (kexec_load(img->entry, img->n_segments, s, flags) < 0)
		return explain(&img->why, errno);
	return 0;
}

static int unload(unsigned long flags, struct reason *why)
{
	if (kexec_load(0, 0, NULL, flags) < 0)
		return explain(why, errno);
	return 0;
}

int os_kexec_unload(struct reason *why)
{
	return unload(0, why);
}

int os_crash_unload(struct reason *why)
{
	return unload(KEXEC_ON_CRASH, why);
}

int os_load_jump_back(uint64_t entry, struct reason *why)
{
	struct syscall_segment none = { NULL, 0, NULL, 0 };

	if (kexec_load(entry, 1, &none, KEXEC_PRESERVE_CONTEXT) < 0)
		return explain(why, errno);
	return 0;
}

/* Flags are looked at before segments, and the segments of this call are nowhere. */
bool os_kexec_keeps_memory(void)
{
	return kexec_load(0, 1, NULL, KEXEC_PRESERVE_CONTEXT) < 0 && errno != EINVAL;
}

/* "0" or "1" in a file of sysfs. */
static int read_loaded(const char *path, struct reason *why)
{
	struct arena a = { NULL };
	struct blob b;
	int err = os_read_small(path, &a, &b, why);
	int loaded = err ? err : blob_u8(b, 0) == '1';

	arena_free(&a);
	return loaded;
}

int os_kexec_loaded(struct reason *why)
{
	return read_loaded("/sys/kernel/kexec_loaded", why);
}

int os_crash_loaded(struct reason *why)
{
	return read_loaded("/sys/kernel/kexec_crash_loaded", why);
}

int os_kexec_reboot(struct reason *why)
{
	if (!syscall(SYS_reboot, REBOOT_MAGIC1, REBOOT_MAGIC2, REBOOT_KEXEC, NULL))
		return 0;
	if (errno == EINVAL)
		return because(why, -EINVAL, "nothing is loaded");
	return because(why, -errno, "reboot: %s", strerror(errno));
}
