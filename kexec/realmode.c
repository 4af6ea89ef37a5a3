// SPDX-License-Identifier: GPL-2.0-only
/* What a 16-bit target needs of the firmware: from the snapshot to the purgatory's block. */
#include <inttypes.h>
#include <string.h>
#include "core.h"

/* Text modes are set anew, which undoes what Linux did to the screen; others are not ours to judge. */
static uint8_t text_mode(uint8_t mode)
{
	return mode <= 3 || mode == 7 ? mode : HANDOFF_KEEP_SCREEN;
}

int image_enter_real_mode(struct kexec_image *img, struct fw_state *fw)
{
	struct handoff_firmware *h = &img->restore;

	if (!fw_state_read(img->machine->firmware, fw))
		return image_fail(img, -ENODATA,
				  "%s: nobody noted at boot how the firmware had programmed the "
				  "machine, so it cannot be restored for a 16-bit target",
				  img->type->name);
	*h = (struct handoff_firmware){
		.pic_mask = { fw->pic1_mask, fw->pic2_mask },
		.pic_base = { fw->pic1_base, fw->pic2_base },
		.elcr = { fw->elcr[0], fw->elcr[1] },
		.pit_status = { fw->pit0_status, fw->pit2_status },
		.port61 = fw->port61,
		.cmos_index = fw->cmos_index,
		.a20_off = !fw->a20,
		.video_mode = text_mode(fw->video_mode),
		.cr0 = fw->cr0,
	};
	/* E820 need not know of a network ROM that has lowered 40:13 */
	img->low_end = fw->base_kb && fw->base_kb < 640 ? fw->base_kb * KIB : 640 * KIB;
	memcpy(h->vectors, fw->ivt + HANDOFF_FIRST_VECTOR, sizeof(h->vectors));
	img->mode = 16;
	return 0;
}

uint8_t *image_add_boot_code(struct kexec_image *img, uint32_t addr)
{
	struct blob f = img->kernel.data;
	uint32_t page = (uint32_t)align_down(addr, PAGE_BYTES);
	size_t n = addr - page + f.n;
	uint8_t *buf;

	/* the first page is the vectors' and the BIOS's data */
	if (page < PAGE_BYTES || addr >= img->low_end || f.n > img->low_end - addr) {
		image_fail(img, -EADDRNOTAVAIL,
			   "%s: %zu bytes at %#" PRIx32 " do not fit the base memory of %" PRIu64
			   " KiB",
			   img->type->name, f.n, addr, img->low_end / KIB);
		return NULL;
	}
	buf = image_alloc(img, n);
	if (!buf)
		return NULL;
	memcpy(buf + (addr - page), f.p, f.n);
	return image_add_segment(img, img->type->name, buf, n, page, n) ? NULL : buf;
}

bool fw_knows_entry(const struct fw_state *fw)
{
	return fw->source == FW_STATE_LOADER && fw->boot >= FW_BOOT_DISK && fw->boot <= FW_BOOT_CD;
}
