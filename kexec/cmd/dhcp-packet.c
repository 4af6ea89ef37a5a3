// SPDX-License-Identifier: GPL-2.0-only
/* dhcp-packet: what a DHCP packet says, for the shell. */
#include <stdio.h>
#include <string.h>
#include "cmd.h"
#include "dhcp.h"

static const struct applet dhcp_packet;

static int run(int argc, char **argv)
{
	struct arena arena = { NULL };
	struct reason why = { "" };
	struct text t = { 0 };
	struct blob packet;
	int err;

	if (argc == 2 && (!strcmp(argv[1], "-h") || !strcmp(argv[1], "--help")))
		return fputs(dhcp_packet.help, stdout) < 0 ? REFUSED : DONE;
	if (argc != 3)
		return bad_usage(&dhcp_packet);
	err = os_read_small(argv[1], &arena, &packet, &why);
	if (!err)
		err = dhcp_facts(packet, argv[2], &t, &why);
	print_text(&t);
	arena_free(&arena);
	return err ? refuse(dhcp_packet.name, argv[1], &why) : DONE;
}

static const struct applet dhcp_packet = {
	"dhcp-packet",
	"usage: dhcp-packet FILE PREFIX\n"
	"Print what the DHCP packet in FILE says, as PREFIXip='10.0.2.15' and so on.\n"
	"The PXE ROM's own are /sys/class/net/net0/undi/dhcp_discover, _ack, _reply.\n",
	run,
};
APPLET(dhcp_packet);
