// SPDX-License-Identifier: GPL-2.0-only
/* struct machine: facts about a computer, wherever they came from. */
#include "core.h"

void machine_free(struct machine *m)
{
	memmap_free(&m->map);
	arena_free(&m->arena);
	*m = (struct machine){ .serial_port = 0 };
}
