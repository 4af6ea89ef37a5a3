// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes the readers of /proc/iomem, /proc/kcore and /proc/kallsyms. Input: 256 bytes of ELF head, then text.
 * What comes out must be ranges that are not empty, RAM outside of what is reserved, and a machine
 * that either is refused or keeps its promises.
 */
#include <stdlib.h>
#include "core.h"

#define HEAD_BYTES 256u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(const struct crash_facts *f)
{
	for (unsigned int i = 0; i < f->ram.n; i++) {
		struct span s = f->ram.p[i];

		if (s.end <= s.start)
			abort();
		for (unsigned int k = 0; k < f->reserved.n; k++)
			if (s.start < f->reserved.p[k].end && f->reserved.p[k].start < s.end)
				abort();
	}
}

static void check_machine(const struct machine *m)
{
	struct span r = crash_region(&m->crash);
	uint64_t last = 0;

	if (m->crash.kept.start < r.start || m->crash.kept.end > r.end ||
	    m->crash.low_copy < m->crash.kept.start ||
	    m->crash.low.end - m->crash.low.start > m->crash.kept.end - m->crash.low_copy)
		abort();
	memmap_for_each(range, &m->map) {
		if (range->start < last || range->end <= range->start)
			abort();
		last = range->end;
	}
	if (memmap_is_ram(&m->map, m->crash.kept.start, 1))
		abort();
}

/* What a kexec jump reads: a symbol, and where the kernel's memory has it. */
static void check_symbol(struct blob head, struct blob text, struct arena *arena)
{
	const char *line = arena_strndup(arena, (const char *)text.p, text.n);
	uint64_t value;

	if (line && jump_is_symbol(line, "gdt_page", &value))
		jump_core_offset(head, value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct boot_request req = { .crash = true };
	struct machine m = { .text_screen = false };
	struct reason why = { "" };
	struct blob all = { data, n };

	if (n > 16384)
		return -1;
	m.crash.is_64bit = n & 1;
	crash_read_kcore(&m.crash, blob_slice(all, 0, HEAD_BYTES));
	check_symbol(blob_slice(all, 0, HEAD_BYTES), blob_slice(all, HEAD_BYTES, UINT64_MAX),
		     &m.arena);
	if (!crash_read_iomem(&m.crash, blob_slice(all, HEAD_BYTES, UINT64_MAX), &m.arena, &why)) {
		check(&m.crash);
		if (!machine_for_crash(&m, &req, &why))
			check_machine(&m);
	}
	machine_free(&m);
	return 0;
}
