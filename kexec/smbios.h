/* SPDX-License-Identifier: GPL-2.0-only */
/* What the firmware says of the machine it is in: SMBIOS. */
#ifndef KEXEC_SMBIOS_H
#define KEXEC_SMBIOS_H

#include "base.h"
#include "tables.h"

/** smbios_table() - address and length of the table that an entry point tells of; false if none does */
bool smbios_table(const struct firmware_tables *t, uint64_t *addr, uint32_t *bytes);
/**
 * smbios_facts() - vendor, product, serial number and so on as lines KEY=VALUE
 * @table: the structures; damaged ones end the reading
 *
 * The keys are those of SYSLINUX's SYSAPPEND: SYSVENDOR to SYSFAMILY, MBVENDOR to MBASSET, BIOSVENDOR,
 * BIOSVERSION, SYSFF (type of the case), and uuid, in the usual form. What is empty is left out.
 */
void smbios_facts(struct blob table, struct text *out);

#endif
