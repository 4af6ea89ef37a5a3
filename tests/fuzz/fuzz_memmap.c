// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes the readers of memory maps. Input: a boot_params page first (its E820
 * part), then lines as tests/fixtures/maps has them. After each step the
 * invariant of struct memmap is checked.
 */
#include <stdlib.h>
#include <string.h>
#include "core.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(const struct memmap *map)
{
	uint64_t last = 0;

	memmap_for_each(r, map) {
		uint32_t any = 0;

		for (unsigned int s = 0; s < MEMMAP_SOURCES; s++)
			any |= r->said[s];
		if (r->start >= r->end || r->start < last || r->end > MEMMAP_LIMIT || !any)
			abort();
		last = r->end;
	}
}

/* What placement relies on: stretches of RAM are sorted, apart, and RAM throughout. */
static void check_ram(const struct memmap *map)
{
	uint64_t from = 0, start, end, sum = 0;

	while (memmap_next_ram(map, from, &start, &end)) {
		if (start < from || end <= start || !memmap_is_ram(map, start, end - start))
			abort();
		sum += end - start;
		from = end;
	}
	if (sum != memmap_ram_bytes(map))
		abort();
}

static void print(const struct memmap *map)
{
	struct text t = { 0 };

	memmap_print(map, &t);
	memmap_picture(map, &t);
	memmap_json(map, &t);
	text_free(&t);
}

/* "START END TYPE" */
static void read_line(struct memmap *map, char *line)
{
	char *end = line + strcspn(line, " ");
	char *type;

	if (*end)
		*end++ = '\0';
	type = end + strcspn(end, " ");
	if (*type)
		*type++ = '\0';
	memmap_read_sysfs_entry(map, line, end, type);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const size_t table = offsetof(struct boot_params, e820_table);
	struct boot_params bp = { .sentinel = 0 };
	struct memmap map = { 0 };
	size_t part = n ? 1 + (size_t)data[0] * sizeof(struct e820_entry) : 0;
	char *text, *line;

	if (!n || n > 16384)
		return -1;
	if (part > n)
		part = n;
	bp.e820_entries = data[0];
	memcpy((uint8_t *)&bp + table, data + 1,
	       part - 1 < sizeof(bp.e820_table) ? part - 1 : sizeof(bp.e820_table));
	memmap_read_params(&map, (struct blob){ (const uint8_t *)&bp, sizeof(bp) });
	check(&map);
	text = calloc(1, n - part + 1);
	if (!text)
		abort();
	memcpy(text, data + part, n - part);
	for (line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		read_line(&map, line);
		check(&map);
	}
	memmap_settle(&map);
	check(&map);
	check_ram(&map);
	print(&map);
	memmap_free(&map);
	free(text);
	return 0;
}
