// SPDX-License-Identifier: GPL-2.0-only
/*
 * Golden menus: each tests/fixtures/menu/NAME.cfg must be read as NAME.txt (the list) and NAME.json
 * say. With GOLDEN_UPDATE set these are written anew. Then what a configuration can do wrong.
 */
#include <dirent.h>
#include <stdio.h>
#include "helper.h"
#include "menu.h"

#ifndef FIXTURES
#define FIXTURES "tests/fixtures" /* the tests run in the top folder */
#endif
#define MENUS FIXTURES "/menu"
#define LEAST 85 /* fixtures; fewer means that they were not found */

static const char facts[] = "ip=10.0.2.15:10.0.2.2:10.0.2.2:255.255.255.0\n"
			    "BOOTIF=01-52-54-00-12-34-56\n"
			    "SYSUUID=b8945908-d6a6-41a9-611d-74a6ab80b83d\n"
			    "SYSVENDOR=  Two  words \n"
			    "FSUUID=''\n";

/* A file of the menu's medium: includes lie in a folder of their own here. */
static int read_fixture(void *ctx, const char *path, struct arena *arena, struct blob *out,
			struct reason *why)
{
	char name[300], *p;
	FILE *f;

	(void)ctx;
	assert_memory_equal(path, "/medium/boot/syslinux/", 22);
	snprintf(name, sizeof(name), MENUS "/%s%s", strstr(path, ".cfg") ? "" : "include/",
		 path + 22);
	f = fopen(name, "rb");
	if (!f)
		return because(why, -ENOENT, "No such file or directory");
	p = arena_alloc(arena, 65536);
	assert_non_null(p);
	out->n = fread(p, 1, 65536, f);
	out->p = (const uint8_t *)p;
	fclose(f);
	return 0;
}

static const struct menu_files files = { read_fixture, NULL };

static int parse(struct menu *m, struct arena *arena, const char *name, struct reason *why)
{
	const char *path = arena_printf(arena, "/medium/boot/syslinux/%s", name);
	struct menu_origin origin = { "/medium", "/boot/syslinux/", path };
	struct blob text = { NULL, 0 };

	assert_int_equal(read_fixture(NULL, path, arena, &text, why), 0);
	return menu_parse(m, &origin, text, &files, why);
}

static void compare(const char *name, const char *suffix, const struct text *got)
{
	static char want[262144];
	char path[300];
	FILE *f;

	assert_false(got->failed);
	snprintf(path, sizeof(path), MENUS "/%.*s%s", (int)strcspn(name, "."), name, suffix);
	f = fopen(path, getenv("GOLDEN_UPDATE") ? "w" : "r");
	if (!f)
		fail_msg("%s is missing (make golden writes it)", path);
	if (getenv("GOLDEN_UPDATE")) {
		fwrite(got->p, 1, got->n, f);
	} else {
		want[fread(want, 1, sizeof(want) - 1, f)] = '\0';
		if (strcmp(got->p, want) != 0)
			fail_msg("%s: wanted\n%s\ngot\n%s", path, want, got->p);
	}
	fclose(f);
}

static int is_menu(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return n > 4 && !strcmp(d->d_name + n - 4, ".cfg");
}

static void test_golden(void **state)
{
	struct dirent **found;
	int n = scandir(MENUS, &found, is_menu, alphasort);

	(void)state;
	assert_true(n >= LEAST);
	for (int i = 0; i < n; i++) {
		struct menu m = { .format = NULL };
		struct text list = { 0 }, json = { 0 };
		struct arena arena = { NULL };
		struct reason why = { "" };

		if (parse(&m, &arena, found[i]->d_name, &why)) {
			text_addf(&list, "refused: %s\n", why.text);
			text_addf(&json, "null\n");
		} else {
			menu_list(&m, &list);
			menu_json(&m, facts, &json);
		}
		compare(found[i]->d_name, ".txt", &list);
		compare(found[i]->d_name, ".json", &json);
		text_free(&list);
		text_free(&json);
		menu_free(&m);
		arena_free(&arena);
		free(found[i]);
	}
	free(found);
}

/* Parse a text that stands here. */
static int parse_text(struct menu *m, const char *text, struct reason *why)
{
	static const struct menu_origin origin = { "/medium", "/boot/syslinux/", "/medium/x.cfg" };

	return menu_parse(m, &origin, (struct blob){ (const uint8_t *)text, strlen(text) }, &files,
			  why);
}

static void assert_refused_menu(const char *text, const char *words)
{
	struct menu m = { .format = NULL };
	struct reason why = { "" };

	assert_true(parse_text(&m, text, &why) < 0);
	if (!strstr(why.text, words))
		fail_msg("'%s' has no '%s'", why.text, words);
	menu_free(&m);
}

static void test_refusals(void **state)
{
	(void)state;
	assert_refused_menu("", "not a menu of a format known here");
	assert_refused_menu("#!/bin/sh\necho hello\n", "not a menu");
	assert_refused_menu("SAY nothing else\n", "nothing to choose");
	assert_refused_menu("MENU TITLE x\nMENU SEPARATOR\n", "nothing to choose");
}

/* A file that includes itself twice at each level ends at the bound of lines, in words. */
static int read_twice(void *ctx, const char *path, struct arena *arena, struct blob *out,
		      struct reason *why)
{
	static const char text[] = "INCLUDE a\nINCLUDE a\n";

	(void)ctx;
	(void)path;
	(void)arena;
	(void)why;
	*out = (struct blob){ (const uint8_t *)text, sizeof(text) - 1 };
	return 0;
}

static void test_bounds(void **state)
{
	static const struct menu_origin origin = { "", "/", "/x.cfg" };
	static const struct menu_files twice = { read_twice, NULL };
	static const char loop[] = "LABEL a\nKERNEL k\nINCLUDE a\n";
	struct menu m = { .format = NULL };
	struct reason why = { "" };
	struct text many = { 0 };

	(void)state;
	assert_int_equal(menu_parse(&m, &origin,
				    (struct blob){ (const uint8_t *)loop, sizeof(loop) - 1 },
				    &twice, &why),
			 -E2BIG);
	assert_non_null(strstr(why.text, "50000 lines"));
	menu_free(&m);
	for (unsigned int i = 0; i <= MENU_MAX_ENTRIES; i++)
		text_addf(&many, "LABEL l%u\nKERNEL k\n", i);
	assert_refused_menu(many.p, "2000 entries");
	text_free(&many);
	text_addf(&many, "LABEL l\nKERNEL k\n");
	for (unsigned int i = 0; i <= MENU_MAX_PAGES; i++)
		text_addf(&many, "MENU BEGIN s%u\n", i);
	assert_refused_menu(many.p, "200 submenus");
	text_free(&many);
	text_addf(&many, "LABEL l\nKERNEL k\n");
	for (unsigned int i = 0; i < 1000; i++)
		text_addf(&many, "NONSENSE %u\n", i);
	why.text[0] = '\0';
	assert_int_equal(parse_text(&m, many.p, &why), 0);
	assert_int_equal(m.n_notes, 1000);
	text_free(&many);
	menu_list(&m, &many);
	assert_non_null(strstr(many.p, "and 950 more"));
	text_free(&many);
	menu_free(&m);
}

/* Zero bytes end a line, as they do for SYSLINUX; they cannot end the file. */
static void test_zero_bytes(void **state)
{
	static const char text[] = "LABEL a\0junk\nKERNEL k\nLABEL b\nKERNEL x\n";
	struct blob b = { (const uint8_t *)text, sizeof(text) - 1 };
	static const struct menu_origin origin = { "", "/", "/x.cfg" };
	struct menu m = { .format = NULL };
	struct reason why = { "" };

	(void)state;
	assert_true(menu_parse(&m, &origin, b, &files, &why) < 0); /* no text file */
	menu_free(&m);
}

static void test_places(void **state)
{
	(void)state;
	assert_string_equal(menu_place(0), "/boot/extlinux/extlinux.conf");
	assert_string_equal(menu_place(14), "/isolinux.cfg");
	assert_null(menu_place(15));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden), cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_bounds), cmocka_unit_test(test_zero_bytes),
		cmocka_unit_test(test_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
