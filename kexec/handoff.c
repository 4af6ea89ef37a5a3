// SPDX-License-Identifier: GPL-2.0-only
/* Adds the purgatory to an image and fills in its parameter block. */
#include <string.h>
#include "core.h"
#include "digest.h"

extern const uint8_t purgatory_blob[], purgatory_blob_end[];

/* Text memory and CRT controller of a colour and of a monochrome adapter. */
static void describe_screen(const struct kexec_image *img, struct handoff_console *con)
{
	struct screen_info s;
	bool mono;

	if (!img->machine->text_screen)
		return;
	blob_copy(img->machine->params, 0, &s, sizeof(s));
	mono = s.orig_video_mode == 7;
	con->vga_port = mono ? 0x3b4 : 0x3d4;
	con->vga_base = mono ? 0xb0000 : 0xb8000;
	con->vga_cols = s.orig_video_cols ? s.orig_video_cols : 80;
	con->vga_rows = s.orig_video_lines ? s.orig_video_lines : 25;
}

static void describe_copy(const struct kexec_image *img, struct handoff_copy *c)
{
	const struct crash_facts *f = &img->machine->crash;

	if (!img->req->crash)
		return;
	c->from = (uint32_t)f->low.start;
	c->to = (uint32_t)f->low_copy;
	c->bytes = (uint32_t)(f->low.end - f->low.start);
}

static void describe_segments(const struct kexec_image *img, struct handoff *h)
{
	for (unsigned int i = 0; i < img->n_segments; i++) {
		const struct kexec_segment *s = &img->segment[i];
		struct handoff_segment *d = &h->segment[h->n_segments++];

		d->addr = (uint32_t)s->mem;
		d->addr_high = (uint32_t)(s->mem >> 32);
		d->bytes = (uint32_t)s->bufsz;
		strncpy(d->label, s->label, sizeof(d->label) - 1);
	}
}

void image_digest(struct kexec_image *img)
{
	struct handoff *h = img->handoff;

	for (unsigned int i = 0; i < h->n_segments; i++) {
		const struct kexec_segment *s = &img->segment[i];

		if (h->verify == HANDOFF_VERIFY_SHA256)
			digest_sha256(s->buf, s->bufsz, h->segment[i].digest);
		else if (h->verify == HANDOFF_VERIFY_FAST)
			digest_fast(s->buf, s->bufsz, h->segment[i].digest);
	}
	if (img->req->verify == VERIFY_SELFTEST)
		h->segment[0].digest[0] ^= 1;
}

/* What a 64-bit target must find mapped: 4 GiB, and all memory that it says it runs in. */
static uint32_t gib_to_map(const struct kexec_image *img)
{
	uint64_t gib = HANDOFF_MAPPED_MIN;

	for (unsigned int i = 0; i < img->n_claims; i++)
		if (img->claim[i].end > gib * 1024 * MIB)
			gib = align_up(img->claim[i].end, 1024 * MIB) / (1024 * MIB);
	return (uint32_t)gib;
}

static bool has_high_segment(const struct kexec_image *img)
{
	for (unsigned int i = 0; i < img->n_segments; i++)
		if (img->segment[i].mem >= FOUR_GIB)
			return true;
	return false;
}

/*
 * Memory for page tables: the purgatory fills it, nothing is loaded. It needs them for a 64-bit
 * target, and to see segments above 4 GiB.
 */
static int claim_tables(struct kexec_image *img, struct handoff *h)
{
	struct place p = { "the page tables", 0, PAGE_BYTES, 0x10000, UINT32_MAX, false };
	uint64_t addr;
	int err;

	if (img->mode != 64 && !has_high_segment(img))
		return 0;
	h->mapped_gib = gib_to_map(img);
	if (h->mapped_gib > HANDOFF_MAPPED_MAX)
		return image_fail(img, -EADDRNOTAVAIL,
				  "%s: it would run above %u GiB, more than is mapped",
				  img->type->name, HANDOFF_MAPPED_MAX);
	p.memsz = HANDOFF_TABLES_BYTES(h->mapped_gib);
	err = image_place(img, &p, &addr);
	h->tables = (uint32_t)addr;
	return err ? err : image_add_claim(img, "page-tables", addr, p.memsz);
}

static uint32_t verify_kind(enum verify v)
{
	if (v == VERIFY_NONE)
		return HANDOFF_VERIFY_NONE;
	return v == VERIFY_SHA256 ? HANDOFF_VERIFY_SHA256 : HANDOFF_VERIFY_FAST;
}

/* What purgatory_jump_bytes() counts: two pages of handoff_back, and a stack for the target. */
#define JUMP_BYTES (3u * PAGE_BYTES)

static void describe_back(struct kexec_image *img, struct handoff_back *b)
{
	const struct jump_facts *f = &img->machine->jump;

	if (!img->req->jump)
		return;
	b->pages = (uint32_t)f->kept.end - JUMP_BYTES;
	b->gdt = (uint32_t)f->gdt;
	b->gdt_high = (uint32_t)(f->gdt >> 32);
	b->gdt_limit = (uint16_t)(f->gdt_bytes - 1);
}

static struct purgatory_head blob_head(void)
{
	struct purgatory_head head;

	memcpy(&head, purgatory_blob, sizeof(head));
	return head;
}

uint64_t purgatory_jump_bytes(void)
{
	return align_up(blob_head().memory_bytes, PAGE_BYTES) + JUMP_BYTES;
}

uint32_t purgatory_way_back(uint64_t addr)
{
	return (uint32_t)addr + blob_head().way_back;
}

/* Real mode reaches only the first MiB; the window hides what is behind it, be it the purgatory. */
static int place_purgatory(struct kexec_image *img, uint64_t memory_bytes)
{
	struct place p = { "the purgatory", memory_bytes, PAGE_BYTES, 0x10000, UINT32_MAX, false };

	if (img->mode == 16)
		p.max = img->low_end - 1;
	else if (has_high_segment(img))
		p.max = HANDOFF_WINDOW - 1;
	if (!img->req->jump)
		return image_place(img, &p, &img->entry);
	img->entry = img->machine->jump.kept.start;
	return 0;
}

int image_add_purgatory(struct kexec_image *img)
{
	size_t n = (size_t)(purgatory_blob_end - purgatory_blob);
	struct purgatory_head head = blob_head();
	uint64_t memsz = img->req->jump ? purgatory_jump_bytes() : head.memory_bytes;
	uint8_t *buf = image_alloc(img, n);
	struct handoff *h;
	int err;

	if (!buf)
		return -ENOMEM;
	memcpy(buf, purgatory_blob, n);
	if (head.magic != PURGATORY_MAGIC || head.handoff > n || sizeof(*h) > n - head.handoff)
		return image_fail(img, -EINVAL, "the purgatory was built wrong");
	h = (void *)(buf + head.handoff); /* 16-byte aligned by the linker script */
	err = claim_tables(img, h);
	if (!err)
		err = place_purgatory(img, memsz);
	if (err)
		return err;
	h->magic = HANDOFF_MAGIC;
	h->mode = img->mode;
	h->verify = verify_kind(img->req->verify);
	h->console.serial_port = img->req->serial_port ? img->req->serial_port :
							 img->machine->serial_port;
	/* the target needs some stack for our last jump; ours is free by then */
	if (!img->regs.esp)
		img->regs.esp = (uint32_t)(img->entry + align_up(memsz, PAGE_BYTES));
	h->regs = img->regs;
	h->eip_high = img->eip_high;
	h->firmware = img->restore;
	describe_screen(img, &h->console);
	describe_segments(img, h);
	describe_copy(img, &h->low);
	describe_back(img, &h->back);
	img->handoff = h;
	return image_add_segment(img, "purgatory", buf, n, img->entry, memsz);
}
