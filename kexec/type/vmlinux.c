// SPDX-License-Identifier: GPL-2.0-only
/*
 * Image type vmlinux: a Linux kernel as its linker left it, an ELF executable with notes of owner
 * "Linux". Its entry is that of the 32-bit boot protocol, or of the 64-bit one:
 * Documentation/x86/boot.rst.
 */
#include <string.h>
#include "elf-file.h"

#define OWNER "Linux"
/* What a kernel can map of an initrd, and its command line: there is no header to ask. */
#define INITRD_ADDR_MAX	  0x37ffffffu
#define INITRD_ADDR_MAX64 0x7fffffffu
#define CMDLINE_SIZE	  2047u
#define PROTOCOL	  0x20fu

static bool probe(struct blob f)
{
	struct kexec_image quiet = { .kernel = { "", f } };
	struct elf_file e;
	uint64_t at;

	return elf_probe(f) && !elf_read(&quiet, &e) && elf_has_note(&e, OWNER, 0, &at);
}

static int check(struct kexec_image *img, const struct elf_file *e)
{
	size_t n = strlen(img->cmdline);

	if (e->is_64 && img->machine->cpu_64bit == NO)
		return image_fail(
			img, -ENOEXEC,
			"vmlinux: this is a 64-bit kernel, and this CPU has no 64-bit mode");
	if (n > CMDLINE_SIZE)
		return image_fail(
			img, -E2BIG,
			"vmlinux: the command line has %zu characters, this kernel takes %u", n,
			CMDLINE_SIZE);
	return 0;
}

static int load(struct kexec_image *img)
{
	struct setup_header header = { .boot_flag = SETUP_BOOT_FLAG,
				       .header = SETUP_MAGIC,
				       .version = PROTOCOL,
				       .loadflags = LOADED_HIGH,
				       .initrd_addr_max = INITRD_ADDR_MAX,
				       .cmdline_size = CMDLINE_SIZE };
	struct elf_file e;
	int err = elf_read(img, &e);

	if (!err)
		err = check(img, &e);
	if (!err && e.is_64) {
		header.xloadflags = XLF_KERNEL_64;
		header.initrd_addr_max = INITRD_ADDR_MAX64;
	}
	if (!err)
		err = image_add_ranges(img, "kernel", e.load, e.n_loads);
	if (!err)
		err = params_build(img, &header, sizeof(header));
	if (!err)
		err = e.is_64 ? image_add_initrds_high(img, MIB, INITRD_ADDR_MAX64) :
				image_add_initrds(img, MIB, INITRD_ADDR_MAX);
	if (err)
		return err;
	params_set_initrd(img);
	img->mode = e.is_64 ? 64 : 32;
	img->regs.esi = (uint32_t)img->params_addr;
	img->regs.eip = (uint32_t)e.entry;
	return 0;
}

static const struct image_type vmlinux = {
	.name = "vmlinux",
	.rank = 45,
	.probe = probe,
	.load = load,
};
IMAGE_TYPE(vmlinux);
