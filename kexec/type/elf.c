// SPDX-License-Identifier: GPL-2.0-only
/*
 * Image type elf: a program that runs on the bare machine, by its ELF entry, in the mode that its
 * class says. It gets the boot notes of Etherboot (std/elf.h): EAX = 0E1FB007h, EBX = struct elf_bhdr.
 */
#include <string.h>
#include "elf-file.h"

#define LOADER_NAME "bootshell"
/* Below are vectors and BIOS data, and what programs like to move themselves to. */
#define NOTES_MIN 0x10000u

/* Append a note to @to; returns its end. */
static uint8_t *put_note(uint8_t *to, uint32_t type, const char *text)
{
	struct elf_note n = { 0, (uint32_t)strlen(text) + 1, type };

	memcpy(to, &n, sizeof(n));
	memcpy(to + sizeof(n), text, n.descsz);
	return to + sizeof(n) + align_up(n.descsz, 4);
}

static int add_notes(struct kexec_image *img)
{
	size_t room = sizeof(struct elf_bhdr) + 2 * (sizeof(struct elf_note) + 4) +
		      sizeof(LOADER_NAME) + strlen(img->cmdline) + 1;
	struct place p = { "the boot notes", room, PAGE_BYTES, NOTES_MIN, UINT32_MAX, false };
	struct elf_bhdr head = { .b_signature = ELF_BHDR_MAGIC, .b_records = 2 };
	uint8_t *buf = image_alloc(img, room), *end;
	struct ip_sum sum = { 0 };
	uint64_t addr;
	int err;

	if (!buf)
		return -ENOMEM;
	end = put_note(buf + sizeof(head), EBN_BOOTLOADER_NAME, LOADER_NAME);
	end = put_note(end, EBN_COMMAND_LINE, img->cmdline);
	head.b_size = (uint32_t)(end - buf);
	memcpy(buf, &head, sizeof(head));
	ip_sum_add(&sum, buf, head.b_size);
	head.b_checksum = ip_sum_end(&sum);
	memcpy(buf, &head, sizeof(head));

	err = image_place(img, &p, &addr);
	if (err)
		return err;
	img->regs.eax = ELF_BHDR_MAGIC;
	img->regs.ebx = (uint32_t)addr;
	return image_add_segment(img, "notes", buf, head.b_size, addr, head.b_size);
}

static int load(struct kexec_image *img)
{
	struct elf_file e;
	int err = elf_read(img, &e);

	if (!err && e.is_64 && img->machine->cpu_64bit == NO)
		err = image_fail(img, -ENOEXEC,
				 "elf: a 64-bit program, and this CPU has no 64-bit mode");
	if (!err && img->n_initrds)
		err = image_fail(img, -EINVAL, "elf: a plain ELF program takes no initrd");
	if (!err)
		err = elf_check_sum(img, &e);
	if (!err)
		err = image_add_ranges(img, "program", e.load, e.n_loads);
	if (!err && !img->req->no_notes)
		err = add_notes(img);
	img->mode = e.is_64 ? 64 : 32;
	img->regs.eip = (uint32_t)e.entry;
	return err;
}

static const struct image_type elf = {
	.name = "elf",
	.rank = 50,
	.probe = elf_probe,
	.load = load,
};
IMAGE_TYPE(elf);
