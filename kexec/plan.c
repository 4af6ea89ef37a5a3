// SPDX-License-Identifier: GPL-2.0-only
/* The plan as text: stable lines for people, for golden tests, and to compare with a target. */
#include <inttypes.h>
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
		  "regs mode=%u eip=%#" PRIx32 " esp=%#" PRIx32 " eax=%#" PRIx32 " ebx=%#" PRIx32
		  " ecx=%#" PRIx32 " edx=%#" PRIx32 " esi=%#" PRIx32 " edi=%#" PRIx32
		  " ebp=%#" PRIx32 "\n",
		  img->mode, r->eip, r->esp, r->eax, r->ebx, r->ecx, r->edx, r->esi, r->edi,
		  r->ebp);
}

void image_plan(const struct kexec_image *img, bool verbose, struct text *out)
{
	text_addf(out, "kernel file=%s type=%s packed=%s\n", img->kernel.name, img->type->name,
		  img->packed[0] ? img->packed : "no");
	for (unsigned int i = 0; i < img->n_initrds; i++)
		text_addf(out, "initrd file=%s bytes=%zu\n", img->initrd[i].name,
			  img->initrd[i].data.n);
	text_addf(out, "cmdline %s\n", img->cmdline);
	plan_segments(img, out);
	if (img->n_initrds)
		text_addf(out, "ramdisk addr=%#" PRIx64 " bytes=%" PRIu64 "\n", img->initrd_addr,
			  img->initrd_bytes);
	text_addf(out, "purgatory entry=%#" PRIx64 " verify=%s serial=%#x screen=%#x\n", img->entry,
		  verify_name(img->handoff->verify), img->handoff->console.serial_port,
		  (unsigned int)img->handoff->console.vga_base);
	plan_regs(img, out);
	if (verbose && img->params) {
		params_plan(img, out);
		params_lists_plan(img, out);
	}
}
