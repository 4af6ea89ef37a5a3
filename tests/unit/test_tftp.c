// SPDX-License-Identifier: GPL-2.0-only
/* TFTP: options, windows of blocks, blocks lost and doubled, and servers that lie. */
#include <string.h>
#include "helper.h"
#include "net.h"

#define PACKET(text) ((struct blob){ (const uint8_t *)(text), sizeof(text) - 1 })

static uint8_t packet[TFTP_PACKET + 1];

static struct blob block(unsigned int number, size_t n)
{
	memset(packet, 'd', sizeof(packet));
	memcpy(packet, (const uint8_t[]){ 0, 3, (uint8_t)(number >> 8), (uint8_t)number }, 4);
	return (struct blob){ packet, 4 + n };
}

/* A packet that is no failure. */
static struct tftp_step take(struct tftp *t, struct blob p)
{
	struct reason why = { "" };
	struct tftp_step step;

	if (tftp_take(t, p, &step, &why))
		fail_msg("%s", why.text);
	return step;
}

static void refused(struct tftp *t, struct blob p, unsigned int tell, const char *reason)
{
	struct reason why = { "" };
	struct tftp_step step;

	assert_int_equal(tftp_take(t, p, &step, &why), -EPROTO);
	assert_int_equal(step.tell, tell);
	if (!strstr(why.text, reason))
		fail_msg("%s", why.text);
}

static struct tftp agreed(struct blob oack)
{
	struct tftp t;

	tftp_init(&t, false);
	assert_true(take(&t, oack).ack);
	assert_int_equal(t.state, TFTP_DATA);
	return t;
}

static void test_request(void **state)
{
	static const char want[] = "\0\1a/b\0octet\0tsize\0000\0blksize\0001408\0windowsize\0004";
	uint8_t buf[TFTP_PACKET];
	char name[TFTP_PACKET];
	struct tftp t;

	(void)state;
	tftp_init(&t, false);
	assert_int_equal(tftp_request(&t, "a/b", buf), sizeof(want));
	assert_memory_equal(buf, want, sizeof(want));
	tftp_init(&t, true);
	assert_int_equal(tftp_request(&t, "a/b", buf), 12);
	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(tftp_request(&t, name, buf), 0);
	name[1390] = '\0'; /* without options it fits */
	assert_int_equal(tftp_request(&t, name, buf), 2 + 1390 + 1 + 6);
	tftp_init(&t, false);
	assert_int_equal(tftp_request(&t, name, buf), 0);
}

/* A server of 1992 that ignores options. */
static void test_plain(void **state)
{
	struct tftp_step step;
	uint8_t buf[TFTP_PACKET];
	struct tftp t;

	(void)state;
	tftp_init(&t, false);
	step = take(&t, block(1, 512));
	assert_true(step.ack && step.data.n == 512);
	assert_int_equal(tftp_ack(&t, buf), 4);
	assert_memory_equal(buf, "\0\4\0\1", 4);
	step = take(&t, block(1, 512)); /* again: not again acknowledged */
	assert_false(step.ack || step.data.n);
	step = take(&t, block(2, 0));
	assert_true(step.ack && t.state == TFTP_DONE && t.done == 512);
	tftp_init(&t, false);
	assert_true(take(&t, PACKET("\0\5\0\10no options\0")).again);
	tftp_init(&t, true);
	refused(&t, PACKET("\0\5\0\10no options\0"), 0,
		"the server says no options (TFTP error 8)");
}

static void test_window(void **state)
{
	struct tftp t = agreed(PACKET("\0\6tsize\0004000\0BLKSIZE\0001000\0windowsize\0002\0"));
	uint8_t buf[TFTP_PACKET];

	(void)state;
	assert_true(t.has_size && t.size == 4000 && t.block_bytes == 1000 && t.window == 2);
	tftp_ack(&t, buf);
	assert_false(take(&t, block(1, 1000)).ack);
	assert_true(take(&t, block(2, 1000)).ack);
	tftp_ack(&t, buf);
	assert_true(take(&t, block(4, 1000)).ack); /* 3 is missing: said once */
	tftp_ack(&t, buf);
	assert_memory_equal(buf, "\0\4\0\2", 4);
	assert_false(take(&t, block(4, 1000)).ack);
	assert_false(take(&t, block(9, 1000)).ack); /* beyond any window */
	assert_int_equal(take(&t, block(3, 1000)).data.n, 1000);
	assert_true(take(&t, block(4, 1000)).ack);
	tftp_ack(&t, buf);
	assert_true(take(&t, block(5, 0)).ack);
	assert_int_equal(t.state, TFTP_DONE);
}

static void test_rollover(void **state)
{
	struct tftp t = agreed(PACKET("\0\6blksize\0008\0"));

	(void)state;
	for (unsigned int i = 1; i <= 0x10002; i++)
		assert_int_equal(take(&t, block(i & 0xffff, 8)).data.n, 8);
	assert_int_equal(t.done, 0x10002 * 8);
}

static void test_lies(void **state)
{
	static const struct {
		struct blob oack;
		const char *reason;
	} all[] = {
		{ PACKET("\0\6blksize\0001409\0"), "option blksize with 1409" },
		{ PACKET("\0\6blksize\0007\0"), "option blksize with 7" },
		{ PACKET("\0\6blksize\000x\0"), "option blksize with x" },
		{ PACKET("\0\6windowsize\0005\0"), "option windowsize with 5" },
		{ PACKET("\0\6windowsize\0000\0"), "option windowsize with 0" },
		{ PACKET("\0\6tsize\000-1\0"), "option tsize with -1" },
		{ PACKET("\0\6tsize\0009999999999999999999\0"), "option tsize" },
		{ PACKET("\0\6timeout\0001\0"), "option timeout with 1" },
		{ PACKET("\0\6tsize\0001"), "cut short" },
		{ PACKET("\0\6tsize\0"), "cut short" },
	};
	struct tftp t;

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		tftp_init(&t, false);
		refused(&t, all[i].oack, TFTP_BAD_OPTION, all[i].reason);
	}
	t = agreed(PACKET("\0\6tsize\000100\0"));
	refused(&t, block(1, 99), TFTP_ILLEGAL, "99 bytes in place of the 100 announced");
	t = agreed(PACKET("\0\6tsize\000100\0"));
	refused(&t, block(1, 101), TFTP_ILLEGAL, "more than the 100 bytes");
	t = agreed(PACKET("\0\6blksize\000100\0"));
	refused(&t, block(1, 101), TFTP_ILLEGAL, "blocks of 101 bytes in place of 100");
}

static void test_errors(void **state)
{
	struct tftp t;

	(void)state;
	tftp_init(&t, false);
	refused(&t, PACKET("\0\5\0\1"), 0, "the server says file not found (TFTP error 1)");
	refused(&t, PACKET("\0\5\0\0\33[2Jx"), 0, "the server says ?[2Jx (TFTP error 0)");
	refused(&t, PACKET("\0\5\1\0"), 0, "the server says no words (TFTP error 256)");
}

/* What is no packet of a server's is as good as none. */
static void test_rubbish(void **state)
{
	struct tftp t;

	(void)state;
	tftp_init(&t, false);
	assert_false(take(&t, PACKET("\0\3\0")).ack);
	assert_false(take(&t, PACKET("")).ack);
	assert_false(take(&t, PACKET("\0\1f\0octet\0")).ack);
	assert_false(take(&t, PACKET("\0\4\0\0")).ack);
	assert_false(take(&t, block(2, 512)).ack);
	assert_int_equal(t.state, TFTP_ASKED);
	tftp_init(&t, true); /* nobody asked for options */
	assert_false(take(&t, PACKET("\0\6tsize\0001\0")).ack);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_request), cmocka_unit_test(test_plain),
		cmocka_unit_test(test_window),	cmocka_unit_test(test_rollover),
		cmocka_unit_test(test_lies),	cmocka_unit_test(test_errors),
		cmocka_unit_test(test_rubbish),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
