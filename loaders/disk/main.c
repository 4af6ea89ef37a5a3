// SPDX-License-Identifier: GPL-2.0-only
/* The second stage of disks, floppies and CDs, from boot record to kernel, step by step. */
#include "crc32.h"
#include "disk.h"
#include "string.h"

/* main: started by start.S with the BIOS drive and the size of its sectors */
void main(uint8_t drive, uint8_t shift) __attribute__((noreturn));

const struct diskboot_list *block_list(void)
{
	const struct diskboot_list *list = (const struct diskboot_list *)DISKBOOT_LIST;

	if (crc32_buf(list, sizeof(*list), offsetof(struct diskboot_list, crc32)) != list->crc32)
		fail("block list: wrong checksum");
	if (list->magic != DISKBOOT_LIST_MAGIC || list->version != DISKBOOT_VERSION ||
	    list->n_files != DISKBOOT_FILES)
		fail("block list: not of this version");
	return list;
}

struct diskboot_args *arguments(void)
{
	struct diskboot_args *args = (struct diskboot_args *)DISKBOOT_ARGS;

	if (args->magic != DISKBOOT_ARGS_MAGIC || args->version != DISKBOOT_VERSION ||
	    crc32_buf(args, sizeof(*args), offsetof(struct diskboot_args, crc32)) != args->crc32)
		return NULL;
	args->text[sizeof(args->text) - 1] = 0;
	return args;
}

/* note_boot: what the snapshot says of how we were started; the boot record kept the registers */
static void note_boot(uint8_t drive, uint8_t shift)
{
	struct fw_state *fw = &fw_node.state;

	memcpy(&fw->regs, (const void *)DISKBOOT_REGS, DISKBOOT_LOAD - DISKBOOT_REGS);
	fw->regs.sp = 0; /* the boot record's own */
	fw->source = FW_STATE_LOADER;
	fw->drive = drive;
	if (shift)
		fw->boot = FW_BOOT_CD;
	else
		fw->boot = drive & 0x80 ? FW_BOOT_DISK : FW_BOOT_FLOPPY;
}

void main(uint8_t drive, uint8_t shift)
{
	static struct plan plan;
	const struct diskboot_list *list;
	struct diskboot_args *args;
	struct disk disk;
	bool edit;

	note_boot(drive, shift);
	crc32_init();
	args = arguments();
	console_init(args ? args->serial : DISKBOOT_SERIAL_BDA, args ? args->divisor : 1);
	print("\nbootshell: drive %xh", drive);
	if (!args)
		fail("arguments: wrong checksum");
	list = block_list();
	if (base_memory_kb() < BASE_MEMORY_KB)
		fail("%u KiB of base memory, %u are needed", base_memory_kb(), BASE_MEMORY_KB);
	if (!disk_open(&disk, drive, shift, (const uint8_t *)DISKBOOT_LOAD))
		fail("drive %xh: no geometry", drive);
	print(disk.edd ? ", EDD" : ", CHS %u heads, %u sectors", disk.heads, disk.track);
	if (!move_init())
		fail("cannot move data above 1 MiB: no A20, and no INT 15h AH=87h");
	print("\n");

	read_header(&disk, &list->file[DISKBOOT_KERNEL], &plan);
	plan_initramfs(&plan, list->file[DISKBOOT_INITRAMFS].bytes);
	edit = key_held();
	edit |= load_file(&disk, "kernel", &list->file[DISKBOOT_KERNEL], plan.setup_bytes,
			  SETUP_PHYS, KERNEL_PHYS);
	edit |= load_file(&disk, "initramfs", &list->file[DISKBOOT_INITRAMFS], 0, 0,
			  plan.initrd_phys);
	if (edit)
		edit_line(args->text, sizeof(args->text));
	start_kernel(&plan, args->text);
}
