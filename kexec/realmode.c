// SPDX-License-Identifier: GPL-2.0-only
/* What a 16-bit target needs of the firmware: from the snapshot to the purgatory's block. */
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
	memcpy(h->vectors, fw->ivt + HANDOFF_FIRST_VECTOR, sizeof(h->vectors));
	img->mode = 16;
	return 0;
}
