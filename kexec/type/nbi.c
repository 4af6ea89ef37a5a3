// SPDX-License-Identifier: GPL-2.0-only
/*
 * Image type nbi: a tagged network boot image, as mknbi makes them.
 * "Draft Net Boot Image Proposal 0.3"; Etherboot's 32-bit entry. The program is called as a function
 * (header, BOOTP record), on the firmware's machine, whichever its entry.
 */
#include <inttypes.h>
#include <string.h>
#include "elf-file.h"
#include "pxestate.h"
#include "std/nbi.h"

#define RECORDS	  31u /* with the image header, all that fits 512 bytes */
#define LIMIT	  ((uint64_t)1 << 32)
#define FLAGS_IF  0x0200u
#define BOOTREPLY 2u
/* Our own segment: the stub, what the program is told, and a stack. */
#define BLOCK_BYTES  0x2000u
#define INFO_AT	     0x100u
#define BOOTP_AT     0x110u
#define STACK16_USED 12u /* far: return address, header, BOOTP record */
#define STACK32_USED 16u /* near: return address, loader information, header, BOOTP record */

extern const uint8_t nbi_stub[], nbi_return16[], nbi_return32[], nbi_stub_end[];

static const char label[] = "program";

/**
 * struct nbi_file - one image, taken apart
 * @h: its header
 * @header_at: where the first 512 bytes go
 * @range: them and all records, sorted
 * @entry: linear
 */
struct nbi_file {
	struct nbi_header h;
	uint64_t header_at;
	struct load_range range[RECORDS + 1];
	unsigned int n_ranges;
	uint64_t entry;
};

static bool probe(struct blob f)
{
	return blob_le32(f, 0) == NBI_MAGIC;
}

static uint32_t linear(uint32_t seg, uint32_t off)
{
	return seg * 16 + off;
}

/* Bytes of a header and its vendor's data; 0 if it is not one of this format. */
static uint64_t header_bytes(uint8_t length)
{
	return (length & 0xf) == NBI_HEADER ? (NBI_HEADER + (length >> 4)) * NBI_HEADER_UNIT : 0;
}

static int read_header(struct kexec_image *img, struct nbi_file *n)
{
	struct blob f = img->kernel.data;

	if (!probe(f) || !blob_copy(f, 0, &n->h, sizeof(n->h)) || !blob_has(f, 0, NBI_HEAD_BYTES))
		return image_fail(img, -ENOEXEC, "nbi: cut short, or no tagged image: %zu bytes",
				  f.n);
	if (!header_bytes((uint8_t)n->h.flags))
		return image_fail(img, -ENOEXEC,
				  "nbi: its header is of length %#x; 4 is known here",
				  n->h.flags & 0xff);
	if (img->n_initrds || img->cmdline[0])
		return image_fail(img, -EINVAL,
				  "nbi: a tagged image takes no initrd and no command line");
	n->header_at = linear(n->h.location_seg, n->h.location_off);
	n->entry = n->h.flags & NBI_LINEAR_EXEC ? n->h.execute :
						  linear(n->h.execute >> 16, n->h.execute & 0xffff);
	return 0;
}

/* Where extended memory ends, as far as it begins at 1 MiB. */
static uint64_t memory_top(const struct memmap *map)
{
	uint64_t start, end;

	return memmap_next_ram(map, MIB, &start, &end) ? end : MIB;
}

/* The load address of record @i, behind @last; as 64 bits, so that nothing wraps unseen. */
static uint64_t find_address(const struct kexec_image *img, const struct nbi_record *r,
			     const struct load_range *last)
{
	switch (r->flags & NBI_ADDRESS) {
	case NBI_AFTER:
		return last->addr + last->memsz + r->load_addr;
	case NBI_TOP:
		return memory_top(&img->machine->map) - r->load_addr;
	case NBI_BEFORE:
		return last->addr - r->load_addr;
	default:
		return r->load_addr;
	}
}

static int add_range(struct kexec_image *img, struct nbi_file *n, const struct load_range *r)
{
	if (r->addr < PAGE_BYTES || r->addr >= LIMIT || r->memsz > LIMIT - r->addr)
		return image_fail(img, -ENOEXEC,
				  "nbi: record %u at %#" PRIx64 ", %" PRIu64
				  " bytes: over the BIOS's data, or beyond 4 GiB",
				  n->n_ranges, r->addr, r->memsz);
	if (!load_range_insert(n->range, &n->n_ranges, r))
		return image_fail(img, -ENOEXEC, "nbi: record %u at %#" PRIx64 " overlaps another",
				  n->n_ranges, r->addr);
	return 0;
}

/* Record headers lie in the first 512 bytes; what they describe follows these, in their order. */
static int read_records(struct kexec_image *img, struct nbi_file *n)
{
	struct blob f = img->kernel.data, head = blob_slice(f, 0, NBI_HEAD_BYTES);
	struct load_range last = { n->header_at, NBI_HEAD_BYTES, head };
	uint64_t at = header_bytes((uint8_t)n->h.flags), data = NBI_HEAD_BYTES;
	struct nbi_record r = { .flags = 0 };
	int err = add_range(img, n, &last);

	while (!err && !(r.flags & NBI_LAST)) {
		if (!blob_copy(head, at, &r, sizeof(r)) || !header_bytes(r.length))
			return image_fail(img, -ENOEXEC,
					  "nbi: damaged: no record header at %#" PRIx64, at);
		if (r.image_bytes > r.memory_bytes || !blob_has(f, data, r.image_bytes))
			return image_fail(img, -ENOEXEC,
					  "nbi: cut short: a record is %" PRIu32
					  " bytes for %" PRIu32 " of memory, at %#" PRIx64
					  " of %zu",
					  r.image_bytes, r.memory_bytes, data, f.n);
		at += header_bytes(r.length);
		last.addr = find_address(img, &r, &last);
		last.memsz = r.memory_bytes;
		last.data = blob_slice(f, data, r.image_bytes);
		data += r.image_bytes;
		if (last.memsz)
			err = add_range(img, n, &last);
	}
	return err;
}

static int check_entry(struct kexec_image *img, const struct nbi_file *n)
{
	for (unsigned int i = 0; i < n->n_ranges; i++)
		if (n->entry >= n->range[i].addr && n->entry - n->range[i].addr < n->range[i].memsz)
			return 0;
	return image_fail(img, -ENOEXEC, "nbi: the entry %#" PRIx64 " is in nothing that is loaded",
			  n->entry);
}

/* The DHCP server's last packet, if a PXE ROM kept one; else a reply that says nothing. */
static void put_bootp(const struct kexec_image *img, uint8_t *to)
{
	struct pxe_state pxe;
	const struct pxe_kept *ack = &pxe.kept[PXE_KEPT_ACK];

	if (blob_copy(img->machine->pxe, 0, &pxe, sizeof(pxe)) && pxe.magic == PXE_STATE_MAGIC &&
	    pxe.version == PXE_STATE_VERSION && !ack->status && ack->bytes &&
	    ack->bytes <= sizeof(ack->packet))
		memcpy(to, &ack->packet, ack->bytes);
	else
		to[0] = BOOTREPLY; /* and zeros */
}

/* Called from the real mode that the purgatory ends in: all arguments are far pointers. */
static void enter16(struct kexec_image *img, const struct nbi_file *n, uint8_t *block, uint16_t seg)
{
	const uint16_t frame[] = { (uint16_t)(nbi_return16 - nbi_stub),
				   seg,
				   n->h.location_off,
				   n->h.location_seg,
				   BOOTP_AT,
				   seg };
	struct handoff_regs *r = &img->regs;

	_Static_assert(sizeof(frame) == STACK16_USED, "as the stack has room");
	memcpy(block + BLOCK_BYTES - sizeof(frame), frame, sizeof(frame));
	r->cs = (uint16_t)(n->h.execute >> 16);
	r->eip = n->h.execute & 0xffff;
	r->ss = seg;
	r->esp = BLOCK_BYTES - STACK16_USED;
	r->flags = FLAGS_IF;
}

/* By the stub, on the same block; arguments are linear. */
static void enter32(struct kexec_image *img, const struct nbi_file *n, uint8_t *block, uint32_t at)
{
	const uint32_t frame[] = { at + (uint32_t)(nbi_return32 - nbi_stub), at + INFO_AT,
				   (uint32_t)n->header_at, at + BOOTP_AT };
	struct handoff_regs *r = &img->regs;

	_Static_assert(sizeof(frame) == STACK32_USED, "as the stack has room");
	memcpy(block + BLOCK_BYTES - sizeof(frame), frame, sizeof(frame));
	r->cs = r->ss = (uint16_t)(at / 16);
	r->esp = BLOCK_BYTES - STACK32_USED;
	r->ebx = at;
	r->ecx = at + BLOCK_BYTES - STACK32_USED;
	r->edi = (uint32_t)n->entry;
}

static int add_block(struct kexec_image *img, const struct nbi_file *n)
{
	struct place p = { "the tagged image's stack", BLOCK_BYTES, PAGE_BYTES, 0x10000,
			   img->low_end - 1,	       true };
	const struct nbi_loader_info info = { 5, 4, 0 }; /* as the last Etherboot, 5.4 */
	uint8_t *block = image_alloc(img, BLOCK_BYTES);
	uint64_t addr;
	int err;

	if (!block)
		return -ENOMEM;
	err = image_place(img, &p, &addr);
	if (err)
		return err;
	memcpy(block, nbi_stub, (size_t)(nbi_stub_end - nbi_stub));
	memcpy(block + INFO_AT, &info, sizeof(info));
	put_bootp(img, block + BOOTP_AT);
	if (n->h.flags & NBI_LINEAR_EXEC)
		enter32(img, n, block, (uint32_t)addr);
	else
		enter16(img, n, block, (uint16_t)(addr / 16));
	return image_add_segment(img, "nbi", block, BLOCK_BYTES, addr, BLOCK_BYTES);
}

static int load(struct kexec_image *img)
{
	struct nbi_file n = { .entry = 0 };
	struct fw_state fw;
	int err = read_header(img, &n);

	if (!err)
		err = read_records(img, &n);
	if (!err)
		err = check_entry(img, &n);
	if (!err)
		err = image_enter_real_mode(img, &fw);
	if (!err)
		err = image_add_ranges(img, label, n.range, n.n_ranges);
	return err ? err : add_block(img, &n);
}

static const struct image_type nbi = {
	.name = "nbi",
	.rank = 20,
	.probe = probe,
	.load = load,
};
IMAGE_TYPE(nbi);
