// SPDX-License-Identifier: GPL-2.0-only
/* Kexec jump: the memory that is kept, the way back that the target is told, the kernel's GDT. */
#include <stdio.h>
#include "helper.h"
#include "std/elf.h"

#define MAX 0x6000000u /* of 256 MiB */

static struct made k;
static struct bench b;

static int open_all(void **state)
{
	(void)state;
	k = make_kernel(0x20f, MIB);
	bench_open(&b, &k, 256);
	b.req.jump = true;
	b.req.mem_max = MAX - 1;
	b.machine.jump = (struct jump_facts){ .gdt = 0xffff88800280b000, .gdt_bytes = 128 };
	return 0;
}

static int close_all(void **state)
{
	(void)state;
	bench_close(&b);
	free_kernel(&k);
	return 0;
}

static void plan(void)
{
	assert_int_equal(machine_for_jump(&b.machine, &b.req, &b.img.why), 0);
	assert_int_equal(image_build(&b.img), 0);
}

static bool is_kept(uint64_t at)
{
	for (unsigned int i = 0; i < b.img.n_segments; i++)
		if (at >= b.img.segment[i].mem &&
		    at - b.img.segment[i].mem < b.img.segment[i].memsz)
			return true;
	return false;
}

static void test_machine(void **state)
{
	(void)state;
	b.req.mem_min = 0x12345;
	assert_int_equal(machine_for_jump(&b.machine, &b.req, &b.img.why), 0);
	check_memmap(&b.machine.map);
	assert_false(memmap_is_ram(&b.machine.map, 0x12345, 1));
	assert_true(memmap_is_ram(&b.machine.map, 0x13000, 0x9f000 - 0x13000));
	assert_false(memmap_is_ram(&b.machine.map, 0x9f000, 1));
	assert_int_equal(b.machine.jump.kept.end, MAX);
	assert_true(memmap_is_ram(&b.machine.map, MIB, b.machine.jump.kept.start - MIB));
	assert_false(memmap_is_ram(&b.machine.map, b.machine.jump.kept.start, 1));
	assert_false(memmap_is_ram(&b.machine.map, MAX, 1));
}

/* Every page that the target takes for RAM is in the image, so that the kernel keeps it. */
static void test_all_is_kept(void **state)
{
	uint64_t pages = 0, kept = 0;

	(void)state;
	plan();
	for (uint64_t at = 0; at < 256 * (uint64_t)MIB; at += PAGE_BYTES) {
		bool ram = memmap_is_ram(&b.machine.map, at, PAGE_BYTES) ||
			   (at >= b.machine.jump.kept.start && at < MAX);

		assert_int_equal(is_kept(at), ram);
		pages += ram;
	}
	for (unsigned int i = 0; i < b.img.n_segments; i++)
		kept += b.img.segment[i].memsz / PAGE_BYTES;
	assert_int_equal(pages, kept);
	assert_int_equal(pages, 0x9f + (MAX - MIB) / PAGE_BYTES);
}

static void test_way_back(void **state)
{
	const struct handoff_back *back;
	struct purgatory_head head;
	char expected[64];

	(void)state;
	b.req.append = "quiet";
	plan();
	back = &b.img.handoff->back;
	memcpy(&head, segment(&b.img, "purgatory")->buf, sizeof(head));
	snprintf(expected, sizeof(expected), "quiet kexec_jump_back_entry=%#x",
		 (uint32_t)b.img.entry + head.way_back);
	assert_string_equal(b.img.cmdline, expected);
	assert_int_equal(b.img.entry, segment(&b.img, "purgatory")->mem);
	assert_int_equal(back->gdt, 0x0280b000);
	assert_int_equal(back->gdt_high, 0xffff8880);
	assert_int_equal(back->gdt_limit, 127);
	assert_int_equal(back->pages, MAX - 3 * PAGE_BYTES);
	assert_int_equal(b.img.regs.esp, MAX);
}

static void test_without_jump(void **state)
{
	(void)state;
	b.req.jump = false;
	b.req.append = "quiet";
	assert_int_equal(image_build(&b.img), 0);
	assert_string_equal(b.img.cmdline, "quiet");
	assert_int_equal(b.img.handoff->back.pages, 0);
}

static void test_entry(void **state)
{
	(void)state;
	b.req.jump = false;
	b.req.entry = 0x1000000;
	assert_int_equal(image_build(&b.img), 0);
	assert_int_equal(b.img.entry, 0x1000000);
}

static void test_entry_outside(void **state)
{
	(void)state;
	b.req.jump = false;
	b.req.entry = 0x7000000;
	assert_refused(&b, "not inside any segment");
}

static void test_no_room(void **state)
{
	(void)state;
	b.req.mem_max = 0x1fffff;
	assert_int_equal(machine_for_jump(&b.machine, &b.req, &b.img.why), 0);
	assert_refused(&b, "no room for");
	b.req.mem_max = 0x2fff;
	b.img.why.text[0] = '\0';
	b.machine.jump.kept.end = 0;
	assert_int_equal(machine_for_jump(&b.machine, &b.req, &b.img.why), -EADDRNOTAVAIL);
	assert_non_null(strstr(b.img.why.text, "no room for the way back"));
}

static void test_symbols(void **state)
{
	uint64_t value;

	(void)state;
	assert_true(jump_is_symbol("000000000000b000 A gdt_page", "gdt_page", &value));
	assert_int_equal(value, 0xb000);
	assert_true(jump_is_symbol("ffffffffa961cb60 D __per_cpu_offset\n", "__per_cpu_offset",
				   &value));
	assert_true(value == 0xffffffffa961cb60);
	assert_false(jump_is_symbol("ffffffffa961cb60 D gdt_pages", "gdt_page", &value));
	assert_false(jump_is_symbol("ffffffffa961cb60 D gdt_page\t[module]", "gdt_page", &value));
	assert_false(jump_is_symbol("ffffffffa961cb60 gdt_page", "gdt_page", &value));
	assert_false(jump_is_symbol("ffffffffa961cb60 ", "gdt_page", &value));
	assert_false(jump_is_symbol("", "gdt_page", &value));
}

static void test_core(void **state)
{
	struct {
		struct elf64_ehdr h;
		struct elf64_phdr p[2];
	} core = { .h = { .e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64 },
			  .e_phoff = sizeof(struct elf64_ehdr),
			  .e_phnum = 2 },
		   .p = { { .p_type = PT_NOTE, .p_memsz = UINT64_MAX },
			  { .p_type = PT_LOAD,
			    .p_vaddr = 0xffffffff81000000,
			    .p_offset = 0x7fff81003000,
			    .p_memsz = 0x1000 } } };
	struct blob all = { (const uint8_t *)&core, sizeof(core) };

	(void)state;
	assert_int_equal(jump_core_offset(all, 0xffffffff81000ff8), 0x7fff81003ff8);
	assert_int_equal(jump_core_offset(all, 0xffffffff81001000), 0);
	assert_int_equal(jump_core_offset(all, 0xffffffff80ffffff), 0);
	assert_int_equal(jump_core_offset(blob_slice(all, 0, sizeof(core) - 1), 0xffffffff81000ff8),
			 0);
	core.h.e_ident[ELF_CLASS] = ELFCLASS32;
	assert_int_equal(jump_core_offset(all, 0xffffffff81000ff8), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_all, close_all)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_machine),	 TEST(test_all_is_kept), TEST(test_way_back),
		TEST(test_without_jump), TEST(test_entry),	 TEST(test_entry_outside),
		TEST(test_no_room),	 TEST(test_symbols),	 TEST(test_core),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
