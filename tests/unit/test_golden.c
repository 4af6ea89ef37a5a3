// SPDX-License-Identifier: GPL-2.0-only
/*
 * Golden plans: real kernel headers on real memory maps must be planned as
 * tests/fixtures/plans says. With GOLDEN_UPDATE set the plans are written anew.
 */
#include <stdio.h>
#include "helper.h"

#ifndef FIXTURES
#define FIXTURES "tests/fixtures" /* the tests run in the top folder */
#endif

static const struct {
	const char *name, *header, *map;
	size_t bytes; /* of the whole kernel */
	size_t initrd_bytes;
	const char *append;
	const char *type; /* that the user asked for */
	bool firmware;	  /* does the machine have a snapshot? */
} cases[] = {
	{ "amd64-256m", "debian-amd64", "qemu-256m", 8247232, 30000000, "console=ttyS0", NULL,
	  false },
	{ "amd64-5g-pxe", "debian-amd64", "qemu-5g-pxe", 8247232, 30000000, "console=ttyS0", NULL,
	  false },
	{ "amd64-laptop", "debian-amd64", "laptop-acpi", 8247232, 0, "quiet", NULL, false },
	{ "cloud-256m", "debian-cloud-amd64", "qemu-256m", 14186432, 1000, "root=/dev/vda1", NULL,
	  false },
	{ "686-laptop", "debian-686", "laptop-acpi", 5707712, 30000001, "", NULL, false },
	{ "686-16m", "debian-686", "qemu-16m", 5707712, 0, "", NULL, false },
	{ "bootshell-16m", "bootshell", "qemu-16m", 1257984, 300000, "console=ttyS0", NULL, false },
	{ "memtest64-256m", "memtest86+x64", "qemu-256m", 144312, 0, "console=ttyS0,115200", NULL,
	  false },
	{ "memtest32-16m", "memtest86+ia32", "qemu-16m", 138712, 0, "", NULL, false },
	{ "ipxe-256m", "ipxe", "qemu-256m", 306521, 0, "dhcp", NULL, true },
	{ "elf-16m", "bootshell-elf", "qemu-16m", 1630952, 30000, "by=load", NULL, false },
	{ "plain-256m", "mboot-plain", "qemu-256m", 10044, 0, "words", NULL, false },
	{ "pvh-256m", "mboot-pvh", "qemu-256m", 12068, 30000, "words", NULL, false },
	{ "xen-5g-pxe", "xen", "qemu-5g-pxe", 2562652, 8247232, "console=com1", NULL, true },
	{ "ipxe-no-snapshot", "ipxe", "qemu-256m", 306521, 0, "", NULL, false },
	{ "memdisk-16m", "memdisk", "qemu-16m", 26792, 1474560, "floppy", NULL, true },
	{ "memdisk-5g-pxe", "memdisk", "qemu-5g-pxe", 26792, 1474560, "", NULL, true },
	{ "lnxboot-256m", "lnxboot", "qemu-256m", 50000, 0, "", NULL, true },
	{ "amd64-real-mode", "debian-amd64", "qemu-256m", 8247232, 30000000, "console=ttyS0",
	  "bzimage16", true },
	{ "amd64-entry-64", "debian-amd64", "qemu-256m", 8247232, 30000000, "console=ttyS0",
	  "bzimage64", false },
	{ "686-real-mode", "debian-686", "laptop-acpi", 5707712, 0, "", "bzimage16", true },
};

static FILE *open_fixture(const char *dir, const char *name, const char *mode)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s/%s", FIXTURES, dir, name);
	f = fopen(path, mode);
	if (!f)
		fail_msg("%s is missing (make golden writes plans)", path);
	return f;
}

static void read_map(struct memmap *map, const char *name)
{
	FILE *f = open_fixture("maps", name, "r");
	char line[128], start[32], end[32];
	int n;

	while (fgets(line, sizeof(line), f))
		if (line[0] != '#' && sscanf(line, "%31s %31s %n", start, end, &n) == 2)
			assert_int_equal(memmap_read_sysfs_entry(map, start, end, line + n), 0);
	fclose(f);
	memmap_settle(map);
}

static struct made read_kernel(const char *name, size_t bytes)
{
	FILE *f = open_fixture("headers", name, "rb");
	struct made k = { calloc(1, bytes), bytes, NULL };

	assert_non_null(k.file);
	assert_int_equal(fread(k.file, 1, 1024, f), 1024);
	fclose(f);
	return k;
}

/* The plan of case @i, or the reason of its refusal. */
static void plan(size_t i, struct text *out)
{
	struct made k = read_kernel(cases[i].header, cases[i].bytes);
	struct bench b;

	bench_open(&b, &k, 1);
	memmap_free(&b.machine.map);
	read_map(&b.machine.map, cases[i].map);
	b.machine.ram_bytes = memmap_ram_bytes(&b.machine.map);
	b.machine.free_bytes = b.machine.ram_bytes;
	b.machine.serial_port = 0x3f8;
	b.req.append = cases[i].append;
	b.req.type = cases[i].type;
	if (cases[i].firmware)
		bench_firmware(&b);
	b.req.verify = VERIFY_NONE; /* the code is zeros here: its digest says nothing */
	b.img.kernel.name = cases[i].header;
	if (cases[i].initrd_bytes) {
		b.img.initrd[0] = (struct input){
			"initrd", { calloc(1, cases[i].initrd_bytes), cases[i].initrd_bytes }
		};
		b.img.n_initrds = 1;
	}
	if (image_build(&b.img))
		text_addf(out, "refused: %s\n", b.img.why.text);
	else
		image_plan(&b.img, true, out);
	free((void *)(uintptr_t)b.img.initrd[0].data.p);
	bench_close(&b);
	free_kernel(&k);
}

/* The size of the purgatory is the compiler's: a golden plan has 0 there. */
static void mask_purgatory(char *text)
{
	char *p = strstr(text, "segment label=purgatory");

	p = p ? strstr(p, "bufsz=0x") : NULL;
	for (p = p ? p + 8 : NULL; p && *p != '\n'; p++)
		*p = '0';
}

static void test_case(void **state)
{
	size_t i = *(const size_t *)*state;
	struct text got = { 0 };
	static char want[65536];
	FILE *f;

	plan(i, &got);
	assert_false(got.failed);
	mask_purgatory(got.p);
	if (getenv("GOLDEN_UPDATE")) {
		f = open_fixture("plans", cases[i].name, "w");
		fwrite(got.p, 1, got.n, f);
		fclose(f);
	} else {
		f = open_fixture("plans", cases[i].name, "r");
		want[fread(want, 1, sizeof(want) - 1, f)] = '\0';
		fclose(f);
		assert_string_equal(got.p, want);
	}
	text_free(&got);
}

#define CASES (sizeof(cases) / sizeof(cases[0]))

int main(void)
{
	struct CMUnitTest tests[CASES];
	static size_t index[CASES];

	for (size_t i = 0; i < CASES; i++) {
		index[i] = i;
		tests[i] = (struct CMUnitTest){ cases[i].name, test_case, NULL, NULL, &index[i] };
	}
	return cmocka_run_group_tests_name("golden", tests, NULL, NULL);
}
