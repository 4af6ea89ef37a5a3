// SPDX-License-Identifier: GPL-2.0-only
/* Server and folder, from the DHCP packets that the ROM has kept. RFC 2131, RFC 2132. */
#include "pxe.h"
#include "string.h"

#define BOOTREPLY 2
#define OFFERED	  8192u /* more than we keep, so that a packet that is longer shows */

/* The packet that the functions below read. */
static const struct pxe_packet *packet;

/* keep: PXE_KEPT_@which of the ROM's into pxe_state, and to be read; returns 0 or a PXE status */
static uint16_t keep(uint32_t which)
{
	struct pxe_kept *kept = &pxe_node.state.kept[which];
	struct pxe_get_cached_info info;
	uint32_t i;

	set_fs(BUFFER_SEG);
	for (i = 0; i < sizeof(kept->packet); i++)
		set_far_byte(i, 0);
	memset(&info, 0, sizeof(info));
	info.type = (uint16_t)(PXE_CACHED_DISCOVER + which);
	info.bytes = OFFERED;
	info.limit = OFFERED;
	info.buffer.seg = BUFFER_SEG;
	kept->status = pxe_call(PXE_GET_CACHED_INFO, &info);
	packet = &kept->packet;
	if (kept->status)
		return kept->status;
	/* Some ROMs leave the size as it was. */
	kept->rom_bytes = info.bytes == OFFERED ? 0 : info.bytes;
	kept->bytes = sizeof(kept->packet);
	if (kept->rom_bytes && kept->rom_bytes < kept->bytes)
		kept->bytes = kept->rom_bytes;
	far_copy(&kept->packet, BUFFER_PHYS, kept->bytes);
	return 0;
}

/* option: data of the first option @code, its length to *bytes; NULL if it is not there */
static const uint8_t *option(uint8_t code, uint32_t *bytes)
{
	uint32_t at = 0;

	if (packet->magic != DHCP_MAGIC)
		return NULL;
	while (at + 1 < sizeof(packet->options) && packet->options[at] != DHCP_END) {
		if (packet->options[at] == DHCP_PAD) {
			at++;
			continue;
		}
		*bytes = packet->options[at + 1];
		if (at + 2 + *bytes > sizeof(packet->options))
			break;
		if (packet->options[at] == code)
			return &packet->options[at + 2];
		at += 2 + *bytes;
	}
	return NULL;
}

/* option_ip: the first IP address in an option, or 0 */
static uint32_t option_ip(uint8_t code)
{
	uint32_t ip = 0, bytes;
	const uint8_t *p = option(code, &bytes);

	if (p && bytes >= sizeof(ip))
		memcpy(&ip, p, sizeof(ip));
	return ip;
}

/* boot_file: its name in the packet, its length to *bytes; 0 if there is none */
static const char *boot_file(uint32_t *bytes)
{
	const uint8_t *overload = option(DHCP_OVERLOAD, bytes);
	const char *name = packet->boot_file;

	if ((overload && *overload & 1) || !*name) {
		name = (const char *)option(DHCP_BOOT_FILE, bytes);
		if (!name)
			*bytes = 0;
		return name;
	}
	for (*bytes = 0; *bytes < sizeof(packet->boot_file) && name[*bytes]; ++*bytes)
		continue;
	return name;
}

/* take_file: server and folder from a packet, if it names a boot file */
static void take_file(struct server *server)
{
	uint32_t bytes;
	const char *name = boot_file(&bytes);

	memset(pxe_node.state.boot_file, 0, sizeof(pxe_node.state.boot_file));
	if (bytes)
		memcpy(pxe_node.state.boot_file, name, bytes < PXE_NAME ? bytes : PXE_NAME - 1);
	while (bytes && name[bytes - 1] != '/' && name[bytes - 1] != '\\')
		bytes--;
	if (bytes >= sizeof(server->folder))
		fail("the boot file's folder has %u characters", bytes);
	memset(server->folder, 0, sizeof(server->folder));
	if (bytes)
		memcpy(server->folder, name, bytes);
	if (option_ip(DHCP_SERVER))
		server->ip = option_ip(DHCP_SERVER);
	if (packet->server_ip) /* a next-server is better than who says nothing of one */
		server->ip = packet->server_ip;
}

void find_server(struct server *server)
{
	uint16_t status = keep(PXE_KEPT_ACK);
	uint32_t mask, bytes;

	if (status)
		fail("the network boot ROM has kept no DHCP packet: PXE status %xh", status);
	server->hardware = packet->hardware;
	server->mac_bytes = packet->hardware_bytes;
	if (server->mac_bytes > sizeof(server->mac))
		server->mac_bytes = sizeof(server->mac);
	memcpy(server->mac, packet->mac, sizeof(server->mac));
	take_file(server);
	mask = option_ip(DHCP_MASK);
	server->gateway = option_ip(DHCP_ROUTER);
	if (!((server->ip ^ packet->your_ip) & mask))
		server->gateway = 0;

	/* With a DHCP server that knows nothing of booting, a second one gave the file. */
	if (!keep(PXE_KEPT_REPLY) && packet->opcode == BOOTREPLY && boot_file(&bytes))
		take_file(server);
	if (!server->ip)
		fail("DHCP: no address of a TFTP server");
	keep(PXE_KEPT_DISCOVER);
}
