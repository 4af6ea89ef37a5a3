/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ELF executables: the parts that a boot loader reads. System V ABI, "Object Files" and
 * "Program Loading"; the boot notes are Etherboot's (include/elf_boot.h).
 */
#ifndef STD_ELF_H
#define STD_ELF_H

#include <stddef.h>
#include <stdint.h>

#define ELF_MAGIC   "\177ELF"
#define ELF_CLASS   4 /* offsets in e_ident */
#define ELF_DATA    5
#define ELF_VERSION 6
#define ELFCLASS32  1
#define ELFCLASS64  2
#define ELFDATA2LSB 1
#define EV_CURRENT  1

#define ET_REL	1
#define ET_EXEC 2
#define ET_DYN	3
#define ET_CORE 4

#define EM_386	  3
#define EM_486	  6
#define EM_X86_64 62

#define PT_LOAD	  1
#define PT_INTERP 3
#define PT_NOTE	  4
#define PT_TLS	  7

struct elf32_ehdr {
	uint8_t e_ident[16];
	uint16_t e_type, e_machine;
	uint32_t e_version;
	uint32_t e_entry, e_phoff, e_shoff;
	uint32_t e_flags;
	uint16_t e_ehsize, e_phentsize, e_phnum, e_shentsize, e_shnum, e_shstrndx;
};

struct elf64_ehdr {
	uint8_t e_ident[16];
	uint16_t e_type, e_machine;
	uint32_t e_version;
	uint64_t e_entry, e_phoff, e_shoff;
	uint32_t e_flags;
	uint16_t e_ehsize, e_phentsize, e_phnum, e_shentsize, e_shnum, e_shstrndx;
};

struct elf32_phdr {
	uint32_t p_type;
	uint32_t p_offset, p_vaddr, p_paddr, p_filesz, p_memsz;
	uint32_t p_flags, p_align;
};

struct elf64_phdr {
	uint32_t p_type, p_flags;
	uint64_t p_offset, p_vaddr, p_paddr, p_filesz, p_memsz;
	uint64_t p_align;
};

/** struct elf_note - head of a note; name and descriptor follow, each padded to 4 bytes */
struct elf_note {
	uint32_t namesz, descsz, type;
};

/* Notes in a file, of owner "ELFBoot". */
#define EIN_OWNER	     "ELFBoot"
#define EIN_PROGRAM_NAME     1u
#define EIN_PROGRAM_VERSION  2u
#define EIN_PROGRAM_CHECKSUM 3u /* 2 bytes: as an IP header's, over headers and segments */

/* Notes that a loader passes, without an owner. */
#define ELF_BHDR_MAGIC	       0x0e1fb007u /* in EAX; EBX = struct elf_bhdr */
#define EBN_BOOTLOADER_NAME    2u
#define EBN_BOOTLOADER_VERSION 3u
#define EBN_COMMAND_LINE       4u

/** struct elf_bhdr - head of the notes that a loader passes */
struct elf_bhdr {
	uint32_t b_signature; /* ELF_BHDR_MAGIC */
	uint32_t b_size;      /* with this head */
	uint16_t b_checksum;  /* makes the IP sum of all of it 0 */
	uint16_t b_records;
};

_Static_assert(sizeof(struct elf32_ehdr) == 52 && sizeof(struct elf64_ehdr) == 64, "ELF header");
_Static_assert(sizeof(struct elf32_phdr) == 32 && sizeof(struct elf64_phdr) == 56,
	       "program header");
_Static_assert(sizeof(struct elf_note) == 12 && sizeof(struct elf_bhdr) == 12, "notes");

#endif
