// SPDX-License-Identifier: GPL-2.0-only
/* URLs: their parts, what is refused, and where redirects lead. */
#include <string.h>
#include "helper.h"
#include "net.h"

static void check(const char *text, enum url_scheme scheme, const char *host, unsigned int port,
		  const char *path)
{
	struct reason why = { "" };
	struct url url;

	assert_int_equal(url_parse(&url, text, &why), 0);
	assert_int_equal(url.scheme, scheme);
	assert_string_equal(url.host, host);
	assert_int_equal(url.port, port);
	assert_string_equal(url.path, path);
}

static void test_parts(void **state)
{
	(void)state;
	check("http://a.b/c", URL_HTTP, "a.b", 80, "/c");
	check("HTTP://A-1_x:8080/c/d?e=/f#g", URL_HTTP, "A-1_x", 8080, "/c/d?e=/f");
	check("http://10.0.2.2:/", URL_HTTP, "10.0.2.2", 80, "/");
	check("http://h", URL_HTTP, "h", 80, "/");
	check("http://h?q", URL_HTTP, "h", 80, "/?q");
	check("http://h/a b\x80%41\r\n", URL_HTTP, "h", 80, "/a%20b%80%41%0D%0A");
	check("tftp://s/dir/f", URL_TFTP, "s", 69, "dir/f");
	check("tftp://s:1069//f?#%", URL_TFTP, "s", 1069, "/f?#%");
	check("http://h/u@v", URL_HTTP, "h", 80, "/u@v");
	check("tftp:///f", URL_TFTP, "", 69, "f");
}

static void refused(const char *text, const char *reason)
{
	struct reason why = { "" };
	struct url url;

	assert_int_equal(url_parse(&url, text, &why), -EINVAL);
	if (!strstr(why.text, reason))
		fail_msg("%s: %s", text, why.text);
}

static void test_refused(void **state)
{
	(void)state;
	refused("", "not a URL");
	refused("file", "not a URL");
	refused("://h/f", "not a URL");
	refused("/a/b://h/f", "not a URL");
	refused("https://h/f", "https is not here yet");
	refused("nfs://h/f", "nfs is not here: let a server of http or tftp give out that folder");
	refused("nfsx://h/f", "nfsx:// is not known here");
	refused("ftp://h/f", "ftp:// is not known here");
	refused("httpx://h/f", "httpx:// is not known here");
	refused("http:///f", "names no server");
	refused("http://:80/f", "names no server");
	refused("tftp://:69/f", "names no server");
	refused("http://u:p@h/f", "no user names");
	refused("http://[::1]/f", "no IPv6");
}

static void test_bounds(void **state)
{
	struct reason why = { "" };
	struct url url;
	char text[2048];

	(void)state;
	refused("http://h:0/", "no port");
	refused("http://h:65536/", "no port");
	refused("http://h:4294967376/", "no port");
	refused("http://h:8x/", "no port");
	refused("http://h:80:80/", "no port");
	refused("http://a b/", "has a character");
	refused("tftp://s", "names no file");
	refused("tftp://s/", "names no file");
	memset(text, 'a', sizeof(text));
	memcpy(text, "http://h/", 9);
	text[9 + 1022] = '\0'; /* with the slash 1023 characters */
	assert_int_equal(url_parse(&url, text, &why), 0);
	assert_int_equal(strlen(url.path), 1023);
	text[9 + 1022] = 'a';
	text[9 + 1023] = '\0';
	refused(text, "its path has more than 1023");
	memcpy(text, "http://", 7);
	memset(text + 7, 'h', 300);
	refused(text, "its server's name has more than 255");
}

static void follow(const char *from, const char *location, const char *host, unsigned int port,
		   const char *path)
{
	struct reason why = { "" };
	struct url url;

	assert_int_equal(url_parse(&url, from, &why), 0);
	assert_int_equal(url_follow(&url, location, &why), 0);
	assert_string_equal(url.host, host);
	assert_int_equal(url.port, port);
	assert_string_equal(url.path, path);
}

static void test_follow(void **state)
{
	struct reason why = { "" };
	struct url url;

	(void)state;
	follow("http://h:81/a/b?c=/d", "http://i/j", "i", 80, "/j");
	follow("http://h:81/a/b?c=/d", "//i:82/j", "i", 82, "/j");
	follow("http://h:81/a/b?c=/d", "//i", "i", 80, "/");
	follow("http://h:81/a/b?c=/d", "/j", "h", 81, "/j");
	follow("http://h:81/a/b?c=/d", "j", "h", 81, "/a/j");
	follow("http://h:81/a/b?c=/d", "?k", "h", 81, "/a/b?k");
	follow("http://h:81/a/b", "/x?u=http://y/z", "h", 81, "/x?u=http://y/z");
	assert_int_equal(url_parse(&url, "http://h/", &why), 0);
	assert_int_equal(url_follow(&url, "https://h/", &why), -EINVAL);
	assert_non_null(strstr(why.text, "https is not here yet"));
	why.text[0] = '\0';
	assert_int_equal(url_follow(&url, "tftp://h/f", &why), -EPROTO);
	assert_non_null(strstr(why.text, "redirects to tftp://h/f"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_follow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
