// SPDX-License-Identifier: GPL-2.0-only
/* Image types elf and vmlinux: what they refuse, where they put things, notes and checksum. */
#include "elf-file.h"
#include "subject.h"

#define AT_NOTE 512u
#define AT_CODE 4096u
#define BYTES	(AT_CODE + 3 * 4096u)
#define ENTRY	0x200010u

/* A good executable: two segments with a hole between, and room for notes. */
static struct elf32_ehdr *h;
static struct elf32_phdr *p;

static int fresh(void **state)
{
	(void)state;
	make_file(BYTES, AT_CODE);
	h = (void *)k.file;
	p = (void *)(k.file + sizeof(*h));
	*h = (struct elf32_ehdr){
		.e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS32, ELFDATA2LSB, EV_CURRENT },
		.e_type = ET_EXEC,
		.e_machine = EM_386,
		.e_version = EV_CURRENT,
		.e_entry = ENTRY,
		.e_phoff = sizeof(*h),
		.e_phentsize = sizeof(*p),
		.e_phnum = 2,
	};
	p[0] = (struct elf32_phdr){ PT_LOAD, AT_CODE, 0x200000, 0x200000, 4096, 4096, 7, 4096 };
	p[1] = (struct elf32_phdr){ PT_LOAD, AT_CODE + 4096, 0x400000, 0x400000,
				    100,     0x100000,	     7,	       4096 };
	return 0;
}

static void accepts(void)
{
	struct bench b;

	bench_open(&b, &k, 64);
	build(&b, "elf");
	image_seal(&b.img);
	bench_close(&b);
}

static void test_plan(void **state)
{
	struct bench b;

	(void)state;
	bench_open(&b, &k, 64);
	assert_int_equal(image_build(&b.img), 0);
	assert_string_equal(b.img.handoff->segment[0].label, "program");
	assert_int_equal(b.img.segment[0].mem, 0x200000);
	assert_ptr_equal(b.img.segment[0].buf, k.file + AT_CODE); /* not copied */
	assert_int_equal(b.img.segment[1].mem, 0x400000);
	assert_int_equal(b.img.segment[1].bufsz, 100);
	assert_int_equal(b.img.segment[1].memsz, 0x100000);
	assert_int_equal(b.img.regs.eip, ENTRY);
	assert_int_equal(b.img.regs.eax, ELF_BHDR_MAGIC);
	assert_int_equal(b.img.regs.ebx, segment(&b.img, "notes")->mem);
	bench_close(&b);
}

/* Header fields, one wrong at a time. */
static void test_header(void **state)
{
	(void)state;
	h->e_machine = 8;
	refuses(64, "not for x86 (machine 8)");
	h->e_machine = EM_386;
	h->e_ident[ELF_DATA] = 2;
	refuses(64, "not for x86");
	h->e_ident[ELF_DATA] = ELFDATA2LSB;
	h->e_ident[ELF_CLASS] = 3;
	refuses(64, "unknown class 3");
	h->e_ident[ELF_CLASS] = ELFCLASS32;
	h->e_type = ET_REL;
	refuses(64, "an object file");
	h->e_type = ET_DYN;
	refuses(64, "only fixed addresses");
	h->e_type = ET_CORE;
	refuses(64, "a core dump");
	h->e_type = ET_EXEC;
	h->e_phnum = 0;
	refuses(64, "0 program headers");
	h->e_phnum = 0xffff;
	refuses(64, "65535 program headers");
	h->e_phnum = 2;
	h->e_phentsize = 56;
	refuses(64, "2 program headers of 56 bytes");
	h->e_phentsize = sizeof(*p);
	h->e_phoff = UINT32_MAX;
	refuses(64, "the program headers are at 0xffffffff");
	h->e_phoff = 0; /* the ELF header taken for a program header: kexec-tools crashes */
	refuses(64, "nothing in it to load");
}

static void test_segments(void **state)
{
	(void)state;
	p[1].p_filesz = 0x100001;
	p[1].p_memsz = 0x100000;
	refuses(64, "cut short: segment 1");
	p[1].p_filesz = 4096;
	p[1].p_memsz = 4095;
	refuses(64, "segment 1 has 4096 bytes in the file and 4095 in memory");
	p[1].p_memsz = 0;
	refuses(64, "4096 bytes in the file and 0 in memory");
	p[1].p_memsz = 4096;
	p[1].p_paddr = 0xfffff001;
	refuses(64, "does not end below 4 GiB");
	p[1].p_memsz = UINT32_MAX;
	refuses(64, "does not end below 4 GiB");
	p[1].p_memsz = 4096;
	p[1].p_paddr = 0xfff;
	refuses(64, "over interrupt vectors");
	p[1].p_paddr = 0x200fff;
	refuses(64, "overlaps another");
	p[1].p_paddr = 0x1ff001;
	refuses(64, "overlaps another");
	p[1].p_paddr = 0x9000000;
	refuses(64, "not all of that is RAM");
	p[1].p_paddr = 0x400000;
	p[1].p_offset = UINT32_MAX;
	refuses(64, "cut short");
	p[1].p_offset = AT_CODE;
	h->e_entry = 0x300000;
	refuses(64, "inside no segment");
	p[0].p_type = p[1].p_type = PT_NOTE;
	refuses(64, "nothing in it to load");
}

static void test_user_programs(void **state)
{
	(void)state;
	p[1].p_type = PT_INTERP;
	refuses(64, "under an operating system");
	p[1].p_type = PT_TLS;
	refuses(64, "under an operating system");
}

static void test_virtual_entry(void **state)
{
	struct bench b;

	(void)state;
	p[0].p_vaddr = 0xc0200000;
	h->e_entry = 0xc0200010;
	bench_open(&b, &k, 64);
	assert_int_equal(image_build(&b.img), 0);
	assert_int_equal(b.img.regs.eip, ENTRY);
	bench_close(&b);
}

static void test_64bit(void **state)
{
	struct elf64_ehdr h64 = {
		.e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT },
		.e_type = ET_EXEC,
		.e_machine = EM_X86_64,
		.e_entry = ENTRY,
		.e_phoff = sizeof(h64),
		.e_phentsize = sizeof(struct elf64_phdr),
		.e_phnum = 1,
	};
	struct elf64_phdr p64 = { .p_type = PT_LOAD,
				  .p_offset = AT_CODE,
				  .p_paddr = 0x200000,
				  .p_filesz = 4096,
				  .p_memsz = 4096 };
	struct bench b;

	(void)state;
	memcpy(k.file, &h64, sizeof(h64));
	memcpy(k.file + sizeof(h64), &p64, sizeof(p64));
	bench_open(&b, &k, 64);
	build(&b, "elf");
	assert_int_equal(b.img.handoff->mode, 64);
	assert_int_equal(b.img.regs.eip, ENTRY);
	assert_int_equal(b.img.regs.eax, ELF_BHDR_MAGIC);
	bench_close(&b);
	bench_open(&b, &k, 64);
	b.machine.cpu_64bit = NO;
	assert_refused(&b, "elf: a 64-bit program, and this CPU has no 64-bit mode");
	bench_close(&b);
	p64.p_paddr = UINT64_MAX - 100;
	memcpy(k.file + sizeof(h64), &p64, sizeof(p64));
	refuses(64, "does not end below 4 GiB");
	p64.p_paddr = 0x200000;
	p64.p_offset = UINT64_MAX - 100;
	memcpy(k.file + sizeof(h64), &p64, sizeof(p64));
	refuses(64, "cut short");
}

/* Segments that share pages become one, with every byte where it belongs. */
static void test_shared_pages(void **state)
{
	const struct kexec_segment *s;
	const uint8_t *bytes;
	struct bench b;

	(void)state;
	p[0].p_paddr = 0x200004;
	p[1].p_paddr = 0x201044;
	memset(k.file + p[1].p_offset, 0x77, 100);
	bench_open(&b, &k, 64);
	assert_int_equal(image_build(&b.img), 0);
	s = &b.img.segment[0];
	bytes = s->buf;
	assert_int_equal(s->mem, 0x200000);
	assert_int_equal(s->bufsz, 0x1044 + 100);
	assert_int_equal(s->memsz, 0x102000);
	assert_true(!bytes[3] && bytes[4] == 0x90 && bytes[0x1003] == 0x90);
	assert_true(!bytes[0x1004] && !bytes[0x1043] && bytes[0x1044] == 0x77);
	bench_close(&b);
	/* a hole of 8 MiB inside what has to be copied */
	p[0].p_memsz = 8 * MIB;
	p[1].p_paddr = 0x200008 + 8 * MIB;
	refuses(64, "share pages lie");
}

static void test_no_initrd(void **state)
{
	static uint8_t data[10];
	struct bench b;

	(void)state;
	bench_open(&b, &k, 64);
	b.img.initrd[0] = (struct input){ "i", { data, sizeof(data) } };
	b.img.n_initrds = 1;
	assert_refused(&b, "takes no initrd");
	bench_close(&b);
}

/* Add a note; returns where its descriptor is. */
static uint8_t *add_note(const char *owner, uint32_t type, uint32_t descsz)
{
	struct elf_note n = { (uint32_t)strlen(owner) + 1, descsz, type };

	h->e_phnum = 3;
	p[2] = (struct elf32_phdr){ PT_NOTE, AT_NOTE, 0, 0, 32, 0, 4, 4 };
	memcpy(k.file + AT_NOTE, &n, sizeof(n));
	memcpy(k.file + AT_NOTE + sizeof(n), owner, n.namesz);
	return k.file + AT_NOTE + sizeof(n) + align_up(n.namesz, 4);
}

/* RFC 1071 a byte at a time: what Etherboot's rule gives for the file as it is now. */
static uint16_t checksum(void)
{
	uint64_t sum = 0, at = 0;

	for (size_t i = 0; i < sizeof(*h) + 3 * sizeof(*p); i++, at++)
		sum += (uint64_t)k.file[i] << 8 * (at % 2);
	for (unsigned int s = 0; s < 2; at += p[s].p_memsz - p[s].p_filesz, s++)
		for (size_t i = 0; i < p[s].p_filesz; i++, at++)
			sum += (uint64_t)k.file[p[s].p_offset + i] << 8 * (at % 2);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

static void put_checksum(uint8_t *at, uint16_t sum)
{
	at[0] = (uint8_t)sum;
	at[1] = (uint8_t)(sum >> 8);
}

static void test_checksum(void **state)
{
	uint8_t *at = add_note("ELFBoot", EIN_PROGRAM_CHECKSUM, 2);

	(void)state;
	for (uint32_t n = 97; n < 101; n++) { /* odd and even lengths */
		p[0].p_filesz = p[0].p_memsz = n;
		p[1].p_filesz = n + n % 3;
		put_checksum(at, checksum());
		accepts();
		k.file[AT_CODE + n - 1] ^= 1;
		refuses(64, "damaged: its checksum is");
	}
}

/* A note inside a loaded segment: its own two bytes count as zeros. */
static void test_checksum_inside(void **state)
{
	uint8_t *at = add_note("ELFBoot", EIN_PROGRAM_CHECKSUM, 2);

	(void)state;
	for (uint32_t before = 100; before < 102; before++) {
		p[0].p_offset = AT_NOTE - before;
		put_checksum(at, 0);
		put_checksum(at, checksum());
		accepts();
	}
}

/* Notes that lie about their sizes end the search, whatever they say. */
static void test_mad_notes(void **state)
{
	static const uint32_t sizes[] = { 0,	      1,	  3,	      2048,
					  0x7fffffff, 0xfffffff0, 0xfffffffc, 0xffffffff };

	(void)state;
	add_note("ELFBoot", 9, 4);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct elf_note n = { 8, sizes[i], 9 };

		memcpy(k.file + AT_NOTE, &n, sizeof(n));
		accepts();
		n = (struct elf_note){ sizes[i], 4, 9 };
		memcpy(k.file + AT_NOTE, &n, sizeof(n));
		accepts();
	}
	p[2].p_filesz = UINT32_MAX;
	accepts();
	p[2].p_offset = UINT32_MAX;
	accepts();
}

static void test_cut_anywhere(void **state)
{
	static const size_t cuts[] = { 1, 4, 7, 51, 52, 83, 84, 115, 116, AT_CODE, 8191, 8291 };

	(void)state;
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++)
		refuses_cut(cuts[i]);
}

static void test_vmlinux(void **state)
{
	static uint8_t data[5000];
	struct bench b;

	(void)state;
	add_note("Linux", 0x100, 4);
	bench_open(&b, &k, 64);
	assert_int_equal(request_add_text(&b.req, "words", &b.img.why), 0);
	b.img.initrd[0] = (struct input){ "i", { data, sizeof(data) } };
	b.img.n_initrds = 1;
	build(&b, "vmlinux");
	assert_int_equal(b.img.regs.esi, b.img.params_addr);
	assert_int_equal(b.img.regs.eip, ENTRY);
	assert_int_equal(b.img.params->hdr.ramdisk_size, sizeof(data));
	assert_int_equal(b.img.params->hdr.ramdisk_image, b.img.initrd_addr);
	assert_string_equal((const char *)b.img.params + 4096, "words");
	assert_int_equal(segment(&b.img, "kernel")->mem, 0x200000);
	bench_close(&b);
}

#define ON_ELF(f) cmocka_unit_test_setup_teardown(f, fresh, drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_ELF(test_plan),	    ON_ELF(test_header),
		ON_ELF(test_segments),	    ON_ELF(test_user_programs),
		ON_ELF(test_virtual_entry), ON_ELF(test_64bit),
		ON_ELF(test_shared_pages),  ON_ELF(test_no_initrd),
		ON_ELF(test_checksum),	    ON_ELF(test_checksum_inside),
		ON_ELF(test_mad_notes),	    ON_ELF(test_cut_anywhere),
		ON_ELF(test_vmlinux),
	};

	return cmocka_run_group_tests_name("elf", tests, NULL, NULL);
}
