/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Crash kernels: what the running kernel tells about itself, so that another can read its memory
 * after a panic. Linux, Documentation/admin-guide/kdump/kdump.rst. Part of kexec.h.
 */
#ifndef KEXEC_CRASH_H
#define KEXEC_CRASH_H

#include "base.h"

struct machine;
struct boot_request;

/** struct span - bytes of physical memory, @end is one past the last */
struct span {
	uint64_t start, end;
};

/** struct spans - a list of them, in an arena */
struct spans {
	struct span *p;
	unsigned int n, cap;
};

/**
 * struct crash_facts - the running kernel's memory, and where it leaves word of a panic
 * @ram: System RAM, as /proc/iomem lists it, sorted, with no byte of a reserved region
 * @reserved: what crashkernel= reserved; a crash kernel is loaded to the last of them
 * @notes: where each CPU's registers will be written, and the notes of vmcoreinfo
 * @code_phys: of the kernel's first instruction, 0: not known
 * @text_virt: where it runs, 0: not known
 * @text_bytes: from there, code and data
 * @page_offset: virtual address of physical address 0
 * @is_64bit: the running kernel is a 64-bit one
 * @kept: at the end of the reserved region: ELF headers, then the copy of @low. Set, as what
 *	follows, by machine_for_crash().
 * @low: base memory, which the crash kernel uses: the purgatory copies it to @low_copy
 */
struct crash_facts {
	struct spans ram, reserved, notes;
	uint64_t code_phys, text_virt, text_bytes, page_offset;
	bool is_64bit;
	struct span kept;
	struct span low;
	uint64_t low_copy;
};

/** spans_add() - append; empty ones are ignored. Return: 0 or -ENOMEM. */
int spans_add(struct spans *s, struct arena *arena, uint64_t start, uint64_t end);

/**
 * crash_read_iomem() - @ram, @reserved and @code_phys from the text of /proc/iomem
 *
 * Return: 0; -ENOMEM; -EACCES if the addresses were hidden; -ENOENT without a reserved region.
 */
int crash_read_iomem(struct crash_facts *f, struct blob text, struct arena *arena,
		     struct reason *why);
/** crash_read_kcore() - @text_virt, @text_bytes and @page_offset from the head of /proc/kcore */
void crash_read_kcore(struct crash_facts *f, struct blob head);

/** crash_region() - where a crash kernel is loaded to; empty if nothing is reserved */
struct span crash_region(const struct crash_facts *f);
/** crash_region_is_high() - above 4 GiB, where our 32-bit purgatory cannot run */
bool crash_region_is_high(const struct crash_facts *f);

/**
 * machine_for_crash() - make @m the machine that a crash kernel will see
 * @m: with @crash filled; its memory map is replaced: of RAM, only base memory and the reserved
 *	region stay, without what is kept at its end
 */
int machine_for_crash(struct machine *m, const struct boot_request *req, struct reason *why);

#endif
