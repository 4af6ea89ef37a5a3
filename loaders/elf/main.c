// SPDX-License-Identifier: GPL-2.0-only
/* The stub of an ELF image, from real mode to the kernel's own setup code, step by step. */
#include "crc32.h"
#include "elf.h"
#include "std/cpuid.h"
#include "string.h"

#define TEXT_BYTES  4096u
#define CHUNK_BYTES 0x10000u

/* main: started by start.S; @woken is what interrupts_to_bios() said */
void main(bool woken) __attribute__((noreturn));

static const char *const part_name[] = { "initramfs", "setup", "kernel" };

static const char *name_of(uint32_t i)
{
	return part_name[i < ELFBOOT_KERNEL ? i : ELFBOOT_KERNEL];
}

static void fetch(const char *name, uint32_t from, uint32_t bytes)
{
	if (!move_phys(BUFFER_PHYS, from, bytes))
		fail("%s: cannot move data from %xh", name, from);
}

static uint32_t crc_of_part(uint32_t i)
{
	const struct elfboot_part *part = &list.part[i];
	uint32_t at, bytes, crc = CRC32_START;

	for (at = 0; at < part->bytes; at += bytes) {
		bytes = part->bytes - at < CHUNK_BYTES ? part->bytes - at : CHUNK_BYTES;
		fetch(name_of(i), part->phys + at, bytes);
		set_fs(BUFFER_SEG);
		crc = crc32_far(crc, bytes);
	}
	return ~crc;
}

void check_parts(void)
{
	uint32_t i;

	print("verifying");
	for (i = 0; i < ELFBOOT_PARTS; i++) {
		if (!list.part[i].bytes)
			continue;
		print(" %s", name_of(i));
		if (crc_of_part(i) != list.part[i].crc32)
			fail("%s: wrong checksum", name_of(i));
	}
	print("\n");
}

static bool args_are_good(struct diskboot_args *args)
{
	if (args->magic != DISKBOOT_ARGS_MAGIC || args->version != DISKBOOT_VERSION ||
	    crc32_buf(args, sizeof(*args), offsetof(struct diskboot_args, crc32)) != args->crc32)
		return false;
	args->text[sizeof(args->text) - 1] = 0;
	return true;
}

/* plan_setup: where the ELF loader put things is where they stay; only setup code goes down */
static void plan_setup(struct plan *plan)
{
	const struct elfboot_part *part = list.part;

	fetch("setup", part[ELFBOOT_SETUP].phys, part[ELFBOOT_SETUP].bytes);
	plan_kernel(plan, part[ELFBOOT_SETUP].bytes + part[ELFBOOT_KERNEL].bytes);
	plan->initrd_phys = part[ELFBOOT_INITRAMFS].phys;
	plan->initrd_bytes = part[ELFBOOT_INITRAMFS].bytes;
	distribute("setup", 0, part[ELFBOOT_SETUP].bytes, plan->setup_bytes, SETUP_PHYS,
		   KERNEL_PHYS);
}

/* note_boot: what the snapshot says of how we were started */
static void note_boot(bool woken)
{
	fw_node.state.source = woken ? FW_STATE_DEFAULTS : FW_STATE_LOADER;
	fw_node.state.boot = FW_BOOT_ELF;
}

void main(bool woken)
{
	static struct plan plan;
	static char text[TEXT_BYTES];
	bool stub_is_good, args_good;

	/* Before the first BIOS call, whose INT instruction is written into the code. */
	crc32_init();
	stub_is_good = crc32_buf(_start, list.image_bytes,
				 ELFBOOT_AT_LIST + offsetof(struct elfboot_list, crc32)) ==
		       list.crc32;
	args_good = args_are_good(&_args);
	note_boot(woken);
	check_bios();
	__asm__ volatile("sti");

	console_init(args_good ? _args.serial : DISKBOOT_SERIAL_BDA, args_good ? _args.divisor : 1);
	print("\nbootshell: ELF");
	if (!stub_is_good)
		fail("stub: wrong checksum");
	if (!args_good)
		fail("arguments: wrong checksum");
	if (loader_name[0])
		print(", by %s", loader_name);
	if (woken)
		print(", interrupts as a BIOS has them");
	print("\n");
	if (base_memory_kb() < BASE_MEMORY_KB)
		fail("%u KiB of base memory, %u are needed", base_memory_kb(), BASE_MEMORY_KB);
	if (!move_init())
		fail("cannot move data above 1 MiB: no A20, and no INT 15h AH=87h");
	if (list.entry_phys && !cpu_has_long_mode())
		fail("kernel: a 64-bit one, and this CPU has no 64-bit mode");

	check_parts();
	plan_setup(&plan);
	memcpy(text, _args.text, strlen(_args.text) + 1);
	add_loader_text(text, sizeof(text));
	if (key_held())
		edit_line(text, sizeof(text));
	start_kernel(&plan, text);
}
