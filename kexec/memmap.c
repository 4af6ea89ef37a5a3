// SPDX-License-Identifier: GPL-2.0-only
/* The map of physical memory: what several sources say of it, merged. */
#include <stdlib.h>
#include <string.h>
#include "core.h"

/*
 * How cautious a type is. Where sources differ the most cautious one is taken:
 * RAM that another source reserves is not ours.
 */
static unsigned int caution(uint32_t type)
{
	switch (type) {
	case 0:
		return 0;
	case E820_RAM:
		return 1;
	case E820_SOFT_RESERVED:
		return 2;
	case E820_PRAM:
		return 3;
	case E820_PMEM:
		return 4;
	case E820_ACPI:
		return 5;
	case E820_NVS:
		return 6;
	case E820_UNUSABLE:
		return 8;
	default: /* E820_RESERVED, and what nobody knows */
		return 7;
	}
}

/* Insert an empty slot at index @i. */
static int insert(struct memmap *map, size_t i)
{
	if (map->n == MEMMAP_MAX_RANGES)
		return -E2BIG;
	if (map->n == map->cap) {
		size_t cap = map->cap ? map->cap * 2 : 32;
		struct mem_range *r = realloc(map->range, cap * sizeof(*r));

		if (!r)
			return -ENOMEM;
		map->range = r;
		map->cap = cap;
	}
	memmove(map->range + i + 1, map->range + i, (map->n - i) * sizeof(*map->range));
	map->n++;
	return 0;
}

/* Make @addr a border: split the range that it lies inside of, if any. */
static int split(struct memmap *map, uint64_t addr)
{
	for (size_t i = 0; i < map->n; i++) {
		int err;

		if (addr <= map->range[i].start || addr >= map->range[i].end)
			continue;
		err = insert(map, i);
		if (err)
			return err;
		map->range[i] = map->range[i + 1];
		map->range[i].end = addr;
		map->range[i + 1].start = addr;
		return 0;
	}
	return 0;
}

/* Fill the gap [@start, @end) before index @i with a range that nobody described yet. */
static int fill_gap(struct memmap *map, size_t i, uint64_t start, uint64_t end)
{
	int err = insert(map, i);

	if (!err)
		map->range[i] = (struct mem_range){ .start = start, .end = end };
	return err;
}

int memmap_add(struct memmap *map, enum memmap_source source, uint64_t start, uint64_t size,
	       uint32_t type)
{
	uint64_t end;
	int err;

	if (!type)
		type = E820_RESERVED; /* 0 is not a type */
	map->have |= 1u << source;
	if (!size || start >= MEMMAP_LIMIT)
		return 0;
	end = size > MEMMAP_LIMIT - start ? MEMMAP_LIMIT : start + size;
	err = split(map, start);
	if (!err)
		err = split(map, end);
	for (size_t i = 0; !err && start < end; i++) {
		if (i < map->n && map->range[i].end <= start)
			continue;
		if (i == map->n || map->range[i].start > start)
			err = fill_gap(map, i, start,
				       i == map->n || map->range[i].start > end ?
					       end :
					       map->range[i].start);
		if (err)
			break;
		if (caution(type) > caution(map->range[i].said[source]))
			map->range[i].said[source] = type;
		start = map->range[i].end;
	}
	return err;
}

/* The type to act on: RAM only where every source that could speak says so. */
static uint32_t decide(const struct memmap *map, const struct mem_range *r)
{
	uint32_t type = 0;
	bool silent = false;

	for (unsigned int s = 0; s < MEMMAP_SOURCES; s++) {
		if (caution(r->said[s]) > caution(type))
			type = r->said[s];
		if (!r->said[s] && (map->have & ~map->partial & 1u << s))
			silent = true;
	}
	return type == E820_RAM && silent ? E820_RESERVED : type;
}

static bool same(const struct mem_range *a, const struct mem_range *b)
{
	return a->end == b->start && a->type == b->type &&
	       !memcmp(a->said, b->said, sizeof(a->said));
}

void memmap_settle(struct memmap *map)
{
	size_t n = 0;

	for (size_t i = 0; i < map->n; i++) {
		struct mem_range r = map->range[i];

		r.type = decide(map, &r);
		if (n && same(&map->range[n - 1], &r))
			map->range[n - 1].end = r.end;
		else
			map->range[n++] = r;
	}
	map->n = n;
}

bool memmap_disagrees(const struct memmap *map, const struct mem_range *r)
{
	uint32_t first = 0;

	for (unsigned int s = 0; s < MEMMAP_SOURCES; s++) {
		if (!(map->have & 1u << s) || (!r->said[s] && (map->partial & 1u << s)))
			continue;
		if (!r->said[s] || (first && r->said[s] != first))
			return true;
		first = r->said[s];
	}
	return false;
}

bool memmap_next_ram(const struct memmap *map, uint64_t from, uint64_t *start, uint64_t *end)
{
	bool found = false;

	memmap_for_each(r, map) {
		if (r->end <= from || (r->type != E820_RAM && !found))
			continue;
		if (found && (r->type != E820_RAM || r->start != *end))
			break;
		if (!found)
			*start = r->start < from ? from : r->start;
		*end = r->end;
		found = true;
	}
	return found;
}

bool memmap_is_ram(const struct memmap *map, uint64_t start, uint64_t size)
{
	uint64_t s, e;

	return memmap_next_ram(map, start, &s, &e) && s == start && size <= e - s;
}

uint64_t memmap_ram_bytes(const struct memmap *map)
{
	uint64_t sum = 0;

	memmap_for_each(r, map)
		if (r->type == E820_RAM)
			sum += r->end - r->start;
	return sum;
}

void memmap_free(struct memmap *map)
{
	free(map->range);
	*map = (struct memmap){ 0 };
}
