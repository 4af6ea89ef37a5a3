// SPDX-License-Identifier: GPL-2.0-only
/* One program, many commands: which one, its name decides, unless it was linked with only one. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cmd.h"

extern const struct applet *const __start_applets[];
extern const struct applet *const __stop_applets[];

int refuse(const char *name, const char *subject, const struct reason *why)
{
	fflush(stdout);
	if (subject)
		fprintf(stderr, "%s: %s: %s\n", name, subject, why->text);
	else
		fprintf(stderr, "%s: %s\n", name, why->text);
	return REFUSED;
}

int bad_usage(const struct applet *a)
{
	fprintf(stderr, "%.*s\nTry '%s --help'.\n", (int)strcspn(a->help, "\n"), a->help, a->name);
	return USAGE;
}

int extra_operand(const struct applet *a, const char *word)
{
	fprintf(stderr, "%s: extra operand: %s\n", a->name, word);
	return bad_usage(a);
}

int bad_word(const char *name, const struct reason *why)
{
	refuse(name, NULL, why);
	return USAGE;
}

void print_text(struct text *t)
{
	if (t->p)
		fputs(t->p, stdout);
	if (t->failed)
		fputs("... out of memory\n", stdout);
	text_free(t);
}

bool is_url(const char *path)
{
	const char *colon = strstr(path, "://");

	return colon && !memchr(path, '/', (size_t)(colon - path));
}

const char *absolute(const char *path, struct arena *arena)
{
	char cwd[1024];
	char *p;
	size_t n;

	if (!path[0] || path[0] == '/' || is_url(path) || !getcwd(cwd, sizeof(cwd)))
		return path;
	n = strlen(cwd) + strlen(path) + 2;
	p = arena_alloc(arena, n);
	if (!p)
		return path;
	snprintf(p, n, "%s%s%s", cwd, cwd[1] ? "/" : "", path);
	return p;
}

int add_module(struct boot_request *req, const char *text, struct reason *why)
{
	size_t n = strcspn(text, " ");
	const char *file = arena_strndup(&req->arena, text, n);
	int err;

	if (!file)
		return because(why, -ENOMEM, "out of memory");
	err = request_add_initrd(req, absolute(file, &req->arena), why);
	return err || !text[n] ? err : request_add_words(req, text + n + 1, why);
}

int main(int argc, char **argv)
{
	const char *slash = argc ? strrchr(argv[0], '/') : NULL;
	const char *name = slash ? slash + 1 : argc ? argv[0] : "";

	for (const struct applet *const *a = __start_applets; a < __stop_applets; a++)
		if (!strcmp((*a)->name, name) || __stop_applets - __start_applets == 1)
			return (*a)->run(argc, argv);
	fprintf(stderr, "%s: call this program by one of these names:", name);
	for (const struct applet *const *a = __start_applets; a < __stop_applets; a++)
		fprintf(stderr, " %s", (*a)->name);
	fputs("\n", stderr);
	return USAGE;
}
