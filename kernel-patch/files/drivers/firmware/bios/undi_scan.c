// SPDX-License-Identifier: GPL-2.0-only
/*
 * Option ROMs that have an UNDI loader: those in memory, and the whole of one from its card.
 * PXE 2.1, 4.2; PCI BIOS 2.1 (INT 1Ah AH=B1h); PCI Firmware 3.0, chapter 5.
 */
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sizes.h>
#include "undi.h"

#define SCAN_START 0xc0000
#define SCAN_END   0x100000
#define LIST_MAX   64 /* devices that a ROM is for */
#define IMAGES_MAX 16 /* in a card */

#define INT_PCI		0x1a
#define PCI_FIND	0xb102
#define PCI_READ_DWORD	0xb10a
#define PCI_WRITE_DWORD 0xb10d
#define PCI_DONE	0x00 /* AH */

#define PCI_COMMAND	  0x04
#define PCI_COMMAND_MEM	  0x0002
#define PCI_ROM		  0x30
#define PCI_ROM_ENABLE	  0x00000001
#define PCI_ROM_MASK	  0xfffff800
#define PCI_ROM_BYTES_MAX SZ_16M

/* One call of the PCI BIOS, between bios_begin() and bios_end(). NULL: it failed. */
static const struct bios_call *pci(u16 service, u16 where, u32 ecx, u16 edx, u16 esi, u16 edi)
{
	struct bios_call *call = bios_int(0, INT_PCI, service);

	call->ebx = where;
	call->ecx = ecx;
	call->edx = edx;
	call->esi = esi;
	call->edi = edi;
	if (!bios_run(1) || (call->eflags & BIOS_CF) || (call->eax >> 8 & 0xff) != PCI_DONE)
		return NULL;
	return call;
}

static bool pci_find(u16 vendor, u16 device, unsigned int index, u16 *where)
{
	const struct bios_call *call = pci(PCI_FIND, 0, device, vendor, (u16)index, 0);

	if (call)
		*where = (u16)call->ebx;
	return call;
}

static u32 pci_read(u16 where, u16 at)
{
	const struct bios_call *call = pci(PCI_READ_DWORD, where, 0, 0, 0, at);

	return call ? call->ecx : 0;
}

static void pci_write(u16 where, u16 at, u32 value)
{
	pci(PCI_WRITE_DWORD, where, value, 0, 0, at);
}

/* Cards of one kind have ROMs in the order in which the BIOS finds them. */
static bool find_card(struct undi_choice *new, const struct undi_choice *others, unsigned int n)
{
	const void *image = __va(new->phys);
	unsigned int i, k, same;

	for (i = 0; i < LIST_MAX; i++) {
		new->device = undi_rom_device(image, new->id.bytes, i);
		if (!new->device && i)
			break;
		for (k = same = 0; k < n; k++)
			same += others[k].id.vendor == new->id.vendor &&others[k].device ==
				new->device;
		if (new->device && pci_find(new->id.vendor, new->device, same, &new->where))
			return true;
	}
	return false;
}

/**
 * undi_scan() - list the option ROMs that could be loaded
 * @choices:	out: they
 * @room:	so many at most
 *
 * Only PCI cards: another's resources nobody could name. Sleeps. Return: how many there are.
 */
unsigned int undi_scan(struct undi_choice *choices, unsigned int room)
{
	unsigned int n = 0;
	u32 at, bytes;

	bios_begin();
	for (at = SCAN_START; at < SCAN_END && n < room; at += bytes) {
		struct undi_choice new = { .phys = at };

		bytes = OPTROM_STEP;
		if (!undi_rom_read(__va(at), SCAN_END - at, &new.id) ||
		    new.id.bytes > SCAN_END - at || !undi_rom_is_intact(__va(at), new.id.bytes))
			continue;
		bytes = ALIGN(new.id.bytes, OPTROM_STEP);
		if (new.id.loader &&new.id.card_bytes && find_card(&new, choices, n))
			choices[n++] = new;
	}
	bios_end();
	return n;
}

/* Look through the images of a card's ROM for that which is in memory, and copy it. */
static int copy_image(const void __iomem *rom, u32 bytes, const struct undi_choice *choice,
		      struct undi_rom_id *id)
{
	unsigned int i;
	u32 at = 0;

	for (i = 0; i < IMAGES_MAX && at < bytes; i++, at += id->card_bytes) {
		u32 room = min(bytes - at, bios_bounce.bytes);

		memcpy_fromio(bios_bounce.virt, rom + at, room);
		if (!undi_rom_read(bios_bounce.virt, room, id) || !id->card_bytes)
			break;
		if (id->code_type == OPTROM_PCI_PC && id->loader && id->vendor == choice->id.vendor)
			return id->card_bytes <= room ? 0 : -E2BIG;
		if (id->last)
			break;
	}
	pr_err("undi: no PXE ROM in the card at %02x:%02x.%x\n", UNDI_WHERE(choice->where));
	return -ENOENT;
}

/* Let the card show its ROM, where the BIOS has given it an address for that. */
static int read_card(const struct undi_choice *choice, struct undi_rom_id *id)
{
	u32 command = pci_read(choice->where, PCI_COMMAND);
	u32 bar = pci_read(choice->where, PCI_ROM);
	void __iomem *rom;
	u32 bytes;
	int err = -ENOMEM;

	pci_write(choice->where, PCI_ROM, PCI_ROM_MASK);
	bytes = -(pci_read(choice->where, PCI_ROM) & PCI_ROM_MASK);
	pci_write(choice->where, PCI_ROM, bar);
	if (!(bar & PCI_ROM_MASK) || !bytes || bytes > PCI_ROM_BYTES_MAX) {
		pr_err("undi: most of the PXE ROM at %05x is gone since the machine started, and "
		       "the card does not show it\n",
		       choice->phys);
		return -ENXIO;
	}
	/* The upper half is status: bits of it are cleared by writing 1. */
	pci_write(choice->where, PCI_COMMAND, (command & 0xffff) | PCI_COMMAND_MEM);
	pci_write(choice->where, PCI_ROM, (bar & PCI_ROM_MASK) | PCI_ROM_ENABLE);
	rom = ioremap(bar & PCI_ROM_MASK, bytes);
	if (rom) {
		err = copy_image(rom, bytes, choice, id);
		iounmap(rom);
	}
	pci_write(choice->where, PCI_ROM, bar);
	pci_write(choice->where, PCI_COMMAND, command & 0xffff);
	return err;
}

/**
 * undi_fetch() - the whole of an option ROM, ready to run its loader
 * @choice:	which
 * @id:		out: its headers
 * @phys:	out: its physical address; bios_bounce, or the ROM's own in memory
 *
 * What is in memory may be a rest: ROMs leave there what the BIOS needs to know, and keep the
 * other part elsewhere until an operating system starts. Between bios_begin() and bios_end(),
 * until which it is valid.
 *
 * Return: 0, or an error after a line in the log.
 */
int undi_fetch(const struct undi_choice *choice, struct undi_rom_id *id, u32 *phys)
{
	if (choice->id.bytes >= choice->id.card_bytes) {
		*id = choice->id;
		*phys = choice->phys;
		return 0;
	}
	*phys = bios_bounce.phys;
	return read_card(choice, id);
}
