/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kexec jump: the running kernel keeps its memory, and the target may return to it. Linux,
 * kernel/kexec_core.c, CONFIG_KEXEC_JUMP. Part of kexec.h.
 */
#ifndef KEXEC_JUMP_H
#define KEXEC_JUMP_H

#include "base.h"
#include "crash.h"

struct machine;
struct boot_request;

/**
 * struct jump_facts - what the running kernel must find when it is returned to
 * @gdt: virtual address of its boot CPU's GDT. The purgatory loads it: Linux before 6.13 leaves
 *	that to whoever returns, and says to nobody where it is.
 * @gdt_bytes: its length
 * @kept: at the end of what the target may use, and not told as RAM: the purgatory, two pages for
 *	copies of page tables, a stack. Set by machine_for_jump().
 */
struct jump_facts {
	uint64_t gdt;
	unsigned int gdt_bytes;
	struct span kept;
};

/** jump_is_symbol() - is @line of /proc/kallsyms the one of symbol @name? @value: of it */
bool jump_is_symbol(const char *line, const char *name, uint64_t *value);
/** jump_core_offset() - where /proc/kcore has virtual address @virt, from its head; 0: nowhere */
uint64_t jump_core_offset(struct blob head, uint64_t virt);

/**
 * machine_for_jump() - make @m the machine that the target may use
 * @m: of its memory map, only whole pages of what the request allows to use stay RAM; of these
 *	the last, below 4 GiB, are kept for the way back
 */
int machine_for_jump(struct machine *m, const struct boot_request *req, struct reason *why);

#endif
