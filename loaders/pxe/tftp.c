// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files by the ROM's own TFTP. The ROM bounds each wait for a packet; here the
 * number of tries and of packets has a bound.
 */
#include "pxe.h"
#include "string.h"

#define BUFFER_BYTES  0x10000u
#define PACKET_SAFE   1408 /* pxelinux's: most ROMs cannot join IP fragments */
#define PACKET_OLD    512  /* RFC 1350, for servers and ROMs that cannot negotiate */
#define BYTES_MAX     0x8000000u
#define SHORT_OR_LONG 0xffff /* not a status of PXE's: the size changed on the way */

static const uint16_t tries[] = { PACKET_SAFE, PACKET_SAFE, PACKET_OLD };

static void set_name(const struct server *server, const char *name, char *to)
{
	uint32_t folder = strlen(server->folder), bytes = strlen(name);

	if (folder + bytes >= PXE_NAME)
		fail("%s: its path has %u characters, PXE takes %u", name, folder + bytes,
		     (uint32_t)PXE_NAME - 1);
	memcpy(to, server->folder, folder);
	memcpy(to + folder, name, bytes + 1);
}

static uint16_t tftp_open(const struct server *server, const char *name, uint16_t *packet_size)
{
	struct pxe_tftp_open open;
	uint16_t status;

	memset(&open, 0, sizeof(open));
	open.server_ip = server->ip;
	open.gateway_ip = server->gateway;
	set_name(server, name, open.name);
	open.port = PXE_TFTP_PORT;
	open.packet_size = *packet_size;
	status = pxe_call(PXE_TFTP_OPEN, &open);
	/* What a ROM answers here is not always true: nothing, or more than was asked for. */
	if (open.packet_size && open.packet_size < *packet_size)
		*packet_size = open.packet_size;
	return status;
}

static void tftp_close(void)
{
	struct pxe_tftp_close close = { .status = 0 };

	pxe_call(PXE_TFTP_CLOSE, &close);
}

static void show(const struct fetch *fetch, uint32_t at)
{
	print("\r%s ", fetch->name);
	if (fetch->bytes)
		print("%u %c", at >= fetch->bytes ? 100 : at / (fetch->bytes / 100 + 1), '%');
	else
		print("%u KiB", at / 1024);
}

/* read_packets: all of an open file to @fetch->take; its size to *got */
static uint16_t read_packets(struct fetch *fetch, uint16_t packet_size, uint32_t *got)
{
	struct pxe_tftp_read read;
	uint32_t at = 0, fill = 0;
	uint16_t status;

	do {
		memset(&read, 0, sizeof(read));
		read.bytes = packet_size; /* some ROMs want to know it again */
		read.buffer.off = (uint16_t)fill;
		read.buffer.seg = BUFFER_SEG;
		status = pxe_call(PXE_TFTP_READ, &read);
		if (status)
			return status;
		fill += read.bytes;
		if (read.bytes > packet_size || at + fill > BYTES_MAX ||
		    (fetch->bytes && at + fill > fetch->bytes))
			return SHORT_OR_LONG;
		if (read.bytes == packet_size && fill <= BUFFER_BYTES - packet_size)
			continue;
		if (fetch->bytes)
			fetch->take(fetch, at, fill);
		at += fill;
		fill = 0;
		show(fetch, at);
		fetch->key |= key_held();
	} while (read.bytes == packet_size);
	*got = at;
	return fetch->bytes && at != fetch->bytes ? SHORT_OR_LONG : 0;
}

static uint16_t read_file(const struct server *server, struct fetch *fetch, uint32_t *got)
{
	uint16_t status = 0, packet_size;
	uint32_t i;

	for (i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		packet_size = tries[i];
		status = tftp_open(server, fetch->name, &packet_size);
		if (!status)
			status = read_packets(fetch, packet_size, got);
		tftp_close();
		if (!status || status == PXE_STATUS_NOT_FOUND)
			break;
	}
	return status;
}

uint16_t fetch_size(const struct server *server, struct fetch *fetch)
{
	struct pxe_tftp_get_fsize size;
	uint16_t status;

	memset(&size, 0, sizeof(size));
	size.server_ip = server->ip;
	size.gateway_ip = server->gateway;
	set_name(server, fetch->name, size.name);
	status = pxe_call(PXE_TFTP_GET_FSIZE, &size);
	if (!status && size.bytes) {
		fetch->bytes = size.bytes;
		return 0;
	}
	if (status == PXE_STATUS_NOT_FOUND)
		return status;
	/* Neither all ROMs nor all servers can tell. */
	fetch->bytes = 0;
	status = read_file(server, fetch, &fetch->bytes);
	print("\n");
	return status;
}

uint16_t fetch_file(const struct server *server, struct fetch *fetch)
{
	uint32_t got;
	uint16_t status = read_file(server, fetch, &got);

	print("\n");
	return status;
}
