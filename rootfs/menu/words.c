// SPDX-License-Identifier: GPL-2.0-only
/* Words of a line. A blank is any byte up to 20h, as SYSLINUX has it. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "menu.h"

static bool is_blank(char c)
{
	return (unsigned char)c <= ' ';
}

const char *word_end(const char *s)
{
	while (!is_blank(*s))
		s++;
	return s;
}

const char *skip_blanks(const char *s)
{
	while (*s && is_blank(*s))
		s++;
	return s;
}

bool word_is(const char *s, const char *word)
{
	size_t n = strlen(word);

	return !strncasecmp(s, word, n) && is_blank(s[n]);
}

bool word_ends_in(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && !strcasecmp(s + n - m, end);
}

const char *word_file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

const char *arena_printf(struct arena *arena, const char *fmt, ...)
{
	va_list args;
	char *p;
	int n;

	va_start(args, fmt);
	n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (n < 0)
		return NULL;
	p = arena_alloc(arena, (size_t)n + 1);
	if (!p)
		return NULL;
	va_start(args, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, args);
	va_end(args);
	return p;
}

/* A value may stand in one kind of quotes, as a shell assignment's may. */
static const char *unquoted(const char *s, size_t n, struct arena *arena)
{
	if (n >= 2 && (s[0] == '\'' || s[0] == '"') && s[n - 1] == s[0])
		return arena_strndup(arena, s + 1, n - 2);
	return arena_strndup(arena, s, n);
}

const char *fact(const char *text, const char *key, struct arena *arena)
{
	size_t n = strlen(key);

	while (text && *text) {
		size_t line = strcspn(text, "\r\n");

		if (line > n && !strncmp(text, key, n) && text[n] == '=')
			return unquoted(text + n + 1, line - n - 1, arena);
		text += line;
		text += strspn(text, "\r\n");
	}
	return NULL;
}
