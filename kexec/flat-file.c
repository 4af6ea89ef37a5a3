// SPDX-License-Identifier: GPL-2.0-only
/* A file that is no ELF executable, loaded by the addresses of its multiboot header. */
#include <inttypes.h>
#include "program.h"

int flat_read(struct kexec_image *img, const struct flat_file *f, struct load_range *r)
{
	uint64_t before = (uint64_t)f->header_addr - f->load_addr;

	*r = (struct load_range){ .addr = f->load_addr };
	if (f->header_addr < f->load_addr || before > f->at)
		return image_fail(img, -ENOEXEC,
				  "%s: load_addr %#" PRIx32 " lies before the file, whose header "
				  "at offset %#" PRIx64 " is for %#" PRIx32,
				  f->name, f->load_addr, f->at, f->header_addr);
	r->data = blob_slice(img->kernel.data, f->at - before, UINT64_MAX);
	if (f->load_end_addr) {
		if (f->load_end_addr <= f->load_addr || f->load_end_addr - f->load_addr > r->data.n)
			return image_fail(img, -ENOEXEC,
					  "%s: load_end_addr %#" PRIx32 " is not in the file",
					  f->name, f->load_end_addr);
		r->data.n = f->load_end_addr - f->load_addr;
	}
	if (f->bss_end_addr && f->bss_end_addr <= f->load_addr)
		return image_fail(img, -ENOEXEC,
				  "%s: bss_end_addr %#" PRIx32 " is not above load_addr %#" PRIx32,
				  f->name, f->bss_end_addr, f->load_addr);
	r->memsz = r->data.n;
	if (f->bss_end_addr && f->bss_end_addr - f->load_addr > r->memsz)
		r->memsz = f->bss_end_addr - f->load_addr;
	if (r->addr < PAGE_BYTES || r->memsz > ((uint64_t)1 << 32) - r->addr)
		return image_fail(img, -ENOEXEC,
				  "%s: load_addr %#" PRIx32 ", %" PRIu64
				  " bytes: over the BIOS's data, or beyond 4 GiB",
				  f->name, f->load_addr, r->memsz);
	return 0;
}

bool ranges_have(const struct load_range *range, unsigned int n, uint64_t addr)
{
	for (unsigned int i = 0; i < n; i++)
		if (addr >= range[i].addr && addr - range[i].addr < range[i].memsz)
			return true;
	return false;
}
