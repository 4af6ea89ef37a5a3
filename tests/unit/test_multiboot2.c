// SPDX-License-Identifier: GPL-2.0-only
/* Image type multiboot2: the header and its tags, where the program goes, moving. */
#include "mb2_subject.h"

/* The program's segment and entry. */
static void accepts(uint64_t mem)
{
	struct bench b;

	bench_open(&b, &k, 64);
	build(&b, "multiboot2");
	assert_int_equal(segment(&b.img, "program")->mem, mem);
	assert_int_equal(segment(&b.img, "program")->memsz, BYTES + 8192);
	assert_int_equal(b.img.regs.eax, MB2_BOOT_MAGIC);
	assert_int_equal(b.img.regs.eip, mem + 0x40);
	bench_close(&b);
}

static void test_flat(void **state)
{
	(void)state;
	accepts(LOAD);
	TAG(MB2_TAG_ENTRY, 0, LOAD - 1);
	refuses(64, "multiboot2: the entry 0x1fffff is not in what is loaded");
	TAG(MB2_TAG_ENTRY, 0, LOAD + BYTES + 5000);
	refuses(64, "is not in what is loaded");
	TAG(MB2_TAG_ENTRY, 0, ENTRY);
	TAG(MB2_TAG_ADDRESS, 0, LOAD - 1, LOAD, 0, 0);
	refuses(64, "multiboot2: load_addr 0x200000 lies before the file");
	TAG(MB2_TAG_ADDRESS, 0, LOAD + AT, LOAD, LOAD + BYTES + 1, 0);
	refuses(64, "multiboot2: load_end_addr 0x210001 is not in the file");
	TAG(MB2_TAG_ADDRESS, 0, LOAD + AT, LOAD, LOAD - 1, 0);
	refuses(64, "multiboot2: load_end_addr 0x1fffff is not in the file");
	TAG(MB2_TAG_ADDRESS, 0, LOAD + AT, LOAD, 0, LOAD);
	refuses(64, "multiboot2: bss_end_addr 0x200000 is not above load_addr 0x200000");
	tags_end = AT + sizeof(*h);
	TAG(MB2_TAG_ADDRESS, 0, LOAD + AT, LOAD, 0, 0);
	refuses(64, "load addresses, but no entry");
}

static void test_header(void **state)
{
	(void)state;
	h->checksum++;
	refuses(64, "not a kernel");
	h->architecture = 4;
	seal();
	refuses(64, "for architecture 4");
	h->architecture = 0;
	h->length = 15;
	h->checksum = -(h->magic + h->length);
	refuses(64, "a header of 15 bytes");
	h->length = BYTES;
	h->checksum = -(h->magic + h->length);
	refuses(64, "does not lie in the first 32768 bytes");
	seal(); /* without the last one */
	refuses(64, "the header's tags have no end");
}

/* Up to the last byte below 4 GiB, where the kernel takes no segment; one more; round to 0. */
static void test_flat_at_4_gib(void **state)
{
	const uint32_t last = (uint32_t)-BYTES;

	(void)state;
	TAG(MB2_TAG_ENTRY, 0, last);
	TAG(MB2_TAG_ADDRESS, 0, last + AT, last, 0, 0);
	refuses(64, "segment program at 0xffff0000, 64 KiB: it does not end below 4 GiB");
	TAG(MB2_TAG_ADDRESS, 0, last + AT, last, UINT32_MAX, UINT32_MAX);
	refuses(64, "segment program at 0xffff0000, 64 KiB: it does not end below 4 GiB");
	TAG(MB2_TAG_ADDRESS, 0, last + AT + 1, last + 1, 0, 0);
	refuses(64, "multiboot2: load_addr 0xffff0001, 65536 bytes: over the BIOS's data, or "
		    "beyond 4 GiB");
	TAG(MB2_TAG_ADDRESS, 0, 0xfffff000 + AT, 0xfffff000, 0, 0);
	refuses(64, "beyond 4 GiB");
	TAG(MB2_TAG_ADDRESS, 0, last + AT, last, 0x1000, 0); /* 2^32 + 1000h */
	refuses(64, "multiboot2: load_end_addr 0x1000 is not in the file");
	TAG(MB2_TAG_ADDRESS, 0, last + AT, last, 0, 0x1000);
	refuses(64, "multiboot2: bss_end_addr 0x1000 is not above load_addr 0xffff0000");
	TAG(MB2_TAG_ADDRESS, 0, AT - 1, last, 0, 0);
	refuses(64, "multiboot2: load_addr 0xffff0000 lies before the file");
}

/* Its last possible place, and places where it is none. */
static void test_search(void **state)
{
	static uint8_t copy[256];
	size_t n = tags_end + 8 - AT;

	(void)state;
	memcpy(copy, k.file + AT, n);
	memset(k.file + AT, 0, n);
	((struct mb2_address *)(void *)(copy + sizeof(*h)))->header_addr =
		LOAD + (uint32_t)(MB2_HEADER_SEARCH - n);
	memcpy(k.file + MB2_HEADER_SEARCH - n, copy, n);
	accepts(LOAD);
	memset(k.file + MB2_HEADER_SEARCH - n, 0, n);
	memcpy(k.file + MB2_HEADER_SEARCH - n + 8, copy, n);
	refuses(64, "does not lie in the first");
	memset(k.file + MB2_HEADER_SEARCH - n, 0, n + 8);
	memcpy(k.file + MB2_HEADER_SEARCH, copy, n);
	refuses(64, "not a kernel");
	memcpy(k.file + AT + 4, copy, n); /* not aligned */
	refuses(64, "not a kernel");
}

static void test_tags(void **state)
{
	struct mb2_header_tag *t;

	(void)state;
	TAG(0x777, MB2_OPTIONAL, 1, 2, 3);
	TAG(MB2_TAG_EFI_BOOT, 0);
	TAG(MB2_TAG_EFI64_ENTRY, 0, LOAD);
	TAG(MB2_TAG_FRAMEBUFFER, 0, 800, 600, 32);
	TAG(MB2_TAG_ALIGN, 0);
	accepts(LOAD);
	t = (void *)(k.file + tags_end);
	TAG(0x777, 0);
	refuses(64, "it requires header tag 1911, which is not known here");
	t->flags = MB2_OPTIONAL;
	accepts(LOAD);
	t->size = 7;
	refuses(64, "header tag 1911 has 7 bytes");
	t->size = UINT32_MAX;
	refuses(64, "header tag 1911 has 4294967295 bytes");
	t->type = MB2_TAG_RELOCATABLE;
	t->size = 8;
	refuses(64, "header tag 10 has only 8 bytes");
}

static void test_required(void **state)
{
	size_t end;

	(void)state;
	TAG(MB2_TAG_REQUEST, 0, MB2_INFO_CMDLINE, MB2_INFO_LOADER, MB2_INFO_MODULE, MB2_INFO_MEMORY,
	    MB2_INFO_MMAP, MB2_INFO_ELF_SECTIONS);
	TAG(MB2_TAG_REQUEST, MB2_OPTIONAL, MB2_INFO_EFI64, 999);
	accepts(LOAD);
	end = tags_end;
	TAG(MB2_TAG_REQUEST, 0, MB2_INFO_EFI64);
	refuses(64, "that there is none of on this machine: EFI system table");
	tags_end = end;
	TAG(MB2_TAG_REQUEST, 0, MB2_INFO_ACPI_NEW);
	refuses(64, "on this machine: ACPI 2.0");
	tags_end = end;
	TAG(MB2_TAG_REQUEST, 0, MB2_INFO_FRAMEBUFFER);
	refuses(64, "on this machine: framebuffer");
	tags_end = end;
	TAG(MB2_TAG_REQUEST, 0, MB2_INFO_VBE);
	refuses(64, "on this machine: VBE");
	tags_end = end;
	TAG(MB2_TAG_REQUEST, 0, 999);
	refuses(64, "on this machine: a tag of a later kind");
	tags_end = end;
	TAG(MB2_TAG_REQUEST, 0, MB2_INFO_KNOWN);
	refuses(64, "on this machine: a tag of a later kind");
}

static void test_console(void **state)
{
	struct screen_info screen = { .orig_video_mode = 3,
				      .orig_video_cols = 80,
				      .orig_video_lines = 25 };
	struct bench b;

	(void)state;
	TAG(MB2_TAG_CONSOLE, 0, MB2_CONSOLE_REQUIRED);
	refuses(64, "there is none in text mode");
	TAG(MB2_TAG_CONSOLE, 0, MB2_CONSOLE_REQUIRED | MB2_CONSOLE_TEXT);
	refuses(64, "there is none in text mode");
	bench_open(&b, &k, 64);
	b.machine.text_screen = true;
	b.machine.params = (struct blob){ (const uint8_t *)&screen, sizeof(screen) };
	build(&b, "multiboot2");
	bench_close(&b);
	TAG(MB2_TAG_CONSOLE, 0, MB2_CONSOLE_REQUIRED);
	bench_open(&b, &k, 64);
	b.machine.text_screen = true;
	assert_refused(&b, "there is only text");
	bench_close(&b);
}

static void test_relocatable(void **state)
{
	(void)state;
	TAG(MB2_TAG_RELOCATABLE, 0, 0, UINT32_MAX, 4096, 0);
	accepts(LOAD);
	TAG(MB2_TAG_RELOCATABLE, 0, 5 * MIB + 1, UINT32_MAX, 0, 0);
	accepts(5 * MIB + 4096);
	TAG(MB2_TAG_RELOCATABLE, 0, 0, UINT32_MAX, 0x400000, 0);
	accepts(4 * MIB); /* where it was linked is no multiple */
	TAG(MB2_TAG_RELOCATABLE, 0, MIB, UINT32_MAX, 0x10000, MB2_PREFER_LOW);
	accepts(MIB);
	TAG(MB2_TAG_RELOCATABLE, 0, MIB, 32 * MIB - 1, 0x10000, MB2_PREFER_HIGH);
	accepts(32 * MIB - 0x20000);
	TAG(MB2_TAG_RELOCATABLE, 0, 0, UINT32_MAX, 0, MB2_PREFER_LOW);
	accepts(0x10000); /* not over the BIOS's data */
	TAG(MB2_TAG_RELOCATABLE, 0, 63 * MIB, 63 * MIB + 0xffff, 0, 0);
	refuses(64, "no room for the program");
	TAG(MB2_TAG_RELOCATABLE, 0, 32 * MIB, MIB, 0, 0);
	refuses(64, "no room for the program");
	TAG(MB2_TAG_RELOCATABLE, 0, 0, UINT32_MAX, 24, 0);
	refuses(64, "its alignment 0x18 is not a power of two");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FILE(test_flat),    ON_FILE(test_header),	  ON_FILE(test_flat_at_4_gib),
		ON_FILE(test_search),  ON_FILE(test_tags),	  ON_FILE(test_required),
		ON_FILE(test_console), ON_FILE(test_relocatable),
	};

	return cmocka_run_group_tests_name("multiboot2", tests, NULL, NULL);
}
