// SPDX-License-Identifier: GPL-2.0-only
/*
 * Moving sectors: a request becomes slices, one INT 13h call each, and as many
 * as fit the bounce area go down in one trip to real mode.
 */
#include <linux/blk-mq.h>
#include <linux/highmem.h>
#include <linux/log2.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include "bios13.h"

#define TRIES		 3
#define LOOK_TRIES	 2 /* the first may only say that the medium was changed */
#define CAREFUL_SECTORS	 8 /* 512-byte sectors a slice after an error */
#define CAREFUL_TRIPS	 32
#define SLOW_TRIP_NS	 (100 * NSEC_PER_MSEC) /* Linux is deaf for that long */
#define FAST_TRIP_NS	 (40 * NSEC_PER_MSEC)
#define MIN_TRIP_SECTORS 8

/**
 * struct dap - disk address packet of AH=42h, 43h (EDD 3.0, 8.2)
 * @bytes:	16
 * @reserved:	0
 * @count:	in: sectors to move; out: sectors moved
 * @offset:	buffer, with @segment
 * @segment:	buffer
 * @lba:	first sector
 */
struct dap {
	u8 bytes;
	u8 reserved;
	u16 count;
	u16 offset;
	u16 segment;
	u64 lba;
} __packed;

static struct dap *dap_at(unsigned int i)
{
	return (struct dap *)bios_low_at(BIOS_LOW_PARAM) + i;
}

/**
 * bios13_max_trip_sectors() - the most that one trip can move
 *
 * Return: sectors of 512 bytes, whole pages; a slice fills one 64 KiB segment at best.
 */
u32 bios13_max_trip_sectors(void)
{
	return round_down(bios_bounce.bytes / SZ_64K * BIOS13_SLICE_SECTORS, PAGE_SIZE / 512);
}

/* Sectors that one call at @lba may move: within a track for CHS, within a segment. */
static u32 slice_limit(const struct bios13_drive *drive, u64 lba)
{
	u32 per_sector = drive->sector_bytes / 512;
	u32 n = (drive->careful ? CAREFUL_SECTORS : BIOS13_SLICE_SECTORS) / per_sector;

	if (!drive->edd)
		n = min(n, drive->spt - (u32)lba % drive->spt);
	return max(n, 1U);
}

/*
 * Cut @count sectors at @lba into drive->slices, as many as one trip takes. No slice
 * crosses 64 KiB. A floppy moves at most one cylinder a trip: it turns slowly.
 */
static u32 plan_slices(struct bios13_drive *drive, u64 lba, u32 count)
{
	u32 room = max(drive->trip_sectors * 512 / drive->sector_bytes, 1U);
	u32 planned = 0, offset = 0;

	if (drive->kind == BIOS13_FLOPPY)
		room = drive->spt * drive->heads - (u32)lba % (drive->spt * drive->heads);
	count = min(count, room);
	for (drive->nslices = 0; count && drive->nslices < BIOS13_SLICES; drive->nslices++) {
		u32 n = min(count, slice_limit(drive, lba + planned));
		u32 bytes = n * drive->sector_bytes;

		if (offset / SZ_64K != (offset + bytes - 1) / SZ_64K)
			offset = round_up(offset, SZ_64K);
		if (bytes > bios_bounce.bytes || offset > bios_bounce.bytes - bytes)
			break;
		drive->slices[drive->nslices] = (struct bios13_slice){ offset, n };
		offset += bytes;
		planned += n;
		count -= n;
	}
	return planned;
}

static void prepare_edd(const struct bios13_drive *drive, unsigned int i, bool write, u64 lba)
{
	const struct bios13_slice *slice = &drive->slices[i];
	struct bios_call *call = bios_int(i, INT_DISK, write ? EDD_WRITE : EDD_READ);

	*dap_at(i) = (struct dap){
		.bytes = sizeof(struct dap),
		.count = (u16)slice->count,
		.segment = (u16)((bios_bounce.phys + slice->offset) >> 4),
		.lba = lba,
	};
	call->esi = (u32)(BIOS_LOW_PARAM + i * sizeof(struct dap));
	call->edx = drive->number;
	call->flags |= BIOS_CALL_STOP_CF;
}

static void prepare_chs(const struct bios13_drive *drive, unsigned int i, bool write, u64 lba)
{
	const struct bios13_slice *slice = &drive->slices[i];
	struct bios_call *call = bios_int(i, INT_DISK, write ? DISK_WRITE_CHS : DISK_READ_CHS);
	u32 track = (u32)lba / drive->spt;
	u32 sector = (u32)lba % drive->spt + 1;
	u32 cylinder = track / drive->heads;

	call->eax |= slice->count;
	call->ecx = (cylinder & 0xff) << 8 | (cylinder >> 2 & 0xc0) | sector;
	call->edx = (track % drive->heads) << 8 | drive->number;
	call->es = (u16)((bios_bounce.phys + slice->offset) >> 4);
	call->flags |= BIOS_CALL_STOP_CF;
}

/* Adapt how much goes down at once: Linux hears no interrupt during a trip. */
static void adapt(struct bios13_drive *drive, u64 ns)
{
	drive->trips++;
	drive->trip_ns += ns;
	if (ns > SLOW_TRIP_NS)
		drive->trip_sectors = max(drive->trip_sectors / 2, (u32)MIN_TRIP_SECTORS);
	else if (ns < FAST_TRIP_NS)
		drive->trip_sectors = min(drive->trip_sectors * 2, bios13_max_trip_sectors());
	if (drive->careful)
		drive->careful--;
}

/*
 * Sectors that call @i moved. A BIOS may move fewer than asked without an
 * error; EDD then says so in the packet, CHS's AL is not to be trusted.
 */
static u32 moved(const struct bios13_drive *drive, unsigned int i, u8 *status)
{
	const struct bios_call *call = &bios_calls()[i];
	u32 count = drive->slices[i].count;

	if (!call->done)
		*status = STATUS_NOT_CALLED;
	else if (call->eflags & BIOS_CF)
		*status = (u8)(call->eax >> 8);
	else
		*status = STATUS_OK;
	if (*status == STATUS_ECC_CORRECTED)
		*status = STATUS_OK;
	if (*status != STATUS_OK)
		return 0;
	if (drive->edd && dap_at(i)->count && dap_at(i)->count < count)
		return dap_at(i)->count;
	return count;
}

/* One trip over the planned slices. Return: the status; @done: sectors moved before it. */
static u8 run_slices(struct bios13_drive *drive, bool write, u64 lba, u32 *done)
{
	u64 before = bios_stats.trip_ns;
	u8 status = STATUS_OK;
	unsigned int i;

	*done = 0;
	for (i = 0; i < drive->nslices; i++) {
		if (drive->edd)
			prepare_edd(drive, i, write, lba);
		else
			prepare_chs(drive, i, write, lba);
		lba += drive->slices[i].count;
	}
	bios_run(drive->nslices);
	adapt(drive, bios_stats.trip_ns - before);
	for (i = 0; i < drive->nslices; i++) {
		u32 n = moved(drive, i, &status);

		*done += n;
		if (n != drive->slices[i].count)
			break;
	}
	return status;
}

static void reset_drive(const struct bios13_drive *drive)
{
	bios_int(0, INT_DISK, DISK_RESET)->edx = drive->number;
	bios_run(1);
}

/*
 * No use to ask again? Nothing is written to a medium that was just changed: it
 * may not be the one that the data are for.
 */
static bool is_final(const struct bios13_drive *drive, bool write, u8 status)
{
	switch (status) {
	case STATUS_WRITE_PROTECTED:
	case STATUS_NO_MEDIUM:
		return true;
	case STATUS_CHANGED:
		return write;
	case STATUS_TIMEOUT: /* of a floppy: its motor may just have been too slow */
		return drive->kind == BIOS13_CD;
	case STATUS_NOT_READY:
		return drive->removable;
	default:
		return false;
	}
}

/*
 * Run the planned slices until at least the first is through, @tries times at
 * most, with a reset between: so the BIOS books have it.
 */
static u8 try_slices(struct bios13_drive *drive, bool write, u64 lba, unsigned int tries, u32 *done)
{
	u8 status = STATUS_NOT_CALLED;

	while (tries--) {
		status = run_slices(drive, write, lba, done);
		if (status == STATUS_CHANGED)
			drive->changed = true;
		if (*done || is_final(drive, write, status))
			break;
		reset_drive(drive);
	}
	return *done ? STATUS_OK : status;
}

#define COPY_BLOCK (8 * sizeof(u32))

/*
 * memcpy(), best for whole sectors. The kernel's own is "rep movsl": 3 clocks a word
 * on a 486, where two moves take 2, and slower still where a loop is emulated.
 */
static void copy_sectors(u32 *to, const u32 *from, unsigned int bytes)
{
	unsigned int blocks = bytes / COPY_BLOCK;

	for (; blocks; blocks--, from += 8, to += 8) {
		u32 a = from[0], b = from[1], c = from[2], d = from[3];

		to[0] = a;
		to[1] = b;
		to[2] = c;
		to[3] = d;
		a = from[4];
		b = from[5];
		c = from[6];
		d = from[7];
		to[4] = a;
		to[5] = b;
		to[6] = c;
		to[7] = d;
	}
	memcpy(to, from, bytes % COPY_BLOCK); /* nothing, unless a buffer is oddly cut */
}

static void copy_part(struct bio_vec *bv, void *bounce, bool write)
{
	void *page = bvec_kmap_local(bv);

	if (write)
		copy_sectors(bounce, page, bv->bv_len);
	else
		copy_sectors(page, bounce, bv->bv_len);
	kunmap_local(page);
}

/* Copy the rest of @rq to the planned slices or, @bytes of it, from them. */
static void copy_slices(const struct bios13_drive *drive, struct request *rq, u32 bytes)
{
	const struct bios13_slice *slice = drive->slices;
	bool write = op_is_write(req_op(rq));
	struct req_iterator iter;
	struct bio_vec bv;
	u32 at = 0; /* in the slice */

	rq_for_each_segment(bv, rq, iter)
	{
		struct bio_vec rest = bv; /* the iterator still needs bv as it is */

		while (rest.bv_len && bytes) {
			u32 slice_bytes = slice->count * drive->sector_bytes;
			void *bounce = bios_bounce.virt + slice->offset + at;
			struct bio_vec part = rest;

			part.bv_len = min3(rest.bv_len, slice_bytes - at, bytes);
			copy_part(&part, bounce, write);
			rest.bv_offset += part.bv_len;
			rest.bv_len -= part.bv_len;
			bytes -= part.bv_len;
			at += part.bv_len;
			if (at == slice_bytes) {
				slice++;
				at = 0;
			}
		}
		if (!bytes)
			break;
	}
}

/* One trip for the rest of @rq. Return: BIOS status; @bytes: how far it came. */
static u8 transfer_some(struct bios13_drive *drive, struct request *rq, u32 *bytes)
{
	bool write = op_is_write(req_op(rq));
	u64 lba = blk_rq_pos(rq) >> ilog2(drive->sector_bytes / 512);
	u32 planned, done = 0;
	u8 status;

	bios_begin();
	planned = plan_slices(drive, lba, blk_rq_bytes(rq) / drive->sector_bytes);
	if (write)
		copy_slices(drive, rq, planned * drive->sector_bytes);
	status = planned ? try_slices(drive, write, lba, TRIES, &done) : STATUS_NOT_CALLED;
	*bytes = done * drive->sector_bytes;
	if (!write)
		copy_slices(drive, rq, *bytes);
	bios_end();
	return status;
}

/**
 * bios13_transfer() - carry out a read or write request
 * @drive:	the drive
 * @rq:		the request, started; what went well is completed on the way
 *
 * Sleeps. An error is tried three times with a reset between, then once more in
 * short slices, so that what is readable around a bad sector is read. Not if the
 * medium is gone: then all is failed at once until a drive is opened anew.
 *
 * Return: BLK_STS_OK if all was moved; else the rest of @rq is to be failed.
 */
blk_status_t bios13_transfer(struct bios13_drive *drive, struct request *rq)
{
	bool write = op_is_write(req_op(rq));
	bool short_slices = false;
	u32 bytes;
	u8 status;

	if (drive->gone)
		return BLK_STS_IOERR;
	for (;;) {
		status = transfer_some(drive, rq, &bytes);
		cond_resched();
		if (bytes) {
			if (!blk_update_request(rq, BLK_STS_OK, bytes))
				return BLK_STS_OK;
			continue;
		}
		if (bios13_medium_gone(drive) || short_slices || drive->careful ||
		    is_final(drive, write, status))
			break;
		short_slices = true;
		drive->careful = CAREFUL_TRIPS;
	}
	pr_err_ratelimited("%s: %s of sector %llu: BIOS status %02xh, %s%s\n",
			   drive->disk->disk_name, write ? "write" : "read",
			   (unsigned long long)blk_rq_pos(rq), status, bios13_status_text(status),
			   drive->gone ? "; the medium is gone: unmount it" : "");
	return BLK_STS_IOERR;
}

/**
 * bios13_read_sector() - read one sector, quietly, for a look at a medium
 * @drive:	the drive
 * @lba:	in sectors of the drive
 * @buf:	gets the first @bytes of it; may be NULL
 * @bytes:	0..sector size
 *
 * Return: the BIOS status, STATUS_OK if it was read.
 */
u8 bios13_read_sector(struct bios13_drive *drive, u64 lba, void *buf, u32 bytes)
{
	u32 done;
	u8 status;

	bios_begin();
	drive->slices[0] = (struct bios13_slice){ 0, 1 };
	drive->nslices = 1;
	status = try_slices(drive, false, lba, LOOK_TRIES, &done);
	if (done && buf)
		memcpy(buf, bios_bounce.virt, bytes);
	bios_end();
	return status;
}
