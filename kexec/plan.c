// SPDX-License-Identifier: GPL-2.0-only
/* The plan as text: stable lines for people, for golden tests, and to compare with a target. */
#include <inttypes.h>
#include <string.h>
#include "core.h"

static const char *verify_name(uint32_t kind)
{
	switch (kind) {
	case HANDOFF_VERIFY_NONE:
		return "none";
	case HANDOFF_VERIFY_FAST:
		return "fast";
	default:
		return "sha256";
	}
}

static void plan_digest(const struct handoff *h, unsigned int i, struct text *out)
{
	unsigned int n = h->verify == HANDOFF_VERIFY_FAST ? 8 : 32;

	if (i >= h->n_segments || h->verify == HANDOFF_VERIFY_NONE)
		return;
	text_addf(out, " digest=");
	for (unsigned int b = 0; b < n; b++)
		text_addf(out, "%02x", h->segment[i].digest[b]);
}

static void plan_segments(const struct kexec_image *img, struct text *out)
{
	for (unsigned int i = 0; i < img->n_segments; i++) {
		const struct kexec_segment *s = &img->segment[i];

		text_addf(out, "segment label=%s mem=%#" PRIx64 " memsz=%#" PRIx64 " bufsz=%#zx",
			  s->label, s->mem, s->memsz, s->bufsz);
		plan_digest(img->handoff, i, out);
		text_addf(out, "\n");
	}
	for (unsigned int i = 0; i < img->n_claims; i++)
		text_addf(out, "claim label=%s start=%#" PRIx64 " end=%#" PRIx64 "\n",
			  img->claim[i].label, img->claim[i].start, img->claim[i].end);
}

static void plan_regs(const struct kexec_image *img, struct text *out)
{
	const struct handoff_regs *r = &img->regs;

	text_addf(out,
		  "regs mode=%u eip=%#" PRIx64 " esp=%#" PRIx32 " eax=%#" PRIx32 " ebx=%#" PRIx32
		  " ecx=%#" PRIx32 " edx=%#" PRIx32 " esi=%#" PRIx32 " edi=%#" PRIx32
		  " ebp=%#" PRIx32 "\n",
		  img->mode, (uint64_t)img->eip_high << 32 | r->eip, r->esp, r->eax, r->ebx, r->ecx,
		  r->edx, r->esi, r->edi, r->ebp);
	if (img->mode == 16)
		text_addf(out, "segments cs=%#x ds=%#x es=%#x fs=%#x gs=%#x ss=%#x flags=%#x\n",
			  r->cs, r->ds, r->es, r->fs, r->gs, r->ss, r->flags);
}

static void plan_bytes(const char *name, const uint8_t *p, size_t n, struct text *out)
{
	text_addf(out, " %s=", name);
	for (size_t i = 0; i < n; i++)
		text_addf(out, "%02x", p[i]);
}

/* What the purgatory programs before it enters a 16-bit target. */
static void plan_restore(const struct handoff_firmware *h, struct text *out)
{
	text_addf(out, "firmware");
	plan_bytes("pic_mask", h->pic_mask, sizeof(h->pic_mask), out);
	plan_bytes("pic_base", h->pic_base, sizeof(h->pic_base), out);
	plan_bytes("elcr", h->elcr, sizeof(h->elcr), out);
	plan_bytes("pit_status", h->pit_status, sizeof(h->pit_status), out);
	text_addf(out, " port61=%#x cmos_index=%#x a20_off=%u video_mode=%#x cr0=%#x", h->port61,
		  h->cmos_index, h->a20_off, h->video_mode, h->cr0);
	if (h->partition_at) {
		text_addf(out, " partition_at=%#x", h->partition_at);
		plan_bytes("partition", h->partition, sizeof(h->partition), out);
	}
	text_addf(out, "\n");
}

static const char *fate_of_words(const struct kexec_image *img)
{
	if (!img->uki.cmdline)
		return "none";
	return img->cmdline == img->uki.cmdline ? "used" : "replaced";
}

static void plan_files(const struct kexec_image *img, struct text *out)
{
	text_addf(out, "kernel file=%s type=%s packed=%s\n", img->kernel.name, img->type->name,
		  img->packed[0] ? img->packed : "no");
	if (img->uki.is)
		text_addf(out, "uki os=\"%s\" cmdline=%s\n", img->uki.os ? img->uki.os : "",
			  fate_of_words(img));
	for (unsigned int i = 0; i < img->n_initrds; i++) {
		text_addf(out, "initrd file=%s bytes=%zu", img->initrd[i].name,
			  img->initrd[i].data.n);
		if (img->req->words[i])
			text_addf(out, " words=\"%s\"", img->req->words[i]);
		text_addf(out, "\n");
	}
}

static void plan_e820(const struct e820_entry *e, struct text *out)
{
	text_addf(out, "e820 start=%#" PRIx64 " end=%#" PRIx64 " type=%" PRIu32 " name=\"%s\"\n",
		  e->addr, e->addr + e->size, e->type, mem_type_name(e->type));
}

/* The memory map and the setup_data nodes that the target gets. */
static void plan_lists(const struct kexec_image *img, struct text *out)
{
	const uint8_t *base = (const uint8_t *)img->params;
	uint64_t addr = img->params->hdr.setup_data;

	for (unsigned int i = 0; i < img->params->e820_entries; i++)
		plan_e820(&img->params->e820_table[i], out);
	while (addr) {
		const uint8_t *p = base + (addr - img->params_addr);
		struct setup_data node;
		struct e820_entry e;

		memcpy(&node, p, sizeof(node));
		text_addf(out, "setup_data addr=%#" PRIx64 " type=%" PRIu32 " len=%" PRIu32 "\n",
			  addr, node.type, node.len);
		p += sizeof(node);
		for (size_t i = 0; node.type == SETUP_E820_EXT && i < node.len / sizeof(e); i++) {
			memcpy(&e, p + i * sizeof(e), sizeof(e));
			plan_e820(&e, out);
		}
		addr = node.next;
	}
}

void image_plan(const struct kexec_image *img, bool verbose, struct text *out)
{
	plan_files(img, out);
	text_addf(out, "cmdline %s\n", img->cmdline);
	plan_segments(img, out);
	if (img->n_initrds)
		text_addf(out, "ramdisk addr=%#" PRIx64 " bytes=%" PRIu64 "\n", img->initrd_addr,
			  img->initrd_bytes);
	text_addf(out, "purgatory entry=%#" PRIx64 " verify=%s serial=%#x screen=%#x\n", img->entry,
		  verify_name(img->handoff->verify), img->handoff->console.serial_port,
		  (unsigned int)img->handoff->console.vga_base);
	plan_regs(img, out);
	if (img->mode == 16)
		plan_restore(&img->restore, out);
	if (img->mode == 64)
		text_addf(out, "paging tables=%#" PRIx32 " bytes=%#x maps=%uGiB page=2MiB\n",
			  img->handoff->tables, HANDOFF_TABLES_BYTES(img->handoff->mapped_gib),
			  img->handoff->mapped_gib);
	if (verbose && img->params) {
		params_plan(img, out);
		plan_lists(img, out);
	}
}
