// SPDX-License-Identifier: GPL-2.0-only
/* What the firmware had programmed: reading a snapshot (include/fwstate.h). */
#include "core.h"

bool fw_state_read(struct blob node, struct fw_state *fw)
{
	return blob_copy(node, 0, fw, sizeof(*fw)) && fw->magic == FW_STATE_MAGIC &&
	       fw->version == FW_STATE_VERSION;
}
