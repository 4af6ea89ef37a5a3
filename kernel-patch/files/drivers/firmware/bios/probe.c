// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which drives has the BIOS? Nothing here touches a medium.
 */
#include <linux/edd.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "bios13.h"

#define INT_EQUIPMENT	 0x11
#define EQUIPMENT_FLOPPY 0x0001 /* there are floppy drives */
#define BDA_HARD_DISKS	 0x475	/* how many */

#define EDD_INTERFACE_DISK 0x0001 /* CX of AH=41h: AH=42h-44h, 47h, 48h */
#define EDD_REMOVABLE	   0x0004 /* info_flags of AH=48h */
#define EDD_SIZE_PATH	   66	  /* bytes of AH=48h's answer with the device path */
#define EDD_PATH_KEY	   0xbedd
#define EDD_SECTORS_ABSURD (1ULL << 48)

static u8 call_status(const struct bios_call *call)
{
	return (u8)(call->eax >> 8);
}

static bool call_failed(const struct bios_call *call)
{
	return !call->done || (call->eflags & BIOS_CF);
}

/**
 * bios13_get_chs() - AH=08h: the drive's CHS layout
 * @drive:	gets cylinders, heads, spt; zeros if the BIOS does not say
 *
 * Between bios_begin() and bios_end().
 */
void bios13_get_chs(struct bios13_drive *drive)
{
	struct bios_call *call = bios_int(0, INT_DISK, DISK_PARAMETERS);
	u32 ecx, edx;

	call->edx = drive->number;
	call->es = 0; /* ES:DI = 0:0 guards against a BIOS bug (RBIL, INT 13/AH=08h) */
	drive->cylinders = 0;
	drive->heads = 0;
	drive->spt = 0;
	bios_run(1);
	ecx = call->ecx;
	edx = call->edx;
	if (call_failed(call) || call_status(call) || !(ecx & 0x3f))
		return;
	drive->spt = ecx & 0x3f;
	drive->heads = (u16)((edx >> 8 & 0xff) + 1);
	drive->cylinders = (u16)((ecx >> 8 & 0xff) | (ecx << 2 & 0x300)) + 1;
}

/* "ATA ch0 dev0", "SCSI id2 lun0", ... from EDD 3.0's device path. */
static void format_device(char *out, size_t n, const struct edd_device_params *p)
{
	const char *type = (const char *)p->interface_type;

	if (!strncmp(type, "ATAPI", 5))
		scnprintf(out, n, "ATAPI dev%u lun%u", p->device_path.atapi.device,
			  p->device_path.atapi.lun);
	else if (!strncmp(type, "ATA", 3))
		scnprintf(out, n, "ATA dev%u", p->device_path.ata.device);
	else if (!strncmp(type, "SATA", 4))
		scnprintf(out, n, "SATA dev%u", p->device_path.sata.device);
	else if (!strncmp(type, "SCSI", 4))
		scnprintf(out, n, "SCSI id%u lun%llu", p->device_path.scsi.id,
			  p->device_path.scsi.lun);
	else if (!strncmp(type, "USB", 3))
		scnprintf(out, n, "USB");
	else
		scnprintf(out, n, "%.8s", type);
}

static void format_bus(struct bios13_drive *drive, const struct edd_device_params *p)
{
	char device[24], *end;

	/* SeaBIOS says a length of 30 and gives the path all the same; we cleared the buffer. */
	if (p->key != EDD_PATH_KEY)
		return;
	format_device(device, sizeof(device), p);
	drive->ata = !strncmp((const char *)p->interface_type, "ATA ", 4);
	if (!strncmp((const char *)p->host_bus_type, "PCI", 3))
		scnprintf(drive->bus, sizeof(drive->bus), "PCI %02x:%02x.%x %s ch%u",
			  p->interface_path.pci.bus, p->interface_path.pci.slot,
			  p->interface_path.pci.function, device, p->interface_path.pci.channel);
	else if (!strncmp((const char *)p->host_bus_type, "ISA", 3))
		scnprintf(drive->bus, sizeof(drive->bus), "ISA %xh %s",
			  p->interface_path.isa.base_address, device);
	for (end = drive->bus + strlen(drive->bus); end > drive->bus && end[-1] == ' ';)
		*--end = 0;
}

/* AH=48h with room for @bytes. Some BIOSes take nothing but what their EDD has. */
static bool get_edd_parameters(struct bios13_drive *drive, u16 bytes)
{
	struct edd_device_params *p = bios_low_at(BIOS_LOW_PARAM);
	struct bios_call *call = bios_int(0, INT_DISK, EDD_PARAMETERS);

	memset(p, 0, sizeof(*p));
	p->length = bytes;
	call->edx = drive->number;
	call->esi = BIOS_LOW_PARAM;
	bios_run(1);
	return !call_failed(call);
}

static bool sane_sector_bytes(u32 bytes)
{
	return bytes == 512 || bytes == 2048 || bytes == 4096;
}

static void get_edd(struct bios13_drive *drive)
{
	/* EDD 3.0 of T13 and of Phoenix, 2.0 and 1.x. */
	static const u16 sizes[] = { sizeof(struct edd_device_params), EDD_SIZE_PATH, 30, 26 };
	const struct edd_device_params *p = bios_low_at(BIOS_LOW_PARAM);
	unsigned int i = 0;

	while (!get_edd_parameters(drive, sizes[i])) {
		if (++i == ARRAY_SIZE(sizes)) {
			drive->edd = false;
			return;
		}
	}
	if (sane_sector_bytes(p->bytes_per_sector))
		drive->sector_bytes = p->bytes_per_sector;
	if (p->number_of_sectors < EDD_SECTORS_ABSURD)
		drive->sectors = p->number_of_sectors;
	drive->removable |= !!(p->info_flags & EDD_REMOVABLE);
	format_bus(drive, p);
}

/* Hard disks: EDD's size, or that of the CHS layout where EDD's is none. */
static bool get_disk(struct bios13_drive *drive)
{
	if (drive->edd)
		get_edd(drive);
	bios13_get_chs(drive);
	if (!drive->sectors) {
		drive->sectors = (u64)drive->cylinders * drive->heads * drive->spt;
		drive->sector_bytes = 512;
		if (!drive->edd_version)
			drive->edd = false;
	}
	return drive->sectors && (drive->edd || drive->spt);
}

/* CDs and DVDs: the BIOS has no size, and is only believed about 2,048-byte sectors. */
static bool get_cd(struct bios13_drive *drive)
{
	if (drive->edd)
		get_edd(drive);
	drive->kind = BIOS13_CD;
	drive->removable = true;
	drive->sectors = 0;
	return drive->edd && drive->sector_bytes == 2048;
}

/* AH=41h of a batch: EDD's disk access subset is there. */
static bool edd_answered(const struct bios_call *call)
{
	return !call_failed(call) && (call->ebx & 0xffff) == EDD_MAGIC_OUT &&
	       (call->ecx & EDD_INTERFACE_DISK);
}

static struct bios13_drive *new_drive(u8 number)
{
	struct bios13_drive *drive = kzalloc(sizeof(*drive), GFP_KERNEL);

	if (!drive)
		return NULL;
	drive->number = number;
	drive->sector_bytes = 512;
	drive->trip_sectors = bios13_max_trip_sectors();
	return drive;
}

/* Floppy drives by INT 11h; AH=08h answers from CMOS. */
static unsigned int find_floppies(struct bios13_drive **drives, unsigned int max)
{
	struct bios_call *call = bios_int(0, INT_EQUIPMENT, 0);
	unsigned int i, n = 0, have;

	bios_run(1);
	if (!call->done || !(call->eax & EQUIPMENT_FLOPPY))
		return 0;
	have = min_t(unsigned int, (call->eax >> 6 & 3) + 1, BIOS13_FLOPPIES);
	for (i = 0; i < have && n < max; i++) {
		struct bios13_drive *drive = new_drive((u8)i);

		if (!drive)
			break;
		drive->kind = BIOS13_FLOPPY;
		drive->removable = true;
		bios13_get_chs(drive);
		drives[n++] = drive;
	}
	return n;
}

/* A run of drive numbers: one batch asks all for EDD, then each is looked at. */
static unsigned int find_range(struct bios13_drive **drives, unsigned int max, u8 first,
			       unsigned int count, unsigned int known)
{
	u8 versions[BIOS13_DISKS];
	bool answers[BIOS13_DISKS];
	unsigned int i, n = 0;

	for (i = 0; i < count; i++) {
		struct bios_call *call = bios_int(i, INT_DISK, EDD_CHECK);

		call->ebx = EDD_MAGIC_IN;
		call->edx = first + i;
	}
	bios_run(count);
	for (i = 0; i < count; i++) {
		answers[i] = edd_answered(&bios_calls()[i]);
		versions[i] = (u8)(bios_calls()[i].eax >> 8);
	}
	for (i = 0; i < count && n < max; i++) {
		struct bios13_drive *drive;
		bool found;

		if (!answers[i] && i >= known)
			continue;
		drive = new_drive((u8)(first + i));
		if (!drive)
			break;
		drive->edd = answers[i] && bios13_use_edd;
		drive->edd_version = drive->edd ? versions[i] : 0;
		found = first == BIOS13_CD_FIRST ? get_cd(drive) : get_disk(drive);
		if (found)
			drives[n++] = drive;
		else
			kfree(drive);
	}
	return n;
}

/**
 * bios13_find() - ask the BIOS for its drives
 * @drives:	gets them: floppies, hard disks, CDs; the caller owns them
 * @max:	room in @drives
 *
 * Return: how many.
 */
unsigned int bios13_find(struct bios13_drive **drives, unsigned int max)
{
	unsigned int known = *(const u8 *)__va(BDA_HARD_DISKS);
	unsigned int n;

	static_assert(BIOS13_CDS <= BIOS13_DISKS && BIOS13_DISKS <= BIOS_BATCH_MAX);
	bios_begin();
	n = find_floppies(drives, max);
	n += find_range(drives + n, max - n, BIOS13_DISK_FIRST, BIOS13_DISKS, known);
	n += find_range(drives + n, max - n, BIOS13_CD_FIRST, BIOS13_CDS, 0);
	bios_end();
	return n;
}
