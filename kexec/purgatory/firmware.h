/* SPDX-License-Identifier: GPL-2.0-only */
/* Restores what the firmware had programmed, before a 16-bit target. */
#ifndef PURGATORY_FIRMWARE_H
#define PURGATORY_FIRMWARE_H

#include "handoff.h"

/** firmware_restore() - chips, IVT[30h..3Fh], ticks, and the partition's entry; interrupts are off */
void firmware_restore(const struct handoff_firmware *fw);
/** firmware_missing_vector() - a vector that leads nowhere: no BIOS is left to call; 0: all lead somewhere */
unsigned int firmware_missing_vector(void);

#endif
