// SPDX-License-Identifier: GPL-2.0-only
/* Reads DHCP packets: RFC 2131, RFC 2132, RFC 4578, RFC 5071. */
#include <errno.h>
#include <string.h>
#include "dhcp.h"
#include "std/dhcp.h"

/** struct dhcp - a packet, its options found: in the packet, its fields, and the vendor's own */
struct dhcp {
	struct blob packet;
	struct blob option[256];
};

#define FIELD(name) offsetof(struct dhcp_packet, name), sizeof(((struct dhcp_packet *)0)->name)

/* Note where each option from @least on is; the first of a kind counts. */
static void find_options(struct dhcp *d, struct blob area, unsigned int least)
{
	uint64_t at = 0;

	while (at < area.n) {
		uint8_t code = blob_u8(area, at++), n;

		if (code == DHCP_PAD)
			continue;
		if (code == DHCP_END || !blob_has(area, at, 1))
			return;
		n = blob_u8(area, at++);
		if (!blob_has(area, at, n))
			return;
		if (code >= least && !d->option[code].p)
			d->option[code] = blob_slice(area, at, n);
		at += n;
	}
}

static int find_all(struct dhcp *d, struct reason *why)
{
	const size_t head = sizeof(struct dhcp_packet);
	uint8_t overload;

	if (!blob_has(d->packet, 0, head))
		return because(why, -EBADMSG, "dhcp: %zu bytes are no packet", d->packet.n);
	if (!blob_starts(d->packet, offsetof(struct dhcp_packet, cookie), DHCP_COOKIE, 4))
		return because(why, -EBADMSG, "dhcp: it has no DHCP cookie");
	find_options(d, blob_slice(d->packet, head, d->packet.n), 1);
	overload = blob_u8(d->option[DHCP_OVERLOAD], 0);
	if (overload & 1)
		find_options(d, blob_slice(d->packet, FIELD(file)), 1);
	if (overload & 2)
		find_options(d, blob_slice(d->packet, FIELD(server_name)), 1);
	/* As PXELINUX: of the vendor's options only those of its own numbers. */
	find_options(d, d->option[DHCP_VENDOR], DHCP_PXELINUX);
	return 0;
}

static void add_address(struct text *out, struct blob b, uint64_t at)
{
	text_addf(out, "%u.%u.%u.%u", blob_u8(b, at), blob_u8(b, at + 1), blob_u8(b, at + 2),
		  blob_u8(b, at + 3));
}

static void add_addresses(struct text *out, struct blob b)
{
	for (uint64_t at = 0; blob_has(b, at, 4); at += 4) {
		text_addf(out, "%s", at ? " " : "");
		add_address(out, b, at);
	}
}

/* Printable characters up to a zero; no quote, for the shell's sake. */
static void add_text(struct text *out, struct blob b)
{
	for (size_t i = 0; i < b.n && b.p[i]; i++)
		if (b.p[i] >= ' ' && b.p[i] < 0x7f && b.p[i] != '\'')
			text_addf(out, "%c", b.p[i]);
}

/* Length of the netmask: its leading ones. Without one, that of the address's class. */
static unsigned int mask_bits(const struct dhcp *d, uint8_t first)
{
	struct blob mask = d->option[DHCP_MASK];
	unsigned int n = 0;

	if (mask.n < 4)
		return first < 128 ? 8 : first < 192 ? 16 : 24;
	while (n < 32 && mask.p[n / 8] >> (7 - n % 8) & 1)
		n++;
	return n;
}

/* The first three fields are little-endian, as SMBIOS has them. A machine without one has all equal. */
static void add_uuid(struct text *out, struct blob b)
{
	static const uint8_t order[] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15 };
	bool zeros = true, ones = true;

	if (b.n != 17 || b.p[0])
		return;
	for (unsigned int i = 1; i < 17; i++) {
		zeros = zeros && !b.p[i];
		ones = ones && b.p[i] == 0xff;
	}
	if (zeros || ones)
		return;
	for (unsigned int i = 0; i < 16; i++)
		text_addf(out, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "",
			  b.p[1 + order[i]]);
}

static void add_number(struct text *out, struct blob b)
{
	if (b.n == 4)
		text_addf(out, "%u",
			  (unsigned int)b.p[0] << 24 | (unsigned int)b.p[1] << 16 |
				  (unsigned int)b.p[2] << 8 | b.p[3]);
}

/* An address that is all zeros is none. */
static struct blob address_field(const struct dhcp *d, uint64_t at)
{
	return blob_le32(d->packet, at) ? blob_slice(d->packet, at, 4) : (struct blob){ NULL, 0 };
}

/* The boot file stands in its field, unless that holds options. */
static struct blob boot_file(const struct dhcp *d)
{
	struct blob field = blob_slice(d->packet, FIELD(file));

	if (blob_u8(d->option[DHCP_OVERLOAD], 0) & 1 || !blob_u8(field, 0))
		return d->option[DHCP_FILE];
	return field;
}

int dhcp_facts(struct blob packet, const char *prefix, struct text *out, struct reason *why)
{
	struct dhcp d = { .packet = packet };
	struct blob yours, server;
	int err = find_all(&d, why);

	if (err)
		return err;
	yours = address_field(&d, offsetof(struct dhcp_packet, yours));
	server = address_field(&d, offsetof(struct dhcp_packet, server));
	const struct {
		const char *name;
		void (*add)(struct text *out, struct blob b);
		struct blob value;
	} facts[] = {
		{ "ip", add_addresses, yours },
		{ "gateway", add_addresses, d.option[DHCP_ROUTERS] },
		{ "dns", add_addresses, d.option[DHCP_DNS] },
		{ "domain", add_text, d.option[DHCP_DOMAIN] },
		{ "server", add_addresses, server.n ? server : d.option[DHCP_SERVER] },
		{ "file", add_text, boot_file(&d) },
		{ "config", add_text, d.option[DHCP_CONFIG] },
		{ "prefix", add_text, d.option[DHCP_PREFIX] },
		{ "timeout", add_number, d.option[DHCP_REBOOT] },
		{ "uuid", add_uuid, d.option[DHCP_UUID] },
	};

	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		text_addf(out, "%s%s='", prefix, facts[i].name);
		facts[i].add(out, facts[i].value);
		text_addf(out, "'\n");
	}
	text_addf(out, "%sbits='%u'\n", prefix, mask_bits(&d, blob_u8(yours, 0)));
	return 0;
}
