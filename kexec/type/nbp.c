// SPDX-License-Identifier: GPL-2.0-only
/*
 * Image type nbp: a network boot program (pxelinux.0, undionly.kpxe), as a PXE ROM starts it: at
 * 0:7C00, with the ROM's own structures and, if we know it, on the ROM's own stack, and with an open
 * card (nbp-open.S). Preboot Execution Environment 2.1, 4.4.3.
 */
#include <string.h>
#include "core.h"
#include "pxestate.h"

#define LOAD_ADDRESS 0x7c00u
#define LOAD_PAGE    0x7000u
#define FLAGS_IF     0x0200u
/* Without the ROM's stack: one that ends below the code, and where a return from there goes. */
#define OWN_STACK  0x7bf0u
#define OWN_RETURN 0x7be0u

/* nbp-open.S: goes to the start of the program's page, which is the entry */
extern const uint8_t nbp_open[], nbp_open_end[];

/**
 * struct nbp_open_data - what nbp_open[] ends in
 * @entry: of the ROM
 * @open_status: out
 * @ip: our address, in network order; 0 if the ROM does not tell
 * @close_status: out, of UNDI and of UDP
 */
struct nbp_open_data {
	struct pxe_far entry;
	uint16_t open_status;
	uint32_t ip;
	uint16_t close_status[2];
} __attribute__((packed));

static bool probe(struct blob f)
{
	(void)f; /* any bytes may be one: only on request */
	return false;
}

static bool read_state(struct blob node, struct pxe_state *pxe)
{
	return blob_copy(node, 0, pxe, sizeof(*pxe)) && pxe->magic == PXE_STATE_MAGIC &&
	       pxe->version == PXE_STATE_VERSION;
}

static int check(struct kexec_image *img, struct pxe_state *pxe)
{
	if (img->n_initrds || img->cmdline[0])
		return image_fail(
			img, -EINVAL,
			"nbp: a network boot program takes no initrd and no command line");
	if (!read_state(img->machine->pxe, pxe))
		return image_fail(img, -ENODATA,
				  "nbp: no PXE ROM is there: this system was not started by "
				  "bootshell.0 from the network");
	if (img->machine->pxe_ended)
		return image_fail(img, -ENODATA,
				  "nbp: no PXE ROM is there: it has been unloaded since");
	return 0;
}

/* Is what the ROM left on its stack still there when our segment is? */
static bool rom_stack_is_whole(const struct pxe_state *pxe)
{
	uint32_t at = pxe->stack.seg * 16u + pxe->stack.off;

	return pxe->stack_is_rom && (at >= LOAD_ADDRESS || at < LOAD_PAGE - PAGE_BYTES);
}

bool pxe_rom_waits(struct blob pxe)
{
	struct pxe_state state;

	return read_state(pxe, &state) && rom_stack_is_whole(&state);
}

/* A program that returns to us finds INT 18h. */
static void make_stack(uint8_t *page, const struct pxe_state *pxe)
{
	static const uint8_t give_up[] = { 0xcd, 0x18, 0xf4, 0xeb, 0xfd }; /* 1: hlt; jmp 1b */
	const struct pxe_far back = { OWN_RETURN, 0 };

	memcpy(page + (OWN_RETURN - LOAD_PAGE), give_up, sizeof(give_up));
	memcpy(page + (OWN_STACK - LOAD_PAGE), &back, sizeof(back));
	memcpy(page + (OWN_STACK - LOAD_PAGE) + sizeof(back), &pxe->bang, sizeof(pxe->bang));
}

/* The address that DHCP gave us, by the packets that the ROM has kept. */
static uint32_t own_ip(const struct pxe_state *pxe)
{
	uint32_t ip = pxe->kept[PXE_KEPT_ACK].packet.your_ip;

	return ip ? ip : pxe->kept[PXE_KEPT_REPLY].packet.your_ip;
}

static void add_nbp_open(uint8_t *page, const struct pxe_state *pxe)
{
	size_t n = (size_t)(nbp_open_end - nbp_open);
	const struct nbp_open_data data = { .entry = pxe->entry, .ip = own_ip(pxe) };

	memcpy(page, nbp_open, n - sizeof(data));
	memcpy(page + n - sizeof(data), &data, sizeof(data));
}

static void enter(struct kexec_image *img, const struct pxe_state *pxe, uint8_t *page)
{
	struct handoff_regs *r = &img->regs;

	if (rom_stack_is_whole(pxe)) {
		r->ss = pxe->stack.seg;
		r->esp = (uint16_t)(pxe->stack.off + PXE_STATE_STACK_REGS);
	} else {
		make_stack(page, pxe);
		r->esp = OWN_STACK;
	}
	add_nbp_open(page, pxe);
	r->eip = LOAD_PAGE;
	r->es = pxe->nv.seg; /* ES:BX: PXENV+ */
	r->ebx = pxe->nv.off;
	r->edx = pxe->nv.seg * 16u + pxe->nv.off;
	r->flags = FLAGS_IF;
}

static int load(struct kexec_image *img)
{
	struct pxe_state pxe = { .magic = 0 };
	struct fw_state fw;
	uint8_t *page;
	int err = check(img, &pxe);

	if (!err)
		err = image_enter_real_mode(img, &fw);
	if (err)
		return err;
	page = image_add_boot_code(img, LOAD_ADDRESS);
	if (!page)
		return -EADDRNOTAVAIL;
	enter(img, &pxe, page);
	return 0;
}

static const struct image_type nbp = {
	.name = "nbp",
	.rank = 91,
	.probe = probe,
	.load = load,
};
IMAGE_TYPE(nbp);
