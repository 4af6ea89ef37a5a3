// SPDX-License-Identifier: GPL-2.0-only
/* biostest's command line: the source that runs in real mode, built for this machine. */
#include "helper.h"
#include "options.h"

static struct options parsed(const char *text)
{
	struct options o;

	options_parse(&o, text);
	return o;
}

static void test_defaults(void **state)
{
	struct options o = parsed("");

	(void)state;
	assert_false(o.unattended);
	assert_false(o.pause);
	assert_int_equal(o.port, 0);
	assert_int_equal(o.divisor, 1);
	assert_int_equal(o.key_s, 10);
	assert_int_equal(o.hang_s, 30);
	assert_int_equal(o.bad.n, 0);
	assert_true(options_want(&o, "int13"));
}

static void test_all(void **state)
{
	struct options o =
		parsed("BOOT_IMAGE=biostest.bz  unattended pause serial=2F8,9600 key=3 hang=240 "
		       "only=int13,a20 skip=a20");

	(void)state;
	assert_true(o.unattended);
	assert_true(o.pause);
	assert_int_equal(o.port, 0x2f8);
	assert_int_equal(o.divisor, 12);
	assert_int_equal(o.key_s, 3);
	assert_int_equal(o.hang_s, 240);
	assert_int_equal(o.bad.n, 0);
	assert_true(options_want(&o, "int13"));
	assert_false(options_want(&o, "a20"));
	assert_false(options_want(&o, "int1"));
	assert_false(options_want(&o, "int133"));
}

static void test_serial(void **state)
{
	(void)state;
	assert_int_equal(parsed("serial=none").port, 0xffff);
	assert_int_equal(parsed("serial=3f8").divisor, 1);
	assert_int_equal(parsed("serial=3f8,300").divisor, 384);
}

/* What is of no use is named, and leaves everything as it was. */
static void test_bad(void **state)
{
	static const char *const bad[] = { "serial=",		"serial=10000",
					   "serial=3f8,0",	"serial=3g8",
					   "serial=3f8,115201", "key=0",
					   "key=241",		"key=f",
					   "hang=-1",		"hang=99999999999999999999",
					   "serial=3f8,1" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct options o = parsed(bad[i]);

		assert_int_not_equal(o.bad.n, 0);
		assert_int_equal(o.port, 0);
		assert_int_equal(o.divisor, 1);
		assert_int_equal(o.key_s, 10);
		assert_int_equal(o.hang_s, 30);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_all),
		cmocka_unit_test(test_serial),
		cmocka_unit_test(test_bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
