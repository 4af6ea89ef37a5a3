// SPDX-License-Identifier: GPL-2.0-only
/* struct machine: facts about a computer, wherever they came from. */
#include "core.h"

uint64_t machine_rsdp(const struct machine *m)
{
	uint64_t told = blob_le64(m->params, offsetof(struct boot_params, acpi_rsdp_addr));

	return told ? told : m->rsdp;
}

void machine_free(struct machine *m)
{
	memmap_free(&m->map);
	arena_free(&m->arena);
	*m = (struct machine){ .serial_port = 0 };
}
