// SPDX-License-Identifier: GPL-2.0-only
/* Small files: written whole or not at all, with the right reason. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>
#include "helper.h"

static char path[] = "/tmp/test_file.XXXXXX";

/* os_open_url() is not tried here. */
int os_fetch(const char *url, int fd, const struct fetch_options *o, struct reason *why)
{
	(void)url, (void)fd, (void)o, (void)why;
	return -ENOSYS;
}

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(path) ? 0 : -1;
}

static int remove_folder(void **state)
{
	(void)state;
	return rmdir(path);
}

static void test_write(void **state)
{
	struct arena arena = { NULL };
	struct reason why = { "" };
	struct blob b;
	char name[64];

	(void)state;
	snprintf(name, sizeof(name), "%s/a", path);
	assert_int_equal(os_write_small(name, "first", 5, &why), 0);
	assert_int_equal(os_write_small(name, "next", 4, &why), 0);
	assert_int_equal(os_read_small(name, &arena, &b, &why), 0);
	assert_int_equal(b.n, 4);
	assert_string_equal((const char *)b.p, "next");
	arena_free(&arena);
	assert_int_equal(unlink(name), 0);
}

/* A file system that is full takes the first pages: that is no error of write(), which sets none. */
static void test_write_cut_short(void **state)
{
	static const char data[3 * PAGE_BYTES];
	const struct rlimit one_page = { PAGE_BYTES, RLIM_INFINITY };
	const struct rlimit none = { RLIM_INFINITY, RLIM_INFINITY };
	struct reason why = { "" };
	char name[64];

	(void)state;
	snprintf(name, sizeof(name), "%s/a", path);
	assert_int_equal(os_write_small(name, "before", 6, &why), 0);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &one_page), 0);
	errno = ENOENT; /* of something else, long ago */
	assert_int_equal(os_write_small(name, data, sizeof(data), &why), -EIO);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
	assert_non_null(strstr(why.text, strerror(ENOSPC)));
	assert_int_equal(unlink(name), 0); /* and the temporary one is gone: see remove_folder() */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_write_cut_short),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
