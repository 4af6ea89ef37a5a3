// SPDX-License-Identifier: GPL-2.0-only
/* What is known of machine, network and disk, for SYSAPPEND. */
#include <cpuid.h>
#include <string.h>
#include "cmd.h"
#include "run.h"
#include "session.h"
#include "smbios.h"

#define FACTS_PATH "/run/bootshell/sysappend" /* KEY=VALUE, a user's own: they come first */

/* CPU=: a digit for the family, at most 6, and letters for what it can, as SYSLINUX has them. */
static void add_cpu(struct text *t)
{
	static const struct {
		char letter;
		unsigned int reg, bit;
	} can[] = {
		{ 'P', 0, 6 },	/* PAE */
		{ 'V', 1, 5 },	/* VMX */
		{ 'T', 1, 6 },	/* SMX */
		{ 'X', 2, 20 }, /* NX */
		{ 'L', 2, 29 }, /* long mode */
		{ 'S', 3, 2 },	/* SVM */
	};
	unsigned int reg[4] = { 0 }, unused, family = 4;

	if (__get_cpuid(1, &family, &unused, &reg[1], &reg[0]))
		family = family >> 8 & 0xff00f;
	(void)__get_cpuid(0x80000001, &unused, &unused, &reg[3], &reg[2]);
	text_addf(t, "CPU=%u", family < 6 ? family : 6);
	for (size_t i = 0; i < sizeof(can) / sizeof(can[0]); i++)
		if (reg[can[i].reg] >> can[i].bit & 1)
			text_addf(t, "%c", can[i].letter);
	text_addf(t, "\n");
}

void find_facts(struct session *s)
{
	struct text t = { 0 };
	struct blob table;
	const char *uuid;

	text_addf(&t, "%s\n", read_text(FACTS_PATH, &s->arena));
	add_cpu(&t);
	if (!os_smbios(&s->arena, &table))
		smbios_facts(table, &t);
	pxe_read_facts(read_text(NET_PATH, &s->arena), &s->arena, &s->pxe);
	uuid = fact(t.p, "uuid", &s->arena);
	if (!*s->pxe.uuid && uuid)
		s->pxe.uuid = uuid;
	s->facts = pxe_facts(&s->pxe, t.failed ? "" : t.p, &s->arena);
	if (!s->facts)
		s->facts = "";
	text_free(&t);
}

/* FSUUID is asked only when an entry wants it: it reads the disk. */
void find_fs_uuid(struct session *s)
{
	const char *device = mount_device(s->origin.root, &s->arena), *said, *uuid;
	const char *blkid[] = { "blkid", device, NULL };
	bool wanted = false;

	for (const struct menu_entry *e = s->m.entry; e; e = e->next)
		wanted = wanted || e->sysappend >> SYSAPPEND_FSUUID & 1;
	if (!wanted || !device || run_silently(blkid, &s->arena, &said))
		return;
	uuid = strstr(said, " UUID=\"");
	if (uuid)
		uuid = arena_printf(&s->arena, "%s\nFSUUID=%.*s\n", s->facts,
				    (int)strcspn(uuid + 7, "\""), uuid + 7);
	if (uuid)
		s->facts = uuid;
}
