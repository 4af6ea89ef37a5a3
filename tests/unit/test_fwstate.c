// SPDX-License-Identifier: GPL-2.0-only
/* What the firmware had programmed: reading, printing, and each kind of difference. */
#include <stdio.h>
#include "helper.h"

static struct fw_state then, now;
static struct text out;

/* A plain PC, as SeaBIOS leaves one. */
static int open_state(void **state)
{
	(void)state;
	memset(&then, 0, sizeof(then));
	then.magic = FW_STATE_MAGIC;
	then.version = FW_STATE_VERSION;
	then.source = FW_STATE_LOADER;
	then.boot = FW_BOOT_DISK;
	then.drive = 0x80;
	then.regs.dx = 0x80;
	then.pic1_mask = 0xb8;
	then.pic2_mask = 0x8e;
	then.pic1_base = FW_PIC1_BASE;
	then.pic2_base = FW_PIC2_BASE;
	then.elcr[1] = 0x0c;
	then.pit0_status = 0x34;
	then.port92 = 0x02;
	then.cmos_index = 0xff;
	then.a20 = 1;
	then.base_kb = 639;
	then.ebda_seg = 0x9fc0;
	for (unsigned int i = 0; i < FW_STATE_VECTORS; i++)
		then.ivt[i] = 0xf000ff53;
	then.bda[0x0e] = 0xc0;
	then.bda[0x0f] = 0x9f;
	then.ebda[0] = 1;
	now = then;
	return 0;
}

static int close_state(void **state)
{
	(void)state;
	text_free(&out);
	return 0;
}

/* Compare; the text must contain @line. */
static unsigned int diff(bool verbose, const char *line)
{
	unsigned int matter;

	text_free(&out);
	out = (struct text){ 0 };
	matter = fw_state_diff(&then, &now, verbose, &out);
	assert_false(out.failed);
	if (!strstr(out.p, line))
		fail_msg("no '%s' in:\n%s", line, out.p);
	return matter;
}

static void test_read(void **state)
{
	struct fw_state fw;
	struct blob node = { (const uint8_t *)&then, sizeof(then) };

	(void)state;
	assert_true(fw_state_read(node, &fw));
	assert_memory_equal(&fw, &then, sizeof(fw));
	node.n--;
	assert_false(fw_state_read(node, &fw));
	node.n++;
	then.version++;
	assert_false(fw_state_read(node, &fw));
	then.version--;
	then.magic ^= 1;
	assert_false(fw_state_read(node, &fw));
}

static void test_print(void **state)
{
	(void)state;
	fw_state_print(&then, &out);
	assert_non_null(strstr(out.p, "noted by     our loader"));
	assert_non_null(strstr(out.p, "booted from  hard disk or stick, drive 80h\n"));
	assert_non_null(strstr(out.p, "DX=0080"));
	assert_non_null(strstr(out.p, "masks b8 8e, vectors 08 70, ELCR 00 0c\n"));
	assert_non_null(strstr(out.p, "INT 13h f000:ff53"));
	then.source = then.boot = 0xee; /* from a later version */
	fw_state_print(&then, &out);
	assert_non_null(strstr(out.p, "noted by     ?\nbooted from  ?\n"));
}

static void test_same(void **state)
{
	(void)state;
	assert_int_equal(diff(false, "the firmware's state is what it was\n"), 0);
	assert_non_null(strstr(out.p, "interrupt vectors: 256 same, 0 expected to differ"));
	assert_null(strstr(out.p, " -> "));
	assert_int_equal(diff(true, "INT 13h vector: f000:ff53 -> same\n"), 0);
	assert_non_null(strstr(out.p, "40:49 video mode: 00 -> same\n"));
	assert_non_null(strstr(out.p, "8259 mask of IRQ 0-7: b8 -> same\n"));
}

static void test_vectors(void **state)
{
	(void)state;
	for (unsigned int i = 0x30; i < 0x40; i++)
		now.ivt[i] = 0x40000400 + 16 * i;
	assert_int_equal(diff(false, "INT 30h-3Fh vectors: 16 changed, expected: "), 0);
	assert_int_equal(diff(true, "INT 3Fh vector: f000:ff53 -> 4000:07f0, expected: "), 0);
	now.ivt[0x35]++; /* not in the row of stubs */
	assert_int_equal(diff(false, "INT 35h vector: f000:ff53 -> 4000:0751, DIFFERS\n"), 1);
	assert_non_null(strstr(out.p, "INT 30h-3Fh vectors: 15 changed, expected: "));
	now.ivt[0x35]--;
	now.ivt[0x13] = 0x12345678;
	now.ivt[0x40] = 0;
	assert_int_equal(diff(false, "INT 13h vector: f000:ff53 -> 1234:5678, DIFFERS\n"), 2);
	assert_non_null(strstr(out.p, "vectors: 238 same, 16 expected to differ, 2 that matter\n"));
	assert_non_null(strstr(out.p, "differences that matter: 2\n"));
}

/* Every byte of the BIOS data area belongs to one line, and to one only. */
static void test_bda_is_covered(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < FW_STATE_BDA; i++) {
		unsigned int at = 0x100;
		const char *p;

		now = then;
		now.bda[i] ^= 0x55;
		diff(false, "53 same");
		p = strstr(out.p, "40:");
		assert_non_null(p);
		assert_int_equal(sscanf(p, "40:%x", &at), 1);
		assert_true(at <= i);
		assert_null(strstr(p + 1, "40:"));
	}
}

static void test_bda(void **state)
{
	(void)state;
	now.bda[0x6c] = 0x34;
	now.bda[0x6d] = 0x12;
	now.bda[0x1e] = 'x';
	assert_int_equal(diff(false, "40:6C tick: 00000000 -> 00001234, expected: "), 0);
	assert_non_null(strstr(out.p, "40:1E keyboard buffer: 1 of 32 bytes changed, expected: "));
	now.bda[0x13] = 1;
	assert_int_equal(diff(false, "40:13 base memory in KiB: 0000 -> 0001, DIFFERS\n"), 1);
	now.bda[0xf5] = 1;
	assert_int_equal(diff(false, "40:F0 left to programs: 1 of 16 bytes changed, DIFFERS\n"),
			 2);
}

static void test_ebda(void **state)
{
	(void)state;
	now.ebda[0x22] = now.ebda[0x23] = now.ebda[FW_STATE_EBDA - 1] = 7;
	assert_int_equal(diff(false, "EBDA, bytes 022 to 023: changed, expected: "), 0);
	assert_non_null(strstr(out.p, "EBDA, bytes 3ff to 3ff: changed"));
	now.ebda[0] = 2;
	assert_int_equal(diff(false, "EBDA, its size in KiB: 01 -> 02, DIFFERS\n"), 1);
	then.bda[0x0e] = then.bda[0x0f] = now.bda[0x0e] = now.bda[0x0f] = 0;
	assert_int_equal(diff(false, "the firmware's state is what it was"), 0);
	assert_null(strstr(out.p, "EBDA, "));
}

/* Bits with rules of their own. */
static void test_chips(void **state)
{
	(void)state;
	now.pic1_mask = 0xf8; /* one line more is masked: it is Linux's */
	now.pic1_base = 0x30;
	now.pit2_status = 0xb4;
	now.port61 = 0x31;
	now.cmos_index = 0x8d;
	now.cr0 = 0x22;
	now.kbc_status = 0x01;
	now.pit0_status = 0xf4;
	assert_int_equal(diff(false, "8259 mask of IRQ 0-7: b8 -> f8, expected: "), 0);
	assert_non_null(strstr(out.p, "port 61h: 00 -> 31, expected: "));
	now.pic1_mask = 0xb0; /* one less */
	assert_int_equal(diff(false, "8259 mask of IRQ 0-7: b8 -> b0, DIFFERS\n"), 1);
	now.elcr[1] = 0;
	assert_int_equal(diff(false, "ELCR (level-triggered lines): 0c00 -> 0000, DIFFERS\n"), 2);
	now.pit0_status = 0x38;
	assert_int_equal(diff(false, "8254 channel 0, mode: 34 -> 38, DIFFERS\n"), 3);
	now.cmos_index = 0x0d; /* NMI on */
	assert_int_equal(diff(false, "port 70h (CMOS index): ff -> 0d, DIFFERS\n"), 4);
	now.cr0 = 1;
	assert_int_equal(diff(false, "CR0: 0000 -> 0001, DIFFERS\n"), 5);
	now.a20 = 0;
	assert_int_equal(diff(false, "A20: 01 -> 00, DIFFERS\n"), 6);
	then.a20 = 0;
	now.a20 = 1;
	assert_int_equal(diff(false, "A20: 00 -> 01, expected: "), 5);
}

/* Whatever has changed, each line fits one of an 80-column screen. */
static void test_width(void **state)
{
	char *line, *rest;

	(void)state;
	memset(now.bda, 0xff, sizeof(now.bda));
	memset(now.ebda + 1, 0xff, sizeof(now.ebda) - 1);
	memset(now.ivt, 0xff, sizeof(now.ivt));
	for (unsigned int i = 0x30; i < 0x40; i++)
		now.ivt[i] = 0x40000400 + 16 * i;
	now.pic1_base = now.pic2_base = 0xf3;
	now.pit2_status = now.port61 = 0xf3;
	now.cr0 = 0xfe;
	now.cmos_index = 0xfe;
	diff(false, "INT 30h-3Fh vectors: 16 changed, expected: ");
	for (line = strtok_r(out.p, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		if (strlen(line) >= 80)
			fail_msg("%zu columns: %s", strlen(line), line);
}

#define WITH_STATE(f) cmocka_unit_test_setup_teardown(f, open_state, close_state)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STATE(test_read),	  WITH_STATE(test_print), WITH_STATE(test_same),
		WITH_STATE(test_vectors), WITH_STATE(test_bda),	  WITH_STATE(test_bda_is_covered),
		WITH_STATE(test_ebda),	  WITH_STATE(test_chips), WITH_STATE(test_width),
	};

	return cmocka_run_group_tests_name("fwstate", tests, NULL, NULL);
}
