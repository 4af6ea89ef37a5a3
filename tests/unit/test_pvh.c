// SPDX-License-Identifier: GPL-2.0-only
/* Image type pvh: the note with the entry, the information that the program gets. */
#include "elf-file.h"
#include "std/hvm_start_info.h"
#include "subject.h"

#define AT_NOTE 512u
#define AT_CODE 4096u
#define LOAD	0x200000u
#define ENTRY	(LOAD + 0x40)

/* Head, owner and descriptor of the note. */
struct note {
	struct elf_note head;
	char owner[4];
	uint64_t entry;
};

static struct elf64_ehdr *h;
static struct elf64_phdr *p;
static struct note *note;

static int fresh(void **state)
{
	(void)state;
	make_file(AT_CODE + 8192, AT_CODE);
	h = (void *)k.file;
	p = (void *)(k.file + sizeof(*h));
	note = (void *)(k.file + AT_NOTE);
	*h = (struct elf64_ehdr){
		.e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT },
		.e_type = ET_EXEC,
		.e_machine = EM_X86_64,
		.e_entry = LOAD,
		.e_phoff = sizeof(*h),
		.e_phentsize = sizeof(*p),
		.e_phnum = 2,
	};
	p[0] = (struct elf64_phdr){ PT_LOAD, 7, AT_CODE, LOAD, LOAD, 8192, 3 * MIB, 4096 };
	p[1] = (struct elf64_phdr){ PT_NOTE, 4, AT_NOTE, 0, 0, sizeof(*note), 0, 4 };
	*note = (struct note){ { 4, 8, XEN_NOTE_PHYS32_ENTRY }, XEN_NOTE_OWNER, ENTRY };
	return 0;
}

static void accepts(uint32_t eip)
{
	struct bench b;

	bench_open(&b, &k, 64);
	build(&b, "pvh");
	assert_int_equal(b.img.regs.eip, eip);
	assert_int_equal(b.img.mode, 32);
	bench_close(&b);
}

static void test_entry(void **state)
{
	(void)state;
	accepts(ENTRY);
	note->head.descsz = 4; /* as a 32-bit kernel has it: what follows is no part of it */
	note->entry = 0xffffffff00000000 | (ENTRY + 4);
	accepts(ENTRY + 4);
	note->entry = LOAD + 3 * MIB - 1;
	accepts(LOAD + 3 * MIB - 1);
}

static void test_refusals(void **state)
{
	(void)state;
	note->entry = LOAD + 3 * MIB;
	refuses(64, "pvh: the entry 0x500000 is inside no segment");
	note->entry = LOAD - 1;
	refuses(64, "is inside no segment");
	note->entry = ((uint64_t)1 << 32) + ENTRY;
	refuses(64, "pvh: the entry 0x100200040 is inside no segment");
}

static void test_asked_for(void **state)
{
	struct bench b;

	(void)state;
	note->owner[0] = 'x';
	bench_open(&b, &k, 64);
	b.req.type = "pvh";
	assert_refused(&b, "pvh: there is no note with a PVH entry");
	bench_close(&b);
	note->owner[0] = 'X';
	bench_open(&b, &k, 64);
	b.machine.cpu_64bit = NO;
	assert_refused(&b, "pvh: this is a 64-bit kernel");
	bench_close(&b);
}

/* Bytes of the information segment by physical address. */
static const void *info_at(const struct bench *b, uint64_t phys, size_t n)
{
	const struct kexec_segment *s = segment(&b->img, "start-info");

	assert_true(phys >= s->mem && phys - s->mem <= s->bufsz && n <= s->bufsz - (phys - s->mem));
	return (const uint8_t *)s->buf + (phys - s->mem);
}

static void test_info(void **state)
{
	static uint8_t data[2][5000];
	const struct hvm_memmap_table_entry *map;
	const struct hvm_modlist_entry *module;
	const struct hvm_start_info *info;
	struct bench b;

	(void)state;
	bench_open(&b, &k, 64);
	b.machine.tables.rsdp.addr = 0xf1230;
	assert_int_equal(request_add_text(&b.req, "one two", &b.img.why), 0);
	b.img.initrd[0] = (struct input){ "first", { data[0], sizeof(data[0]) } };
	b.img.initrd[1] = (struct input){ "second", { data[1], 10 } };
	b.req.words[1] = "with words";
	b.img.n_initrds = 2;
	build(&b, "pvh");
	info = info_at(&b, b.img.regs.ebx, sizeof(*info));
	assert_int_equal(info->magic, HVM_START_MAGIC);
	assert_int_equal(info->version, 1);
	assert_int_equal(info->flags, 0);
	assert_int_equal(info->rsdp_paddr, 0xf1230);
	assert_string_equal(info_at(&b, info->cmdline_paddr, 8), "one two");
	assert_int_equal(info->nr_modules, 2);
	module = info_at(&b, info->modlist_paddr, 2 * sizeof(*module));
	assert_int_equal(module[0].paddr, b.img.initrd_addr);
	assert_int_equal(module[0].size, 5000);
	assert_int_equal(module[0].cmdline_paddr, 0);
	assert_int_equal(module[1].paddr, module[0].paddr + 8192);
	assert_string_equal(info_at(&b, module[1].cmdline_paddr, 11), "with words");
	assert_int_equal(info->memmap_entries, b.machine.map.n);
	map = info_at(&b, info->memmap_paddr, info->memmap_entries * sizeof(*map));
	assert_int_equal(map[3].addr, MIB);
	assert_int_equal(map[3].size, 63 * MIB);
	assert_int_equal(map[3].type, E820_RAM);
	bench_close(&b);
}

/* Linux knows one module: all initrds are one for it, and words would be lost. */
static void test_linux(void **state)
{
	static uint8_t data[5000];
	static const struct elf_note linux_note = { sizeof("Linux"), 4, 0x101 };
	const struct hvm_modlist_entry *module;
	const struct hvm_start_info *info;
	struct bench b;

	(void)state;
	memcpy(note + 1, &linux_note, sizeof(linux_note));
	memcpy((uint8_t *)(note + 1) + sizeof(linux_note), "Linux", sizeof("Linux"));
	p[1].p_filesz = sizeof(*note) + 24;
	bench_open(&b, &k, 64);
	b.req.type = "pvh";
	b.img.n_initrds = 2;
	b.img.initrd[0] = b.img.initrd[1] = (struct input){ "i", { data, sizeof(data) } };
	build(&b, "pvh");
	info = info_at(&b, b.img.regs.ebx, sizeof(*info));
	module = info_at(&b, info->modlist_paddr, sizeof(*module));
	assert_int_equal(info->nr_modules, 1);
	assert_int_equal(module->paddr, b.img.initrd_addr);
	assert_int_equal(module->size, 8192 + 5000);
	bench_close(&b);
	bench_open(&b, &k, 64);
	b.req.type = "pvh";
	b.req.words[0] = "words";
	b.img.n_initrds = 1;
	b.img.initrd[0] = (struct input){ "i", { data, sizeof(data) } };
	assert_refused(&b, "no modules with words");
	bench_close(&b);
}

/* Nothing to tell: no command line, no modules. */
static void test_bare(void **state)
{
	const struct hvm_start_info *info;
	struct bench b;

	(void)state;
	bench_open(&b, &k, 64);
	build(&b, "pvh");
	info = info_at(&b, b.img.regs.ebx, sizeof(*info));
	assert_int_equal(info->nr_modules, 0);
	assert_int_equal(info->modlist_paddr, 0);
	assert_int_equal(info->rsdp_paddr, 0);
	assert_string_equal(info_at(&b, info->cmdline_paddr, 1), "");
	bench_close(&b);
}

/* ACPI's root pointer by UEFI, which has none in the BIOS's area; or as our kernel was told. */
static void test_rsdp(void **state)
{
	static struct boot_params params = { .acpi_rsdp_addr = 0x7f00000 };
	const struct hvm_start_info *info;
	struct bench b;

	(void)state;
	bench_open(&b, &k, 64);
	b.machine.rsdp = 0x7f7e014;
	build(&b, "pvh");
	info = info_at(&b, b.img.regs.ebx, sizeof(*info));
	assert_int_equal(info->rsdp_paddr, 0x7f7e014);
	bench_close(&b);
	bench_open(&b, &k, 64);
	b.machine.rsdp = 0x7f7e014;
	b.machine.params = (struct blob){ (const uint8_t *)&params, sizeof(params) };
	build(&b, "pvh");
	info = info_at(&b, b.img.regs.ebx, sizeof(*info));
	assert_int_equal(info->rsdp_paddr, 0x7f00000);
	bench_close(&b);
}

#define ON_PVH(f) cmocka_unit_test_setup_teardown(f, fresh, drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_PVH(test_entry), ON_PVH(test_refusals), ON_PVH(test_asked_for),
		ON_PVH(test_info),  ON_PVH(test_linux),	   ON_PVH(test_bare),
		ON_PVH(test_rsdp),
	};

	return cmocka_run_group_tests_name("pvh", tests, NULL, NULL);
}
