/* SPDX-License-Identifier: GPL-2.0-only */
/* The map of physical memory, merged from all who know it. Part of kexec.h. */
#ifndef KEXEC_MEMMAP_H
#define KEXEC_MEMMAP_H

#include "base.h"

/** enum memmap_source - who told us about a range */
enum memmap_source {
	FROM_SYSFS,  /* /sys/firmware/memmap: what our own boot loader gave our kernel */
	FROM_PARAMS, /* boot_params.e820_table of our kernel */
	FROM_BIOS,   /* INT 15h AX=E820h, asked just now */
	MEMMAP_SOURCES
};

/* Above any physical address of x86: what lies beyond is cut off. */
#define MEMMAP_LIMIT	  ((uint64_t)1 << 52)
#define MEMMAP_MAX_RANGES 4096u

/**
 * struct mem_range - bytes of physical memory of one type
 * @start: first byte
 * @end: one past the last byte
 * @type: what we take it for: E820_*, the most cautious of @said
 * @said: what each source called it, 0 where the source is silent
 */
struct mem_range {
	uint64_t start;
	uint64_t end;
	uint32_t type;
	uint32_t said[MEMMAP_SOURCES];
};

/**
 * struct memmap - the merged memory map
 *
 * Invariant, between any two calls: ranges are sorted by @start, not empty, do
 * not overlap, end at or below MEMMAP_LIMIT, and each has a source. After
 * memmap_settle() no two neighbours that touch have equal @type and @said.
 *
 * @have: bit (1 << source) for each source that was read
 * @partial: likewise, for sources whose silence means nothing because their list was full
 */
struct memmap {
	struct mem_range *range;
	size_t n, cap;
	unsigned int have;
	unsigned int partial;
};

#define memmap_for_each(r, map) \
	for (const struct mem_range *r = (map)->range; r && r < (map)->range + (map)->n; r++)

/**
 * memmap_add() - note that @source calls [@start, @start + @size) @type
 *
 * Ranges of one source may come unsorted and overlap: the more cautious type wins.
 * Empty ranges are ignored; a range that wraps or passes MEMMAP_LIMIT is cut.
 *
 * Return: 0, -ENOMEM, or -E2BIG after MEMMAP_MAX_RANGES ranges.
 */
int memmap_add(struct memmap *map, enum memmap_source source, uint64_t start, uint64_t size,
	       uint32_t type);
/** memmap_settle() - decide each range's type from all sources and join equal neighbours */
void memmap_settle(struct memmap *map);
/** memmap_disagrees() - do the sources tell different things about @r? */
bool memmap_disagrees(const struct memmap *map, const struct mem_range *r);
/**
 * memmap_next_ram() - next stretch of RAM at or above @from
 *
 * Ranges of RAM that touch count as one stretch.
 *
 * Return: false if there is none.
 */
bool memmap_next_ram(const struct memmap *map, uint64_t from, uint64_t *start, uint64_t *end);
/** memmap_is_ram() - is every byte of [@start, @start + @size) RAM? */
bool memmap_is_ram(const struct memmap *map, uint64_t start, uint64_t size);
/** memmap_ram_bytes() - bytes of RAM in the map */
uint64_t memmap_ram_bytes(const struct memmap *map);
void memmap_free(struct memmap *map);

/** memmap_read_sysfs_entry() - one /sys/firmware/memmap/N: the text of start, end and type */
int memmap_read_sysfs_entry(struct memmap *map, const char *start, const char *end,
			    const char *type);
/** memmap_read_params() - the E820 table of a boot_params page */
int memmap_read_params(struct memmap *map, struct blob params);

const char *mem_type_name(uint32_t type);
/* mem_type_letter(): for the picture: R ram, - reserved, A acpi, N nvs, ... */
char mem_type_letter(uint32_t type);
void memmap_print(const struct memmap *map, struct text *out);
void memmap_picture(const struct memmap *map, struct text *out);
void memmap_json(const struct memmap *map, struct text *out);

#endif
