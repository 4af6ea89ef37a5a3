/* SPDX-License-Identifier: GPL-2.0-only */
/* What the video BIOS says of itself, for a program: multiboot, multiboot2. */
#ifndef KEXEC_VBE_H
#define KEXEC_VBE_H

#include "core.h"

/**
 * vbe_copy_control() - the controller's information, to lie at @phys
 *
 * Its pointers into itself are moved along; above 1 MiB, where far pointers do not reach, they
 * become 0.
 */
void vbe_copy_control(const struct vbe_facts *v, uint32_t phys, uint8_t *to);
/** vbe_copy_mode() - the mode's; if its BIOS does not describe text modes, what else is known */
void vbe_copy_mode(const struct machine *m, uint8_t *to);

#endif
