// SPDX-License-Identifier: GPL-2.0-only
/* Image type nbi: records and where they go, both entries, the BOOTP record, refusals. */
#include "pxestate.h"
#include "std/nbi.h"
#include "subject.h"

#define BYTES (512 + 3 * 4096)
#define BLOCK 0x2000

static struct nbi_header *h;
static struct nbi_record *r;

/* Three records of a page each: at 0x20000, behind it, and at 2 MiB. */
static int fresh(void **state)
{
	(void)state;
	make_file(BYTES, 512);
	h = (void *)k.file;
	r = (void *)(k.file + sizeof(*h));
	*h = (struct nbi_header){ NBI_MAGIC, NBI_HEADER, 0x0010, 0x9200, 0x20000000 };
	r[0] = (struct nbi_record){ NBI_HEADER, 0, 0, NBI_ABSOLUTE, 0x20000, 4096, 4096 };
	r[1] = (struct nbi_record){ NBI_HEADER, 0, 0, NBI_AFTER, 0x1000, 4096, 8192 };
	r[2] = (struct nbi_record){ NBI_HEADER, 0, 0, NBI_LAST, 0x200000, 4096, 4096 };
	return 0;
}

static void open_pc(struct bench *b)
{
	bench_open(b, &k, 64);
	bench_firmware(b);
}

static void refuses_pc(const char *words)
{
	struct bench b;

	open_pc(&b);
	assert_refused(&b, words);
	bench_close(&b);
}

/* Where record 1 goes, as it is now; 0x200000 less for the others is what they have. */
static bool loads_to(uint64_t addr)
{
	struct bench b;
	bool found = false;

	open_pc(&b);
	build(&b, "nbi");
	for (unsigned int i = 0; i < b.img.n_segments; i++)
		found = found || (b.img.segment[i].mem == addr && b.img.segment[i].memsz == 8192);
	bench_close(&b);
	return found;
}

static void test_addresses(void **state)
{
	(void)state;
	assert_true(loads_to(0x22000)); /* behind the end of memory of the record before */
	r[1].flags = NBI_BEFORE;
	r[1].load_addr = 0x4000;
	assert_true(loads_to(0x1c000));
	r[1].flags = NBI_TOP;
	assert_true(loads_to(64 * MIB - 0x4000));
	r[1].flags = NBI_ABSOLUTE;
	r[1].load_addr = 0x300000;
	assert_true(loads_to(0x300000));
	/* vendor data behind a record header */
	r[0].length = NBI_HEADER | 0x40;
	memmove(r + 2, r + 1, 2 * sizeof(*r));
	assert_true(loads_to(0x300000));
}

static void test_far_entry(void **state)
{
	const struct handoff_regs *regs;
	const uint16_t *frame;
	struct bench b;

	(void)state;
	open_pc(&b);
	build(&b, "nbi");
	regs = &b.img.regs;
	assert_int_equal(b.img.mode, 16);
	assert_int_equal(regs->cs, 0x2000);
	assert_int_equal(regs->eip, 0);
	assert_int_equal(regs->ss * 16, segment(&b.img, "nbi")->mem);
	assert_int_equal(regs->esp, BLOCK - 12);
	frame = (const uint16_t *)((const uint8_t *)segment(&b.img, "nbi")->buf + regs->esp);
	assert_int_equal(frame[1], regs->ss);
	assert_int_equal(frame[2], 0x10); /* the header, as it says itself */
	assert_int_equal(frame[3], 0x9200);
	assert_int_equal(frame[5], regs->ss);
	assert_int_equal(((const uint8_t *)segment(&b.img, "nbi")->buf)[frame[4]], 2);
	bench_close(&b);
}

static void test_linear_entry(void **state)
{
	const struct handoff_regs *regs;
	const uint32_t *frame;
	struct bench b;
	uint32_t at;

	(void)state;
	h->flags |= NBI_LINEAR_EXEC | NBI_RETURNS;
	h->execute = 0x200010;
	open_pc(&b);
	build(&b, "nbi");
	regs = &b.img.regs;
	at = (uint32_t)segment(&b.img, "nbi")->mem;
	assert_int_equal(b.img.mode, 16); /* the stub goes on to 32 bits */
	assert_int_equal(regs->cs * 16u + regs->eip, at);
	assert_int_equal(regs->ebx, at);
	assert_int_equal(regs->edi, 0x200010);
	assert_int_equal(regs->ecx, at + BLOCK - 16);
	frame = (const uint32_t *)((const uint8_t *)segment(&b.img, "nbi")->buf + BLOCK - 16);
	assert_in_range(frame[0], at, at + 0x100);
	assert_int_equal(frame[2], 0x92010);
	assert_in_range(frame[3], at + 0x100, at + 0x200);
	bench_close(&b);
}

/* What the program finds as its BOOTP record when the ROM has kept @bytes of a packet of 5Ah. */
static void check_bootp(uint16_t bytes, uint8_t first, uint8_t last)
{
	static struct pxe_state pxe = { .magic = PXE_STATE_MAGIC, .version = PXE_STATE_VERSION };
	struct pxe_kept *ack = &pxe.kept[PXE_KEPT_ACK];
	const uint8_t *bootp;
	struct bench b;

	memset(&ack->packet, 0x5a, sizeof(ack->packet));
	ack->bytes = bytes;
	open_pc(&b);
	b.machine.pxe = (struct blob){ (const uint8_t *)&pxe, sizeof(pxe) };
	build(&b, "nbi");
	bootp = (const uint8_t *)segment(&b.img, "nbi")->buf + 0x110;
	assert_int_equal(bootp[0], first);
	assert_int_equal(bootp[sizeof(ack->packet) - 1], last);
	assert_int_equal(bootp[sizeof(ack->packet)], 0);
	bench_close(&b);
}

static void test_bootp(void **state)
{
	const uint16_t whole = sizeof(struct pxe_packet);

	(void)state;
	check_bootp(whole, 0x5a, 0x5a);
	check_bootp(300, 0x5a, 0);
	check_bootp(0, 2, 0);
	check_bootp(whole + 1, 2, 0); /* damaged */
}

static void test_refusals(void **state)
{
	struct bench b;

	(void)state;
	r[2].image_bytes = 4097;
	refuses_pc("cut short: a record is 4097 bytes for 4096 of memory");
	r[2].memory_bytes = 4097;
	refuses_pc("cut short");
	r[2].memory_bytes = r[2].image_bytes = 4096;
	r[2].load_addr = 0x20fff;
	refuses_pc("overlaps another");
	r[2].load_addr = 0x92100; /* the image header */
	refuses_pc("overlaps another");
	r[2].load_addr = 0xfff;
	refuses_pc("record 3 at 0xfff, 4096 bytes: over the BIOS's data");
	r[2].load_addr = 0xfffff001;
	refuses_pc("beyond 4 GiB");
	r[2].flags = NBI_LAST | NBI_BEFORE; /* before 0 */
	refuses_pc("beyond 4 GiB");
	r[2].flags = NBI_LAST | NBI_AFTER;
	refuses_pc("beyond 4 GiB");
	r[2].flags = NBI_LAST;
	r[2].load_addr = 0x9f000;
	refuses_pc("not all of that is RAM");
	r[2].load_addr = 0x200000;
	h->execute = 0x21000000;
	refuses_pc("the entry 0x21000 is in nothing that is loaded");
	h->execute = 0x20000000;
	h->flags = 5;
	refuses_pc("its header is of length 0x5");
	h->flags = NBI_HEADER;
	r[2].length = 0;
	refuses_pc("no record header at 0x30");
	r[2].length = NBI_HEADER;
	r[2].flags = 0; /* the last one is missing: what follows are zeros */
	refuses_pc("no record header at 0x40");
	r[2].flags = NBI_LAST;
	bench_open(&b, &k, 64);
	assert_refused(&b, "nbi: nobody noted at boot");
	bench_close(&b);
	open_pc(&b);
	b.req.append = "words";
	assert_refused(&b, "takes no initrd and no command line");
	bench_close(&b);
}

static void test_cut_anywhere(void **state)
{
	static const size_t cuts[] = { 1, 4, 15, 16, 47, 511, 512, 600, 4607, 4608, BYTES - 1 };

	(void)state;
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++)
		refuses_cut(cuts[i]);
}

#define ON_FILE(f) cmocka_unit_test_setup_teardown(f, fresh, drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FILE(test_addresses), ON_FILE(test_far_entry), ON_FILE(test_linear_entry),
		ON_FILE(test_bootp),	 ON_FILE(test_refusals),  ON_FILE(test_cut_anywhere),
	};

	return cmocka_run_group_tests_name("nbi", tests, NULL, NULL);
}
