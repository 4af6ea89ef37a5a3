/* SPDX-License-Identifier: GPL-2.0-only */
/* The stub of an ELF image: its parts. linux.h has what lies above 64 KiB while it runs. */
#ifndef ELF_H
#define ELF_H

#include "diskboot.h"
#include "elfboot.h"
#include "linux.h"
#include "loader.h"

/* start.S, filled in by mkelf or by what the 32-bit loader told. */
extern struct elfboot_list list;
extern const uint8_t _start[];
extern struct diskboot_args _args;
extern uint32_t loader_magic;
extern char loader_text[LOADER_TEXT_BYTES], loader_name[LOADER_NAME_BYTES];

/**
 * interrupts_to_bios() - give the BIOS its interrupt vectors and its tick
 *
 * Only if all lines are masked, as after kexec. Returns whether it was necessary. Interrupts
 * must be off.
 */
bool interrupts_to_bios(void);

/**
 * check_bios() - say so and halt if the vectors of the BIOS are zeros
 *
 * kexec-tools 2.0 puts the multiboot information over them. Interrupts must be off.
 */
void check_bios(void);

/** check_parts() - compare the CRC-32 of each part, or fail() */
void check_parts(void);

/** add_loader_text() - @text, then what the 32-bit loader was told; fails at more than @size */
void add_loader_text(char *text, uint32_t size);

#endif
