// SPDX-License-Identifier: GPL-2.0-only
/* Menu parts without a screen: lines, file names, PXELINUX's search, keys, passwords. */
#include "helper.h"
#include "keys.h"
#include "menu.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void test_resolve(void **state)
{
	static const struct {
		const char *root, *dir, *path, *want;
	} t[] = {
		{ "/mnt", "/boot/syslinux/", "vmlinuz", "/mnt/boot/syslinux/vmlinuz" },
		{ "/mnt", "/boot/syslinux/", "/vmlinuz", "/mnt/vmlinuz" },
		{ "/mnt", "/", "../x", "/mnt/../x" },
		{ "", "/etc/", "x", "/etc/x" },
		{ "", "/", "/x", "/x" },
		{ "/mnt", "/", "http://h/x", "http://h/x" },
		{ "tftp://10.0.2.2/dir/", "", "vmlinuz", "tftp://10.0.2.2/dir/vmlinuz" },
		{ "tftp://10.0.2.2/", "", "/vmlinuz", "tftp://10.0.2.2//vmlinuz" },
		{ "tftp://10.0.2.2/dir/", "", "::vmlinuz", "tftp://10.0.2.2/vmlinuz" },
		{ "tftp://10.0.2.2/dir/", "", "10.9.9.9::a/b", "tftp://10.9.9.9/a/b" },
		{ "http://boot/dir/", "", "::x", "tftp://boot/x" },
		{ "http://boot/dir/", "", "http://other/x", "http://other/x" },
	};
	struct arena arena = { NULL };

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct menu_origin o = { t[i].root, t[i].dir, "" };

		assert_string_equal(menu_resolve(&o, t[i].path, &arena), t[i].want);
	}
	arena_free(&arena);
}

static int no_file(void *ctx, const char *path, struct arena *arena, struct blob *out,
		   struct reason *why)
{
	(void)ctx;
	(void)path;
	(void)arena;
	(void)out;
	return because(why, -ENOENT, "none");
}

static void open_menu(struct menu *m, const char *text)
{
	static const struct menu_origin origin = { "/m", "/", "/m/syslinux.cfg" };
	static const struct menu_files files = { no_file, NULL };
	struct reason why = { "" };

	*m = (struct menu){ .format = NULL };
	assert_int_equal(menu_parse(m, &origin,
				    (struct blob){ (const uint8_t *)text, strlen(text) }, &files,
				    &why),
			 0);
}

/* A typed line: a label with more words, the entry's own file, another file, nothing. */
static void test_lines(void **state)
{
	static const struct {
		const char *line;
		bool edited; /* from entry "a" */
		int kind;    /* -1: refused */
		const char *file, *args;
	} t[] = {
		{ "a", false, BOOT_SECTOR, "a.img", "own" },
		{ "a more words", false, BOOT_SECTOR, "a.img", "own more words" },
		{ "  a   more", false, BOOT_SECTOR, "a.img", "own more" },
		{ "a.img changed", true, BOOT_SECTOR, "a.img", "changed" },
		{ "a.img", false, BOOT_FLOPPY, "a.img", "all" },
		{ "other.c32 x", true, BOOT_COM32, "other.c32", "x" },
		{ "other x", false, BOOT_LINUX, "other", "x all" },
		{ "hid", false, BOOT_LINUX, "kh", "all" },
		{ "q", false, -1, "starts nothing", NULL },
		{ "", false, -1, "empty", NULL },
		{ "   ", true, -1, "empty", NULL },
	};
	struct arena arena = { NULL };
	struct menu m;

	(void)state;
	open_menu(&m, "APPEND all\nLABEL a\nBOOT a.img\nAPPEND own\nLABEL q\nMENU QUIT\n"
		      "LABEL hid\nMENU HIDE\nKERNEL kh\n");
	for (size_t i = 0; i < COUNT(t); i++) {
		struct reason why = { "" };
		struct boot_line line;
		int err = menu_read_line(&m, t[i].line, t[i].edited ? m.entry : NULL, "", &arena,
					 &line, &why);

		if (t[i].kind < 0) {
			assert_true(err < 0);
			assert_non_null(strstr(why.text, t[i].file));
			continue;
		}
		assert_int_equal(err, 0);
		assert_int_equal(line.kind, t[i].kind);
		assert_string_equal(line.file, t[i].file);
		assert_string_equal(line.args, t[i].args);
	}
	menu_free(&m);
	arena_free(&arena);
}

static void test_implicit(void **state)
{
	struct arena arena = { NULL };
	struct reason why = { "" };
	struct boot_line line;
	struct menu m;

	(void)state;
	open_menu(&m, "IMPLICIT 0\nLABEL a\nKERNEL ka\n");
	assert_int_equal(menu_read_line(&m, "a x", NULL, "", &arena, &line, &why), 0);
	assert_int_equal(menu_read_line(&m, "vmlinuz x", NULL, "", &arena, &line, &why), -EPERM);
	assert_string_equal(why.text, "vmlinuz is not a label, and IMPLICIT is 0");
	menu_free(&m);
	arena_free(&arena);
}

/* More initrds than a command has room for are refused, not cut. */
static void test_plan_bounds(void **state)
{
	struct boot_line line = { BOOT_LINUX, "k", NULL };
	struct arena arena = { NULL };
	struct reason why = { "" };
	struct text t = { 0 };
	struct menu_plan plan = { .n = 0 };
	struct menu m;

	(void)state;
	open_menu(&m, "LABEL a\nKERNEL ka\n");
	text_addf(&t, "initrd=a");
	for (unsigned int i = 0; i < 100; i++)
		text_addf(&t, ",b%u", i);
	line.args = t.p;
	assert_int_equal(menu_plan(&m, &line, &arena, &plan, &why), -E2BIG);
	line = (struct boot_line){ BOOT_COM32, "menu.c32", "a b c d e f g h i" };
	why.text[0] = '\0';
	assert_int_equal(menu_plan(&m, &line, &arena, &plan, &why), -E2BIG);
	text_free(&t);
	menu_free(&m);
	arena_free(&arena);
}

/* LOCALBOOT from the network: its numbers are not drives. */
static void test_localboot_from_net(void **state)
{
	static const char text[] = "LABEL a\nLOCALBOOT 0\n";
	static const struct menu_origin origin = { "tftp://h/", "", "tftp://h/x" };
	static const struct menu_files files = { no_file, NULL };
	struct arena arena = { NULL };
	struct reason why = { "" };
	struct menu m = { .format = NULL };
	struct menu_plan plan = { .n = 0 };

	(void)state;
	assert_int_equal(menu_parse(&m, &origin,
				    (struct blob){ (const uint8_t *)text, sizeof(text) - 1 },
				    &files, &why),
			 0);
	assert_int_equal(menu_plan(&m, &m.entry->line, &arena, &plan, &why), 0);
	assert_string_equal(plan.word[0], "localboot");
	assert_string_equal(plan.word[1], "-1");
	menu_free(&m);
	arena_free(&arena);
}

static const char net[] = "net_ip='192.168.2.91'\nnet_mask=255.255.255.0\nnet_gateway=192.168.2.1\n"
			  "net_server=192.168.2.3\nnet_file=mybootdir/bootshell.0\n"
			  "net_mac=88:99:AA:BB:CC:DD\n"
			  "net_uuid=B8945908-D6A6-41A9-611D-74A6AB80B83D\n";

static void check_search(const char *facts, const char *const *want, const char *root)
{
	const char *name[PXE_MAX_NAMES];
	struct arena arena = { NULL };
	struct menu_origin origin = { NULL, NULL, NULL };
	struct pxe_facts f;
	unsigned int n, i;

	pxe_read_facts(facts, &arena, &f);
	n = pxe_search(&f, &arena, &origin, name);
	for (i = 0; want[i]; i++) {
		assert_true(i < n);
		assert_string_equal(name[i], want[i]);
	}
	assert_int_equal(n, i);
	assert_string_equal(origin.root, root);
	arena_free(&arena);
}

/* The example of pxelinux(1), and its options. */
static void test_search(void **state)
{
#define DIR "tftp://192.168.2.3/mybootdir/pxelinux.cfg/"
#define LIST                                                                                       \
	DIR "C0A8025B", DIR "C0A8025", DIR "C0A802", DIR "C0A80", DIR "C0A8", DIR "C0A", DIR "C0", \
		DIR "C", DIR "default"
	static const char *const all[] = { DIR "085994b8-a6d6-a941-611d-74a6ab80b83d",
					   DIR "b8945908-d6a6-41a9-611d-74a6ab80b83d",
					   DIR "01-88-99-aa-bb-cc-dd", LIST, NULL };
	static const char *const with_209[] = { "tftp://192.168.2.3/mybootdir/mine.cfg", LIST,
						NULL };
	static const char *const http_209[] = { "http://h/mine.cfg",
						"tftp://192.168.2.3/pxelinux.cfg/default", NULL };
	static const char *const with_210[] = { "http://h/p/pxelinux.cfg/default", NULL };
	static const char *const other[] = { "tftp://10.0.0.9/boot/pxelinux.cfg/default", NULL };
	static const char *const root[] = { "tftp://h/boot/pxelinux.cfg/default", NULL };
	static const char *const web[] = { "http://web/d/pxelinux.cfg/default", NULL };
	static const char *const absolute[] = { "tftp://h//srv/pxelinux.cfg/default", NULL };
	static const char *const verbatim[] = { "tftp://h/no-slashpxelinux.cfg/default", NULL };

	(void)state;
	check_search(net, all, "tftp://192.168.2.3/mybootdir/");
	check_search("net_ip=192.168.2.91\nnet_server=192.168.2.3\nnet_file=mybootdir/x\n"
		     "net_config=mine.cfg\n",
		     with_209, "tftp://192.168.2.3/mybootdir/");
	check_search("net_server=192.168.2.3\nnet_file=x.0\nnet_config=http://h/mine.cfg\n",
		     http_209, "tftp://192.168.2.3/");
	check_search("net_server=h\nnet_file=dir/x.0\nnet_prefix=http://h/p/\n", with_210,
		     "http://h/p/");
	check_search("net_server=h\nnet_file=dir/x.0\nnet_prefix=no-slash\n", verbatim,
		     "tftp://h/no-slash");
	check_search("net_server=h\nnet_file=dir/x.0\nnet_prefix=10.0.0.9::boot/\n", other,
		     "tftp://10.0.0.9/boot/");
	check_search("net_server=h\nnet_file=dir/x.0\nnet_prefix=::boot/\n", root,
		     "tftp://h/boot/");
	check_search("net_server=h\nnet_file=http://web/d/x.0\n", web, "http://web/d/");
	check_search("net_server=h\nnet_file=/srv/x.0\n", absolute, "tftp://h//srv/");
}

/* What is no address is left out, never sent to a server as it is. */
static void test_search_rubbish(void **state)
{
	static const char *const rubbish[] = {
		"net_ip=1.2.3\n",
		"net_ip=1.2.3.4.5\n",
		"net_ip=256.1.1.1\n",
		"net_ip=1..2.3\n",
		"net_ip=+1.2.3.4\n",
		"net_ip=0001.2.3.4\n",
		"net_mac=1:2:3:4:5\n",
		"net_mac=11:22:33:44:55:66:77\n",
		"net_mac=112:3:4:5:6:7\n",
		"net_mac=gg:1:1:1:1:1\n",
		"net_uuid=00000000-0000-0000-0000-000000000000\n",
		"net_uuid=FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF\n",
		"net_uuid=b8945908-d6a6-0102-611d-74a6ab80b83d\n", /* version 0 */
		"net_uuid=b8945908-d6a6-F1fa-611d-74a6ab80b83d\n", /* and 15 */
		"net_uuid=b8945908-d6a6-41a9-611d-74a6ab80b83\n",
		"net_uuid=b8945908-d6a6-41a9-611d-74a6ab80b83dd\n",
		"net_uuid=b8945908xd6a6-41a9-611d-74a6ab80b83d\n",
		"net_uuid=../../../etc\n",
	};
	static const char *const only[] = { "tftp:///pxelinux.cfg/default", NULL };

	(void)state;
	for (size_t i = 0; i < COUNT(rubbish); i++)
		check_search(rubbish[i], only, "tftp:///");
}

static void test_facts(void **state)
{
	struct arena arena = { NULL };
	struct pxe_facts f;
	const char *text;

	(void)state;
	pxe_read_facts(net, &arena, &f);
	text = pxe_facts(&f, "SYSVENDOR=ACME", &arena);
	assert_string_equal(fact(text, "ip", &arena),
			    "192.168.2.91:192.168.2.3:192.168.2.1:255.255.255.0");
	assert_string_equal(fact(text, "BOOTIF", &arena), "01-88-99-aa-bb-cc-dd");
	assert_string_equal(fact(text, "SYSUUID", &arena), "085994b8-a6d6-a941-611d-74a6ab80b83d");
	assert_string_equal(fact(text, "SYSVENDOR", &arena), "ACME");
	assert_null(fact(text, "SYSV", &arena));
	assert_null(fact(NULL, "ip", &arena));
	assert_string_equal(fact("a=\"b c\"", "a", &arena), "b c");
	assert_string_equal(fact("a='", "a", &arena), "'");
	pxe_read_facts("", &arena, &f);
	assert_string_equal(pxe_facts(&f, "x", &arena), "x");
	arena_free(&arena);
}

/* The last key of @bytes; those before it are forgotten. */
static unsigned int key_of(const char *bytes)
{
	struct key_reader r = { "", 0, 0 };
	unsigned int key = KEY_NONE;

	while (*bytes)
		key = key_feed(&r, (uint8_t)*bytes++);
	return key ? key : key_flush(&r);
}

static void test_keys(void **state)
{
	static const struct {
		const char *bytes;
		unsigned int key;
	} t[] = {
		{ "a", 'a' },
		{ "\r", KEY_ENTER },
		{ "\n", KEY_ENTER },
		{ "\t", KEY_TAB },
		{ "\x7f", KEY_BACKSPACE },
		{ "\b", KEY_BACKSPACE },
		{ "\33", KEY_ESC },
		{ "\33[A", KEY_UP },
		{ "\33OB", KEY_DOWN },
		{ "\33[1~", KEY_HOME },
		{ "\33OF", KEY_END },
		{ "\33[6~", KEY_PGDN },
		{ "\33[[A", KEY_F1 },
		{ "\33OP", KEY_F1 },
		{ "\33[11~", KEY_F1 },
		{ "\33[24~", KEY_F12 },
		{ "\33[99~", KEY_UNKNOWN },
		{ "\33x", KEY_ESC },
		{ "\33[", KEY_UNKNOWN },
		{ "\33[1;5A", KEY_UNKNOWN },
		{ "\33[123456789", '9' },
		{ "\33[1\33[A", KEY_UP },
		{ "\33\33", KEY_ESC },
		{ "\33[Az", 'z' },
	};

	struct key_reader r = { "", 0, 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		if (key_of(t[i].bytes) != t[i].key)
			fail_msg("%zu: %u instead of %u", i, key_of(t[i].bytes), t[i].key);
	assert_int_equal(key_feed(&r, 27), KEY_NONE);
	assert_int_equal(key_feed(&r, 't'), KEY_ESC); /* a lone ESC, and a key behind it */
	assert_int_equal(r.held, 't');
	assert_int_equal(key_feed(&r, r.held), 't');
	assert_int_equal(r.held, 0);
	assert_int_equal(key_named("F12", 3), KEY_F12);
	assert_int_equal(key_named("f1", 2), KEY_F1);
	assert_int_equal(key_named("F13", 3), KEY_NONE);
	assert_int_equal(key_named("F0", 2), KEY_NONE);
	assert_int_equal(key_named("pgup", 4), KEY_PGUP);
	assert_int_equal(key_named("^c", 2), 3);
	assert_int_equal(key_named("A", 1), 'A');
	assert_int_equal(key_named("", 0), KEY_NONE);
}

/* Hashes made by sha1pass of SYSLINUX's kind, mkpasswd and openssl passwd. */
static void test_passwords(void **state)
{
	static const char *const good[] = {
		"sesame",
		"$1$abcdefgh$5XhrJpGu.bBXAZh4lT8oY/",
		"$4$salt$l8M67O6yOQ1gEEvg8/UqD0ddA24",
		"$5$saltsalt$Arv3XkXcPR5LHLrzVCBdKV5hwRocYIyFvUvGa9tbc06",
		"$6$saltsalt$g3uPFdehVnKoLXdidvSAg1zlVgYomPr0X/xgdXSBn2LuxZUOGgYW4IULZkguZ77fzYteIur49AGHmF9iek6Sf1",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		if (!passwd_matches(good[i], "sesame"))
			fail_msg("%s", good[i]);
		assert_false(passwd_matches(good[i], "sesam"));
		assert_false(passwd_matches(good[i], ""));
		assert_false(passwd_matches(good[i], "sesame "));
	}
	assert_false(passwd_matches("$4$nohash", "sesame"));
	assert_false(passwd_matches("$4$salt$", ""));
	assert_false(passwd_matches("$4$salt$AAAA", "sesame"));
	assert_true(passwd_matches("$9$plain", "$9$plain")); /* an unknown sign is plain text */
	assert_true(passwd_matches("$", "$"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_resolve),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_implicit),
		cmocka_unit_test(test_plan_bounds),
		cmocka_unit_test(test_localboot_from_net),
		cmocka_unit_test(test_search),
		cmocka_unit_test(test_search_rubbish),
		cmocka_unit_test(test_facts),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_passwords),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
