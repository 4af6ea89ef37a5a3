// SPDX-License-Identifier: GPL-2.0-only
/* Frames from the answers of a PXE ROM: the kernel's own source, built for this machine. */
#include "helper.h"
#include "undi_rx.h"

#define RING  16384
#define WHOLE 1514
#define TINY  60

/**
 * struct wire - a ring as a trip leaves it, and the frames that were made of it
 */
struct wire {
	uint8_t ring[RING];
	unsigned int bytes;
	unsigned int frames;
	unsigned int length[16];
	uint8_t first[16], last[16];
};

static void give(void *context, const void *frame, unsigned int bytes)
{
	struct wire *w = context;
	const uint8_t *p = frame;

	assert_in_range(w->frames, 0, 15);
	w->length[w->frames] = bytes;
	w->first[w->frames] = p[0];
	w->last[w->frames++] = p[bytes - 1];
}

/* An answer with @bytes of a frame of @frame_bytes, each byte being @fill. */
static void answer(struct wire *w, unsigned int bytes, unsigned int frame_bytes, uint8_t fill)
{
	struct pxe_undi_isr isr = {
		.function = PXE_ISR_RECEIVE,
		.bytes = (uint16_t)bytes,
		.frame_bytes = (uint16_t)frame_bytes,
		.header_bytes = 14,
	};

	memcpy(w->ring + w->bytes, &isr, sizeof(isr));
	w->bytes += (unsigned int)sizeof(isr);
	memset(w->ring + w->bytes, fill, bytes);
	w->bytes += (bytes + 3) & ~3u;
}

static unsigned int take(struct wire *w, struct undi_rx *rx)
{
	unsigned int given;

	w->frames = 0;
	given = undi_rx_take(rx, w->ring, w->bytes, give, w);
	assert_int_equal(given, w->frames);
	w->bytes = 0;
	return given;
}

static void test_whole(void **state)
{
	struct undi_rx rx = { 0 };
	struct wire w = { .bytes = 0 };

	(void)state;
	assert_int_equal(take(&w, &rx), 0);
	answer(&w, TINY, TINY, 1);
	answer(&w, 61, 61, 2); /* its end is not on a multiple of 4 */
	answer(&w, WHOLE, WHOLE, 3);
	assert_int_equal(take(&w, &rx), 3);
	assert_int_equal(w.length[1], 61);
	assert_int_equal(w.length[2], WHOLE);
	assert_int_equal(w.first[2], 3);
	assert_int_equal(rx.dropped, 0);
}

/* In parts, and across two trips. */
static void test_parts(void **state)
{
	struct undi_rx rx = { 0 };
	struct wire w = { .bytes = 0 };

	(void)state;
	answer(&w, 600, WHOLE, 1);
	answer(&w, 601, WHOLE, 2);
	assert_int_equal(take(&w, &rx), 0);
	answer(&w, WHOLE - 1201, WHOLE, 3);
	answer(&w, TINY, TINY, 4);
	assert_int_equal(take(&w, &rx), 2);
	assert_int_equal(w.length[0], WHOLE);
	assert_int_equal(w.first[0], 1);
	assert_int_equal(w.last[0], 3);
	assert_int_equal(w.length[1], TINY);
	assert_int_equal(rx.dropped, 0);
}

/* Each is dropped, and counted, and the frame behind it comes through. */
static void test_rubbish(void **state)
{
	static const struct {
		unsigned int bytes, frame_bytes;
	} t[] = {
		{ 0, 0 },   { 0, 100 },	    { 100, 0 },	   { 100, 99 }, { 13, 13 },
		{ 13, 13 }, { 1537, 1537 }, { 100, 1537 }, { 10, 12 },	{ 100, 0xffff },
	};
	struct wire w = { .bytes = 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct undi_rx rx = { 0 };

		answer(&w, t[i].bytes, t[i].frame_bytes, 9);
		answer(&w, TINY, TINY, 1);
		assert_int_equal(take(&w, &rx), 1);
		assert_int_equal(w.first[0], 1);
		assert_int_equal(rx.dropped, 1);
	}
}

/* Parts that do not fit each other: the second begins anew. */
static void test_lost_part(void **state)
{
	struct undi_rx rx = { 0 };
	struct wire w = { .bytes = 0 };

	(void)state;
	answer(&w, 600, WHOLE, 1); /* its rest never comes */
	answer(&w, 500, 1000, 2);
	answer(&w, 500, 1000, 3);
	assert_int_equal(take(&w, &rx), 1);
	assert_int_equal(w.length[0], 1000);
	assert_int_equal(w.first[0], 2);
	assert_int_equal(rx.dropped, 1);

	answer(&w, 600, 1000, 4);
	answer(&w, 600, 1000, 5); /* more than is left */
	answer(&w, 400, 1000, 6);
	assert_int_equal(take(&w, &rx), 1);
	assert_int_equal(w.first[0], 5);
	assert_int_equal(rx.dropped, 2);

	answer(&w, 600, 1000, 7);
	answer(&w, TINY, TINY, 8); /* a whole one in between */
	assert_int_equal(take(&w, &rx), 1);
	assert_int_equal(rx.dropped, 3);
	assert_int_equal(rx.want, 0);
}

/* A ring that ends in the middle of a record. */
static void test_cut(void **state)
{
	struct undi_rx rx = { 0 };
	struct wire w = { .bytes = 0 };

	(void)state;
	answer(&w, TINY, TINY, 1);
	answer(&w, TINY, TINY, 2);
	for (unsigned int cut = 1; cut < TINY + sizeof(struct pxe_undi_isr); cut++) {
		w.frames = 0;
		assert_int_equal(undi_rx_take(&rx, w.ring, w.bytes - cut, give, &w), 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),	cmocka_unit_test(test_parts),
		cmocka_unit_test(test_rubbish), cmocka_unit_test(test_lost_part),
		cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
