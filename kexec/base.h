/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What all of libkexec stands on: reasons, arenas, growing text, and bytes that
 * are not trusted. Part of kexec.h.
 */
#ifndef KEXEC_BASE_H
#define KEXEC_BASE_H

#include <stdbool.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

#define KIB	   1024u
#define MIB	   (1024u * 1024u)
#define PAGE_BYTES 4096u

/* ---- reasons ---------------------------------------------------------- */

/** struct reason - why something failed, in words, without a final dot or newline */
struct reason {
	char text[320];
};

/**
 * because() - fail with a reason
 * @why: takes the formatted reason unless it already holds one
 * @err: negative errno
 *
 * Return: @err.
 */
int because(struct reason *why, int err, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* ---- arena: memory that is freed all at once --------------------------- */

struct arena_block;

/** struct arena - owner of allocations; { 0 } is an empty one */
struct arena {
	struct arena_block *head;
};

/** arena_alloc() - @n zeroed bytes that live until arena_free(); NULL if there is no memory */
void *arena_alloc(struct arena *arena, size_t n);
/** arena_shrink() - give back all but @n bytes of what was allocated last; returns where it is now */
void *arena_shrink(struct arena *arena, size_t n);
/** arena_strdup() - copy of @n characters of @s with a final zero, or NULL */
char *arena_strndup(struct arena *arena, const char *s, size_t n);
/** arena_free() - free everything; the arena is then empty and may be used again */
void arena_free(struct arena *arena);

/* ---- text: a string that grows ----------------------------------------- */

/** struct text - text under construction; { 0 } is empty. @failed: memory ran out, @p is cut. */
struct text {
	char *p;
	size_t n, cap;
	bool failed;
};

void text_addf(struct text *t, const char *fmt, ...) PRINTF_LIKE(2, 3);
void text_free(struct text *t);

/* ---- blob: bytes of a file --------------------------------------------- */

/**
 * struct blob - bytes that came from outside and are not trusted
 *
 * Loaders reach file bytes through these functions only. All of them take any
 * offset and any length, and none reads outside @p[0..@n).
 */
struct blob {
	const uint8_t *p;
	size_t n;
};

/** blob_has() - do @n bytes at @off exist? */
bool blob_has(struct blob b, uint64_t off, uint64_t n);
/** blob_slice() - @n bytes at @off, fewer where the blob ends before */
struct blob blob_slice(struct blob b, uint64_t off, uint64_t n);
/** blob_copy() - copy @n bytes at @off to @to; false, and @to is zeroed, if they do not exist */
bool blob_copy(struct blob b, uint64_t off, void *to, size_t n);
/** blob_starts() - do the bytes at @off equal the @n bytes at @magic? */
bool blob_starts(struct blob b, uint64_t off, const void *magic, size_t n);
/* Little-endian numbers at @off; 0 where the blob has no such bytes. */
uint8_t blob_u8(struct blob b, uint64_t off);
uint16_t blob_le16(struct blob b, uint64_t off);
uint32_t blob_le32(struct blob b, uint64_t off);
uint64_t blob_le64(struct blob b, uint64_t off);
/** blob_describe() - what the content looks like, for messages: "a text file" */
const char *blob_describe(struct blob b);

#endif
