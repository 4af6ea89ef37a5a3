// SPDX-License-Identifier: GPL-2.0-only
/* What the running kernel tells about this computer: sysfs and proc. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/sysinfo.h>
#include <unistd.h>
#include "kexec.h"
#include "pxestate.h"

#define MEMMAP_DIR     "/sys/firmware/memmap"
#define SETUP_DATA_DIR "/sys/kernel/boot_params/setup_data"
#define SETUP_DATA_MAX 64u
/* ROM between 896 KiB and 1 MiB */
#define BIOS_AREA	0xe0000
#define BIOS_AREA_BYTES 0x20000

/* One file of sysfs or proc; text without its newline, NULL if there is no such file. */
static const char *read_text(struct arena *arena, const char *path)
{
	struct reason ignored = { "" };
	struct blob b;
	char *s;

	if (os_read_small(path, arena, &b, &ignored))
		return NULL;
	s = (char *)(uintptr_t)b.p;
	s[strcspn(s, "\n")] = '\0';
	return s;
}

/* Entries are numbered from 0 without gaps. */
static int read_sysfs_map(struct memmap *map, struct reason *why)
{
	for (unsigned int i = 0; i < MEMMAP_MAX_RANGES; i++) {
		static const char *const names[] = { "start", "end", "type" };
		const char *text[3];
		struct arena a = { NULL };
		int err = 0;

		for (unsigned int k = 0; k < 3; k++) {
			char path[64];

			snprintf(path, sizeof(path), MEMMAP_DIR "/%u/%s", i, names[k]);
			text[k] = read_text(&a, path);
		}
		if (text[0] && text[1] && text[2])
			err = memmap_read_sysfs_entry(map, text[0], text[1], text[2]);
		else
			i = MEMMAP_MAX_RANGES;
		arena_free(&a);
		if (err)
			return because(why, err, MEMMAP_DIR "/%u: %s", i, strerror(-err));
	}
	return 0;
}

static int read_params(struct machine *m, struct reason *why)
{
	struct reason ignored = { "" };
	int err;

	if (os_read_small("/sys/kernel/boot_params/data", &m->arena, &m->params, &ignored))
		return 0;
	err = memmap_read_params(&m->map, m->params);
	return err ? because(why, err, "boot_params: its memory map is damaged") : 0;
}

int os_memmap(struct machine *m, struct reason *why)
{
	int err = read_sysfs_map(&m->map, why);

	if (!err)
		err = read_params(m, why);
	if (!err)
		err = os_bios_memmap(&m->map, why);
	memmap_settle(&m->map);
	if (!err && !memmap_ram_bytes(&m->map))
		err = because(why, -ENODATA,
			      "no memory map: " MEMMAP_DIR
			      " and /sys/kernel/boot_params are missing");
	return err;
}

/* What follows @word in @text, NULL if it is not there: strstr(), which is 840 bytes in musl. */
static const char *after(const char *text, const char *word)
{
	size_t n = strlen(word);

	while (*text && strncmp(text, word, n) != 0)
		text++;
	return *text ? text + n : NULL;
}

/* "MemAvailable:  12345 kB" */
static uint64_t free_bytes(struct arena *arena)
{
	struct reason ignored = { "" };
	struct blob b;
	const char *p;

	if (os_read_small("/proc/meminfo", arena, &b, &ignored))
		return 0;
	p = after((const char *)b.p, "MemAvailable:");
	return p ? strtoull(p, NULL, 10) * KIB : 0;
}

static enum answer cpu_64bit(struct arena *arena)
{
	struct reason ignored = { "" };
	const char *flags;
	struct blob b;

	if (os_read_small("/proc/cpuinfo", arena, &b, &ignored))
		return UNKNOWN;
	flags = after((const char *)b.p, "\nflags");
	if (!flags)
		return UNKNOWN;
	for (; *flags && *flags != '\n'; flags++)
		if (!strncmp(flags, " lm", 3) && (flags[3] == ' ' || flags[3] == '\n'))
			return YES;
	return NO;
}

/* The purgatory speaks where the running kernel has a serial console. */
static uint16_t serial_port(const char *cmdline)
{
	static const uint16_t ports[] = { 0x3f8, 0x2f8, 0x3e8, 0x2e8 };
	const char *p = cmdline ? after(cmdline, "console=ttyS") : NULL;

	if (!p || *p < '0' || *p > '3')
		return 0;
	return ports[*p - '0'];
}

/* Text mode as a BIOS or Linux's setup code knows it: modes 0 to 3 and 7. */
static bool text_screen(struct blob params)
{
	uint8_t mode = blob_u8(params, offsetof(struct screen_info, orig_video_mode));

	return blob_u8(params, offsetof(struct screen_info, orig_video_is_vga)) == 1 &&
	       (mode <= 3 || mode == 7);
}

/* The data of our kernel's first setup_data node of this type; empty if there is none. */
static int read_setup_data(struct arena *arena, uint32_t wanted, struct blob *out,
			   struct reason *why)
{
	*out = (struct blob){ NULL, 0 };
	/* numbered from 0 without gaps; a list that long is no list */
	for (unsigned int i = 0; i < SETUP_DATA_MAX; i++) {
		const char *type;
		char path[64];

		snprintf(path, sizeof(path), SETUP_DATA_DIR "/%u/type", i);
		type = read_text(arena, path);
		if (!type)
			break;
		if (strtoul(type, NULL, 16) != wanted)
			continue;
		snprintf(path, sizeof(path), SETUP_DATA_DIR "/%u/data", i);
		return os_read_small(path, arena, out, why);
	}
	return 0;
}

int os_fw_state(struct arena *arena, struct blob *out, struct reason *why)
{
	return read_setup_data(arena, FW_STATE_SETUP_DATA, out, why);
}

/* Where ACPI says to look: the first KiB of the EBDA, then the BIOS's own area. */
static void find_tables(struct machine *m)
{
	struct blob bios = { NULL, BIOS_AREA_BYTES };
	struct arena a = { NULL };
	uint8_t *p = arena_alloc(&a, bios.n);
	int fd = open("/dev/mem", O_RDONLY | O_CLOEXEC);
	struct fw_state fw;

	if (fw_state_read(m->firmware, &fw) && fw.ebda_seg)
		firmware_tables_find(&m->tables, (struct blob){ fw.ebda, sizeof(fw.ebda) },
				     fw.ebda_seg * 16u);
	bios.p = p;
	if (p && fd >= 0 && pread(fd, p, bios.n, BIOS_AREA) == BIOS_AREA_BYTES)
		firmware_tables_find(&m->tables, bios, BIOS_AREA);
	if (fd >= 0)
		close(fd);
	arena_free(&a);
}

/* Whether what pxe_state tells of has left memory since: "net unload" clears it. */
static bool pxe_has_ended(const struct machine *m)
{
	struct pxe_state pxe;
	char bang[4], nv[6];
	bool ended;
	int fd;

	if (!blob_copy(m->pxe, 0, &pxe, sizeof(pxe)))
		return false;
	fd = open("/dev/bios", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ended = (pread(fd, bang, sizeof(bang), pxe.bang.seg * 16 + pxe.bang.off) != sizeof(bang) ||
		 memcmp(bang, PXE_BANG_SIGNATURE, sizeof(bang)) != 0) &&
		(pread(fd, nv, sizeof(nv), pxe.nv.seg * 16 + pxe.nv.off) != sizeof(nv) ||
		 memcmp(nv, PXE_NV_SIGNATURE, sizeof(nv)) != 0);
	close(fd);
	return ended;
}

int os_machine(struct machine *m, struct reason *why)
{
	struct sysinfo info;
	int err = os_memmap(m, why);

	if (!err)
		err = os_fw_state(&m->arena, &m->firmware, why);
	if (!err)
		err = read_setup_data(&m->arena, PXE_STATE_SETUP_DATA, &m->pxe, why);
	if (err)
		return err;
	m->pxe_ended = pxe_has_ended(m);
	find_tables(m);
	err = os_efi(m, why);
	if (err)
		return err;
	m->cmdline = read_text(&m->arena, "/proc/cmdline");
	if (!sysinfo(&info))
		m->ram_bytes = (uint64_t)info.totalram * info.mem_unit;
	m->free_bytes = free_bytes(&m->arena);
	m->load_end = sizeof(void *) == 8 ? MEMMAP_LIMIT : 0; /* kexec_load's own numbers */
	m->cpu_64bit = cpu_64bit(&m->arena);
	m->serial_port = serial_port(m->cmdline);
	m->text_screen = text_screen(m->params);
	if (getrandom(m->seed, sizeof(m->seed), GRND_NONBLOCK) == (ssize_t)sizeof(m->seed))
		m->seed_bytes = sizeof(m->seed);
	return 0;
}
