/* SPDX-License-Identifier: GPL-2.0-only */
/* Entropy coding of zstd: bits read backwards, FSE and Huffman tables. RFC 8878, section 4. */
#ifndef DECOMPRESS_ZSTD_H
#define DECOMPRESS_ZSTD_H

#include "core.h"

#define FSE_LOG_MAX	9u
#define HUFFMAN_LOG_MAX 11u
#define HUFFMAN_SYMBOLS 256u

/** struct back_bits - bits from the end of @b to its start; @left may get negative: zeros, then */
struct back_bits {
	struct blob b;
	int64_t left;
};

/** back_open() - the highest bit that is set ends the stream; false if there is none */
bool back_open(struct back_bits *s, struct blob b);
/** back_peek() - the next @n bits, up to 32, zeros behind the start */
uint32_t back_peek(const struct back_bits *s, unsigned int n);
/** back_read() - take them */
uint32_t back_read(struct back_bits *s, unsigned int n);

/** struct fse_table - @state: what each of the 2^@log states stands for, and where it goes */
struct fse_table {
	unsigned int log;
	struct fse_state {
		uint8_t symbol, bits;
		uint16_t base;
	} state[1u << FSE_LOG_MAX];
};

/** fse_read() - a table's description; returns its length in bytes, 0 if it is wrong */
size_t fse_read(struct fse_table *t, struct blob in, unsigned int log_max, unsigned int symbols);
/** fse_build() - a table from @n probabilities, -1: less than 1; false if they do not make one */
bool fse_build(struct fse_table *t, const int16_t *probability, unsigned int n, unsigned int log);
/** fse_single() - the table of one symbol */
void fse_single(struct fse_table *t, uint8_t symbol);

/** struct huffman - @code: by its next @log bits, a symbol and how many of the bits are its */
struct huffman {
	unsigned int log;
	struct huffman_code {
		uint8_t symbol, bits;
	} code[1u << HUFFMAN_LOG_MAX];
};

/** huffman_read() - a tree's description; returns its length in bytes, 0 if it is wrong */
size_t huffman_read(struct huffman *h, struct blob in);
/** huffman_decode() - exactly @n symbols, from the whole of @in */
bool huffman_decode(const struct huffman *h, struct blob in, uint8_t *out, size_t n);

#endif
