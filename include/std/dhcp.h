/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A DHCP packet and the options that concern booting: RFC 2131 section 2, RFC 2132, RFC 4578
 * (97), RFC 5071 (208 to 211). All numbers are big-endian.
 */
#ifndef STD_DHCP_H
#define STD_DHCP_H

#include <stddef.h>
#include <stdint.h>

#define DHCP_COOKIE "\x63\x82\x53\x63"

/** struct dhcp_packet - what stands before the options */
struct dhcp_packet {
	uint8_t op, hardware, hardware_bytes, hops;
	uint8_t transaction[4];
	uint8_t seconds[2], flags[2];
	uint8_t client[4], yours[4], server[4], relay[4];
	uint8_t address[16];
	char server_name[64];
	char file[128];
	uint8_t cookie[4];
};

_Static_assert(offsetof(struct dhcp_packet, yours) == 16, "RFC 2131");
_Static_assert(offsetof(struct dhcp_packet, server_name) == 44, "RFC 2131");
_Static_assert(offsetof(struct dhcp_packet, file) == 108, "RFC 2131");
_Static_assert(sizeof(struct dhcp_packet) == 240, "RFC 2131");

enum dhcp_option {
	DHCP_PAD = 0,
	DHCP_MASK = 1,
	DHCP_ROUTERS = 3,
	DHCP_DNS = 6,
	DHCP_DOMAIN = 15,
	DHCP_VENDOR = 43,   /* options of their own in it */
	DHCP_OVERLOAD = 52, /* 1: file, 2: server_name, 3: both hold options */
	DHCP_SERVER = 54,
	DHCP_FILE = 67,
	DHCP_UUID = 97,
	DHCP_PXELINUX = 208, /* the first of PXELINUX's; the others count without it */
	DHCP_CONFIG = 209,
	DHCP_PREFIX = 210,
	DHCP_REBOOT = 211, /* seconds */
	DHCP_END = 255,
};

#endif
