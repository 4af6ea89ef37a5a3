// SPDX-License-Identifier: GPL-2.0-only
/*
 * Is the firmware's state what it was? Tables say of every vector, of every byte of the BIOS data
 * area and of every chip whether a difference is expected, and why; docs/firmware.md has the same
 * in words. BIOS data: IBM PS/2 and PC BIOS Technical Reference, section 3.
 */
#include <inttypes.h>
#include <stdio.h>
#include "core.h"

/* Linux has IRQ 0 to 15 there, and its 8259s are not re-initialised for a trip. */
#define ALIAS_FIRST FW_PIC1_BASE_LINUX
#define ALIAS_LAST  (FW_PIC1_BASE_LINUX + 15)
#define BDA_EBDA    0x0e

/* Why a difference is none of ours to worry about. */
#define KEYS   "keys were pressed"
#define TEXT   "the BIOS wrote text"
#define TICKS  "the BIOS counts on"
#define DISKS  "disks were read"
#define OWN    "the BIOS's own notes"
#define ALIAS  "they lead Linux's IRQs to the BIOS"
#define LINES  "the line is Linux's"
#define TIMING "Linux keeps time with it until `go`"
#define WHILE  "Linux's, while it runs"

/**
 * struct field - some bytes, and what may happen to them
 * @name: in the field's own terms
 * @why: why a difference is expected, NULL: it matters
 * @off: where: in struct fw_state, or in the BIOS data area
 * @bytes: 1, 2 or 4: a little-endian number; else a run of bytes, all or nothing
 * @noise: bits of a number that are not looked at
 * @fixed: bits of a number in which a difference matters in spite of @why
 * @raised: in the bits other than @fixed only a change to 1 is expected
 */
struct field {
	const char *name, *why;
	uint8_t off, bytes;
	uint8_t noise, fixed;
	bool raised;
};

#define CHIP(title, member)                                      \
	.name = title, .off = offsetof(struct fw_state, member), \
	.bytes = sizeof(((struct fw_state *)0)->member)

static const struct field chips[] = {
	{ CHIP("8259 mask of IRQ 0-7", pic1_mask), .why = LINES, .raised = true },
	{ CHIP("8259 mask of IRQ 8-15", pic2_mask), .why = LINES, .raised = true },
	{ CHIP("8259 vector of IRQ 0", pic1_base), .why = WHILE },
	{ CHIP("8259 vector of IRQ 8", pic2_base), .why = WHILE },
	{ CHIP("ELCR (level-triggered lines)", elcr) },
	/* OUT and "null count" come and go */
	{ CHIP("8254 channel 0, mode", pit0_status), .noise = 0xc0 },
	{ CHIP("8254 channel 2, mode", pit2_status), .why = TIMING, .noise = 0xc0 },
	/* bits 4 to 7 are inputs; 0 and 1 gate channel 2 to the speaker */
	{ CHIP("port 61h", port61), .why = TIMING, .noise = 0xf0, .fixed = 0x0c },
	/* bits 6 and 7 light a lamp */
	{ CHIP("port 92h", port92), .why = "A20 on", .noise = 0xf4, .fixed = 0x09, .raised = true },
	{ CHIP("port 70h (CMOS index)", cmos_index), .why = "Linux reads the clock",
	  .fixed = 0x80 },
	{ CHIP("A20", a20), .why = "Linux needs it", .raised = true },
	/* the others tell of bytes on their way */
	{ CHIP("port 64h, self-test passed", kbc_status), .noise = 0xfb },
	{ CHIP("CR0", cr0), .why = "Linux's, of the coprocessor", .fixed = 0x01 },
};

#define MATTERS(title, at, n)                        \
	{                                            \
		.name = title, .off = at, .bytes = n \
	}
#define MAY(title, at, n, reason)                                   \
	{                                                           \
		.name = title, .off = at, .bytes = n, .why = reason \
	}

/* The BIOS data area, 40:00 to 40:FF, without a gap. */
static const struct field bda[] = {
	MATTERS("serial ports", 0x00, 8),
	MATTERS("parallel ports", 0x08, 6),
	MATTERS("segment of the EBDA", 0x0e, 2),
	MATTERS("equipment", 0x10, 2),
	MAY("self-test", 0x12, 1, OWN),
	MATTERS("base memory in KiB", 0x13, 2),
	MAY("reserved", 0x15, 2, OWN),
	MAY("keyboard flags", 0x17, 2, KEYS),
	MAY("Alt and digits", 0x19, 1, KEYS),
	MAY("keyboard buffer's head", 0x1a, 2, KEYS),
	MAY("keyboard buffer's tail", 0x1c, 2, KEYS),
	MAY("keyboard buffer", 0x1e, 32, KEYS),
	MAY("floppy recalibration, interrupt", 0x3e, 1, DISKS),
	MAY("floppy motors", 0x3f, 1, DISKS),
	MAY("floppy motor's time", 0x40, 1, TICKS),
	MAY("last floppy status", 0x41, 1, DISKS),
	MAY("floppy result bytes", 0x42, 7, DISKS),
	MATTERS("video mode", 0x49, 1),
	MATTERS("columns", 0x4a, 2),
	MATTERS("bytes of a video page", 0x4c, 2),
	MATTERS("start of the video page", 0x4e, 2),
	MAY("cursor positions", 0x50, 16, TEXT),
	MATTERS("cursor shape", 0x60, 2),
	MATTERS("video page", 0x62, 1),
	MATTERS("CRT controller's port", 0x63, 2),
	MATTERS("CRT mode register", 0x65, 1),
	MATTERS("CRT palette", 0x66, 1),
	MAY("reset vector", 0x67, 4, "INT 15h moved memory"),
	MAY("last unhandled interrupt", 0x6b, 1, OWN),
	MAY("tick", 0x6c, 4, TICKS),
	MAY("midnight", 0x70, 1, TICKS),
	MAY("Break", 0x71, 1, KEYS),
	MATTERS("soft reset", 0x72, 2),
	MAY("last disk status", 0x74, 1, DISKS),
	MATTERS("number of disks", 0x75, 1),
	MAY("disk control", 0x76, 2, DISKS),
	MATTERS("parallel time-outs", 0x78, 4),
	MATTERS("serial time-outs", 0x7c, 4),
	MATTERS("keyboard buffer's place", 0x80, 4),
	MATTERS("rows", 0x84, 1),
	MATTERS("height of a character", 0x85, 2),
	MATTERS("video control and switches", 0x87, 3),
	MATTERS("display combination", 0x8a, 1),
	MAY("last floppy data rate", 0x8b, 1, DISKS),
	MAY("disk controller's status", 0x8c, 3, DISKS),
	MAY("floppy drives", 0x8f, 1, DISKS),
	MAY("state of floppy media", 0x90, 4, DISKS),
	MAY("floppy tracks", 0x94, 2, DISKS),
	MAY("keyboard mode and lamps", 0x96, 2, KEYS),
	MAY("wait by INT 15h", 0x98, 9, TICKS),
	MATTERS("reserved for networks", 0xa1, 7),
	MATTERS("video tables", 0xa8, 4),
	MAY("reserved", 0xac, 68, OWN),
	MATTERS("left to programs", 0xf0, 16),
};

/**
 * struct tally - counts and text of one group
 * @out: where lines go
 * @verbose: lines for what is the same, too
 * @same: how many are
 * @expected: how many differ, but may
 * @matter: how many differ otherwise
 */
struct tally {
	struct text *out;
	bool verbose;
	unsigned int same, expected, matter;
};

static uint32_t number(const uint8_t *p, unsigned int bytes)
{
	uint32_t v = 0;

	while (bytes--)
		v = v << 8 | p[bytes];
	return v;
}

/* Count a difference, and end its line; @why: it may be. */
static void differs(struct tally *t, const char *why)
{
	if (why) {
		t->expected++;
		text_addf(t->out, ", expected: %s\n", why);
	} else {
		t->matter++;
		text_addf(t->out, ", DIFFERS\n");
	}
}

/* Is the change of a number's bits of the kind that its row expects? */
static bool may_change(const struct field *f, uint32_t changed, uint32_t now)
{
	return !(changed & f->fixed) && !(f->raised && (changed & ~now));
}

static void compare_number(struct tally *t, const char *where, const struct field *f,
			   const uint8_t *then, const uint8_t *now)
{
	uint32_t a = number(then, f->bytes), b = number(now, f->bytes);
	uint32_t changed = (a ^ b) & ~(uint32_t)f->noise;
	int digits = 2 * f->bytes;

	if (!changed && !t->verbose) {
		t->same++;
		return;
	}
	text_addf(t->out, "%s%s: %0*" PRIx32 " -> ", where, f->name, digits, a);
	if (!changed) {
		t->same++;
		text_addf(t->out, "same\n");
		return;
	}
	text_addf(t->out, "%0*" PRIx32, digits, b);
	differs(t, may_change(f, changed, b) ? f->why : NULL);
}

static void compare_run(struct tally *t, const char *where, const struct field *f,
			const uint8_t *then, const uint8_t *now)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < f->bytes; i++)
		n += then[i] != now[i];
	if (n) {
		text_addf(t->out, "%s%s: %u of %u bytes changed", where, f->name, n, f->bytes);
		differs(t, f->why);
		return;
	}
	t->same++;
	if (t->verbose)
		text_addf(t->out, "%s%s: %u bytes -> same\n", where, f->name, f->bytes);
}

static void compare_field(struct tally *t, const char *where, const struct field *f,
			  const uint8_t *then, const uint8_t *now)
{
	if (f->bytes <= 2 || f->bytes == 4)
		compare_number(t, where, f, then, now);
	else
		compare_run(t, where, f, then, now);
}

static unsigned int summary(const struct tally *t, const char *group)
{
	text_addf(t->out, "%s: %u same, %u expected to differ, %u that matter\n", group, t->same,
		  t->expected, t->matter);
	return t->matter;
}

static unsigned int diff_chips(const struct fw_state *then, const struct fw_state *now,
			       struct tally t)
{
	for (size_t i = 0; i < sizeof(chips) / sizeof(chips[0]); i++)
		compare_field(&t, "", &chips[i], (const uint8_t *)then + chips[i].off,
			      (const uint8_t *)now + chips[i].off);
	return summary(&t, "chips");
}

static unsigned int diff_bda(const struct fw_state *then, const struct fw_state *now,
			     struct tally t)
{
	for (size_t i = 0; i < sizeof(bda) / sizeof(bda[0]); i++) {
		const struct field *f = &bda[i];
		char where[8];

		snprintf(where, sizeof(where), "40:%02X ", f->off);
		compare_field(&t, where, f, then->bda + f->off, now->bda + f->off);
	}
	return summary(&t, "BIOS data area");
}

static void print_vector(struct text *out, uint32_t v)
{
	text_addf(out, "%04" PRIx32 ":%04" PRIx32, v >> 16, v & 0xffff);
}

/* Is vector @i one of the kernel's stubs? They lie in a row, all of one size. */
static bool is_alias(const uint32_t *ivt, unsigned int i)
{
	uint32_t step = ivt[ALIAS_FIRST + 1] - ivt[ALIAS_FIRST];

	return i >= ALIAS_FIRST && i <= ALIAS_LAST &&
	       ivt[i] == ivt[ALIAS_FIRST] + (i - ALIAS_FIRST) * step;
}

static void compare_vector(struct tally *t, unsigned int i, uint32_t then, uint32_t now, bool alias)
{
	if (then == now && !t->verbose) {
		t->same++;
		return;
	}
	if (alias && !t->verbose) { /* in one line, by diff_vectors() */
		t->expected++;
		return;
	}
	text_addf(t->out, "INT %02Xh vector: ", i);
	print_vector(t->out, then);
	text_addf(t->out, " -> ");
	if (then == now) {
		t->same++;
		text_addf(t->out, "same\n");
		return;
	}
	print_vector(t->out, now);
	differs(t, alias ? ALIAS : NULL);
}

static unsigned int diff_vectors(const struct fw_state *then, const struct fw_state *now,
				 struct tally t)
{
	for (unsigned int i = 0; i < FW_STATE_VECTORS; i++)
		compare_vector(&t, i, then->ivt[i], now->ivt[i], is_alias(now->ivt, i));
	if (t.expected && !t.verbose)
		text_addf(t.out, "INT %02Xh-%02Xh vectors: %u changed, expected: %s\n", ALIAS_FIRST,
			  ALIAS_LAST, t.expected, ALIAS);
	return summary(&t, "interrupt vectors");
}

/*
 * Behind its size, which says how much memory is the BIOS's, the EBDA is private to it: only its
 * own calls change it, for Linux keeps out of that memory. Ranges of changed bytes, then.
 */
static unsigned int diff_ebda(const struct fw_state *then, const struct fw_state *now,
			      struct tally t)
{
	static const struct field size = MATTERS("EBDA, its size in KiB", 0, 1);
	unsigned int end;

	if (!number(then->bda + BDA_EBDA, 2))
		return 0;
	compare_field(&t, "", &size, then->ebda, now->ebda);
	for (unsigned int i = 1; i < FW_STATE_EBDA; i = end) {
		bool same = then->ebda[i] == now->ebda[i];

		for (end = i + 1; end < FW_STATE_EBDA; end++)
			if ((then->ebda[end] == now->ebda[end]) != same)
				break;
		if (same) {
			t.same++;
			continue;
		}
		text_addf(t.out, "EBDA, bytes %03x to %03x: changed", i, end - 1);
		differs(&t, OWN);
	}
	return summary(&t, "extended BIOS data area, ranges");
}

unsigned int fw_state_diff(const struct fw_state *then, const struct fw_state *now, bool verbose,
			   struct text *out)
{
	const struct tally t = { .out = out, .verbose = verbose };
	unsigned int matter = diff_vectors(then, now, t);

	matter += diff_bda(then, now, t);
	matter += diff_ebda(then, now, t);
	matter += diff_chips(then, now, t);
	if (matter)
		text_addf(out, "differences that matter: %u\n", matter);
	else
		text_addf(out, "the firmware's state is what it was\n");
	return matter;
}
