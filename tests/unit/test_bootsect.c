// SPDX-License-Identifier: GPL-2.0-only
/* Image type bootsect: what it takes, registers, the partition's entry; El Torito's catalog. */
#include "helper.h"

static uint8_t sector[4096];
static struct bench b;

static int fresh(void **state)
{
	static struct made none;

	(void)state;
	memset(sector, 0x90, sizeof(sector));
	sector[510] = 0x55;
	sector[511] = 0xaa;
	bench_open(&b, &none, 64);
	bench_firmware(&b);
	b.img.kernel = (struct input){ "sector", { sector, 512 } };
	b.req.type = "bootsect";
	return 0;
}

static int drop(void **state)
{
	(void)state;
	bench_close(&b);
	return 0;
}

static void build(void)
{
	if (image_build(&b.img))
		fail_msg("refused: %s", b.img.why.text);
}

static void test_sector(void **state)
{
	const struct handoff_regs *r = &b.img.regs;
	const struct kexec_segment *s;

	(void)state;
	build();
	assert_string_equal(b.img.type->name, "bootsect");
	s = segment(&b.img, "bootsect");
	assert_int_equal(s->mem, 0x7000);
	assert_int_equal(s->bufsz, 0xc00 + 512);
	assert_memory_equal((const uint8_t *)s->buf + 0xc00, sector, 512);
	assert_int_equal(b.img.mode, 16);
	assert_int_equal(r->cs, 0);
	assert_int_equal(r->eip, 0x7c00);
	assert_int_equal(r->ss, 0);
	assert_int_equal(r->esp, 0x7c00);
	assert_int_equal(r->ds, 0);
	assert_int_equal(r->flags & 0x200, 0x200);
	/* as the firmware gave them to us */
	assert_int_equal(r->edx, 0x81);
	assert_int_equal(r->eax, 0xaa55);
	assert_int_equal(r->es, 0xf000);
	assert_int_equal(r->edi, 0x1234);
	assert_int_equal(r->esi, 0);
}

static void test_drive(void **state)
{
	struct fw_state *fw = bench_firmware(&b);

	(void)state;
	b.img.disk = (struct boot_disk){ .known = true, .drive = 0 };
	build();
	assert_int_equal(b.img.regs.edx, 0);
	image_free(&b.img);
	b.req.drive = "82";
	build();
	assert_int_equal(b.img.regs.edx, 0x82);
	image_free(&b.img);
	b.req.drive = NULL;
	b.img.disk.known = false;
	fw->source = FW_STATE_SETUP; /* another loader's registers say nothing */
	build();
	assert_int_equal(b.img.regs.edx, 0x80);
	image_free(&b.img);
	assert_int_equal(request_set_drive(&b.req, "8x", &b.img.why), -EINVAL);
	assert_non_null(strstr(b.img.why.text, "8x: not a BIOS drive number"));
	assert_int_equal(request_set_drive(&b.req, "100", &b.img.why), -EINVAL);
	assert_int_equal(request_set_drive(&b.req, "", &b.img.why), -EINVAL);
	assert_int_equal(request_set_drive(&b.req, "ff", &b.img.why), 0);
}

static void test_cd(void **state)
{
	(void)state;
	b.img.kernel.data.n = 2048;
	sector[510] = 0; /* a CD's boot image need not be signed */
	b.img.disk = (struct boot_disk){ .known = true, .drive = 0xe0, .load_seg = 0x7c0 };
	build();
	assert_int_equal(b.img.regs.cs, 0);
	assert_int_equal(b.img.regs.eip, 0x7c00);
	assert_int_equal(b.img.regs.edx, 0xe0);
	image_free(&b.img);
	b.img.disk.load_seg = 0x2000;
	build();
	assert_int_equal(segment(&b.img, "bootsect")->mem, 0x20000);
	assert_int_equal(b.img.regs.cs, 0x2000);
	assert_int_equal(b.img.regs.eip, 0);
	image_free(&b.img);
	b.img.disk.load_seg = 0x0040; /* the BIOS's data */
	assert_refused(&b, "2048 bytes at 0x400 do not fit the base memory of 639 KiB");
	b.img.why.text[0] = '\0';
	b.img.disk.load_seg = 0x9ff0;
	assert_refused(&b, "2048 bytes at 0x9ff00 do not fit");
}

static void test_refusals(void **state)
{
	(void)state;
	b.req.type = NULL;
	assert_refused(&b, "it looks like a boot sector or a disk image (see chain)");
	b.img.why.text[0] = '\0';
	b.req.type = "bootsect";
	sector[511] = 0;
	assert_refused(&b, "nothing bootable");
	sector[511] = 0xaa;
	b.img.why.text[0] = '\0';
	b.img.kernel.data.n = 513;
	assert_refused(&b, "513 bytes are not whole sectors");
	b.img.why.text[0] = '\0';
	b.img.kernel.data.n = 512;
	b.req.append = "words";
	assert_refused(&b, "no command line");
	b.img.why.text[0] = '\0';
	b.req.append = "";
	b.machine.firmware.n = 0;
	assert_refused(&b, "bootsect: nobody noted at boot");
}

static const uint8_t entry[16] = { 0x80, 1, 1, 0, 0x83, 254, 255, 255, 0, 8, 0, 0, 0, 16, 0, 0 };

static void test_partition(void **state)
{
	struct blob mbr = { sector, 512 };

	(void)state;
	memcpy(sector + 446 + 32, entry, sizeof(entry));
	b.img.disk = (struct boot_disk){ .known = true, .drive = 0x80 };
	boot_disk_partition(&b.img.disk, mbr, 2048, 4096);
	assert_memory_equal(b.img.disk.partition, entry, sizeof(entry));
	build();
	assert_int_equal(b.img.regs.esi, 0x7be);
	assert_int_equal(b.img.restore.partition_at, 0x7be);
	assert_memory_equal(b.img.restore.partition, entry, sizeof(entry));
}

/* A logical partition, or one of a GPT, has no entry in the MBR. */
static void test_partition_elsewhere(void **state)
{
	struct boot_disk d = { .known = true };
	struct blob mbr = { sector, 512 };
	uint32_t n;

	(void)state;
	memcpy(sector + 446, entry, sizeof(entry));
	boot_disk_partition(&d, mbr, 2049, (uint64_t)1 << 33);
	assert_true(d.has_partition);
	assert_int_equal(d.partition[0], 0x80);
	memcpy(&n, d.partition + 8, 4);
	assert_int_equal(n, 2049);
	memcpy(&n, d.partition + 12, 4);
	assert_int_equal(n, UINT32_MAX);
	mbr.n = 0;
	boot_disk_partition(&d, mbr, 2048, 1);
	memcpy(&n, d.partition + 8, 4);
	assert_int_equal(n, 2048);
	/* beyond 2 TiB, where an entry cannot lead: not to another place */
	boot_disk_partition(&d, mbr, ((uint64_t)1 << 32) + 2048, 1);
	memcpy(&n, d.partition + 8, 4);
	assert_int_equal(n, UINT32_MAX);
}

static void make_catalog(uint8_t c[64])
{
	memset(c, 0, 64);
	c[0] = 1;
	c[0x1c] = 0xaa; /* makes the words' sum 0 */
	c[0x1d] = 0x55;
	c[0x1e] = 0x55;
	c[0x1f] = 0xaa;
	c[0x20] = 0x88;
	c[0x26] = 4;
	c[0x28] = 0x21;
	c[0] = 1;
	c[0x1c] = (uint8_t)(0x10000 - 1 - 0xaa55);
	c[0x1d] = (uint8_t)((0x10000 - 1 - 0xaa55) >> 8);
}

static void refuses_catalog(const uint8_t *c, size_t n, const char *words)
{
	struct eltorito_image image;
	struct reason why = { "" };

	assert_int_equal(eltorito_entry((struct blob){ c, n }, &image, &why), -ENOEXEC);
	if (!strstr(why.text, words))
		fail_msg("expected '%s', got '%s'", words, why.text);
}

static void test_eltorito(void **state)
{
	static const char name[] = "\0CD001\1EL TORITO SPECIFICATION";
	uint8_t d[128] = { 0 }, c[64];
	struct eltorito_image image;
	struct reason why = { "" };
	uint32_t lba;

	(void)state;
	assert_int_equal(eltorito_catalog((struct blob){ d, sizeof(d) }, &lba, &why), -ENOEXEC);
	memcpy(d, name, sizeof(name));
	d[0x47] = 20;
	assert_int_equal(eltorito_catalog((struct blob){ d, sizeof(d) }, &lba, &why), 0);
	assert_int_equal(lba, 20);
	make_catalog(c);
	assert_int_equal(eltorito_entry((struct blob){ c, 64 }, &image, &why), 0);
	assert_int_equal(image.load_seg, 0x7c0);
	assert_int_equal(image.bytes, 2048);
	assert_int_equal(image.lba, 0x21);
	refuses_catalog(c, 63, "damaged");
	c[0x21] = 4;
	refuses_catalog(c, 64, "emulation");
	c[0x21] = 0;
	c[0x26] = 0;
	refuses_catalog(c, 64, "has 0 sectors");
	c[0x20] = 0;
	refuses_catalog(c, 64, "does not boot on a PC");
	c[2] = 1;
	refuses_catalog(c, 64, "damaged");
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, fresh, drop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(test_sector),   WITH(test_drive),	   WITH(test_cd),
		WITH(test_refusals), WITH(test_partition), WITH(test_partition_elsewhere),
		WITH(test_eltorito),
	};

	return cmocka_run_group_tests_name("bootsect", tests, NULL, NULL);
}
