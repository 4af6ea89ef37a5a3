// SPDX-License-Identifier: GPL-2.0-only
/* zstd, without dictionaries. RFC 8878: frames of blocks; a block is literals and sequences. */
#include <stdlib.h>
#include <string.h>
#include "output.h"
#include "xxhash.h"
#include "zstd.h"

#define MAGIC		0xfd2fb528u
#define MAGIC_SKIPPABLE 0x184d2a50u /* and 15 more */
#define BLOCK_MAX	(128u * KIB)
#define CHECKSUM	0x04 /* of the frame header descriptor, section 3.1.1.1.1 */
#define RESERVED	0x08
#define SINGLE_SEGMENT	0x20

enum { RAW, RLE, COMPRESSED };		  /* blocks (section 3.1.1.2.2) */
enum { LITERALS_PACKED = 2, TREELESS };	  /* literals, beside RAW and RLE (3.1.1.3.1.1) */
enum { PREDEFINED, SINGLE, FSE, REPEAT }; /* tables of sequences (3.1.1.3.2.1) */
enum { LENGTHS, OFFSETS, MATCHES, KINDS };

/**
 * struct zstd - one frame under way
 * @o: plain bytes; if they are only counted, literals are not decoded
 * @start: of this frame in @o
 * @literals: of this block
 * @n_literals: how many
 * @has_tree: @tree is of this or an earlier block
 * @has: likewise, @table
 * @recent: offsets used last
 */
struct zstd {
	struct output o;
	uint64_t start;
	uint8_t literals[BLOCK_MAX];
	size_t n_literals;
	bool has_tree, has[KINDS];
	struct huffman tree;
	struct fse_table table[KINDS];
	uint32_t recent[3];
};

/* Section 3.1.1.3.2.2: codes and how they are coded by default. */
static const struct kind {
	uint8_t symbols, log_max, default_log, defaults;
	int16_t probability[53];
} kinds[KINDS] = {
	[LENGTHS] = { 36, 9, 6, 36, { 4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1,  1,	2,  2,
				      2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1 } },
	[OFFSETS] = { 32, 8, 5, 29, { 1, 1, 1, 1, 1, 1, 2, 2, 2, 1,  1,	 1,  1,	 1, 1,
				      1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1 } },
	[MATCHES] = { 53, 9, 6, 53, { 1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1,	1,  1,	1,  1,	1,  1, 1,
				      1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,	1,  1,	1,  1,	1,  1, 1,
				      1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1 } },
};

/* Extra bits of the length codes from @first on; each code begins where the one before ends. */
static const uint8_t literal_extra[] = { 1, 1, 1, 1,  2,  2,  3,  3,  4,  6,
					 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
static const uint8_t match_extra[] = { 1, 1, 1, 1,  2,	2,  3,	3,  4,	4, 5,
				       7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };

static uint32_t read_length(struct back_bits *s, unsigned int code, unsigned int first,
			    const uint8_t *extra)
{
	uint32_t base = code < first ? code : first;

	if (code < first)
		return base;
	for (unsigned int i = 0; i < code - first; i++)
		base += 1u << extra[i];
	return base + back_read(s, extra[code - first]);
}

static bool probe(struct blob in)
{
	return blob_le32(in, 0) == MAGIC;
}

/* Four streams, three of whose lengths come first. */
static bool decode_four(struct zstd *z, struct blob in)
{
	size_t each = (z->n_literals + 3) / 4, done = 0;
	uint64_t at = 6;

	for (unsigned int i = 0; i < 4; i++) {
		size_t n = i < 3 ? each : z->n_literals - done;
		uint64_t bytes = i < 3 ? blob_le16(in, 2 * i) : UINT64_MAX;

		if (done > z->n_literals || n > z->n_literals - done || at > in.n ||
		    !huffman_decode(&z->tree, blob_slice(in, at, bytes), z->literals + done, n))
			return false;
		done += n;
		at += i < 3 ? bytes : 0;
	}
	return true;
}

static bool unpack_literals(struct zstd *z, struct blob in, unsigned int kind, bool four)
{
	size_t tree = 0;

	if (!z->o.p)
		return true;
	if (kind == LITERALS_PACKED) {
		tree = huffman_read(&z->tree, in);
		z->has_tree = tree;
	}
	if (!z->has_tree)
		return false;
	in = blob_slice(in, tree, UINT64_MAX);
	return four ? decode_four(z, in) : huffman_decode(&z->tree, in, z->literals, z->n_literals);
}

/* Section 3.1.1.3.1; returns the length in bytes, 0 if it is wrong. */
static uint64_t read_literals(struct zstd *z, struct blob in)
{
	static const uint8_t small[] = { 1, 2, 1, 3 }, large[] = { 3, 3, 4, 5 };
	static const uint8_t width[] = { 10, 10, 14, 18 };
	unsigned int kind = blob_u8(in, 0) & 3, form = blob_u8(in, 0) >> 2 & 3;
	uint64_t head = 0, bytes, at;

	for (unsigned int i = 0; i < 5; i++)
		head |= (uint64_t)blob_u8(in, i) << 8 * i;
	if (kind == RAW || kind == RLE) {
		at = small[form];
		z->n_literals = (size_t)(form & 1 ? head >> 4 & ((1u << (8 * at - 4)) - 1) :
						    (head & 0xff) >> 3);
		bytes = kind == RAW ? z->n_literals : 1;
	} else {
		at = large[form];
		z->n_literals = (size_t)(head >> 4 & ((1u << width[form]) - 1));
		bytes = head >> (4 + width[form]) & ((1u << width[form]) - 1);
	}
	if (z->n_literals > BLOCK_MAX || !blob_has(in, at, bytes))
		return 0;
	if (kind == RAW)
		blob_copy(in, at, z->literals, z->n_literals);
	else if (kind == RLE)
		memset(z->literals, blob_u8(in, at), z->n_literals);
	else if (!unpack_literals(z, blob_slice(in, at, bytes), kind, form))
		return 0;
	return at + bytes;
}

/* One of the three tables, by its mode; false if it is wrong. */
static bool read_table(struct zstd *z, unsigned int which, unsigned int mode, struct blob in,
		       uint64_t *at)
{
	const struct kind *k = &kinds[which];
	struct fse_table *t = &z->table[which];
	uint8_t symbol = blob_u8(in, *at);
	size_t bytes = 1;

	switch (mode) {
	case PREDEFINED:
		bytes = 0;
		fse_build(t, k->probability, k->defaults, k->default_log);
		break;
	case SINGLE:
		if (!blob_has(in, *at, 1) || symbol >= k->symbols)
			return false;
		fse_single(t, symbol);
		break;
	case FSE:
		bytes = fse_read(t, blob_slice(in, *at, UINT64_MAX), k->log_max, k->symbols);
		if (!bytes)
			return false;
		break;
	default:
		bytes = 0;
		if (!z->has[which])
			return false;
	}
	z->has[which] = true;
	*at += bytes;
	return true;
}

/* Section 3.1.1.5: 1 to 3 mean offsets used before, one further if there are no literals. */
static uint32_t find_offset(struct zstd *z, uint32_t v, bool no_literals)
{
	unsigned int i = v - 1 + no_literals;
	uint32_t offset;

	if (v > 3) {
		offset = v - 3;
		i = 2;
	} else {
		offset = i < 3 ? z->recent[i] : z->recent[0] - 1;
	}
	if (i > 1)
		z->recent[2] = z->recent[1];
	if (i > 0)
		z->recent[1] = z->recent[0];
	z->recent[0] = offset;
	return offset;
}

static uint8_t code_of(const struct zstd *z, unsigned int which, const unsigned int *state)
{
	return z->table[which].state[state[which]].symbol;
}

static void step(const struct zstd *z, unsigned int which, unsigned int *state, struct back_bits *s)
{
	const struct fse_state *f = &z->table[which].state[state[which]];

	state[which] = f->base + back_read(s, f->bits);
}

static bool run_sequences(struct zstd *z, struct blob in, uint32_t n)
{
	static const uint8_t order[] = { LENGTHS, OFFSETS, MATCHES };
	uint64_t end = z->o.n + BLOCK_MAX;
	unsigned int state[KINDS];
	size_t used = 0;
	struct back_bits s;

	if (!back_open(&s, in))
		return false;
	for (unsigned int i = 0; i < KINDS; i++)
		state[order[i]] = back_read(&s, z->table[order[i]].log);
	while (n--) {
		uint8_t code = code_of(z, OFFSETS, state);
		uint32_t v = (1u << code) + back_read(&s, code), match, literals, offset;

		match = 3 + read_length(&s, code_of(z, MATCHES, state), 32, match_extra);
		literals = read_length(&s, code_of(z, LENGTHS, state), 16, literal_extra);
		offset = find_offset(z, v, !literals);
		if (s.left < 0 || literals > z->n_literals - used ||
		    !output_bytes(&z->o, z->literals + used, literals) ||
		    offset > z->o.n - z->start || !output_again(&z->o, offset, match) ||
		    z->o.n > end)
			return false;
		used += literals;
		if (!n)
			break;
		step(z, LENGTHS, state, &s);
		step(z, MATCHES, state, &s);
		step(z, OFFSETS, state, &s);
	}
	return s.left == 0 && output_bytes(&z->o, z->literals + used, z->n_literals - used);
}

/* Section 3.1.1.3: literals, the number of sequences, three tables, the sequences. */
static bool unpack_block(struct zstd *z, struct blob in)
{
	uint64_t at = read_literals(z, in);
	uint32_t n = blob_u8(in, at);
	uint8_t modes;

	if (!at || !blob_has(in, at++, 1))
		return false;
	if (!n)
		return at == in.n && output_bytes(&z->o, z->literals, z->n_literals);
	if (n == 255) {
		n = blob_le16(in, at) + 0x7f00u;
		at += 2;
	} else if (n >= 128) {
		n = (n - 128) << 8 | blob_u8(in, at++);
	}
	modes = blob_u8(in, at++);
	return at <= in.n && !(modes & 3) && read_table(z, LENGTHS, modes >> 6, in, &at) &&
	       read_table(z, OFFSETS, modes >> 4 & 3, in, &at) &&
	       read_table(z, MATCHES, modes >> 2 & 3, in, &at) &&
	       run_sequences(z, blob_slice(in, at, UINT64_MAX), n);
}

/* The blocks of a frame; returns where they end, 0 if they are wrong. */
static uint64_t unpack_blocks(struct zstd *z, struct blob in, uint64_t at)
{
	uint32_t head = 0;

	while (!(head & 1)) {
		uint32_t n, kind;
		bool good = false;

		if (!blob_has(in, at, 3))
			return 0;
		head = blob_le16(in, at) | (uint32_t)blob_u8(in, at + 2) << 16;
		kind = head >> 1 & 3;
		n = head >> 3;
		at += 3;
		if (n > BLOCK_MAX || !blob_has(in, at, kind == RLE ? 1 : n))
			return 0;
		if (kind == RAW)
			good = output_bytes(&z->o, in.p + at, n);
		else if (kind == RLE)
			good = output_fill(&z->o, in.p[at], n);
		else if (kind == COMPRESSED)
			good = unpack_block(z, blob_slice(in, at, n));
		if (!good)
			return 0;
		at += kind == RLE ? 1 : n;
	}
	return at;
}

/* Section 3.1.1.1: how long the frame's header is; 0 if it is of a kind unknown here. */
static uint64_t header_bytes(uint8_t descriptor)
{
	static const uint8_t content[] = { 0, 2, 4, 8 };
	bool single = descriptor & SINGLE_SEGMENT;

	if (descriptor & (RESERVED | 3)) /* 3: a dictionary */
		return 0;
	return 4 + 1 + (single ? 0u : 1u) + (descriptor >> 6 ? content[descriptor >> 6] : single);
}

static int unpack_frame(struct zstd *z, struct blob in, uint64_t *at, struct reason *why)
{
	uint8_t descriptor = blob_u8(in, *at + 4);
	uint64_t head = header_bytes(descriptor), end;

	if (!head)
		return because(why, -ENOEXEC,
			       "zstd: it wants a dictionary, or is of an unknown kind");
	z->start = z->o.n;
	z->has_tree = z->has[0] = z->has[1] = z->has[2] = false;
	z->recent[0] = 1;
	z->recent[1] = 4;
	z->recent[2] = 8;
	end = unpack_blocks(z, in, *at + head);
	if (!end)
		return because(why, -ENOEXEC, "zstd: cut short, or damaged");
	*at = end;
	if (!(descriptor & CHECKSUM))
		return 0;
	*at += 4;
	if (!blob_has(in, end, 4) ||
	    (z->o.p &&
	     blob_le32(in, end) != (uint32_t)xxh64(z->o.p + z->start, (size_t)(z->o.n - z->start))))
		return because(why, -ENOEXEC, "zstd: damaged: the checksum is wrong");
	return 0;
}

/* Frames, one behind the other, and between them what programs put there for themselves. */
static int run(struct zstd *z, struct blob in, struct reason *why)
{
	int err = 0;

	for (uint64_t at = 0; !err && at < in.n;) {
		if ((blob_le32(in, at) & ~15u) == MAGIC_SKIPPABLE && blob_has(in, at, 8))
			at += 8 + (uint64_t)blob_le32(in, at + 4);
		else if (blob_le32(in, at) == MAGIC)
			err = unpack_frame(z, in, &at, why);
		else
			err = because(why, -ENOEXEC, "zstd: something follows it");
		if (!err && at > in.n)
			err = because(why, -ENOEXEC, "zstd: cut short");
	}
	return err;
}

static int start(struct blob in, struct output *o, struct reason *why)
{
	struct zstd *z = malloc(sizeof(*z));
	int err;

	if (!z)
		return because(why, -ENOMEM, "zstd: out of memory");
	z->o = *o;
	err = run(z, in, why);
	o->n = z->o.n;
	free(z);
	return err;
}

/* By counting: a frame need not tell, and there may be several. */
static uint64_t size(struct blob in, struct reason *why)
{
	struct output o = { .p = NULL };

	return start(in, &o, why) ? 0 : o.n;
}

static int unpack(struct blob in, uint8_t *out, size_t out_bytes, struct reason *why)
{
	struct output o = { .p = out, .room = out_bytes };
	int err = start(in, &o, why);

	if (!err && o.n != out_bytes)
		err = because(why, -ENOEXEC, "zstd: damaged: its length is wrong");
	return err;
}

static const struct decompressor zstd = { "zstd", probe, size, unpack };
DECOMPRESSOR(zstd);
