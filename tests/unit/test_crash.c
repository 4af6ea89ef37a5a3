// SPDX-License-Identifier: GPL-2.0-only
/* Crash kernels: what /proc tells, the machine that one sees, the ELF headers of the dump. */
#include <stdio.h>
#include "helper.h"
#include "std/elf.h"

#define REGION	   0x4000000u
#define REGION_END 0x6000000u

static const char iomem[] = "00000000-00000fff : Reserved\n"
			    "00001000-0009fbff : System RAM\n"
			    "0009fc00-0009ffff : Reserved\n"
			    "00100000-07fdffff : System RAM\n"
			    "  01000000-01e01ef1 : Kernel code\n"
			    "  04000000-05ffffff : Crash kernel\n"
			    "07fe0000-07ffffff : Reserved\n"
			    "fee00000-fee00fff : Local APIC\n"
			    "100000000-13fffffff : System RAM (kmem)\n";

static struct made k;
static struct bench b;
static struct arena arena;

static struct blob blob_of(const char *s)
{
	return (struct blob){ (const uint8_t *)s, strlen(s) };
}

static int open_all(void **state)
{
	struct crash_facts *f = &b.machine.crash;

	(void)state;
	k = make_kernel(0x20f, MIB);
	bench_open(&b, &k, 128);
	b.req.crash = true;
	f->is_64bit = true;
	assert_int_equal(crash_read_iomem(f, blob_of(iomem), &arena, &b.img.why), 0);
	crash_read_kcore(f, (struct blob){ NULL, 0 });
	spans_add(&f->notes, &arena, 0x7000000, 0x7000200);
	spans_add(&f->notes, &arena, 0x131c000, 0x131c400);
	return 0;
}

static int close_all(void **state)
{
	(void)state;
	b.machine.crash = (struct crash_facts){ .code_phys = 0 };
	arena_free(&arena);
	bench_close(&b);
	free_kernel(&k);
	return 0;
}

static void test_iomem(void **state)
{
	const struct crash_facts *f = &b.machine.crash;
	static const struct span ram[] = { { 0x1000, 0x9fc00 },
					   { 0x100000, REGION },
					   { REGION_END, 0x7fe0000 },
					   { 0x100000000, 0x140000000 } };

	(void)state;
	assert_int_equal(f->ram.n, 4);
	assert_memory_equal(f->ram.p, ram, sizeof(ram));
	assert_int_equal(crash_region(f).start, REGION);
	assert_int_equal(crash_region(f).end, REGION_END);
	assert_int_equal(f->code_phys, 0x1000000);
}

static void refuses(const char *text, int err, const char *words)
{
	struct crash_facts f = { .code_phys = 0 };
	struct reason why = { "" };

	assert_int_equal(crash_read_iomem(&f, blob_of(text), &arena, &why), err);
	assert_non_null(strstr(why.text, words));
}

static void test_no_region(void **state)
{
	(void)state;
	refuses("00001000-0009fbff : System RAM\n", -ENOENT, "crashkernel=");
	refuses("00000000-00000000 : System RAM\n", -EACCES, "takes root");
	refuses("", -EACCES, "takes root");
	refuses("9-8 : System RAM\n5 : Crash kernel\nx-y : z\n", -EACCES, "takes root");
}

static void test_kcore(void **state)
{
	struct {
		struct elf64_ehdr h;
		struct elf64_phdr p[4];
	} core = { .h = { .e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64 },
			  .e_phoff = sizeof(struct elf64_ehdr),
			  .e_phnum = 4 } };
	static const uint64_t virt[] = { 0, 0xffffffff9a000000, 0xffff9d2540001000,
					 0xffffffffc0000000 };
	struct crash_facts f = { .is_64bit = true };

	(void)state;
	for (unsigned int i = 0; i < 4; i++)
		core.p[i] = (struct elf64_phdr){ .p_type = PT_LOAD,
						 .p_vaddr = virt[i],
						 .p_memsz = 0x1000 + i };
	crash_read_kcore(&f, (struct blob){ (const uint8_t *)&core, sizeof(core) });
	assert_int_equal(f.page_offset, 0xffff9d2540000000);
	assert_int_equal(f.text_virt, 0xffffffff9a000000);
	assert_int_equal(f.text_bytes, 0x1001);
	/* cut short: what is left is as good as nothing */
	f = (struct crash_facts){ .is_64bit = true };
	crash_read_kcore(&f, (struct blob){ (const uint8_t *)&core, 100 });
	assert_int_equal(f.text_virt, 0);
	assert_int_equal(f.page_offset, 0xffff888000000000);
}

/* All that is loaded lies in the reserved region, and the target is told of little else. */
static void test_machine(void **state)
{
	const struct boot_params *bp;
	const struct span *kept = &b.machine.crash.kept;

	(void)state;
	assert_int_equal(machine_for_crash(&b.machine, &b.req, &b.img.why), 0);
	check_memmap(&b.machine.map);
	assert_true(memmap_is_ram(&b.machine.map, 0x1000, 0x9fc00 - 0x1000));
	assert_true(memmap_is_ram(&b.machine.map, REGION, kept->start - REGION));
	assert_false(memmap_is_ram(&b.machine.map, kept->start, 1));
	assert_false(memmap_is_ram(&b.machine.map, 0x100000, 1));
	assert_int_equal(image_build(&b.img), 0);
	for (unsigned int i = 0; i < b.img.n_segments; i++) {
		assert_true(b.img.segment[i].mem >= REGION);
		assert_true(b.img.segment[i].mem + b.img.segment[i].memsz <= REGION_END);
	}
	bp = b.img.params;
	for (unsigned int i = 0; i < bp->e820_entries; i++)
		if (bp->e820_table[i].type == E820_RAM)
			assert_true(bp->e820_table[i].addr + bp->e820_table[i].size <= kept->start);
	assert_int_equal(b.img.handoff->low.from, 0x1000);
	assert_int_equal(b.img.handoff->low.bytes, 0x9ec00);
	assert_int_equal(b.img.handoff->low.to, segment(&b.img, "low-memory")->mem);
}

static void test_words(void **state)
{
	char expected[64];

	(void)state;
	b.req.reuse_cmdline = true;
	b.machine.cmdline = "BOOT_IMAGE=/vmlinuz crashkernel=32M quiet";
	assert_int_equal(machine_for_crash(&b.machine, &b.req, &b.img.why), 0);
	assert_int_equal(image_build(&b.img), 0);
	snprintf(expected, sizeof(expected), "quiet elfcorehdr=%lluK",
		 (unsigned long long)segment(&b.img, "elfcorehdr")->mem / 1024);
	assert_string_equal(b.img.cmdline, expected);
}

static void test_memmap_words(void **state)
{
	(void)state;
	b.req.memmap_words = true;
	assert_int_equal(machine_for_crash(&b.machine, &b.req, &b.img.why), 0);
	assert_int_equal(image_build(&b.img), 0);
	assert_non_null(strstr(b.img.cmdline, " memmap=exactmap memmap=635K@4K memmap="));
	assert_non_null(strstr(b.img.cmdline, "K@65536K"));
}

static void test_headers64(void **state)
{
	const struct kexec_segment *s;
	const struct elf64_ehdr *h;
	const struct elf64_phdr *p;

	(void)state;
	b.machine.crash.text_virt = 0xffffffff81000000;
	b.machine.crash.text_bytes = 0x2000000;
	assert_int_equal(machine_for_crash(&b.machine, &b.req, &b.img.why), 0);
	assert_int_equal(image_build(&b.img), 0);
	s = segment(&b.img, "elfcorehdr");
	h = s->buf;
	p = (const void *)(h + 1);
	assert_int_equal(h->e_type, ET_CORE);
	assert_int_equal(h->e_machine, EM_X86_64);
	assert_int_equal(h->e_phnum, 7);
	assert_int_equal(s->bufsz, sizeof(*h) + 7 * sizeof(*p));
	assert_int_equal(p[0].p_type, PT_NOTE);
	assert_int_equal(p[1].p_offset, 0x131c000);
	assert_int_equal(p[2].p_paddr, 0x1000000);
	assert_int_equal(p[2].p_vaddr, 0xffffffff81000000);
	assert_int_equal(p[3].p_paddr, 0x1000);
	assert_int_equal(p[3].p_offset, b.img.handoff->low.to);
	assert_int_equal(p[6].p_vaddr, 0xffff888000000000 + 0x100000000);
}

static void test_headers32(void **state)
{
	const struct elf32_ehdr *h;
	const struct elf32_phdr *p;

	(void)state;
	b.machine.crash.is_64bit = false;
	b.machine.crash.page_offset = 0xc0000000;
	b.machine.crash.ram.n = 3; /* none above 4 GiB */
	assert_int_equal(machine_for_crash(&b.machine, &b.req, &b.img.why), 0);
	assert_int_equal(image_build(&b.img), 0);
	h = segment(&b.img, "elfcorehdr")->buf;
	p = (const void *)(h + 1);
	assert_int_equal(h->e_ident[ELF_CLASS], ELFCLASS32);
	assert_int_equal(h->e_machine, EM_386);
	assert_int_equal(h->e_phnum, 5);
	assert_int_equal(p[3].p_vaddr, 0xc0100000);
}

/* Their addresses would be cut to 32 bits: a dump of other memory. */
static void test_elf32_of_high_ram(void **state)
{
	(void)state;
	b.req.core_class = 32;
	assert_int_equal(machine_for_crash(&b.machine, &b.req, &b.img.why), -EINVAL);
	assert_string_equal(b.img.why.text,
			    "--elf32-core-headers cannot tell of the RAM above 4 GiB");
	b.machine.crash.ram.n = 3;
	b.img.why.text[0] = '\0';
	assert_int_equal(machine_for_crash(&b.machine, &b.req, &b.img.why), 0);
}

static void test_elf64_by_request(void **state)
{
	const struct elf64_ehdr *h;

	(void)state;
	b.machine.crash.is_64bit = false;
	b.machine.crash.ram.n = 3;
	b.req.core_class = 64;
	assert_int_equal(machine_for_crash(&b.machine, &b.req, &b.img.why), 0);
	assert_int_equal(image_build(&b.img), 0);
	h = segment(&b.img, "elfcorehdr")->buf;
	assert_int_equal(h->e_ident[ELF_CLASS], ELFCLASS64);
	assert_int_equal(h->e_machine, EM_386);
}

static void test_region_too_small_or_high(void **state)
{
	struct reason why = { "" };

	(void)state;
	b.machine.crash.reserved.p[0].end = REGION + 0x9f000;
	assert_int_equal(machine_for_crash(&b.machine, &b.req, &why), -ENOMEM);
	assert_non_null(strstr(why.text, "636 KiB"));
	why.text[0] = '\0';
	b.machine.crash.reserved.p[0] = (struct span){ 0xf0000000, 0x100000000 };
	assert_false(crash_region_is_high(&b.machine.crash));
	b.machine.crash.reserved.p[0] = (struct span){ 0x100000000, 0x110000000 };
	assert_true(crash_region_is_high(&b.machine.crash));
	assert_int_equal(machine_for_crash(&b.machine, &b.req, &why), -EADDRNOTAVAIL);
	assert_non_null(strstr(why.text, "above 4 GiB"));
}

/* --mem-min and --mem-max without a crash: the same bounds, by the user. */
static void test_bounds(void **state)
{
	(void)state;
	b.req.crash = false;
	b.req.mem_min = 0x2000000;
	b.req.mem_max = 0x3ffffff;
	assert_int_equal(image_build(&b.img), 0);
	for (unsigned int i = 0; i < b.img.n_segments; i++) {
		assert_true(b.img.segment[i].mem >= 0x2000000);
		assert_true(b.img.segment[i].mem + b.img.segment[i].memsz <= 0x4000000);
	}
}

static void test_bounds_too_narrow(void **state)
{
	(void)state;
	b.req.crash = false;
	b.req.mem_max = 0xfffff;
	assert_refused(&b, "no room for the kernel: it must lie between 0x1000000 and 0xffffffff, "
			   "and only 0 to 0xfffff may be used");
	b.img.why.text[0] = '\0';
	b.req.mem_max = 0x11fffff;
	assert_refused(&b, "no room for the kernel: 8192 KiB of free RAM between 0x1000000 and "
			   "0x11fffff are needed (this machine has ");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_all, close_all)
	const struct CMUnitTest tests[] = {
		TEST(test_iomem),
		TEST(test_no_region),
		TEST(test_kcore),
		TEST(test_machine),
		TEST(test_words),
		TEST(test_memmap_words),
		TEST(test_headers64),
		TEST(test_headers32),
		TEST(test_elf32_of_high_ram),
		TEST(test_elf64_by_request),
		TEST(test_region_too_small_or_high),
		TEST(test_bounds),
		TEST(test_bounds_too_narrow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
