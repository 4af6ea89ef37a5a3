// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where the running kernel's GDT is: per-CPU, so that it takes a symbol (/proc/kallsyms) and the
 * CPU's offset, which is read from the kernel's own memory (/proc/kcore).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>
#include "kexec.h"

/* GDT_ENTRIES of a 64-bit kernel, eight bytes each */
#define GDT_BYTES 128u

/** struct symbols - what is wanted of /proc/kallsyms; 0: not found */
struct symbols {
	uint64_t gdt_page, offsets;
};

static void take_line(struct symbols *s, const char *line)
{
	uint64_t value;

	if (jump_is_symbol(line, "gdt_page", &value))
		s->gdt_page = value;
	else if (jump_is_symbol(line, "__per_cpu_offset", &value))
		s->offsets = value;
}

/* Line by line, some megabytes of them. */
static void read_symbols(struct symbols *s, int fd)
{
	static char buf[0x8000];
	size_t have = 0;
	ssize_t got;
	char *line, *end;

	while (!(s->gdt_page && s->offsets) &&
	       (got = read(fd, buf + have, sizeof(buf) - have)) > 0) {
		have += (size_t)got;
		for (line = buf; (end = memchr(line, '\n', have)); line = end) {
			*end++ = '\0';
			take_line(s, line);
			have -= (size_t)(end - line);
		}
		memmove(buf, line, have);
	}
}

/* The kernel jumps on the first CPU that is online. */
static unsigned long boot_cpu(struct arena *arena)
{
	struct reason ignored = { "" };
	struct blob b;

	return os_read_small("/sys/devices/system/cpu/online", arena, &b, &ignored) ?
		       0 :
		       strtoul((const char *)b.p, NULL, 10);
}

/* Eight bytes of the kernel's memory; 0 if they cannot be read. */
static uint64_t read_core(uint64_t virt, struct arena *arena)
{
	int fd = open("/proc/kcore", O_RDONLY | O_CLOEXEC);
	struct reason ignored = { "" };
	uint64_t value = 0, at;
	struct blob head;

	if (fd < 0)
		return 0;
	at = os_read_small("/proc/kcore", arena, &head, &ignored) ? 0 :
								    jump_core_offset(head, virt);
	if (!at || pread(fd, &value, sizeof(value), (off_t)at) != sizeof(value))
		value = 0;
	close(fd);
	return value;
}

static uint64_t find_gdt(void)
{
	int fd = open("/proc/kallsyms", O_RDONLY | O_CLOEXEC);
	struct symbols s = { 0, 0 };
	struct arena arena = { NULL };
	uint64_t offset = 0;

	if (fd < 0)
		return 0;
	read_symbols(&s, fd);
	close(fd);
	if (!s.offsets)
		return s.gdt_page; /* of a kernel for one CPU */
	offset = read_core(s.offsets + boot_cpu(&arena) * sizeof(offset), &arena);
	arena_free(&arena);
	return offset ? s.gdt_page + offset : 0;
}

int os_jump_facts(struct jump_facts *f, struct reason *why)
{
	struct utsname name;

	if (!os_kexec_keeps_memory())
		return because(why, -ENOSYS,
			       "the running kernel was built without kexec jump "
			       "(CONFIG_KEXEC_JUMP)");
	if (uname(&name) < 0 || strcmp(name.machine, "x86_64") != 0)
		return because(why, -ENOSYS,
			       "kexec jump: there is a way back to a 64-bit kernel only");
	f->gdt = find_gdt();
	f->gdt_bytes = GDT_BYTES;
	if (!f->gdt)
		return because(why, -ENODATA,
			       "kexec jump: /proc/kallsyms or /proc/kcore does not tell where the "
			       "running kernel's GDT is");
	return 0;
}
