// SPDX-License-Identifier: GPL-2.0-only
/*
 * UEFI's runtime services, as the running kernel has mapped them: another kernel can take them over
 * only there. Linux, Documentation/ABI/testing/sysfs-firmware-efi and -efi-runtime-map.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "kexec.h"
#include "std/efi.h"

#define EFI_DIR	 "/sys/firmware/efi"
#define MAPS_MAX 1024u

/* A number in hexadecimal ("0x...") or, where Linux writes it so, decimal. */
static bool read_number(const char *path, uint64_t *to)
{
	struct arena arena = { NULL };
	struct reason ignored = { "" };
	struct blob b;
	int err = os_read_small(path, &arena, &b, &ignored);

	*to = err ? 0 : strtoull((const char *)b.p, NULL, 0);
	arena_free(&arena);
	return !err;
}

static bool read_map(unsigned int i, struct efi_descriptor *d)
{
	static const char *const names[] = { "type", "phys_addr", "virt_addr", "num_pages",
					     "attribute" };
	uint64_t v[5];

	for (unsigned int k = 0; k < 5; k++) {
		char path[64];

		snprintf(path, sizeof(path), EFI_DIR "/runtime-map/%u/%s", i, names[k]);
		if (!read_number(path, &v[k]))
			return false;
	}
	*d = (struct efi_descriptor){ (uint32_t)v[0], 0, v[1], v[2], v[3], v[4] };
	return true;
}

/* "SMBIOS=0x...", "ACPI20=0x..." in the list of tables */
static uint64_t find_table(struct blob list, const char *name)
{
	size_t n = strlen(name);

	for (uint64_t at = 0; blob_has(list, at, n + 1); at++)
		if (blob_starts(list, at, name, n) && (!at || blob_u8(list, at - 1) == '\n'))
			return strtoull((const char *)list.p + at + n, NULL, 0);
	return 0;
}

int os_efi(struct machine *m, struct reason *why)
{
	struct efi_setup_data head = { .fw_vendor = 0 };
	struct reason ignored = { "" };
	struct efi_descriptor *d;
	struct blob tables;
	unsigned int n = 0;
	uint8_t *p;

	if (!os_read_small(EFI_DIR "/systab", &m->arena, &tables, &ignored)) {
		head.smbios = find_table(tables, "SMBIOS=");
		m->rsdp = find_table(tables, "ACPI20=");
		if (!m->rsdp)
			m->rsdp = find_table(tables, "ACPI=");
	}
	if (!read_number(EFI_DIR "/fw_vendor", &head.fw_vendor) ||
	    !read_number(EFI_DIR "/runtime", &head.runtime) ||
	    !read_number(EFI_DIR "/config_table", &head.tables))
		return 0;
	p = arena_alloc(&m->arena, sizeof(head) + MAPS_MAX * sizeof(*d));
	if (!p)
		return because(why, -ENOMEM, "out of memory");
	memcpy(p, &head, sizeof(head));
	d = (struct efi_descriptor *)(p + sizeof(head));
	while (n < MAPS_MAX && read_map(n, &d[n]))
		n++;
	if (n)
		m->efi = (struct blob){ p, sizeof(head) + n * sizeof(*d) };
	return 0;
}
