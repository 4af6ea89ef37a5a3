// SPDX-License-Identifier: GPL-2.0-only
/*
 * bios test: do the firmware's services still answer? What biostest (loaders/biostest) asks after
 * `go`, asked now, with the same names and values where both ask the same.
 */
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "bios.h"
#include "bioscall.h"

#define SECTOR	       512u
#define PACKET_BYTES   16u /* struct edd_packet, before the sector in the window */
#define NO_MEDIUM      0x31
#define FIRST_DISK     0x80
#define FLOPPY_TRIES   4 /* a motor needs three to spin up */
#define TICK_WAIT_MS   300
#define TICKS_AT_LEAST 4 /* of 55 ms, in that time */
#define E820_BOUND     128u

static const struct applet bios_test;

static const struct option longs[] = {
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

/** struct test - a run: the way to the firmware, and how it went */
struct test {
	struct bios_device bios;
	struct reason why;
	unsigned int good, bad;
	bool lost;	/* /dev/bios itself failed: no more calls */
	char key[16];	/* of the present line */
	char list[256]; /* keys of what was bad, as far as they fit */
};

/* begin: the line's head comes before the call, so that a call that hangs is seen */
static void begin(struct test *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void begin(struct test *t, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(t->key, sizeof(t->key), format, args);
	va_end(args);
	printf("%s=", t->key);
	fflush(stdout);
}

static void verdict(struct test *t, bool good)
{
	size_t used = strlen(t->list);

	t->good += good;
	t->bad += !good;
	if (!good)
		snprintf(t->list + used, sizeof(t->list) - used, " %s", t->key);
}

/* call: INT @vector; true if it came back without carry */
static bool call(struct test *t, uint8_t vector, struct bios_call *c, void *data, size_t bytes)
{
	c->vector = vector;
	c->flags = BIOS_CALL_INT;
	if (!t->lost && os_bios_call(&t->bios, c, data, bytes, &t->why))
		t->lost = true;
	if (t->lost)
		c->eflags = BIOS_CF;
	return !(c->eflags & BIOS_CF);
}

static unsigned int ah(const struct bios_call *c)
{
	return c->eax >> 8 & 0xff;
}

/* failed: end the line of a call that failed */
static void failed(struct test *t, const struct bios_call *c)
{
	printf("error %x\n", ah(c));
	verdict(t, false);
}

static uint32_t crc32(const uint8_t *p, size_t n)
{
	uint32_t crc = 0xffffffff;

	while (n--) {
		crc ^= *p++;
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc;
}

static void test_10(struct test *t)
{
	struct bios_call c = { .eax = 0x0f00 };

	begin(t, "int10.mode");
	call(t, 0x10, &c, NULL, 0);
	printf("%x, %u columns, page %u\n", c.eax & 0xff, ah(&c), c.ebx >> 8 & 0xff);
	verdict(t, ah(&c) >= 40);
}

static void test_11(struct test *t)
{
	struct bios_call c = { 0 };

	begin(t, "int11");
	call(t, 0x11, &c, NULL, 0);
	printf("%x\n", c.eax & 0xffff);
	verdict(t, c.eax & 0xffff);
}

static void test_12(struct test *t)
{
	struct bios_call c = { 0 };

	begin(t, "int12");
	call(t, 0x12, &c, NULL, 0);
	printf("%u KiB\n", c.eax & 0xffff);
	verdict(t, (c.eax & 0xffff) >= 256 && (c.eax & 0xffff) <= 640);
}

static uint32_t tick(struct test *t)
{
	struct bios_call c = { .eax = 0 };

	call(t, 0x1a, &c, NULL, 0);
	return (c.ecx & 0xffff) << 16 | (c.edx & 0xffff);
}

/* The count may fall to 0 at midnight once: not a failure. */
static void test_1a(struct test *t)
{
	struct timespec wait = { 0, TICK_WAIT_MS * 1000000L };
	uint32_t first, next;
	bool good;

	begin(t, "int1a.advances");
	first = tick(t);
	nanosleep(&wait, NULL);
	next = tick(t);
	good = next < first || next - first >= TICKS_AT_LEAST;
	puts(good ? "ok" : "failed");
	verdict(t, good);
}

static void test_16(struct test *t)
{
	struct bios_call c = { .eax = 0x0200 };

	begin(t, "int16.shift");
	call(t, 0x16, &c, NULL, 0);
	printf("%x\n", c.eax & 0xff);
	verdict(t, !t->lost);
}

static void e820(struct test *t)
{
	struct e820_bios_entry entry = { .attributes = E820_ATTR_ENABLED };
	struct bios_call c = { .ebx = 0 };
	unsigned int n = 0;

	begin(t, "int15.e820");
	do {
		c.eax = 0xe820;
		c.ecx = sizeof(entry);
		c.edx = E820_SMAP;
		c.es = t->bios.window_seg;
		c.edi = 0;
		if (!call(t, 0x15, &c, &entry, sizeof(entry)) || c.eax != E820_SMAP)
			break;
	} while (++n < E820_BOUND && c.ebx);
	printf("%u entries\n", n);
	verdict(t, n);
}

static void test_15(struct test *t)
{
	struct bios_call c = { .eax = 0x8800 };

	e820(t);
	begin(t, "int15.88");
	call(t, 0x15, &c, NULL, 0);
	printf("%u KiB\n", c.eax & 0xffff);
	verdict(t, c.eax & 0xffff);
	c = (struct bios_call){ .eax = 0x2402 };
	begin(t, "int15.2402");
	/* An old BIOS has no such call: no verdict. */
	if (call(t, 0x15, &c, NULL, 0))
		puts(c.eax & 0xff ? "on" : "off");
	else
		printf("error %x\n", ah(&c));
}

/*
 * content: end the line of a read: what it brought, or that there is no medium, which is
 * not bad. Of an empty floppy drive BIOSes say so in many ways (20h, 31h, 80h, 0Ch).
 */
static void content(struct test *t, const struct bios_call *c, uint8_t drive, const uint8_t *sector)
{
	if (!(c->eflags & BIOS_CF)) {
		printf("crc %x, signature %x\n", crc32(sector, SECTOR),
		       (unsigned int)(sector[SECTOR - 2] | sector[SECTOR - 1] << 8));
		verdict(t, true);
	} else if (ah(c) == NO_MEDIUM || drive < FIRST_DISK) {
		printf("error %x, no medium\n", ah(c));
	} else {
		failed(t, c);
	}
}

static void read_chs(struct test *t, uint8_t drive)
{
	uint8_t sector[SECTOR];
	struct bios_call c;
	bool good = false;

	begin(t, "int13.%02x.chs", drive);
	for (int tries = 0; tries < FLOPPY_TRIES && !good; tries++) {
		c = (struct bios_call){ .edx = drive };
		if (tries)
			call(t, 0x13, &c, NULL, 0);
		c = (struct bios_call){
			.eax = 0x0201, .ecx = 1, .edx = drive, .es = t->bios.window_seg
		};
		good = call(t, 0x13, &c, sector, sizeof(sector));
	}
	content(t, &c, drive, sector);
}

static void read_lba(struct test *t, uint8_t drive)
{
	uint8_t window[PACKET_BYTES + SECTOR] = { PACKET_BYTES, 0, 1, 0, PACKET_BYTES, 0 };
	struct bios_call c = { .eax = 0x4200, .edx = drive, .ds = t->bios.window_seg };

	window[6] = (uint8_t)t->bios.window_seg;
	window[7] = (uint8_t)(t->bios.window_seg >> 8);
	begin(t, "int13.%02x.lba", drive);
	call(t, 0x13, &c, window, sizeof(window));
	content(t, &c, drive, window + PACKET_BYTES);
}

static void one_drive(struct test *t, uint8_t number)
{
	struct bios_call c = { .eax = 0x15ff, .ecx = 0xffff, .edx = number };

	begin(t, "int13.%02x.type", number);
	if (!call(t, 0x13, &c, NULL, 0)) {
		failed(t, &c);
	} else {
		printf("%x, %x%s\n", ah(&c),
		       ah(&c) == 3 ? (c.ecx & 0xffff) << 16 | (c.edx & 0xffff) : 0,
		       ah(&c) == 3 ? " sectors" : "");
		verdict(t, ah(&c));
	}
	read_chs(t, number);
	c = (struct bios_call){ .eax = 0x4100, .ebx = 0x55aa, .edx = number };
	begin(t, "int13.%02x.edd", number);
	/* No EDD is no failure: old BIOSes, and floppies. */
	if (!call(t, 0x13, &c, NULL, 0) || (c.ebx & 0xffff) != 0xaa55) {
		printf("error %x\n", ah(&c));
		return;
	}
	printf("%x, functions %x\n", ah(&c), c.ecx & 0xffff);
	if (c.ecx & 1)
		read_lba(t, number);
}

static void test_13(struct test *t)
{
	struct bios_call c = { 0 };
	unsigned int equipment, floppies;

	call(t, 0x11, &c, NULL, 0);
	equipment = c.eax & 0xffff;
	floppies = equipment & 1 ? (equipment >> 6 & 3) + 1 : 0;
	for (unsigned int i = 0; i < floppies && !t->lost; i++)
		one_drive(t, (uint8_t)i);
	/* AH=08h of the first disk tells how many there are, as 40:75 does. */
	c = (struct bios_call){ .eax = 0x0800, .edx = FIRST_DISK };
	if (!call(t, 0x13, &c, NULL, 0))
		return;
	for (unsigned int i = 0, n = c.edx & 0xff; i < n && i < 16 && !t->lost; i++)
		one_drive(t, (uint8_t)(FIRST_DISK + i));
}

static void (*const service[])(struct test *) = { test_11, test_12, test_10, test_1a,
						  test_16, test_15, test_13 };

static int all(void)
{
	struct test t = { .good = 0 };

	if (os_bios_open(&t.bios, &t.why))
		return refuse(bios_test.name, NULL, &t.why);
	for (size_t i = 0; i < sizeof(service) / sizeof(service[0]) && !t.lost; i++)
		service[i](&t);
	os_bios_close(&t.bios);
	if (t.lost)
		return refuse(bios_test.name, NULL, &t.why);
	printf("%u answers good, %u bad%s%s\n", t.good, t.bad, t.bad ? ":" : "", t.list);
	return t.bad ? REFUSED : DONE;
}

static int run(int argc, char **argv)
{
	int c;

	while ((c = getopt_long(argc, argv, "h", longs, NULL)) != -1) {
		if (c == 'h')
			return fputs(bios_test.help, stdout) < 0 ? REFUSED : DONE;
		return bad_usage(&bios_test);
	}
	return optind == argc ? all() : extra_operand(&bios_test, argv[optind]);
}

static const struct applet bios_test = {
	"bios test",
	"usage: bios test\n"
	"Call the firmware's services that a real-mode target needs, before `go`.\n"
	"Each line begins before its call: one without a value is a call that hangs.\n"
	"Reads sector 0 of each drive, and writes nothing. A bad answer makes the exit\n"
	"status 1. biostest.bz tests more, and is bounded by a watchdog.\n"
	"  -h, --help  this\n",
	run,
};
BIOS_COMMAND(bios_test);
