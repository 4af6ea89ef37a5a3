// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes what a disk or a CD may say: an MBR's partition table, El Torito's descriptor and
 * catalog, and the image type bootsect. The first 8 bytes choose; the rest is each of them.
 */
#include "image.h"

/* What was accepted must lie where a PC has base memory. */
static void check(struct kexec_image *img)
{
	fuzz_assert(img->mode == 16);
	for (unsigned int i = 0; i < img->n_segments; i++)
		fuzz_assert(img->segment[i].mem + img->segment[i].memsz <= 0x9f000);
	check_accepted(img);
}

static void build(struct kexec_image *img, const struct fw_state *fw)
{
	struct machine m = { .cmdline = "",
			     .firmware = { (const uint8_t *)fw, sizeof(*fw) },
			     .ram_bytes = 64 * MIB };

	fuzz_assert(!memmap_add(&m.map, FROM_SYSFS, 0, 0x9fc00, E820_RAM));
	fuzz_assert(!memmap_add(&m.map, FROM_SYSFS, MIB, 63 * MIB, E820_RAM));
	memmap_settle(&m.map);
	img->machine = &m;
	if (!image_build(img))
		check(img);
	else
		fuzz_assert(img->why.text[0]); /* a refusal has a reason */
	image_free(img);
	machine_free(&m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct blob in = { data, n }, body = blob_slice(in, 8, UINT64_MAX);
	struct boot_request req = { .append = "", .type = "bootsect", .verify = VERIFY_NONE };
	struct kexec_image img = { .req = &req, .kernel = { "k", body } };
	struct eltorito_image image = { .load_seg = 0 };
	struct reason why = { "" };
	struct fw_state fw;
	uint32_t lba;

	if (!body.n)
		return -1;
	fuzz_assert(!eltorito_catalog(body, &lba, &why) || why.text[0]);
	why.text[0] = '\0';
	if (eltorito_entry(body, &image, &why))
		fuzz_assert(why.text[0]);
	else
		fuzz_assert(image.load_seg && image.bytes && image.bytes <= 512 * KIB);
	blob_copy(body, 0, &fw, sizeof(fw)); /* any state will do, if it is one */
	fw.magic = FW_STATE_MAGIC;
	fw.version = FW_STATE_VERSION;
	img.disk.known = blob_u8(in, 0) & 1;
	img.disk.drive = blob_u8(in, 1);
	img.disk.load_seg = blob_u8(in, 0) & 2 ? image.load_seg : blob_le16(in, 2);
	if (blob_u8(in, 0) & 4)
		boot_disk_partition(&img.disk, body, blob_le16(in, 4), blob_le16(in, 6));
	build(&img, &fw);
	return 0;
}
