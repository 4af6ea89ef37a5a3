// SPDX-License-Identifier: GPL-2.0-only
/* Readers of memory maps: /sys/firmware/memmap and the E820 table of boot_params. */
#include <stdlib.h>
#include <string.h>
#include "core.h"

/* Names as arch/x86/kernel/e820.c of Linux 2.6.27 to 6.1 spells them, ignoring case. */
static const struct {
	const char *name;
	uint32_t type;
} sysfs_types[] = {
	{ "System RAM", E820_RAM },
	{ "Reserved", E820_RESERVED },
	{ "ACPI Tables", E820_ACPI },
	{ "ACPI Non-volatile Storage", E820_NVS },
	{ "Unusable memory", E820_UNUSABLE },
	{ "Persistent Memory", E820_PMEM },
	{ "Persistent RAM", E820_PMEM },
	{ "Persistent Memory (legacy)", E820_PRAM },
	{ "Persistent RAM (legacy)", E820_PRAM },
	{ "Soft Reserved", E820_SOFT_RESERVED },
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

/* Does the line @line, which may end in a newline, say @name? */
static bool line_is(const char *line, const char *name)
{
	while (*name && lower(*line) == lower(*name)) {
		line++;
		name++;
	}
	return !*name && (!*line || *line == '\n');
}

static uint32_t sysfs_type(const char *line)
{
	for (size_t i = 0; i < sizeof(sysfs_types) / sizeof(sysfs_types[0]); i++)
		if (line_is(line, sysfs_types[i].name))
			return sysfs_types[i].type;
	return E820_RESERVED; /* a name of a later kernel: keep out of it */
}

static bool parse_hex(const char *line, uint64_t *v)
{
	char *end;

	if (line[0] != '0' || line[1] != 'x')
		return false;
	errno = 0;
	*v = strtoull(line, &end, 16);
	return !errno && end > line + 2 && (!*end || *end == '\n');
}

int memmap_read_sysfs_entry(struct memmap *map, const char *start, const char *end,
			    const char *type)
{
	uint64_t first, last;

	/* "end" is the last byte of the range, not the one behind it */
	if (!parse_hex(start, &first) || !parse_hex(end, &last) || last < first)
		return -EINVAL;
	if (last - first == UINT64_MAX)
		last--;
	return memmap_add(map, FROM_SYSFS, first, last - first + 1, sysfs_type(type));
}

int memmap_read_params(struct memmap *map, struct blob params)
{
	size_t at = offsetof(struct boot_params, e820_table);
	unsigned int n = blob_u8(params, offsetof(struct boot_params, e820_entries));

	if (n >= E820_IN_PARAMS) {
		/* The table is full: more may be in a setup_data node. */
		n = E820_IN_PARAMS;
		map->partial |= 1u << FROM_PARAMS;
	}
	for (unsigned int i = 0; i < n; i++, at += sizeof(struct e820_entry)) {
		struct e820_entry e;
		int err;

		if (!blob_copy(params, at, &e, sizeof(e)))
			return -EINVAL;
		err = memmap_add(map, FROM_PARAMS, e.addr, e.size, e.type);
		if (err)
			return err;
	}
	return 0;
}
