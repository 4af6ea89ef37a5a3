// SPDX-License-Identifier: GPL-2.0-only
/* The memory map for people and for programs: a table, a picture to scale, JSON. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "core.h"

static const struct {
	uint32_t type;
	char letter;
	const char *name;
} types[] = {
	{ E820_RAM, '#', "RAM" },	    { E820_RESERVED, '-', "reserved" },
	{ E820_ACPI, 'A', "ACPI tables" },  { E820_NVS, 'N', "ACPI NVS" },
	{ E820_UNUSABLE, 'X', "unusable" }, { E820_PMEM, 'P', "pmem" },
	{ E820_PRAM, 'p', "legacy pmem" },  { E820_SOFT_RESERVED, 's', "soft reserved" },
};

static const char *const source_names[MEMMAP_SOURCES] = { "sysfs", "params", "bios" };
static const char *const source_keys[MEMMAP_SOURCES] = { "sysfs", "boot_params", "bios" };

const char *mem_type_name(uint32_t type)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i].type == type)
			return types[i].name;
	return "unknown type";
}

char mem_type_letter(uint32_t type)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i].type == type)
			return types[i].letter;
	return '?';
}

/* "640 KiB", "3.1 GiB": at most seven characters */
static const char *human(uint64_t bytes, char *to, size_t n)
{
	static const char units[][4] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB" };
	unsigned int u = 0;
	uint64_t tenths = bytes * 10;

	while (tenths >= 10240 && u < 5) {
		tenths /= 1024;
		u++;
	}
	if (tenths % 10 && tenths < 1000)
		snprintf(to, n, "%u.%u %s", (unsigned int)(tenths / 10),
			 (unsigned int)(tenths % 10), units[u]);
	else
		snprintf(to, n, "%u %s", (unsigned int)(tenths / 10), units[u]);
	return to;
}

/* Who says so; where they differ, what each says, on a line of its own. */
static void print_sources(const struct memmap *map, const struct mem_range *r, struct text *out)
{
	bool differ = memmap_disagrees(map, r);

	if (differ)
		text_addf(out, "sources differ:\n%15s", "");
	for (unsigned int s = 0; s < MEMMAP_SOURCES; s++) {
		if (!(map->have & 1u << s) || (!r->said[s] && !differ))
			continue;
		text_addf(out, " %s", source_names[s]);
		if (differ)
			text_addf(out, "=%s", r->said[s] ? mem_type_name(r->said[s]) : "nothing");
	}
	text_addf(out, "\n");
}

void memmap_print(const struct memmap *map, struct text *out)
{
	unsigned int differ = 0;
	char size[24];

	text_addf(out, "  %-13s %-13s %8s  %-13s %s\n", "first byte", "last byte", "size", "type",
		  "source");
	memmap_for_each(r, map) {
		bool d = memmap_disagrees(map, r);

		text_addf(out, "%c %013" PRIx64 " %013" PRIx64 " %8s  %-13s", d ? '!' : ' ',
			  r->start, r->end - 1, human(r->end - r->start, size, sizeof(size)),
			  mem_type_name(r->type));
		print_sources(map, r, out);
		differ += d;
	}
	text_addf(out, "RAM: %s in all\n", human(memmap_ram_bytes(map), size, sizeof(size)));
	if (differ)
		text_addf(out,
			  "! the sources differ about %u range%s: the most cautious is taken\n",
			  differ, differ == 1 ? "" : "s");
}

#define PICTURE_COLS 64u
#define PICTURE_ROWS 16u

/* The type that covers most of [@start, @end), 0 for a hole. */
static uint32_t majority(const struct memmap *map, uint64_t start, uint64_t end)
{
	uint64_t most = 0, covered = 0;
	uint32_t type = 0;

	memmap_for_each(r, map) {
		uint64_t s = r->start > start ? r->start : start;
		uint64_t e = r->end < end ? r->end : end;

		if (s >= e)
			continue;
		covered += e - s;
		if (e - s > most) {
			most = e - s;
			type = r->type;
		}
	}
	return end - start - covered > most ? 0 : type;
}

/* One window of memory, [@from, @to), as rows of cells that stand for equal sizes. */
static void picture(const struct memmap *map, uint64_t from, uint64_t to, struct text *out)
{
	uint64_t cell = PAGE_BYTES;
	char size[24];

	while ((to - from + cell - 1) / cell > PICTURE_COLS * PICTURE_ROWS)
		cell *= 2;
	text_addf(out, "one character is %s\n", human(cell, size, sizeof(size)));
	for (uint64_t a = from; a < to; a += cell * PICTURE_COLS) {
		char line[PICTURE_COLS + 1];
		unsigned int n = 0;

		for (; n < PICTURE_COLS && a + cell * n < to; n++) {
			uint32_t type = majority(map, a + cell * n, a + cell * (n + 1));

			line[n] = type ? mem_type_letter(type) : '.';
		}
		line[n] = '\0';
		text_addf(out, "%13" PRIx64 " %s\n", a, line);
	}
}

/* Where the part worth a picture ends: behind the last RAM below @limit. */
static uint64_t last_ram(const struct memmap *map, uint64_t limit)
{
	uint64_t end = 0;

	memmap_for_each(r, map)
		if (r->type == E820_RAM && r->start < limit)
			end = r->end < limit ? r->end : limit;
	return end;
}

void memmap_picture(const struct memmap *map, struct text *out)
{
	const uint64_t low = MIB, four_gib = (uint64_t)1 << 32;
	uint64_t end = last_ram(map, MEMMAP_LIMIT);

	text_addf(out, "Below 1 MiB: ");
	picture(map, 0, low, out);
	if (end > low) {
		text_addf(out, "%s: ", end > four_gib ? "All RAM" : "RAM");
		picture(map, 0, end, out);
	}
	text_addf(out, "# RAM  - reserved  A ACPI tables  N ACPI NVS  X unusable\n"
		       "P p pmem  s soft reserved  . nothing\n");
}

void memmap_json(const struct memmap *map, struct text *out)
{
	const char *sep = "";

	text_addf(out, "{\"ram_bytes\": %" PRIu64 ", \"sources\": {", memmap_ram_bytes(map));
	for (unsigned int s = 0; s < MEMMAP_SOURCES; s++, sep = ", ")
		text_addf(out, "%s\"%s\": %s", sep, source_keys[s],
			  map->have & 1u << s ? "true" : "false");
	text_addf(out, "}, \"ranges\": [");
	sep = "\n";
	memmap_for_each(r, map) {
		text_addf(out,
			  "%s {\"start\": %" PRIu64 ", \"end\": %" PRIu64 ", \"type\": %" PRIu32
			  ", \"name\": \"%s\", \"disagree\": %s",
			  sep, r->start, r->end, r->type, mem_type_name(r->type),
			  memmap_disagrees(map, r) ? "true" : "false");
		for (unsigned int s = 0; s < MEMMAP_SOURCES; s++)
			if (r->said[s])
				text_addf(out, ", \"%s\": %" PRIu32, source_keys[s], r->said[s]);
		text_addf(out, "}");
		sep = ",\n";
	}
	text_addf(out, "\n]}\n");
}
