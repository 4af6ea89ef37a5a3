// SPDX-License-Identifier: GPL-2.0-only
/* Image type multiboot: headers, flat files, the information that the program gets. */
#include "subject.h"
#include "std/multiboot.h"

#define BYTES (64 * KIB)
#define AT    0x100u /* of the header in the file */
#define LOAD  0x200000u
#define ENTRY (LOAD + 0x40)

/* A good flat file. */
static struct mb_header *h;

static void sum(void)
{
	h->checksum = -(h->magic + h->flags);
}

static int fresh(void **state)
{
	(void)state;
	make_file(BYTES, 0x200);
	h = (void *)(k.file + AT);
	*h = (struct mb_header){ .magic = MB_HEADER_MAGIC,
				 .flags = MB_ADDRESSES | MB_WANT_MEMORY,
				 .header_addr = LOAD + AT,
				 .load_addr = LOAD,
				 .bss_end_addr = LOAD + BYTES + 5000,
				 .entry_addr = ENTRY };
	sum();
	return 0;
}

/* The only segment of the program. */
static void accepts(uint64_t mem, size_t bufsz, uint64_t memsz)
{
	struct bench b;

	bench_open(&b, &k, 64);
	build(&b, "multiboot");
	assert_int_equal(segment(&b.img, "program")->mem, mem);
	assert_int_equal(segment(&b.img, "program")->bufsz, bufsz);
	assert_int_equal(segment(&b.img, "program")->memsz, memsz);
	assert_int_equal(b.img.regs.eax, MB_BOOT_MAGIC);
	assert_int_equal(b.img.regs.eip, ENTRY);
	bench_close(&b);
}

static void test_flat(void **state)
{
	(void)state;
	accepts(LOAD, BYTES, BYTES + 8192);
	h->load_end_addr = LOAD + 0x1000;
	h->bss_end_addr = 0;
	accepts(LOAD, 0x1000, 0x1000);
	/* the file begins before what is loaded; nothing is aligned */
	h->load_addr = LOAD + 0x34;
	h->load_end_addr = 0;
	accepts(LOAD, BYTES, BYTES);
}

static void test_flat_refusals(void **state)
{
	(void)state;
	h->header_addr = LOAD - 1;
	refuses(64, "lies before the file");
	h->header_addr = LOAD + AT + 4;
	refuses(64, "lies before the file");
	h->header_addr = LOAD + AT;
	h->load_end_addr = LOAD + BYTES + 1;
	refuses(64, "load_end_addr 0x210001 is not in the file");
	h->load_end_addr = LOAD;
	refuses(64, "is not in the file");
	h->load_end_addr = LOAD - 1;
	refuses(64, "load_end_addr 0x1fffff is not in the file");
	h->load_end_addr = 0;
	h->bss_end_addr = LOAD;
	refuses(64, "multiboot: bss_end_addr 0x200000 is not above load_addr 0x200000");
	h->bss_end_addr = LOAD + BYTES + 5000;
	h->entry_addr = LOAD - 1;
	refuses(64, "the entry 0x1fffff is not in what is loaded");
	h->entry_addr = LOAD + BYTES + 5000;
	refuses(64, "is not in what is loaded");
	h->entry_addr = ENTRY;
	h->bss_end_addr = UINT32_MAX;
	refuses(64, "does not end below 4 GiB");
	h->load_addr = 0x100;
	h->header_addr = 0x100 + AT;
	refuses(64, "over the BIOS's data");
	h->load_addr = 0xfffff000;
	h->header_addr = 0xfffff000 + AT;
	refuses(64, "beyond 4 GiB");
}

static void test_header(void **state)
{
	(void)state;
	h->flags |= 0x8;
	sum();
	refuses(64, "requires features 0x8");
	h->flags = MB_ADDRESSES | MB_WANT_VIDEO;
	sum();
	refuses(64, "it asks for a screen, and there is none");
	h->flags = MB_ADDRESSES | 0x20000; /* not required */
	sum();
	accepts(LOAD, BYTES, BYTES + 8192);
	h->checksum++;
	refuses(64, "not a kernel");
	h->flags = 0;
	sum();
	refuses(64, "elf: not an ELF file");
}

/* The header's last possible place, and one behind it. */
static void test_search(void **state)
{
	struct mb_header header = *h;

	(void)state;
	memset(h, 0, sizeof(*h));
	header.header_addr = LOAD + MB_HEADER_SEARCH - 12;
	memcpy(k.file + MB_HEADER_SEARCH - 12, &header, sizeof(header));
	accepts(LOAD, BYTES, BYTES + 8192);
	memset(k.file + MB_HEADER_SEARCH - 12, 0, sizeof(header));
	memcpy(k.file + MB_HEADER_SEARCH - 8, &header, sizeof(header));
	refuses(64, "not a kernel");
	memset(k.file + MB_HEADER_SEARCH - 8, 0, sizeof(header));
	memcpy(k.file + AT + 2, &header, sizeof(header)); /* not aligned */
	refuses(64, "not a kernel");
	memcpy(k.file, &header, sizeof(header));
	k.bytes = 20; /* cut inside the addresses */
	refuses(64, "inside the header");
}

/* Bytes of the information segment by physical address. */
static const void *info_at(const struct bench *b, uint32_t phys, size_t n)
{
	const struct kexec_segment *s = segment(&b->img, "multiboot");

	assert_true(phys >= s->mem && phys - s->mem <= s->bufsz && n <= s->bufsz - (phys - s->mem));
	return (const uint8_t *)s->buf + (phys - s->mem);
}

static void test_info(void **state)
{
	static uint8_t data[2][5000];
	const struct mb_module *module;
	const struct mb_mmap *map;
	const struct mb_info *info;
	struct bench b;

	(void)state;
	bench_open(&b, &k, 64);
	assert_int_equal(request_add_text(&b.req, "one two", &b.img.why), 0);
	b.img.initrd[0] = (struct input){ "first", { data[0], sizeof(data[0]) } };
	b.img.initrd[1] = (struct input){ "second", { data[1], 10 } };
	b.req.words[1] = "with words";
	b.img.n_initrds = 2;
	build(&b, "multiboot");
	info = info_at(&b, b.img.regs.ebx, sizeof(*info));
	assert_int_equal(info->flags, 0x24d);
	assert_int_equal(info->mem_lower_kb, 639);
	assert_int_equal(info->mem_upper_kb, 63 * 1024);
	assert_string_equal(info_at(&b, info->cmdline, 15), "kernel one two");
	assert_string_equal(info_at(&b, info->boot_loader_name, 10), "bootshell");
	module = info_at(&b, info->mods_addr, 2 * sizeof(*module));
	assert_int_equal(info->mods_count, 2);
	assert_int_equal(module[0].start, b.img.initrd_addr);
	assert_int_equal(module[0].end - module[0].start, 5000);
	assert_int_equal(module[1].start, module[0].start + 8192);
	assert_int_equal(module[1].end - module[1].start, 10);
	assert_string_equal(info_at(&b, module[0].string, 6), "first");
	assert_string_equal(info_at(&b, module[1].string, 18), "second with words");
	map = info_at(&b, info->mmap_addr, info->mmap_length);
	assert_int_equal(info->mmap_length, 4 * sizeof(*map));
	assert_int_equal(map[3].size, 20);
	assert_int_equal(map[3].addr, MIB);
	assert_int_equal(map[3].length, 63 * MIB);
	assert_int_equal(map[3].type, 1);
	bench_close(&b);
}

/* More modules than segments: the last ones share a segment, their addresses do not change. */
static void test_many_modules(void **state)
{
	static uint8_t data[100];
	const struct mb_module *module;
	const struct mb_info *info;
	struct bench b;

	(void)state;
	bench_open(&b, &k, 64);
	for (b.img.n_initrds = 0; b.img.n_initrds < REQUEST_MAX_INITRDS; b.img.n_initrds++)
		b.img.initrd[b.img.n_initrds] = (struct input){ "m", { data, sizeof(data) } };
	build(&b, "multiboot");
	info = info_at(&b, b.img.regs.ebx, sizeof(*info));
	module = info_at(&b, info->mods_addr, REQUEST_MAX_INITRDS * sizeof(*module));
	assert_int_equal(module[63].start, b.img.initrd_addr + 63 * 4096);
	bench_close(&b);
}

static void test_screen(void **state)
{
	struct screen_info screen = { .orig_video_mode = 3,
				      .orig_video_cols = 80,
				      .orig_video_lines = 25 };
	const struct mb_info *info;
	struct bench b;

	(void)state;
	h->flags |= MB_WANT_VIDEO;
	sum();
	bench_open(&b, &k, 64);
	b.machine.text_screen = true;
	b.machine.params = (struct blob){ (const uint8_t *)&screen, sizeof(screen) };
	build(&b, "multiboot");
	info = info_at(&b, b.img.regs.ebx, sizeof(*info));
	assert_true(info->flags & MB_HAS_SCREEN);
	assert_int_equal(info->framebuffer_addr, 0xb8000);
	assert_int_equal(info->framebuffer_pitch, 160);
	assert_int_equal(info->framebuffer_type, MB_FRAMEBUFFER_TEXT);
	bench_close(&b);
}

/* Disks, boot device, APM and configuration table, as far as they are known. */
static void test_firmware(void **state)
{
	struct boot_params params = { .eddbuf_entries = 2,
				      .apm_bios_info = { 2, 1, 0, 0xf0 },
				      .eddbuf = { { 0x80, 0x30, 1, 0, 0xff, 3, 15, 63 },
						  { 0x81, 0x30, 4, 0, 9, 0, 1, 18 } } };
	const struct mb_drive *drive;
	const struct mb_info *info;
	struct bench b;

	(void)state;
	bench_open(&b, &k, 64);
	b.machine.params = (struct blob){ (const uint8_t *)&params, sizeof(params) };
	b.machine.config_table = 0xfe6f5;
	b.img.device = (struct boot_device){ true, 0x81, 2 };
	build(&b, "multiboot");
	info = info_at(&b, b.img.regs.ebx, sizeof(*info));
	assert_int_equal(info->flags, 0x7c7);
	assert_int_equal(info->boot_device, 0x8102ffff);
	assert_int_equal(info->config_table, 0xfe6f5);
	assert_memory_equal(info_at(&b, info->apm_table, 20), params.apm_bios_info, 20);
	assert_int_equal(info->drives_length, 2 * sizeof(*drive));
	drive = info_at(&b, info->drives_addr, info->drives_length);
	assert_int_equal(drive[0].number, 0x80);
	assert_int_equal(drive[0].mode, MB_DRIVE_LBA);
	assert_int_equal(drive[0].cylinders, 1024);
	assert_int_equal(drive[0].heads, 16);
	assert_int_equal(drive[0].sectors, 63);
	assert_int_equal(drive[0].ports[0], 0);
	assert_int_equal(drive[1].mode, MB_DRIVE_CHS);
	assert_int_equal(drive[1].cylinders, 10);
	bench_close(&b);
	/* more than there is room for */
	params.eddbuf_entries = 255;
	bench_open(&b, &k, 64);
	b.machine.params = (struct blob){ (const uint8_t *)&params, sizeof(params) };
	b.img.device = (struct boot_device){ true, 0x80, NO_PARTITION };
	build(&b, "multiboot");
	info = info_at(&b, b.img.regs.ebx, sizeof(*info));
	assert_int_equal(info->drives_length, 6 * sizeof(*drive));
	assert_int_equal(info->boot_device, 0x80ffffff);
	bench_close(&b);
}

/* A framebuffer, as Linux's setup code sets it up by VESA. */
static void test_vesa(void **state)
{
	static const uint8_t colors[] = { 16, 8, 8, 8, 0, 8 };
	struct screen_info screen = { .orig_video_is_vga = 0x23 };
	const uint16_t mode[] = { 1024, 768, 32, 0, 0xfd00, 0, 0, 0, 0, 4096 };
	const struct mb_info *info;
	struct bench b;

	(void)state;
	memcpy((uint8_t *)&screen + 0x12, mode, sizeof(mode));
	memcpy((uint8_t *)&screen + 0x26, "\10\20\10\10\10\0", 6);
	h->flags |= MB_WANT_VIDEO;
	sum();
	bench_open(&b, &k, 64);
	b.machine.params = (struct blob){ (const uint8_t *)&screen, sizeof(screen) };
	build(&b, "multiboot");
	info = info_at(&b, b.img.regs.ebx, sizeof(*info));
	assert_int_equal(info->framebuffer_addr, 0xfd000000);
	assert_int_equal(info->framebuffer_width, 1024);
	assert_int_equal(info->framebuffer_height, 768);
	assert_int_equal(info->framebuffer_pitch, 4096);
	assert_int_equal(info->framebuffer_bpp, 32);
	assert_int_equal(info->framebuffer_type, MB_FRAMEBUFFER_RGB);
	assert_memory_equal(info->color_info, colors, sizeof(colors));
	bench_close(&b);
}

/* The video BIOS's word: two blocks, and the list of modes in one of them. */
static void test_vbe(void **state)
{
	const struct mb_info *info;
	const uint8_t *control;
	struct bench b;

	(void)state;
	bench_open(&b, &k, 64);
	/* asked only once it is known that somebody will be told */
	assert_int_equal(image_open(&b.img), 0);
	assert_true(image_wants_bios(&b.img));
	b.machine.vbe = (struct vbe_facts){
		.known = true,
		.mode = 3,
		.interface_seg = 0xc000,
		.interface_off = 0x1234,
		.interface_len = 0x56,
		.addr = 0x31230,
		.control = { 'V', 'E', 'S', 'A', 0, 3, [14] = 0x80, 0, 0x23, 0x31, [0x80] = 0x77 },
		.mode_info = { 0x0f, [VBE_MODE_BYTES - 1] = 0x5a },
	};
	build(&b, "multiboot");
	info = info_at(&b, b.img.regs.ebx, sizeof(*info));
	assert_true(info->flags & MB_HAS_VBE);
	control = info_at(&b, info->vbe_control_info, VBE_CONTROL_BYTES);
	assert_memory_equal(control, "VESA", 4);
	assert_ptr_equal(info_at(&b, control[16] * 16u + control[17] * 4096u + control[14], 1),
			 control + 0x80);
	assert_memory_equal(info_at(&b, info->vbe_mode_info, VBE_MODE_BYTES),
			    b.machine.vbe.mode_info, VBE_MODE_BYTES);
	assert_int_equal(info->vbe_mode, 3);
	assert_int_equal(info->vbe_interface_seg, 0xc000);
	assert_int_equal(info->vbe_interface_off, 0x1234);
	assert_int_equal(info->vbe_interface_len, 0x56);
	bench_close(&b);
}

#define ON_FILE(f) cmocka_unit_test_setup_teardown(f, fresh, drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FILE(test_flat),   ON_FILE(test_flat_refusals), ON_FILE(test_header),
		ON_FILE(test_search), ON_FILE(test_info),	   ON_FILE(test_many_modules),
		ON_FILE(test_screen), ON_FILE(test_firmware),	   ON_FILE(test_vesa),
		ON_FILE(test_vbe),
	};

	return cmocka_run_group_tests_name("multiboot", tests, NULL, NULL);
}
