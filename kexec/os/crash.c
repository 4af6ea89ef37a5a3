// SPDX-License-Identifier: GPL-2.0-only
/* What a crash kernel must know of the running one: proc and sysfs. Linux, Documentation/ABI. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include "kexec.h"

#define CPU_DIR "/sys/devices/system/cpu"
/* MAX_NOTE_BYTES of Linux, before it told crash_notes_size */
#define NOTE_BYTES 1024u

/* A hexadecimal or, with @base 10, decimal number that a file holds; 0 without the file. */
static uint64_t read_number(const char *path, int base, struct arena *arena)
{
	struct reason ignored = { "" };
	struct blob b;

	return os_read_small(path, arena, &b, &ignored) ? 0 :
							  strtoull((const char *)b.p, NULL, base);
}

static int add_cpu(struct crash_facts *f, unsigned int cpu, struct arena *arena)
{
	uint64_t at, bytes;
	char path[96];

	snprintf(path, sizeof(path), CPU_DIR "/cpu%u/crash_notes", cpu);
	at = read_number(path, 16, arena);
	snprintf(path, sizeof(path), CPU_DIR "/cpu%u/crash_notes_size", cpu);
	bytes = read_number(path, 10, arena);
	return at ? spans_add(&f->notes, arena, at, at + (bytes ? bytes : NOTE_BYTES)) : 0;
}

/* The highest number in a list of CPUs such as "0-3" or "0,2-3", which is the last. */
static unsigned int last_cpu(struct arena *arena)
{
	struct reason ignored = { "" };
	struct blob list;
	const char *p;

	if (os_read_small(CPU_DIR "/present", arena, &list, &ignored))
		return 0;
	p = (const char *)list.p;
	while (p[strcspn(p, ",-")])
		p += strcspn(p, ",-") + 1;
	return (unsigned int)strtoul(p, NULL, 10);
}

/*
 * Each CPU that is present, online or not: it may come online before the panic. In the order of
 * their numbers, by which crash(8) takes them.
 */
static int add_cpus(struct crash_facts *f, struct arena *arena)
{
	unsigned int last = last_cpu(arena);
	int err = 0;

	for (unsigned int i = 0; !err && i <= last; i++)
		err = add_cpu(f, i, arena);
	return err;
}

/* "ADDRESS SIZE", both hexadecimal */
static int add_vmcoreinfo(struct crash_facts *f, struct arena *arena)
{
	struct reason ignored = { "" };
	uint64_t at, bytes;
	struct blob b;
	char *end;

	if (os_read_small("/sys/kernel/vmcoreinfo", arena, &b, &ignored))
		return 0;
	at = strtoull((const char *)b.p, &end, 16);
	bytes = strtoull(end, NULL, 16);
	return at ? spans_add(&f->notes, arena, at, at + bytes) : 0;
}

int os_crash_facts(struct crash_facts *f, struct arena *arena, struct reason *why)
{
	struct reason ignored = { "" };
	struct utsname name;
	struct blob b;
	int err = os_read_small("/proc/iomem", arena, &b, why);

	f->is_64bit = !uname(&name) && !strcmp(name.machine, "x86_64");
	if (!err)
		err = crash_read_iomem(f, b, arena, why);
	if (err)
		return err;
	if (os_read_small("/proc/kcore", arena, &b, &ignored))
		b = (struct blob){ NULL, 0 };
	crash_read_kcore(f, b);
	err = add_cpus(f, arena);
	if (!err)
		err = add_vmcoreinfo(f, arena);
	return err ? because(why, err, "out of memory") : 0;
}
