// SPDX-License-Identifier: GPL-2.0-only
/*
 * Image type bootsect: what a BIOS loads to 0:7C00 and starts, in its place: the first
 * sector of a disk or of a partition, or a CD's boot image. BIOS Boot Specification 1.01,
 * sections 3.2 and 6; "El Torito" 1.0.
 */
#include <stdlib.h>
#include <string.h>
#include "core.h"

#define LOAD_ADDRESS 0x7c00u
#define SECTOR	     512u
#define SIGNATURE    0xaa55u
#define SIGNATURE_AT 510u
#define FIRST_DISK   0x80u
#define FLAGS_IF     0x0200u
/* MBR code moves itself to 0:0600 and leaves SI at the entry of its own table. */
#define PARTITION_AT 0x7beu

/* Never taken unasked: a kernel that was cut off behind its first sector has the signature, too. */
static bool probe(struct blob f)
{
	(void)f;
	return false;
}

/* One sector or more; that of a CD need not be signed. */
static int check(struct kexec_image *img)
{
	struct blob f = img->kernel.data;

	if (img->n_initrds || img->cmdline[0])
		return image_fail(img, -EINVAL,
				  "bootsect: a boot sector takes no initrd and no command line");
	if (!img->disk.load_seg && (f.n < SECTOR || f.n % SECTOR))
		return image_fail(img, -ENOEXEC, "bootsect: %zu bytes are not whole sectors", f.n);
	if (!img->disk.load_seg && blob_le16(f, SIGNATURE_AT) != SIGNATURE)
		return image_fail(
			img, -ENOEXEC,
			"bootsect: nothing bootable: its first sector does not end in 55AAh");
	return 0;
}

/* The drive for DL, if any is known: as the user says, the disk it comes from, or our own. */
static uint8_t find_drive(const struct kexec_image *img, const struct fw_state *fw)
{
	if (img->req->drive)
		return (uint8_t)strtoull(img->req->drive, NULL, 16);
	if (img->disk.known)
		return img->disk.drive;
	return fw_knows_entry(fw) ? (uint8_t)fw->regs.dx : FIRST_DISK;
}

/* Registers as the firmware gave them to its own boot program, where we know them. */
static void enter(struct kexec_image *img, const struct fw_state *fw, uint32_t addr)
{
	struct handoff_regs *r = &img->regs;

	if (fw_knows_entry(fw)) {
		r->eax = fw->regs.ax;
		r->es = fw->regs.es;
		r->edi = fw->regs.di; /* ES:DI: $PnP installation check */
	}
	r->edx = find_drive(img, fw);
	r->cs = (uint16_t)(addr >> 4 & 0xf000);
	r->eip = addr & 0xffff;
	r->esp = LOAD_ADDRESS;
	r->flags = FLAGS_IF;
	if (img->disk.has_partition) {
		memcpy(img->restore.partition, img->disk.partition, sizeof(img->disk.partition));
		img->restore.partition_at = PARTITION_AT;
		r->esi = PARTITION_AT;
	}
}

static int load(struct kexec_image *img)
{
	uint32_t addr = img->disk.load_seg ? img->disk.load_seg * 16u : LOAD_ADDRESS;
	struct fw_state fw;
	int err = check(img);

	if (!err)
		err = image_enter_real_mode(img, &fw);
	if (!err && !image_add_boot_code(img, addr))
		err = -EADDRNOTAVAIL;
	if (!err)
		enter(img, &fw, addr);
	return err;
}

static const struct image_type bootsect = {
	.name = "bootsect",
	.rank = 90,
	.probe = probe,
	.load = load,
};
IMAGE_TYPE(bootsect);
