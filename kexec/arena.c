// SPDX-License-Identifier: GPL-2.0-only
/* Memory that is freed all at once, and strings that grow. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core.h"

struct arena_block {
	struct arena_block *next;
	_Alignas(16) unsigned char bytes[];
};

void *arena_alloc(struct arena *arena, size_t n)
{
	struct arena_block *b;

	if (n > SIZE_MAX - sizeof(*b))
		return NULL;
	/* calloc: large blocks come as fresh zero pages and are not touched here */
	b = calloc(1, sizeof(*b) + n);
	if (!b)
		return NULL;
	b->next = arena->head;
	arena->head = b;
	return b->bytes;
}

void *arena_shrink(struct arena *arena, size_t n)
{
	struct arena_block *b = realloc(arena->head, sizeof(*b) + n);

	if (b)
		arena->head = b;
	return arena->head->bytes;
}

char *arena_strndup(struct arena *arena, const char *s, size_t n)
{
	char *p = arena_alloc(arena, n + 1);

	if (p && n)
		memcpy(p, s, n);
	return p;
}

void arena_free(struct arena *arena)
{
	while (arena->head) {
		struct arena_block *b = arena->head;

		arena->head = b->next;
		free(b);
	}
}

/* Make room for @n more characters and a final zero. */
static bool text_reserve(struct text *t, size_t n)
{
	size_t cap = t->cap ? t->cap : 256;
	char *p;

	while (cap - t->n <= n)
		cap *= 2;
	if (cap == t->cap)
		return true;
	p = realloc(t->p, cap);
	if (!p)
		return false;
	t->p = p;
	t->cap = cap;
	return true;
}

void text_addf(struct text *t, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (t->failed || n < 0 || !text_reserve(t, (size_t)n)) {
		t->failed = true;
		return;
	}
	va_start(ap, fmt);
	vsnprintf(t->p + t->n, t->cap - t->n, fmt, ap);
	va_end(ap);
	t->n += (size_t)n;
}

void text_free(struct text *t)
{
	free(t->p);
	*t = (struct text){ 0 };
}
