// SPDX-License-Identifier: GPL-2.0-only
/* HTTP: requests, answers in one piece and byte by byte, lies, and what is the same file. */
#include <string.h>
#include "helper.h"
#include "net.h"

/**
 * struct heard - what an answer came to
 * @err: of http_take() or http_closed(), if the connection ends behind it
 */
struct heard {
	struct http h;
	char body[256];
	size_t n;
	int err;
	struct reason why;
};

/* Feed an answer in pieces of @step bytes, then end the connection. */
static struct heard hear(const char *text, size_t step)
{
	struct heard r = { .n = 0 };
	size_t n = strlen(text);

	for (size_t at = 0; at < n && !r.err && r.h.state != HTTP_DONE;) {
		struct blob in = { (const uint8_t *)text + at, n - at < step ? n - at : step };
		struct blob body;
		size_t used;

		r.err = http_take(&r.h, in, &used, &body, &r.why);
		assert_true(r.err || used);
		assert_true(r.n + body.n < sizeof(r.body));
		memcpy(r.body + r.n, body.p, body.n);
		r.n += body.n;
		at += used;
	}
	if (!r.err)
		r.err = http_closed(&r.h, &(struct transfer){ .done = r.n }, &r.why);
	return r;
}

static struct heard good(const char *text, const char *body)
{
	struct heard r = hear(text, 1);

	assert_int_equal(r.err, 0);
	r = hear(text, 1000);
	assert_int_equal(r.err, 0);
	assert_int_equal(r.h.state, HTTP_DONE);
	assert_int_equal(r.n, strlen(body));
	assert_memory_equal(r.body, body, r.n);
	return r;
}

/* The characters of @text, without its final zero. */
static void put(char *to, const char *text)
{
	while (*text)
		*to++ = *text++;
}

static void bad(const char *text, int err, const char *reason)
{
	for (size_t step = 1; step < 100; step += 98) {
		struct heard r = hear(text, step);

		assert_int_equal(r.err, err);
		if (!strstr(r.why.text, reason))
			fail_msg("%s", r.why.text);
	}
}

static void test_request(void **state)
{
	struct reason why = { "" };
	struct transfer x = { .done = 0 };
	struct url url;
	struct text t = { 0 };

	(void)state;
	url_parse(&url, "http://h:81/f", &why);
	http_request(&t, &url, &x);
	assert_ptr_equal(strstr(t.p, "GET /f HTTP/1.1\r\nHost: h:81\r\n"), t.p);
	assert_null(strstr(t.p, "Range"));
	assert_string_equal(t.p + t.n - 4, "\r\n\r\n");
	text_free(&t);
	x.done = 7; /* no validator: from the beginning */
	t = (struct text){ 0 };
	http_request(&t, &url, &x);
	assert_null(strstr(t.p, "Range"));
	text_free(&t);
	strcpy(x.validator, "\"e\"");
	t = (struct text){ 0 };
	http_request(&t, &url, &x);
	assert_non_null(strstr(t.p, "\r\nRange: bytes=7-\r\nIf-Range: \"e\"\r\n"));
	text_free(&t);
}

static void test_answers(void **state)
{
	struct heard r;

	(void)state;
	r = good("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", "abc");
	assert_int_equal(r.h.status, 200);
	assert_string_equal(r.h.words, "OK");
	good("HTTP/1.0 200\n\nto the end", "to the end");
	good("HTTP/1.1 200 OK\r\ncontent-LENGTH:0\r\n\r\n", "");
	good("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", "x");
	good("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 99\r\n\r\n"
	     "3;x=y\r\nabc\r\n00A\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n",
	     "abc0123456789");
	r = good("HTTP/1.1 206 Part\r\nContent-Range: bytes 5-6/7\r\nContent-Length: 2\r\n"
		 "ETag: \"e\"\r\nLast-Modified: Sun, 22 Nov 2026 10:00:00 GMT\r\n\r\nxy",
		 "xy");
	assert_true(r.h.has_range);
	assert_int_equal(r.h.from, 5);
	assert_int_equal(r.h.total, 7);
	assert_string_equal(r.h.etag, "\"e\"");
	assert_string_equal(r.h.modified, "Sun, 22 Nov 2026 10:00:00 GMT");
	r = good("HTTP/1.1 200 OK\r\nETag: W/\"e\"\r\nContent-Length: 1\r\n\r\nx", "x");
	assert_string_equal(r.h.etag, "");
	r = good("HTTP/1.1 302 \x1b[1mFound\r\nLocation:  /there \r\nContent-Length: 1\r\n\r\nx",
		 "x");
	assert_true(http_is_redirect(&r.h));
	assert_string_equal(r.h.location, "/there");
	assert_string_equal(r.h.words, "?[1mFound");
}

static void test_bad(void **state)
{
	(void)state;
	bad("", -ECONNRESET, "without an answer");
	bad("SSH-2.0-x\r\n", -EPROTO, "first line");
	bad("HTTP/2.0 200 OK\r\n\r\n", -EPROTO, "first line");
	bad("HTTP/1.1 abc\r\n\r\n", -EPROTO, "no status");
	bad("HTTP/1.1 200 OK\r\nContent-Le", -ECONNRESET, "after 0 bytes");
	bad("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc", -ECONNRESET, "after 3 bytes");
	bad("HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\n", -EPROTO, "no number");
	bad("HTTP/1.1 200 OK\r\nContent-Length: 4 4\r\n\r\n", -EPROTO, "no number");
	bad("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", -EPROTO,
	    "no number");
	bad("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n", -EPROTO,
	    "two lengths");
	bad("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", -EPROTO,
	    "packs the file");
	bad("HTTP/1.1 206 P\r\nContent-Range: bytes 7-6/9\r\n\r\n", -EPROTO, "does not exist");
	bad("HTTP/1.1 206 P\r\nContent-Range: bytes 5-9/9\r\n\r\n", -EPROTO, "does not exist");
	bad("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", -EPROTO, "no number");
	bad("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", -EPROTO,
	    "no number");
	bad("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", -EPROTO,
	    "longer than its length");
	bad("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n", -ECONNRESET,
	    "after 1 bytes");
}

/* More than was announced; a head without an end; lines that are too long. */
static void test_too_much(void **state)
{
	static const char head[] = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n";
	struct reason why = { "" };
	struct http h = { .state = HTTP_DONE };
	struct blob body;
	size_t used;
	char line[4096];
	int err;

	(void)state;
	assert_int_equal(http_take(&h, (struct blob){ (const uint8_t *)head, 1 }, &used, &body,
				   &why),
			 -EPROTO);
	assert_non_null(strstr(why.text, "more than it has announced"));
	memset(line, 'x', sizeof(line));
	put(line, "HTTP/1.1 200 OK\r\nX:");
	h = (struct http){ .status = 0 };
	err = 0;
	for (unsigned int i = 0; i < 17 && !err; i++)
		do
			err = http_take(&h, (struct blob){ (uint8_t *)line, sizeof(line) }, &used,
					&body, &why);
		while (!err && used < sizeof(line));
	assert_int_equal(err, -EPROTO);
	put(line, "HTTP/1.1 302 OK\r\nLocation: x");
	put(line + sizeof(line) - 4, "\r\n\r\n");
	why.text[0] = '\0';
	h = (struct http){ .status = 0 };
	assert_int_equal(http_take(&h, (struct blob){ (uint8_t *)line, sizeof(line) }, &used, &body,
				   &why),
			 -EPROTO);
	assert_non_null(strstr(why.text, "a URL that is too long"));
}

static struct http answer(unsigned int status, const char *etag, bool ranged, uint64_t from,
			  uint64_t total, uint64_t length)
{
	struct http h = { .status = status, .has_range = ranged, .from = from, .total = total };

	h.has_length = true;
	h.length = length;
	put(h.etag, etag);
	return h;
}

/* After a broken connection: the rest of the same file, or all of the new one; never a mixture. */
static void test_accept(void **state)
{
	struct reason why = { "" };
	struct transfer x = { .done = 0 };
	struct http h = answer(200, "\"a\"", false, 0, 0, 10);

	(void)state;
	assert_int_equal(http_accept(&h, &x, &why), 0);
	assert_true(x.has_total);
	assert_int_equal(x.total, 10);
	assert_string_equal(x.validator, "\"a\"");
	x.done = 4;
	h = answer(206, "\"a\"", true, 4, 10, 6);
	assert_int_equal(http_accept(&h, &x, &why), 0);
	assert_int_equal(x.done, 4);
	h = answer(206, "\"a\"", true, 3, 10, 7);
	assert_int_equal(http_accept(&h, &x, &why), -EPROTO);
	h = answer(206, "\"a\"", true, 4, 11, 7);
	assert_int_equal(http_accept(&h, &x, &why), -EPROTO);
	h = answer(206, "\"a\"", true, 4, 0, 7);
	assert_int_equal(http_accept(&h, &x, &why), -EPROTO);
	h = answer(206, "\"b\"", true, 4, 10, 6);
	assert_int_equal(http_accept(&h, &x, &why), -EPROTO);
	h = answer(206, "", false, 0, 0, 6);
	assert_int_equal(http_accept(&h, &x, &why), -EPROTO);
	h = answer(200, "\"b\"", false, 0, 0, 12); /* it has changed */
	assert_int_equal(http_accept(&h, &x, &why), 0);
	assert_int_equal(x.done, 0);
	assert_int_equal(x.total, 12);
	assert_string_equal(x.validator, "\"b\"");
}

/* Of a part, the end of the connection or the last chunk is no proof that the file is whole. */
static void test_whole(void **state)
{
	static const enum http_state ends[] = { HTTP_BODY_CLOSE, HTTP_DONE };

	(void)state;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct http h = { .status = 206, .head_bytes = 1, .state = ends[i] };
		struct transfer x = { .done = 9, .has_total = true, .total = 10 };
		struct reason why = { "" };

		assert_int_equal(http_closed(&h, &x, &why), -ECONNRESET);
		assert_non_null(strstr(why.text, "after 9 of 10 bytes"));
		why.text[0] = '\0';
		h.state = ends[i];
		x.done = 11;
		assert_int_equal(http_closed(&h, &x, &why), -EPROTO);
		assert_non_null(strstr(why.text, "more than it has announced"));
		h.state = ends[i];
		x.done = 10;
		assert_int_equal(http_closed(&h, &x, &why), 0);
	}
}

static void test_status(void **state)
{
	static const struct {
		unsigned int status;
		int err;
	} all[] = { { 204, -EPROTO }, { 301, -EPROTO }, { 404, -EPROTO }, { 416, -EPROTO },
		    { 501, -EPROTO }, { 408, -EAGAIN }, { 429, -EAGAIN }, { 503, -EAGAIN } };

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct http h = { .status = all[i].status, .words = "Words" };
		struct transfer x = { .done = 0 };
		struct reason why = { "" };

		assert_int_equal(http_accept(&h, &x, &why), all[i].err);
		assert_non_null(strstr(why.text, " Words"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_request), cmocka_unit_test(test_answers),
		cmocka_unit_test(test_bad),	cmocka_unit_test(test_too_much),
		cmocka_unit_test(test_accept),	cmocka_unit_test(test_status),
		cmocka_unit_test(test_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
