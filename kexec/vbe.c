// SPDX-License-Identifier: GPL-2.0-only
/* What the video BIOS says of itself, for a program: VESA BIOS Extension 3.0, 4.3 and 4.4. */
#include <string.h>
#include "vbe.h"

/* struct VbeInfoBlock */
#define VERSION 4u

/* struct ModeInfoBlock; memory model 0 is text, and a mode without attributes is not described */
#define ATTRIBUTES 0x00u
#define WIDTH	   0x12u
#define HEIGHT	   0x14u

static void put_le16(uint8_t *to, uint32_t v)
{
	to[0] = (uint8_t)v;
	to[1] = (uint8_t)(v >> 8);
}

/* A far pointer into the block goes with it; what no far pointer reaches is none. */
static void move_pointer(uint8_t *p, uint32_t from, uint32_t to)
{
	struct blob b = { p, 4 };
	uint32_t into = blob_le16(b, 2) * 16u + blob_le16(b, 0) - from;

	if (into >= VBE_CONTROL_BYTES)
		return;
	to += into;
	if (to >= MIB)
		to = 0;
	put_le16(p, to & 15);
	put_le16(p + 2, to >> 4);
}

void vbe_copy_control(const struct vbe_facts *v, uint32_t phys, uint8_t *to)
{
	/* OEM name, list of modes; from VBE 2.0 on vendor, product, its revision */
	static const uint8_t pointers[] = { 6, 14, 22, 26, 30 };
	struct blob control = { v->control, sizeof(v->control) };
	unsigned int n = blob_le16(control, VERSION) < 0x200 ? 2 : sizeof(pointers);

	memcpy(to, v->control, sizeof(v->control));
	for (unsigned int i = 0; i < n; i++)
		move_pointer(to + pointers[i], v->addr, phys);
}

void vbe_copy_mode(const struct machine *m, uint8_t *to)
{
	struct screen_info s;

	memcpy(to, m->vbe.mode_info, sizeof(m->vbe.mode_info));
	if (to[ATTRIBUTES] || !m->text_screen || !blob_copy(m->params, 0, &s, sizeof(s)))
		return;
	put_le16(to + WIDTH, s.orig_video_cols);
	put_le16(to + HEIGHT, s.orig_video_lines);
}
