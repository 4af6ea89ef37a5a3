// SPDX-License-Identifier: GPL-2.0-only
/* Image type multiboot2: the information that the program gets. */
#include "mb2_subject.h"
#include "pxestate.h"

/* The tag of the information of that type: what follows its head, and @n bytes of that. */
static const void *find(const struct bench *b, uint32_t type, uint32_t *n)
{
	const struct kexec_segment *s = segment(&b->img, "multiboot2");
	struct blob info = { s->buf, s->bufsz };
	uint32_t end = blob_le32(info, 0);

	assert_int_equal(b->img.regs.ebx, s->mem);
	assert_true(end <= s->bufsz);
	for (uint32_t at = 8; at < end; at += (uint32_t)align_up(*n, 8)) {
		*n = blob_le32(info, at + 4);
		assert_true(*n >= 8 && *n <= end - at);
		if (blob_le32(info, at) == type) {
			*n -= 8;
			return info.p + at + 8;
		}
	}
	return NULL;
}

static void test_info(void **state)
{
	static uint8_t data[2][5000];
	const struct mb2_mmap_entry *map;
	const struct mb2_module *module;
	struct bench b;
	uint32_t n;

	(void)state;
	bench_open(&b, &k, 64);
	assert_int_equal(request_add_text(&b.req, "one two", &b.img.why), 0);
	b.img.initrd[0] = (struct input){ "first", { data[0], sizeof(data[0]) } };
	b.img.initrd[1] = (struct input){ "second", { data[1], 10 } };
	b.req.words[0] = "with words";
	b.img.n_initrds = 2;
	build(&b, "multiboot2");
	assert_string_equal(find(&b, MB2_INFO_CMDLINE, &n), "kernel one two");
	assert_int_equal(n, sizeof("kernel one two"));
	assert_string_equal(find(&b, MB2_INFO_LOADER, &n), "bootshell");
	module = find(&b, MB2_INFO_MODULE, &n);
	assert_int_equal(module->start, b.img.initrd_addr);
	assert_int_equal(module->end - module->start, 5000);
	assert_string_equal((const char *)(module + 1), "first with words");
	assert_int_equal(n, sizeof(*module) + sizeof("first with words"));
	map = find(&b, MB2_INFO_MMAP, &n);
	assert_int_equal(n, 8 + 4 * sizeof(*map));
	map = (const void *)((const uint8_t *)map + 8);
	assert_int_equal(map[3].addr, MIB);
	assert_int_equal(map[3].size, 63 * MIB);
	assert_int_equal(map[3].type, E820_RAM);
	assert_non_null(find(&b, MB2_INFO_END, &n));
	assert_int_equal(n, 0);
	assert_null(find(&b, MB2_INFO_FRAMEBUFFER, &n));
	assert_null(find(&b, MB2_INFO_LOAD_BASE, &n));
	assert_null(find(&b, MB2_INFO_VBE, &n));
	assert_null(find(&b, MB2_INFO_BOOT_DEVICE, &n));
	bench_close(&b);
}

/* All that a PC may have beside. */
static void test_firmware(void **state)
{
	static struct pxe_state pxe = { .magic = PXE_STATE_MAGIC, .version = PXE_STATE_VERSION };
	static struct boot_params params = { .apm_bios_info = { 2, 1 } };
	const struct mb2_boot_device *d;
	const struct mb2_smbios *s;
	struct bench b;
	uint32_t n;

	(void)state;
	TAG(MB2_TAG_REQUEST, 0, MB2_INFO_BOOT_DEVICE, MB2_INFO_APM, MB2_INFO_SMBIOS,
	    MB2_INFO_ACPI_OLD, MB2_INFO_ACPI_NEW, MB2_INFO_NETWORK, MB2_INFO_LOAD_BASE);
	TAG(MB2_TAG_RELOCATABLE, 0, 0, UINT32_MAX, 0, 0);
	pxe.kept[PXE_KEPT_ACK].bytes = 300;
	bench_open(&b, &k, 64);
	b.img.device = (struct boot_device){ true, 0x81, 2 };
	b.machine.params = (struct blob){ (const uint8_t *)&params, sizeof(params) };
	b.machine.pxe = (struct blob){ (const uint8_t *)&pxe, sizeof(pxe) };
	b.machine.tables.rsdp = (struct firmware_table){ 0xf0000, 36, "RSD PTR " };
	b.machine.tables.smbios3 = (struct firmware_table){ 0xf0100, 24, { [7] = 3, [8] = 2 } };
	build(&b, "multiboot2");
	d = find(&b, MB2_INFO_BOOT_DEVICE, &n);
	assert_int_equal(d->biosdev, 0x81);
	assert_int_equal(d->partition, 2);
	assert_int_equal(d->sub_partition, UINT32_MAX);
	assert_memory_equal(find(&b, MB2_INFO_APM, &n), params.apm_bios_info, 20);
	assert_int_equal(n, 20);
	s = find(&b, MB2_INFO_SMBIOS, &n);
	assert_int_equal(s->major, 3);
	assert_int_equal(s->minor, 2);
	assert_int_equal(n, sizeof(*s) + 24);
	assert_memory_equal(find(&b, MB2_INFO_ACPI_OLD, &n), "RSD PTR ", 8);
	assert_int_equal(n, 20);
	assert_non_null(find(&b, MB2_INFO_ACPI_NEW, &n));
	assert_int_equal(n, 36);
	assert_non_null(find(&b, MB2_INFO_NETWORK, &n));
	assert_int_equal(n, 300);
	assert_int_equal(*(const uint32_t *)find(&b, MB2_INFO_LOAD_BASE, &n), LOAD);
	bench_close(&b);
}

/* The tag as specified, and the list of modes inside it where its pointer says. */
static void test_vbe(void **state)
{
	const struct mb2_vbe *vbe;
	uint32_t n = 0, modes;
	struct bench b;

	(void)state;
	TAG(MB2_TAG_REQUEST, 0, MB2_INFO_VBE);
	bench_open(&b, &k, 64);
	/* asked only once it is known that somebody will be told */
	assert_int_equal(image_open(&b.img), 0);
	assert_true(image_wants_bios(&b.img));
	b.machine.vbe = (struct vbe_facts){
		.known = true,
		.mode = 0x4115,
		.interface_seg = 0xc000,
		.interface_off = 0x1234,
		.interface_len = 0x56,
		.addr = 0x31230,
		.control = { 'V', 'E', 'S', 'A', 0, 3, [14] = 0x80, 0, 0x23, 0x31, [0x80] = 0x77 },
		.mode_info = { 0xbb, [VBE_MODE_BYTES - 1] = 0x5a },
	};
	build(&b, "multiboot2");
	vbe = find(&b, MB2_INFO_VBE, &n);
	assert_non_null(vbe);
	assert_int_equal(n, 8 + 512 + 256);
	assert_int_equal(vbe->mode, 0x4115);
	assert_int_equal(vbe->interface_seg, 0xc000);
	assert_int_equal(vbe->interface_off, 0x1234);
	assert_int_equal(vbe->interface_len, 0x56);
	assert_memory_equal(vbe->mode_info, b.machine.vbe.mode_info, VBE_MODE_BYTES);
	modes = vbe->control[16] * 16u + vbe->control[17] * 4096u + vbe->control[14];
	modes -= (uint32_t)segment(&b.img, "multiboot2")->mem;
	assert_int_equal(((const uint8_t *)segment(&b.img, "multiboot2")->buf)[modes], 0x77);
	assert_ptr_equal((const uint8_t *)segment(&b.img, "multiboot2")->buf + modes,
			 vbe->control + 0x80);
	bench_close(&b);
}

/* More modules than segments, each with the longest of names: the room is enough. */
static void test_many_modules(void **state)
{
	static char name[200];
	static uint8_t data[100];
	struct bench b;
	uint32_t n;

	(void)state;
	memset(name, 'n', sizeof(name) - 1);
	bench_open(&b, &k, 64);
	for (b.img.n_initrds = 0; b.img.n_initrds < REQUEST_MAX_INITRDS; b.img.n_initrds++)
		b.img.initrd[b.img.n_initrds] = (struct input){ name, { data, sizeof(data) } };
	build(&b, "multiboot2");
	assert_non_null(find(&b, MB2_INFO_END, &n));
	bench_close(&b);
}

/* An ELF program with a symbol table: its bytes are loaded, its header says where. */
static void test_sections(void **state)
{
	static const struct elf32_ehdr e = {
		.e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS32, ELFDATA2LSB, EV_CURRENT },
		.e_type = ET_EXEC,
		.e_machine = EM_386,
		.e_entry = ENTRY,
		.e_phoff = sizeof(e),
		.e_shoff = 0x2000,
		.e_phentsize = sizeof(struct elf32_phdr),
		.e_phnum = 1,
		.e_shentsize = 40,
		.e_shnum = 3,
		.e_shstrndx = 2,
	};
	static const struct elf32_phdr p = { PT_LOAD, 0x400, LOAD, LOAD, 4096, 4096, 7, 4096 };
	static const uint32_t sections[3][10] = {
		{ 0 },
		{ 1, 2, 0, 0, 0x3000, 100, 2, 0, 4, 16 }, /* symbols, strings */
		{ 2, 3, 0, 0, 0x3100, 50, 0, 0, 1, 0 },
	};
	const struct kexec_segment *s;
	const uint32_t *got;
	struct bench b;
	uint32_t n = 0;

	(void)state;
	memcpy(k.file, &e, sizeof(e));
	memcpy(k.file + sizeof(e), &p, sizeof(p));
	memcpy(k.file + 0x2000, sections, sizeof(sections));
	memset(k.file + 0x3000, 0x55, 100);
	memset(k.file + 0x3100, 0x66, 50);
	tags_end = AT + sizeof(*h);
	TAG(MB2_TAG_REQUEST, 0, MB2_INFO_ELF_SECTIONS);
	bench_open(&b, &k, 64);
	build(&b, "multiboot2");
	got = find(&b, MB2_INFO_ELF_SECTIONS, &n);
	assert_int_equal(n, 12 + sizeof(sections));
	assert_true(got[0] == 3 && got[1] == 40 && got[2] == 2);
	s = segment(&b.img, "symbols");
	assert_int_equal(got[3 + 10 + 3], s->mem);
	assert_int_equal(got[3 + 20 + 3], s->mem + 112);
	assert_true(((const uint8_t *)s->buf)[99] == 0x55 &&
		    ((const uint8_t *)s->buf)[112] == 0x66);
	bench_close(&b);
	/* headers that cannot be believed are none */
	((struct elf32_ehdr *)(void *)k.file)->e_shoff = BYTES - 100;
	bench_open(&b, &k, 64);
	build(&b, "multiboot2");
	assert_null(find(&b, MB2_INFO_ELF_SECTIONS, &n));
	bench_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FILE(test_info),	    ON_FILE(test_firmware), ON_FILE(test_vbe),
		ON_FILE(test_many_modules), ON_FILE(test_sections),
	};

	return cmocka_run_group_tests_name("multiboot2_info", tests, NULL, NULL);
}
