// SPDX-License-Identifier: GPL-2.0-only
/* Reads SMBIOS: DSP0134 3.6, 5.2 (entry points), 6.1 (structures), 7.1 to 7.4. */
#include <string.h>
#include "smbios.h"

#define HEAD_BYTES  4u /* type, length, handle */
#define TYPE_END    127u
#define TABLE_MAX   0x40000u
#define UUID_BYTES  16u
#define UUID_AT	    8u /* of the system structure */
#define CASE_LOCKED 0x80u

/** struct piece - a structure: its formatted area, and the strings behind it */
struct piece {
	struct blob area, strings;
};

bool smbios_table(const struct firmware_tables *t, uint64_t *addr, uint32_t *bytes)
{
	struct blob two = { t->smbios.data, t->smbios.bytes };
	struct blob three = { t->smbios3.data, t->smbios3.bytes };

	*addr = three.n ? blob_le64(three, 0x10) : blob_le32(two, 0x18);
	*bytes = three.n ? blob_le32(three, 0x0c) : blob_le16(two, 0x16);
	if (*bytes > TABLE_MAX)
		*bytes = TABLE_MAX;
	return *addr && *bytes;
}

/* The structure at *at, which moves behind it; false at the end. */
static bool next_piece(struct blob table, uint64_t *at, struct piece *p)
{
	uint8_t n = blob_u8(table, *at + 1);
	uint64_t end;

	if (n < HEAD_BYTES || !blob_has(table, *at, n) || blob_u8(table, *at) == TYPE_END)
		return false;
	p->area = blob_slice(table, *at, n);
	for (end = *at + n; blob_has(table, end, 2); end++)
		if (!blob_le16(table, end))
			break;
	if (!blob_has(table, end, 2)) /* two zeros end the strings */
		return false;
	p->strings = blob_slice(table, *at + n, end + 1 - (*at + n));
	*at = end + 2;
	return true;
}

/* The first structure of @type that has a byte at @at. */
static bool find(struct blob table, uint8_t type, uint64_t at, struct piece *p)
{
	uint64_t next = 0;

	while (next_piece(table, &next, p))
		if (blob_u8(p->area, 0) == type && blob_has(p->area, at, 1))
			return true;
	return false;
}

/* String @number, counted from 1, without blanks around it; "" if there is none. */
static struct blob string(struct blob strings, uint8_t number)
{
	while (number && strings.n) {
		const uint8_t *end = memchr(strings.p, 0, strings.n);
		size_t n = end ? (size_t)(end - strings.p) : strings.n;

		if (!--number) {
			strings.n = n;
			while (strings.n && strings.p[0] <= ' ')
				strings = blob_slice(strings, 1, strings.n);
			while (strings.n && strings.p[strings.n - 1] <= ' ')
				strings.n--;
			return strings;
		}
		strings = blob_slice(strings, n + 1, strings.n);
	}
	return (struct blob){ NULL, 0 };
}

static void add_string(struct blob table, const char *key, uint8_t type, uint8_t at,
		       struct text *out)
{
	struct piece p;
	struct blob s;

	if (!find(table, type, at, &p))
		return;
	s = string(p.strings, blob_u8(p.area, at));
	if (!s.n)
		return;
	text_addf(out, "%s=", key);
	for (size_t i = 0; i < s.n; i++)
		text_addf(out, "%c", s.p[i] < ' ' || s.p[i] == 0x7f ? ' ' : s.p[i]);
	text_addf(out, "\n");
}

/* All bits 0 or all bits 1: there is none (7.2.1). */
static bool has_uuid(struct blob system)
{
	uint8_t first = blob_u8(system, UUID_AT);
	unsigned int same = 1;

	while (same < UUID_BYTES && blob_u8(system, UUID_AT + same) == first)
		same++;
	return same < UUID_BYTES || (first != 0 && first != 0xff);
}

static void add_uuid(struct blob table, struct text *out)
{
	struct piece p;

	if (!find(table, 1, UUID_AT + UUID_BYTES - 1, &p) || !has_uuid(p.area))
		return;
	text_addf(out, "uuid=%08x-%04x-%04x-", blob_le32(p.area, UUID_AT),
		  blob_le16(p.area, UUID_AT + 4), blob_le16(p.area, UUID_AT + 6));
	for (unsigned int i = 8; i < UUID_BYTES; i++)
		text_addf(out, "%02x%s", blob_u8(p.area, UUID_AT + i), i == 9 ? "-" : "");
	text_addf(out, "\n");
}

void smbios_facts(struct blob table, struct text *out)
{
	static const struct {
		const char *key;
		uint8_t type, at;
	} strings[] = {
		{ "SYSVENDOR", 1, 0x04 },   { "SYSPRODUCT", 1, 0x05 }, { "SYSVERSION", 1, 0x06 },
		{ "SYSSERIAL", 1, 0x07 },   { "SYSSKU", 1, 0x19 },     { "SYSFAMILY", 1, 0x1a },
		{ "MBVENDOR", 2, 0x04 },    { "MBPRODUCT", 2, 0x05 },  { "MBVERSION", 2, 0x06 },
		{ "MBSERIAL", 2, 0x07 },    { "MBASSET", 2, 0x08 },    { "BIOSVENDOR", 0, 0x04 },
		{ "BIOSVERSION", 0, 0x05 },
	};
	struct piece p;

	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++)
		add_string(table, strings[i].key, strings[i].type, strings[i].at, out);
	if (find(table, 3, 5, &p) && blob_u8(p.area, 5))
		text_addf(out, "SYSFF=%u\n", blob_u8(p.area, 5) & ~CASE_LOCKED);
	add_uuid(table, out);
}
