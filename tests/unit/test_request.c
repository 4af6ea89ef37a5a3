// SPDX-License-Identifier: GPL-2.0-only
/* boot_request: built, saved, read back; the command line. */
#include "helper.h"

static void test_round_trip(void **state)
{
	struct boot_request a = { .append = "" }, b = { .append = "" };
	struct reason why = { "" };
	struct text t = { 0 };

	(void)state;
	assert_int_equal(request_set_kernel(&a, "/mnt/a=b c", &why), 0);
	assert_int_equal(request_add_initrd(&a, "/mnt/i1", &why), 0);
	assert_int_equal(request_add_initrd(&a, "/mnt/i2", &why), 0);
	assert_int_equal(request_add_words(&a, "of a=b", &why), 0);
	assert_int_equal(request_add_text(&a, "root=/dev/sda1", &why), 0);
	assert_int_equal(request_add_text(&a, "quiet", &why), 0);
	assert_int_equal(request_verify(&a, "sha256", &why), 0);
	a.type = "bzimage";
	a.reuse_cmdline = a.no_notes = a.no_efi = true;
	a.mem_min = 0x2000;
	a.mem_max = 0x123456789;
	a.entry = 0xfffffff0;
	a.serial_port = 0x2f8;
	request_write(&a, &t);
	assert_int_equal(request_read(&b, (struct blob){ (uint8_t *)t.p, t.n }, &why), 0);
	assert_string_equal(b.kernel, "/mnt/a=b c");
	assert_int_equal(b.n_initrds, 2);
	assert_string_equal(b.initrd[1], "/mnt/i2");
	assert_null(b.words[0]);
	assert_string_equal(b.words[1], "of a=b");
	assert_string_equal(b.append, "root=/dev/sda1 quiet");
	assert_string_equal(b.type, "bzimage");
	assert_true(b.reuse_cmdline && b.no_notes && b.no_efi);
	assert_int_equal(b.mem_min, 0x2000);
	assert_int_equal(b.mem_max, 0x123456789);
	assert_int_equal(b.entry, 0xfffffff0);
	assert_int_equal(b.serial_port, 0x2f8);
	assert_int_equal(b.verify, VERIFY_SHA256);
	text_free(&t);
	request_free(&a);
	request_free(&b);
}

static void test_refusals(void **state)
{
	struct boot_request r = { .append = "" };
	struct reason why = { "" };
	int err = 0;

	(void)state;
	assert_true(request_add_text(&r, "a\nkernel=b", &why) < 0);
	assert_non_null(strstr(why.text, "line break"));
	why.text[0] = '\0';
	assert_true(request_verify(&r, "crc", &why) < 0);
	why.text[0] = '\0';
	for (unsigned int i = 0; i <= REQUEST_MAX_INITRDS && !err; i++)
		err = request_add_initrd(&r, "x", &why);
	assert_int_equal(err, -E2BIG);
	why.text[0] = '\0';
	assert_true(request_read(&r, (struct blob){ (const uint8_t *)"junk", 4 }, &why) < 0);
	assert_non_null(strstr(why.text, "damaged"));
	request_free(&r);
}

static void test_cmdline(void **state)
{
	static const struct {
		bool reuse;
		const char *running, *append, *want;
	} t[] = {
		{ false, "quiet", "", "" },
		{ false, NULL, "a b", "a b" },
		{ true, "BOOT_IMAGE=/x quiet initrd=/y ro\n", "", "quiet ro" },
		{ true, "BOOT_IMAGE=/x", "a", "a" },
		{ true, "quiet", "a", "quiet a" },
		{ true, NULL, "a", "a" },
		{ true, "  two  blanks ", "end", "two blanks end" },
	};
	struct arena arena = { NULL };

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct boot_request r = { .append = t[i].append, .reuse_cmdline = t[i].reuse };

		assert_string_equal(request_cmdline(&r, t[i].running, &arena), t[i].want);
	}
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_cmdline),
	};

	return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}
