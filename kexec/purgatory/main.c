// SPDX-License-Identifier: GPL-2.0-only
/*
 * The purgatory: between two kernels, alone on the machine. It verifies what
 * was loaded and says so; if anything changed it restarts the machine, because
 * nothing is left to return to. For a 16-bit target it gives the machine back to
 * its BIOS; for a 64-bit one it makes page tables.
 */
#include "console.h"
#include "digest.h"
#include "firmware.h"
#include "io.h"
#include "long.h"
#include "std/cpuid.h"

/* How long the reason for a restart stays readable. */
#define READING_TIME_S 10u

/* MC146818 real-time clock: index and data port, register of the seconds */
#define RTC_INDEX   0x70
#define RTC_DATA    0x71
#define RTC_SECONDS 0x00

void purgatory_main(const struct handoff *h);
_Noreturn void triple_fault(void);

static void delay_us(unsigned int us)
{
	while (us--)
		io_delay();
}

static uint8_t rtc_seconds(void)
{
	outb(RTC_SECONDS, RTC_INDEX);
	return inb(RTC_DATA);
}

/* More looks at the clock than a second takes, even on an emulator's fast ports. */
#define RTC_PATIENCE 10000000u

/* By the clock's seconds; should it stand still, by the time that so many looks take. */
static void delay_s(unsigned int s)
{
	while (s--) {
		uint8_t now = rtc_seconds();

		for (unsigned int looks = 0; looks < RTC_PATIENCE && rtc_seconds() == now; looks++)
			io_delay();
	}
}

/* Each way in turn, with time to work; the last cannot fail. */
static _Noreturn void restart(struct console *con)
{
	console_puts(con, "purgatory: restarting the machine in 10 seconds\n");
	console_flush(con);
	delay_s(READING_TIME_S);
	for (unsigned int us = 0; us < 100000 && (inb(0x64) & 2); us++)
		io_delay(); /* 8042: until it takes a command */
	outb(0xfe, 0x64);   /* 8042: pulse the reset line */
	delay_us(500000);
	outb(0x02, 0xcf9); /* PCI reset control: hard reset ... */
	io_delay();
	outb(0x06, 0xcf9); /* ... now */
	delay_us(500000);
	triple_fault();
}

#define LARGE_PAGE_BYTES 0x200000u

static void make_digest(const struct handoff_segment *s, uint32_t addr, uint32_t verify,
			uint8_t digest[HANDOFF_DIGEST])
{
	const void *data = (const void *)(uintptr_t)addr;

	if (verify == HANDOFF_VERIFY_SHA256)
		digest_sha256(data, s->bytes, digest);
	else
		digest_fast(data, s->bytes, digest);
}

/* Is the segment what the loader made the digest of? */
static int segment_is_good(const struct handoff_segment *s, const struct handoff *h)
{
	uint8_t digest[HANDOFF_DIGEST] = { 0 };

	if (s->addr_high) {
		window_open(h->tables, s->addr_high << 11 | s->addr / LARGE_PAGE_BYTES);
		make_digest(s, HANDOFF_WINDOW + s->addr % LARGE_PAGE_BYTES, h->verify, digest);
		window_close();
	} else {
		make_digest(s, s->addr, h->verify, digest);
	}
	for (unsigned int i = 0; i < HANDOFF_DIGEST; i++)
		if (digest[i] != s->digest[i])
			return 0;
	return 1;
}

static void put_address(struct console *con, uint32_t high, uint32_t low)
{
	if (high) {
		console_hex(con, high);
		console_puts(con, ":");
	}
	console_hex(con, low);
}

static void verify(struct console *con, const struct handoff *h)
{
	unsigned int bad = 0;

	console_puts(con, "purgatory: verifying");
	for (unsigned int i = 0; i < h->n_segments && i < HANDOFF_SEGMENTS; i++) {
		const struct handoff_segment *s = &h->segment[i];

		console_puts(con, " ");
		console_puts(con, s->label);
		if (segment_is_good(s, h))
			continue;
		console_puts(con, "\npurgatory: segment ");
		console_puts(con, s->label);
		console_puts(con, " at ");
		put_address(con, s->addr_high, s->addr);
		console_puts(con, " is not what was loaded\npurgatory: verifying");
		bad++;
	}
	console_puts(con, bad ? ": bad\n" : ": good\n");
	if (bad)
		restart(con);
}

static const char *find_fault(const struct handoff *h)
{
	if (h->magic != HANDOFF_MAGIC)
		return "purgatory: its own parameters were overwritten\n";
	if (h->mode != 32 && h->mode != 16 && h->mode != 64)
		return "purgatory: the target wants a mode that this purgatory cannot enter\n";
	if (h->mode == 64 && !cpu_has_long_mode())
		return "purgatory: the target is 64-bit code, and this CPU has no 64-bit mode\n";
	if (h->verify > HANDOFF_VERIFY_SHA256)
		return "purgatory: unknown kind of digest\n";
	return 0;
}

static void check_vectors(struct console *con)
{
	unsigned int vector = firmware_missing_vector();

	if (!vector)
		return;
	console_puts(con, "purgatory: the BIOS is gone: there is no handler for INT ");
	console_hex(con, vector);
	console_puts(con, "\n");
	restart(con);
}

static void announce(struct console *con, const struct handoff *h)
{
	console_puts(con, "purgatory: entering the target at ");
	put_address(con, h->mode == 16 ? h->regs.cs : h->eip_high, h->regs.eip);
	console_puts(con, "\n");
	console_flush(con);
}

/* The crash kernel will use base memory: what the other had there goes into the dump from here. */
static void copy_low(const struct handoff_copy *c)
{
	const uint8_t *from = (const uint8_t *)(uintptr_t)c->from;
	uint8_t *to = (uint8_t *)(uintptr_t)c->to;

	for (uint32_t i = 0; i < c->bytes; i++)
		to[i] = from[i];
}

void purgatory_main(const struct handoff *h)
{
	/* where most PCs have them, for when the parameters cannot be believed */
	static const struct handoff_console usual = { 0x3f8, 0x3d4, 0xb8000, 80, 25 };
	const char *fault = find_fault(h);
	struct console con;

	console_open(&con, h->magic == HANDOFF_MAGIC ? &h->console : &usual);
	if (fault) {
		console_puts(&con, fault);
		restart(&con);
	}
	if (h->verify != HANDOFF_VERIFY_NONE)
		verify(&con, h);
	copy_low(&h->low);
	if (h->mode == 16)
		check_vectors(&con);
	announce(&con, h);
	if (h->mode == 16)
		firmware_restore(&h->firmware); /* silences the UARTs: nothing to say after this */
	if (h->mode == 64)
		long_mode_map(h->tables, h->mapped_gib);
}
