// SPDX-License-Identifier: GPL-2.0-only
/* The reader of DHCP packets: known ones, poor ones, and such as no server should send. */
#include <stdio.h>
#include "dhcp.h"
#include "helper.h"
#include "std/dhcp.h"

/** struct sent - a packet under construction */
struct sent {
	struct dhcp_packet head;
	uint8_t option[600];
	size_t n; /* of @option */
};

static struct sent begin(void)
{
	struct sent s = { .head = {
				  .op = 2, .yours = { 10, 0, 2, 15 }, .server = { 10, 0, 2, 2 } } };

	memcpy(s.head.cookie, DHCP_COOKIE, 4);
	return s;
}

static void put(struct sent *s, uint8_t code, const void *data, size_t n)
{
	s->option[s->n++] = code;
	s->option[s->n++] = (uint8_t)n;
	memcpy(s->option + s->n, data, n);
	s->n += n;
}

static void put_text(struct sent *s, uint8_t code, const char *text)
{
	put(s, code, text, strlen(text));
}

#define PUT(s, code, ...) \
	put(s, code, (const uint8_t[]){ __VA_ARGS__ }, sizeof((const uint8_t[]){ __VA_ARGS__ }))

static void end(struct sent *s)
{
	s->option[s->n++] = DHCP_END;
}

static struct blob packet(const struct sent *s)
{
	return (struct blob){ (const uint8_t *)s, sizeof(s->head) + s->n };
}

/* The packet says NAME='VALUE'. */
static void assert_says(const struct sent *s, const char *line)
{
	struct reason why = { "" };
	struct text t = { 0 };
	char whole[400];

	assert_int_equal(dhcp_facts(packet(s), "", &t, &why), 0);
	snprintf(whole, sizeof(whole), "\n%s\n", line);
	/* so that the first line has an end of line before it, too */
	if (strncmp(t.p, line, strlen(line)) != 0 && !strstr(t.p, whole))
		fail_msg("no %s in\n%s", line, t.p);
	text_free(&t);
}

static void test_full(void **state)
{
	static const char want[] = "a_ip='10.0.2.15'\na_gateway='10.0.2.2 10.0.2.3'\n"
				   "a_dns='10.0.2.3 8.8.8.8'\na_domain='lab.example'\n"
				   "a_server='10.0.2.2'\na_file='pxe/bootshell.0'\n"
				   "a_config='conf/$(reboot) `x`'\na_prefix='http://boot/'\n"
				   "a_timeout='3000000000'\n"
				   "a_uuid='03020100-0504-0706-0809-0a0b0c0d0e0f'\na_bits='23'\n";
	struct sent s = begin();
	struct reason why = { "" };
	struct text t = { 0 };

	(void)state;
	strcpy(s.head.file, "pxe/bootshell.0");
	PUT(&s, 53, 5);
	s.option[s.n++] = DHCP_PAD;
	PUT(&s, DHCP_MASK, 255, 255, 254, 0);
	PUT(&s, DHCP_ROUTERS, 10, 0, 2, 2, 10, 0, 2, 3);
	PUT(&s, DHCP_DNS, 10, 0, 2, 3, 8, 8, 8, 8, 1); /* and a byte of nothing */
	put_text(&s, DHCP_DOMAIN, "lab.example");
	PUT(&s, DHCP_SERVER, 10, 0, 2, 9);
	put_text(&s, DHCP_FILE, "other");
	put_text(&s, DHCP_CONFIG, "conf/$(reboot) `x`");
	put_text(&s, DHCP_PREFIX, "http://boot/");
	PUT(&s, DHCP_REBOOT, 0xb2, 0xd0, 0x5e, 0);
	PUT(&s, DHCP_UUID, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
	end(&s);
	put_text(&s, 12, "behind the end");
	assert_int_equal(dhcp_facts(packet(&s), "a_", &t, &why), 0);
	assert_string_equal(t.p, want);
	text_free(&t);
}

/* An address and nothing else: its class says how long the network is. */
static void test_poor(void **state)
{
	static const struct {
		uint8_t first;
		const char *line;
	} t[] = { { 10, "bits='8'" }, { 172, "bits='16'" }, { 192, "bits='24'" } };
	struct sent s = begin();

	(void)state;
	memset(s.head.server, 0, 4);
	for (size_t i = 0; i < 3; i++) {
		s.head.yours[0] = t[i].first;
		assert_says(&s, t[i].line);
	}
	assert_says(&s, "server=''");
	assert_says(&s, "file=''");
	memset(s.head.yours, 0, 4);
	assert_says(&s, "ip=''");
	PUT(&s, DHCP_SERVER, 10, 0, 2, 9);
	assert_says(&s, "server='10.0.2.9'");
	PUT(&s, DHCP_MASK, 255, 255, 255, 255);
	assert_says(&s, "bits='32'");
}

/* Option 52: options in the fields of file and server name; the file is option 67 then. */
static void test_overload(void **state)
{
	struct sent s = begin();

	(void)state;
	PUT(&s, DHCP_OVERLOAD, 3);
	memcpy(s.head.file, "\x43\x07in-file\xff", 10);
	memcpy(s.head.server_name, "\xd1\x07in-name\xff", 10);
	assert_says(&s, "file='in-file'");
	assert_says(&s, "config='in-name'");
	s.option[2] = 1;
	assert_says(&s, "config=''");
	s.option[2] = 2;
	assert_says(&s, "config='in-name'");
	assert_says(&s, "file='Cin-file'");
}

/* Option 43: of its options only PXELINUX's; those outside come first. */
static void test_vendor(void **state)
{
	struct sent s = begin();

	(void)state;
	put(&s, DHCP_VENDOR, "\x03\x04\x01\x02\x03\x04\xd1\x05inner\xd2\x04in/x", 19);
	assert_says(&s, "config='inner'");
	assert_says(&s, "prefix='in/x'");
	assert_says(&s, "gateway=''");
	put_text(&s, DHCP_CONFIG, "outer");
	assert_says(&s, "config='outer'");
}

static void test_texts(void **state)
{
	static const struct {
		const char *text, *line;
		size_t n;
	} t[] = {
		{ "a'b", "config='ab'", 3 },
		{ "'; reboot; '", "config='; reboot; '", 12 },
		{ "a\nb\33[2Jc", "config='ab[2Jc'", 8 },
		{ "a\0b", "config='a'", 3 },
		{ "\xff\x80x", "config='x'", 3 },
		{ "", "config=''", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct sent s = begin();

		put(&s, DHCP_CONFIG, t[i].text, t[i].n);
		assert_says(&s, t[i].line);
	}
}

static void test_uuid(void **state)
{
	uint8_t uuid[17] = { 0 };

	(void)state;
	for (unsigned int fill = 0; fill < 256; fill += 255) {
		struct sent s = begin();

		memset(uuid + 1, (int)fill, 16);
		put(&s, DHCP_UUID, uuid, sizeof(uuid));
		assert_says(&s, "uuid=''");
		s.option[s.n - 1] = 7;
		s.option[2] = 1; /* no UUID, says its type */
		assert_says(&s, "uuid=''");
		s.option[2] = 0;
		assert_says(&s, fill ? "uuid='ffffffff-ffff-ffff-ffff-ffffffffff07'" :
				       "uuid='00000000-0000-0000-0000-000000000007'");
		s.option[1] = 16; /* one byte short; the last is the next option's number */
		assert_says(&s, "uuid=''");
	}
}

/* Cut anywhere: what is whole counts, and nothing behind the end is read (ASan). */
static void test_cut(void **state)
{
	struct sent s = begin();
	struct reason why = { "" };
	size_t whole;

	(void)state;
	put_text(&s, DHCP_CONFIG, "first");
	put_text(&s, DHCP_PREFIX, "second");
	whole = packet(&s).n;
	for (size_t n = 0; n < whole; n++) {
		uint8_t *copy = malloc(n + !n);
		struct text t = { 0 };

		memcpy(copy, &s, n);
		why.text[0] = '\0';
		assert_int_equal(dhcp_facts((struct blob){ copy, n }, "", &t, &why),
				 n < 240 ? -EBADMSG : 0);
		if (n >= 240)
			assert_int_equal(!!strstr(t.p, "config='first'"), n >= 247);
		assert_true(!t.n || !strstr(t.p, "second"));
		text_free(&t);
		free(copy);
	}
	s.head.cookie[3]++;
	assert_int_equal(dhcp_facts(packet(&s), "", &(struct text){ 0 }, &why), -EBADMSG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_full),	 cmocka_unit_test(test_poor),
		cmocka_unit_test(test_overload), cmocka_unit_test(test_vendor),
		cmocka_unit_test(test_texts),	 cmocka_unit_test(test_uuid),
		cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
