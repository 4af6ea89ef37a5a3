/* SPDX-License-Identifier: GPL-2.0-only */
/* The commands of `bios`: one a file, named bios-NAME.c, found by the linker. */
#ifndef KEXEC_CMD_BIOS_H
#define KEXEC_CMD_BIOS_H

#include "cmd.h"

/*
 * A command is an applet whose name has two words, "bios NAME"; run() gets the words from NAME
 * on. Of its help text the first line, "usage: bios NAME ...", and the second are listed by
 * `bios --help`.
 */
#define BIOS_COMMAND(object)                                  \
	static const struct applet *const object##_registered \
		__attribute__((used, section("bios_commands"))) = &(object)

/** saved_fw_state() - the snapshot taken at boot; fails in words if there is none */
int saved_fw_state(struct fw_state *fw, struct reason *why);

#endif
