// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where PXELINUX looks for its configuration: pxelinux(1) "CONFIGURATION", and RFC 5071 for DHCP
 * options 208 to 211.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "menu.h"

/*
 * Read @n numbers of at most @digits digits in @base, with one of @between after each but the last;
 * false if the text is anything else.
 */
static bool numbers(const char *s, unsigned int n, int base, size_t digits, const char *between,
		    unsigned int *out)
{
	while (n--) {
		char *end;

		if (!isxdigit((unsigned char)*s))
			return false;
		*out++ = (unsigned int)strtoul(s, &end, base);
		if (end == s || (size_t)(end - s) > digits)
			return false;
		s = end;
		if (n && (!*s || !strchr(between, *s++)))
			return false;
	}
	return !*s;
}

/*
 * The hardware's number in ARP, and the address, lower case, with dashes. It is always Ethernet's: our
 * driver takes no other card.
 */
static bool mac_name(const char *mac, char name[21])
{
	unsigned int b[6];

	if (!numbers(mac, 6, 16, 2, ":-", b))
		return false;
	snprintf(name, 21, "01-%02x-%02x-%02x-%02x-%02x-%02x", b[0], b[1], b[2], b[3], b[4], b[5]);
	return true;
}

/* Eight upper case digits. */
static bool ip_name(const char *ip, char name[9])
{
	unsigned int b[4];

	if (!numbers(ip, 4, 10, 3, ".", b) || b[0] > 255 || b[1] > 255 || b[2] > 255 || b[3] > 255)
		return false;
	snprintf(name, 9, "%02X%02X%02X%02X", b[0], b[1], b[2], b[3]);
	return true;
}

/* Lower case. PXELINUX takes versions 0 and 15 for a UUID that the board's maker forgot to set. */
static bool uuid_name(const char *uuid, char name[37])
{
	size_t i;

	for (i = 0; i < 36 && uuid[i]; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? uuid[i] != '-' : !isxdigit((unsigned char)uuid[i]))
			return false;
		name[i] = (char)tolower((unsigned char)uuid[i]);
	}
	name[i] = '\0';
	return i == 36 && !uuid[36] && name[14] != '0' && name[14] != 'f';
}

/*
 * The bytes in the order in which they came: what PXELINUX calls the UUID. Firmware has the first three
 * fields little-endian, so elsewhere (dmidecode, virsh) they are the other way round.
 */
static bool pxelinux_uuid_name(const char *uuid, char name[37])
{
	static const uint8_t from[18] = { 6,  7,  4, 5,	 2,  3,	 0,  1,	 8,
					  11, 12, 9, 10, 13, 16, 17, 14, 15 };
	char swapped[37];

	if (strlen(uuid) != 36)
		return false;
	memcpy(swapped, uuid, sizeof(swapped));
	for (unsigned int i = 0; i < sizeof(from); i++)
		swapped[i] = uuid[from[i]];
	return uuid_name(swapped, name);
}

/* The folder of the boot file on its server: what unqualified names are relative to. */
static const char *prefix_of(const struct pxe_facts *f, struct arena *arena)
{
	const char *path = f->prefix && *f->prefix ? f->prefix : f->file, *colons;
	const char *slash = strrchr(path, '/');
	size_t n = path == f->prefix ? strlen(path) : slash ? (size_t)(slash + 1 - path) : 0;

	if (strstr(path, "://"))
		return arena_printf(arena, "%.*s", (int)n, path);
	colons = strstr(path, "::"); /* and a server before it, or none */
	if (colons && (size_t)(colons - path) < n)
		return arena_printf(arena, "tftp://%.*s/%.*s",
				    colons > path ? (int)(colons - path) : (int)strlen(f->server),
				    colons > path ? path : f->server,
				    (int)(n - (size_t)(colons + 2 - path)), colons + 2);
	return arena_printf(arena, "tftp://%s/%.*s", f->server, (int)n, path);
}

/** struct names - the list under construction */
struct names {
	const struct menu_origin *origin;
	struct arena *arena;
	const char **name;
	unsigned int n;
};

static void add(struct names *l, const char *folder, const char *name, size_t n)
{
	const char *path = arena_printf(l->arena, "%s%.*s", folder, (int)n, name);
	const char *url = path ? menu_resolve(l->origin, path, l->arena) : NULL;

	if (url)
		l->name[l->n++] = url;
}

unsigned int pxe_search(const struct pxe_facts *f, struct arena *arena, struct menu_origin *origin,
			const char *name[PXE_MAX_NAMES])
{
	static const char folder[] = "pxelinux.cfg/";
	struct names l = { origin, arena, name, 0 };
	char text[40];

	*origin = (struct menu_origin){ prefix_of(f, arena), "", NULL };
	if (!origin->root)
		return 0;
	if (*f->config)
		add(&l, "", f->config, strlen(f->config));
	if (pxelinux_uuid_name(f->uuid, text))
		add(&l, folder, text, 36);
	if (uuid_name(f->uuid, text))
		add(&l, folder, text, 36);
	if (mac_name(f->mac, text))
		add(&l, folder, text, 20);
	if (ip_name(f->ip, text))
		for (size_t n = 8; n; n--)
			add(&l, folder, text, n);
	add(&l, folder, "default", 7);
	return l.n;
}

static const char *net_fact(const char *text, const char *key, struct arena *arena)
{
	const char *value = fact(text, key, arena);

	return value ? value : "";
}

void pxe_read_facts(const char *text, struct arena *arena, struct pxe_facts *f)
{
	f->uuid = net_fact(text, "net_uuid", arena);
	f->mac = net_fact(text, "net_mac", arena);
	f->ip = net_fact(text, "net_ip", arena);
	f->server = net_fact(text, "net_server", arena);
	f->file = net_fact(text, "net_file", arena);
	f->config = net_fact(text, "net_config", arena);
	f->gateway = net_fact(text, "net_gateway", arena);
	f->mask = net_fact(text, "net_mask", arena);
	f->prefix = fact(text, "net_prefix", arena);
}

const char *pxe_facts(const struct pxe_facts *f, const char *more, struct arena *arena)
{
	char mac[21] = "", uuid[37] = "";

	if (pxelinux_uuid_name(f->uuid, uuid))
		more = arena_printf(arena, "%s\nSYSUUID=%s\n", more, uuid);
	if (!more || !*f->ip)
		return more;
	return arena_printf(arena, "%s\nip=%s:%s:%s:%s\nBOOTIF=%s\n", more, f->ip, f->server,
			    f->gateway, f->mask, mac_name(f->mac, mac) ? mac : "");
}
