/* SPDX-License-Identifier: GPL-2.0-only */
/* Multiboot 2: what its header asks for, and what its information is made of. */
#ifndef KEXEC_MB2_H
#define KEXEC_MB2_H

#include "info.h"
#include "program.h"
#include "std/multiboot2.h"

/**
 * struct mb2_program - a program with a multiboot 2 header, taken apart
 * @at: offset of the header in the file
 * @tags: of the header
 * @flat: its address tag, if @is_flat
 * @entry: of its entry tag, if @has_entry; then wherever the program is entered
 * @place: its relocatable tag, if @is_relocatable
 * @console: of its console tag
 * @required: bit (1 << MB2_INFO_*) for each tag of the information that it cannot do without
 * @load_base: lowest address of what was loaded
 * @sections: of an ELF executable
 */
struct mb2_program {
	uint64_t at;
	struct blob tags;
	bool is_flat, has_entry, is_relocatable;
	struct flat_file flat;
	uint64_t entry;
	struct mb2_relocatable place;
	uint32_t console;
	uint32_t required;
	uint32_t load_base;
	struct elf_sections sections;
};

/** mb2_probe() - is there a header? */
bool mb2_probe(struct blob file);
/** mb2_read() - take the header apart; -ENOEXEC with a reason for what cannot be obeyed */
int mb2_read(struct kexec_image *img, struct mb2_program *m);

/** mb2_info_bytes() - room that the information takes, or a little more */
size_t mb2_info_bytes(const struct kexec_image *img, const struct mb2_program *m);
/** mb2_info_write() - all tags that this machine can fill; -ENOEXEC if a required one is missing */
int mb2_info_write(struct kexec_image *img, const struct mb2_program *m, struct info_writer *w);

#endif
