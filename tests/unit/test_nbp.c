// SPDX-License-Identifier: GPL-2.0-only
/* Image type nbp: registers, the ROM's stack or one of our own, and what it refuses. */
#include "helper.h"
#include "pxestate.h"

static uint8_t program[5000];
static struct pxe_state pxe;
static struct bench b;

extern const uint8_t nbp_open[], nbp_open_end[];

static int fresh(void **state)
{
	static struct made none;

	(void)state;
	memset(program, 0x90, sizeof(program));
	pxe = (struct pxe_state){
		.magic = PXE_STATE_MAGIC,
		.version = PXE_STATE_VERSION,
		.stack_is_rom = 1,
		.bang = { 0x0070, 0x9c40 },
		.nv = { 0x0010, 0x9c48 },
		.entry = { 0x0106, 0x9cc0 },
		.stack = { 0x2ed6, 0x9ccc },
	};
	pxe.kept[PXE_KEPT_REPLY].packet.your_ip = 0x0f02000a;
	bench_open(&b, &none, 64);
	bench_firmware(&b)->base_kb = 620;
	b.req.type = "nbp";
	b.machine.pxe = (struct blob){ (const uint8_t *)&pxe, sizeof(pxe) };
	b.img.kernel = (struct input){ "program", { program, sizeof(program) } };
	return 0;
}

static int drop(void **state)
{
	(void)state;
	bench_close(&b);
	return 0;
}

static const struct kexec_segment *build(void)
{
	if (image_build(&b.img))
		fail_msg("refused: %s", b.img.why.text);
	return segment(&b.img, "nbp");
}

static void test_rom_stack(void **state)
{
	const struct kexec_segment *s = build();
	const struct handoff_regs *r = &b.img.regs;

	(void)state;
	assert_int_equal(s->mem, 0x7000);
	assert_memory_equal((const uint8_t *)s->buf + 0xc00, program, sizeof(program));
	assert_int_equal(b.img.mode, 16);
	assert_int_equal(r->cs, 0);
	assert_int_equal(r->eip, 0x7000);
	assert_int_equal(r->es, 0x9c48);
	assert_int_equal(r->ebx, 0x0010);
	assert_int_equal(r->edx, 0x9c490);
	assert_int_equal(r->ss, 0x9ccc);
	assert_int_equal(r->esp, 0x2ed6 + PXE_STATE_STACK_REGS);
	assert_true(pxe_rom_waits(b.machine.pxe));
	assert_false(pxe_rom_waits((struct blob){ NULL, 0 }));
}

/* The code in front has the ROM open its card: told where the ROM is, and our address. */
static void test_open(void **state)
{
	static const uint8_t entry[] = { 0x06, 0x01, 0xc0, 0x9c }, ip[] = { 10, 0, 2, 15 };
	const uint8_t *page = build()->buf;
	size_t code = (size_t)(nbp_open_end - nbp_open) - 14;

	(void)state;
	assert_memory_equal(page, nbp_open, code);
	assert_memory_equal(page + code, entry, sizeof(entry));
	assert_memory_equal(page + code + 6, ip, sizeof(ip));
	/* with an address of its own, the DHCP server's last word counts */
	image_free(&b.img);
	pxe.kept[PXE_KEPT_ACK].packet.your_ip = 0x0100007f;
	page = build()->buf;
	assert_memory_equal(page + code + 6, "\x7f\0\0\1", 4);
}

/* Started by a loader, or the ROM's stack is where the program's page goes: INT 18h for a return. */
static void own_stack(void)
{
	const uint8_t *page = build()->buf;
	uint16_t word[4];

	assert_int_equal(b.img.regs.ss, 0);
	assert_int_equal(b.img.regs.esp, 0x7bf0);
	memcpy(word, page + 0xbf0, sizeof(word));
	assert_int_equal(word[0], 0x7be0);
	assert_int_equal(word[1], 0);
	assert_int_equal(word[2], 0x0070);
	assert_int_equal(word[3], 0x9c40);
	assert_int_equal(page[0xbe0], 0xcd);
	assert_int_equal(page[0xbe1], 0x18);
	assert_false(pxe_rom_waits(b.machine.pxe));
	image_free(&b.img);
}

static void test_own_stack(void **state)
{
	(void)state;
	pxe.stack_is_rom = 0;
	own_stack();
	pxe.stack_is_rom = 1;
	pxe.stack = (struct pxe_far){ 0x7b00, 0 };
	own_stack();
}

static void refuses(const char *words)
{
	assert_refused(&b, words);
	b.img.why.text[0] = '\0';
}

static void test_refusals(void **state)
{
	(void)state;
	b.req.append = "words";
	refuses("no command line");
	b.req.append = "";
	b.machine.firmware.n = 0;
	refuses("nbp: nobody noted at boot");
	bench_firmware(&b)->base_kb = 33;
	refuses("5000 bytes at 0x7c00 do not fit the base memory of 33 KiB");
	b.machine.pxe_ended = true;
	refuses("it has been unloaded since");
	pxe.magic = 0;
	refuses("no PXE ROM is there");
	b.machine.pxe.n = 0;
	refuses("no PXE ROM is there");
	b.req.type = NULL;
	refuses("not a kernel of a type known here");
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fresh, drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(test_rom_stack),
		WITH(test_open),
		WITH(test_own_stack),
		WITH(test_refusals),
	};

	return cmocka_run_group_tests_name("nbp", tests, NULL, NULL);
}
