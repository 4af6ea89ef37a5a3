// SPDX-License-Identifier: GPL-2.0-only
/* Unified kernel images: what is taken of one, in which order, and damage. */
#include "std/pe.h"
#include "subject.h"

#define AT_PE	    0x40u
#define AT_SECTIONS (AT_PE + sizeof(struct pe_header) + 16)
#define AT_TEXT	    512u
#define AT_INITRD   1024u
#define AT_KERNEL   2048u

static struct pe_header *h;
static struct pe_section *s;
static uint8_t mine[100];

static void put(unsigned int i, const char *name, size_t at, size_t bytes)
{
	s[i] = (struct pe_section){ .bytes = (uint32_t)bytes,
				    .raw_at = (uint32_t)at,
				    .raw_bytes = (uint32_t)align_up(bytes, 16) };
	memcpy(s[i].name, name, strlen(name));
	h->n_sections = (uint16_t)(i + 1);
}

static size_t put_text(size_t at, const char *text)
{
	memcpy(k.file + at, text, strlen(text));
	return strlen(text);
}

/* A good one; the kernel is the last section, so that the file's end is its. */
static int fresh(void **state)
{
	struct made kernel = make_kernel(0x20f, MIB);
	const uint32_t at = AT_PE;

	(void)state;
	make_file(AT_KERNEL + kernel.bytes, AT_KERNEL);
	memcpy(k.file + AT_KERNEL, kernel.file, kernel.bytes);
	memcpy(k.file, PE_DOS_MAGIC, 2);
	memcpy(k.file + PE_HEADER_POINTER, &at, sizeof(at));
	h = (void *)(k.file + AT_PE);
	s = (void *)(k.file + AT_SECTIONS);
	*h = (struct pe_header){ .magic = "PE\0", .machine = 0x8664, .optional_bytes = 16 };
	put(0, ".cmdline", AT_TEXT, put_text(AT_TEXT, "its words\n"));
	put(1, ".osrel", AT_TEXT + 64,
	    put_text(AT_TEXT + 64, "ID=x\nPRETTY_NAME=\"Some System\"\n"));
	put(2, ".initrd", AT_INITRD, 50);
	put(3, ".linux", AT_KERNEL, kernel.bytes);
	free_kernel(&kernel);
	return 0;
}

static void open_uki(struct bench *b, unsigned int initrds)
{
	bench_open(b, &k, 64);
	for (unsigned int i = 0; i < initrds; i++)
		b->img.initrd[b->img.n_initrds++] = (struct input){ "m", { mine, sizeof(mine) } };
}

static void test_all_of_it(void **state)
{
	struct bench b;

	(void)state;
	open_uki(&b, 1);
	build(&b, "bzimage");
	assert_string_equal(b.img.cmdline, "its words");
	assert_string_equal(b.img.uki.os, "Some System");
	assert_int_equal(b.img.n_initrds, 2);
	assert_ptr_equal(b.img.initrd[0].data.p, k.file + AT_INITRD);
	assert_int_equal(b.img.initrd[0].data.n, 50);
	assert_ptr_equal(b.img.initrd[1].data.p, mine);
	assert_int_equal(b.img.initrd_bytes, 4096 + sizeof(mine));
	assert_ptr_equal(segment(&b.img, "kernel")->buf, k.file + AT_KERNEL + 5 * SETUP_SECTOR);
	bench_close(&b);
}

/* The user's words replace its own. */
static void test_words(void **state)
{
	struct bench b;

	(void)state;
	open_uki(&b, 0);
	b.req.append = "mine";
	build(&b, "bzimage");
	assert_string_equal(b.img.cmdline, "mine");
	bench_close(&b);
	open_uki(&b, 0);
	b.req.reuse_cmdline = true;
	build(&b, "bzimage");
	assert_string_equal(b.img.cmdline, "console=ttyS0 quiet");
	bench_close(&b);
}

/* Only the kernel must be there; types may be asked for as with any file. */
static void test_kernel_alone(void **state)
{
	struct bench b;

	(void)state;
	for (unsigned int i = 0; i < 3; i++)
		s[i].name[1] = 'X';
	open_uki(&b, 0);
	b.req.type = "bzimage";
	build(&b, "bzimage");
	assert_string_equal(b.img.cmdline, "");
	assert_null(b.img.uki.os);
	assert_int_equal(b.img.n_initrds, 0);
	bench_close(&b);
	s[3].name[1] = 'X';
	refuses(64, "not a kernel of a type known here: it looks like a DOS or EFI program");
}

/* Sections of further profiles come behind the first. */
static void test_first_counts(void **state)
{
	struct bench b;

	(void)state;
	put(4, ".cmdline", AT_TEXT + 1, 5);
	open_uki(&b, 0);
	build(&b, "bzimage");
	assert_string_equal(b.img.cmdline, "its words");
	bench_close(&b);
}

static void test_texts(void **state)
{
	struct bench b;

	(void)state;
	memcpy(k.file + AT_TEXT, "a\tb\n\0\0xyz", 10);
	put_text(AT_TEXT + 64, "PRETTY_NAME='");
	s[1].bytes = 13;
	open_uki(&b, 0);
	build(&b, "bzimage");
	assert_string_equal(b.img.cmdline, "a b");
	assert_string_equal(b.img.uki.os, "'");
	bench_close(&b);
	s[0].bytes = s[0].raw_bytes = 70000;
	open_uki(&b, 0);
	assert_refused(&b, "uki: its command line is 70000 bytes long");
	bench_close(&b);
}

static void test_refusals(void **state)
{
	struct bench b;

	(void)state;
	s[3].bytes = s[3].raw_bytes += 16;
	refuses(64, "uki: cut short: section .linux is");
	s[3].raw_at = UINT32_MAX;
	refuses(64, "uki: cut short: section .linux");
	s[3].raw_at = AT_KERNEL;
	s[3].bytes = s[3].raw_bytes = 0;
	refuses(64, "uki: its section .linux is empty");
	s[3].bytes = s[3].raw_bytes = 100;
	refuses(64, "not a kernel");
	s[2].raw_at = UINT32_MAX - 10;
	refuses(64, "uki: cut short: section .initrd is 50 bytes at 0xfffffff5");
	s[2].raw_at = AT_INITRD;
	open_uki(&b, REQUEST_MAX_INITRDS);
	assert_refused(&b, "uki: it has an initrd of its own, and 64 more are too many");
	bench_close(&b);
	open_uki(&b, 1);
	b.req.words[0] = "words";
	assert_refused(&b, "uki: it takes initrds, but no modules with words");
	bench_close(&b);
}

static void test_cut_anywhere(void **state)
{
	static const size_t cuts[] = { 1,    0x3b,  0x3c, 0x40, 0x50, 0x58,
				       0x70, 0x100, 600,  1050, 2047, 99999 };

	(void)state;
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++)
		refuses_cut(cuts[i]);
}

#define ON_FILE(f) cmocka_unit_test_setup_teardown(f, fresh, drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FILE(test_all_of_it),    ON_FILE(test_words), ON_FILE(test_kernel_alone),
		ON_FILE(test_first_counts), ON_FILE(test_texts), ON_FILE(test_refusals),
		ON_FILE(test_cut_anywhere),
	};

	return cmocka_run_group_tests_name("uki", tests, NULL, NULL);
}
