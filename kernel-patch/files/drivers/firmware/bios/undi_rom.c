// SPDX-License-Identifier: GPL-2.0-only
/* The headers of an option ROM: size, PCI device, product, UNDI loader. */
#ifdef __KERNEL__
#include <linux/string.h>
#else
#include <string.h>
#endif
#include "undi_rom.h"

#define PRINTABLE_FIRST 0x20
#define PRINTABLE_LAST	0x7e

/* Copy @bytes at offset @at, if they are there. */
static bool copy(void *to, const void *image, uint32_t room, uint32_t at, uint32_t bytes)
{
	if (at > room || bytes > room - at)
		return false;
	memcpy(to, (const uint8_t *)image + at, bytes);
	return true;
}

static bool read_header(const void *image, uint32_t room, struct optrom *head)
{
	return copy(head, image, room, 0, sizeof(*head)) && head->signature == OPTROM_SIGNATURE;
}

static bool read_pci(const void *image, uint32_t room, const struct optrom *head,
		     struct optrom_pci *pci)
{
	return head->pci_at && copy(pci, image, room, head->pci_at, sizeof(*pci)) &&
	       !memcmp(pci->signature, OPTROM_PCI_SIGNATURE, sizeof(pci->signature));
}

static void read_name(const void *image, uint32_t room, const struct optrom *head,
		      struct undi_rom_id *id)
{
	struct optrom_pnp pnp;
	unsigned int i;
	uint8_t c;

	if (!head->pnp_at || !copy(&pnp, image, room, head->pnp_at, sizeof(pnp)) ||
	    memcmp(pnp.signature, OPTROM_PNP_SIGNATURE, sizeof(pnp.signature)) != 0 ||
	    !pnp.product_at)
		return;
	for (i = 0; i < UNDI_ROM_NAME - 1; i++) {
		if (!copy(&c, image, room, pnp.product_at + i, 1) || c < PRINTABLE_FIRST ||
		    c > PRINTABLE_LAST)
			break;
		id->name[i] = (char)c;
	}
}

static void read_undi(const void *image, uint32_t room, const struct optrom *head,
		      struct undi_rom_id *id)
{
	struct optrom_undi undi;

	/* Its sum is not looked at: some ROMs are patched and do not mend it. */
	if (!head->undi_at || !copy(&undi, image, room, head->undi_at, sizeof(undi)) ||
	    memcmp(undi.signature, OPTROM_UNDI_SIGNATURE, sizeof(undi.signature)) != 0 ||
	    undi.bytes < sizeof(undi))
		return;
	id->loader = undi.loader;
	id->data_bytes = undi.data_bytes;
	id->code_bytes = undi.code_bytes;
}

/**
 * undi_rom_read() - read the headers of an image
 * @image:	its first byte
 * @room:	bytes that can be read
 * @id:		out: what they say
 *
 * Return: false if it is no option ROM, or says to have no bytes.
 */
bool undi_rom_read(const void *image, uint32_t room, struct undi_rom_id *id)
{
	struct optrom_pci pci;
	struct optrom head;

	*id = (struct undi_rom_id){ .last = true };
	if (!read_header(image, room, &head))
		return false;
	id->bytes = head.sectors * OPTROM_SECTOR;
	if (read_pci(image, room, &head, &pci)) {
		id->card_bytes = pci.sectors * OPTROM_SECTOR;
		id->vendor = pci.vendor;
		id->device = pci.device;
		id->code_type = pci.code_type;
		id->last = pci.indicator & OPTROM_PCI_LAST;
	}
	read_name(image, room, &head, id);
	read_undi(image, room, &head, id);
	return id->bytes;
}

/**
 * undi_rom_is_intact() - do the bytes of a ROM in memory add up to 0?
 * @image:	its first byte
 * @bytes:	of it, all of which can be read
 *
 * Return: they do.
 */
bool undi_rom_is_intact(const void *image, uint32_t bytes)
{
	const uint8_t *p = image;
	uint8_t sum = 0;

	while (bytes--)
		sum = (uint8_t)(sum + *p++);
	return !sum;
}

/**
 * undi_rom_device() - which PCI devices is the image for?
 * @image:	its first byte
 * @room:	bytes that can be read
 * @i:		0: the one of its header; 1 and up: those of its list
 *
 * Return: the device's number, 0 after the last.
 */
uint16_t undi_rom_device(const void *image, uint32_t room, unsigned int i)
{
	struct optrom_pci pci;
	struct optrom head;
	uint16_t device;
	uint32_t at;

	if (!read_header(image, room, &head) || !read_pci(image, room, &head, &pci))
		return 0;
	if (!i)
		return pci.device;
	if (pci.revision < OPTROM_PCI_LIST_FROM || !pci.devices_at)
		return 0;
	at = head.pci_at + pci.devices_at + (i - 1) * (uint32_t)sizeof(device);
	return copy(&device, image, room, at, sizeof(device)) ? device : 0;
}
