// SPDX-License-Identifier: GPL-2.0-only
/* boot_params: every byte accounted for, what is copied, bounds, setup_data. */
#include "helper.h"
#include "std/efi.h"

static struct made k;
static struct bench b;
static uint8_t running[4096];

static int open_all(void **state)
{
	(void)state;
	k = make_kernel(0x20f, MIB);
	bench_open(&b, &k, 64);
	memset(running, 0xa5, sizeof(running));
	b.machine.params = (struct blob){ running, sizeof(running) };
	return 0;
}

static int close_all(void **state)
{
	(void)state;
	b.machine.params = (struct blob){ NULL, 0 };
	bench_close(&b);
	free_kernel(&k);
	return 0;
}

/* The lines of the plan must cover the page from the first byte to the last, in order. */
static void test_table_covers_the_page(void **state)
{
	unsigned int at = 0, lines = 0;
	struct text t = { 0 };

	(void)state;
	assert_int_equal(image_build(&b.img), 0);
	params_plan(&b.img, &t);
	assert_false(t.failed);
	for (char *p = t.p; (p = strstr(p, "off=0x")); p += 6, lines++) {
		unsigned int off = (unsigned int)strtoul(p + 4, NULL, 16);

		assert_true(lines == 0 ? off == 0 : off > at);
		at = off;
	}
	assert_int_equal(at, offsetof(struct boot_params, pad9));
	assert_true(lines > 60);
	text_free(&t);
}

static void test_copied_and_zero(void **state)
{
	const struct boot_params *bp;

	(void)state;
	assert_int_equal(image_build(&b.img), 0);
	bp = b.img.params;
	assert_int_equal(bp->screen_info.orig_y, 0xa5);
	assert_int_equal(bp->apm_bios_info[3], 0xa5);
	assert_int_equal(bp->acpi_rsdp_addr, 0xa5a5a5a5a5a5a5a5);
	assert_int_equal(bp->edid_info[127], 0xa5);
	assert_int_equal(bp->eddbuf[5][81], 0xa5);
	assert_int_equal(bp->sentinel, 0);
	assert_int_equal(bp->efi_info[0], 0);
	assert_int_equal(bp->ext_ramdisk_image, 0);
	assert_int_equal(bp->pad4[0x6f], 0);
	/* counts that would send the target behind its tables */
	assert_int_equal(bp->eddbuf_entries, EDD_ENTRIES);
	assert_int_equal(bp->edd_mbr_sig_buf_entries, EDD_MBR_SIGS);
	assert_int_equal(bp->pad9[0x113], 0);
}

static void test_header_and_loader(void **state)
{
	const struct setup_header *h;

	(void)state;
	assert_int_equal(image_build(&b.img), 0);
	h = &b.img.params->hdr;
	assert_int_equal(h->header, SETUP_MAGIC);
	assert_int_equal(h->version, 0x20f);
	assert_int_equal(h->type_of_loader, 0xff);
	assert_int_equal(h->loadflags, LOADED_HIGH);
	assert_int_equal(h->init_size, 8 * MIB);
	assert_int_equal(h->ramdisk_image, 0);
	assert_int_equal(h->ramdisk_size, 0);
	assert_int_equal(b.img.regs.esi, b.img.params_addr);
	assert_int_equal(b.img.regs.ebx | b.img.regs.edi | b.img.regs.ebp, 0);
	assert_int_equal(b.img.params->alt_mem_k, 63 * 1024);
	assert_int_equal(b.img.params->screen_info.ext_mem_k, 63 * 1024);
}

static void test_no_boot_params(void **state)
{
	(void)state;
	b.machine.params = (struct blob){ NULL, 0 };
	assert_int_equal(image_build(&b.img), 0);
	assert_int_equal(b.img.params->screen_info.orig_video_is_vga, 1);
	assert_int_equal(b.img.params->screen_info.orig_video_cols, 80);
}

static void test_short_boot_params(void **state)
{
	(void)state;
	b.machine.params.n = 100;
	assert_int_equal(image_build(&b.img), 0);
	assert_int_equal(b.img.params->screen_info.orig_y, 0xa5);
	assert_int_equal(b.img.params->edid_info[0], 0);
}

static void test_e820_in_page(void **state)
{
	const struct boot_params *bp;

	(void)state;
	assert_int_equal(image_build(&b.img), 0);
	bp = b.img.params;
	assert_int_equal(bp->e820_entries, 4);
	assert_int_equal(bp->e820_table[3].addr, MIB);
	assert_int_equal(bp->e820_table[3].size, 63 * MIB);
	assert_int_equal(bp->e820_table[3].type, E820_RAM);
	assert_int_equal(bp->hdr.setup_data, 0);
}

/* Node @i of the target's setup_data list. */
static struct setup_data node(unsigned int i, const uint8_t **data)
{
	const uint8_t *base = (const uint8_t *)b.img.params;
	uint64_t addr = b.img.params->hdr.setup_data;
	struct setup_data n;

	for (;; addr = n.next) {
		assert_true(addr != 0);
		assert_true(addr - b.img.params_addr < segment(&b.img, "params")->bufsz);
		memcpy(&n, base + (addr - b.img.params_addr), sizeof(n));
		*data = base + (addr - b.img.params_addr) + sizeof(n);
		if (!i--)
			return n;
	}
}

static void test_e820_beyond_128(void **state)
{
	const uint8_t *data;
	struct e820_entry e;
	struct setup_data n;

	(void)state;
	for (uint64_t i = 0; i < 200; i++)
		assert_int_equal(memmap_add(&b.machine.map, FROM_SYSFS, 0x100000000 + i * 0x10000,
					    0x1000, i & 1 ? E820_RAM : E820_NVS),
				 0);
	memmap_settle(&b.machine.map);
	memset(b.machine.seed, 7, sizeof(b.machine.seed));
	b.machine.seed_bytes = sizeof(b.machine.seed);
	assert_int_equal(image_build(&b.img), 0);
	assert_int_equal(b.img.params->e820_entries, 128);
	n = node(0, &data);
	assert_int_equal(n.type, SETUP_RNG_SEED);
	assert_int_equal(n.len, RNG_SEED_BYTES);
	assert_memory_equal(data, b.machine.seed, RNG_SEED_BYTES);
	n = node(1, &data);
	assert_int_equal(n.type, SETUP_E820_EXT);
	assert_int_equal(n.len, (4 + 200 - 128) * sizeof(e));
	assert_int_equal(n.next, 0);
	memcpy(&e, data + n.len - sizeof(e), sizeof(e));
	assert_int_equal(e.addr, 0x100000000 + 199 * 0x10000);
}

static void test_firmware_state_passes(void **state)
{
	static uint8_t firmware[sizeof(struct fw_state)];
	const uint8_t *data;
	struct setup_data n;

	(void)state;
	memset(firmware, 0x5a, sizeof(firmware));
	b.machine.firmware = (struct blob){ firmware, sizeof(firmware) };
	assert_int_equal(image_build(&b.img), 0);
	n = node(0, &data);
	assert_int_equal(n.type, FW_STATE_SETUP_DATA);
	assert_int_equal(n.len, sizeof(firmware));
	assert_int_equal(n.next, 0);
	assert_memory_equal(data, firmware, sizeof(firmware));
	b.machine.firmware.n = 0;
}

static void test_no_setup_data_before_209(void **state)
{
	(void)state;
	k.h->version = 0x208;
	b.machine.seed_bytes = sizeof(b.machine.seed);
	assert_int_equal(image_build(&b.img), 0);
	assert_int_equal(b.img.params->hdr.setup_data, 0);
}

static void test_ext_mem_cap(void **state)
{
	(void)state;
	assert_int_equal(memmap_add(&b.machine.map, FROM_SYSFS, 64 * MIB, 3000ull * MIB, E820_RAM),
			 0);
	memmap_settle(&b.machine.map);
	assert_int_equal(image_build(&b.img), 0);
	assert_int_equal(b.img.params->screen_info.ext_mem_k, 0xfc00);
	assert_int_equal(b.img.params->alt_mem_k, 3063 * 1024);
}

/* UEFI's runtime services: passed on to a kernel that can take them over, and to no other. */
static void test_efi(void **state)
{
	struct {
		struct efi_setup_data head;
		struct efi_descriptor map[2];
	} efi = { .head = { .tables = 0x1234 }, .map = { { .num_pages = 5 }, { .num_pages = 6 } } };
	const struct boot_params *bp;
	const struct setup_data *node;
	struct efi_info info;

	(void)state;
	b.machine.efi = (struct blob){ (const uint8_t *)&efi, sizeof(efi) };
	k.h->xloadflags = XLF_EFI_KEXEC;
	assert_int_equal(image_build(&b.img), 0);
	bp = b.img.params;
	memcpy(&info, bp->efi_info, sizeof(info));
	assert_int_equal(info.loader_signature, 0xa5a5a5a5);
	assert_int_equal(info.memdesc_size, sizeof(efi.map[0]));
	assert_int_equal(info.memmap_size, sizeof(efi.map));
	node = (const void *)((const uint8_t *)bp + (bp->hdr.setup_data - b.img.params_addr));
	assert_int_equal(node->type, SETUP_EFI);
	assert_int_equal(node->len, sizeof(efi));
	assert_memory_equal(node + 1, &efi, sizeof(efi));
	assert_int_equal(info.memmap, bp->hdr.setup_data + sizeof(*node) + sizeof(efi.head));
}

static void test_efi_not_passed(void **state)
{
	static const uint8_t efi[sizeof(struct efi_setup_data)];
	static const uint8_t zero[sizeof(struct efi_info)];

	(void)state;
	b.machine.efi = (struct blob){ efi, sizeof(efi) };
	k.h->xloadflags = (uint16_t)~XLF_EFI_KEXEC & (uint16_t)~XLF_KERNEL_64;
	assert_int_equal(image_build(&b.img), 0);
	assert_memory_equal(b.img.params->efi_info, zero, sizeof(zero));
	image_free(&b.img);
	k.h->xloadflags = XLF_EFI_KEXEC;
	b.req.no_efi = true;
	b.img.kernel.data = (struct blob){ k.file, k.bytes };
	assert_int_equal(image_build(&b.img), 0);
	assert_memory_equal(b.img.params->efi_info, zero, sizeof(zero));
	assert_int_equal(b.img.params->hdr.setup_data, 0);
}

#define WITH_ALL(f) cmocka_unit_test_setup_teardown(f, open_all, close_all)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_ALL(test_table_covers_the_page),
		WITH_ALL(test_copied_and_zero),
		WITH_ALL(test_header_and_loader),
		WITH_ALL(test_no_boot_params),
		WITH_ALL(test_short_boot_params),
		WITH_ALL(test_e820_in_page),
		WITH_ALL(test_e820_beyond_128),
		WITH_ALL(test_firmware_state_passes),
		WITH_ALL(test_no_setup_data_before_209),
		WITH_ALL(test_ext_mem_cap),
		WITH_ALL(test_efi),
		WITH_ALL(test_efi_not_passed),
	};

	return cmocka_run_group_tests_name("params", tests, NULL, NULL);
}
