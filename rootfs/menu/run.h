/* SPDX-License-Identifier: GPL-2.0-only */
/* Running commands of the shell for the menu. */
#ifndef MENU_RUN_H
#define MENU_RUN_H

#include "term.h"

/**
 * run_plan() - run a plan's command, then `go`
 * @said: what they printed at last, in @arena, if it fails
 *
 * They run on a terminal of their own, which is copied to all of @t, and keys to it.
 *
 * Return: 0, or -EINVAL. After a command that is to end this system it waits, and fails if it
 * was not ended.
 */
int run_plan(struct terms *t, const struct menu_plan *plan, struct arena *arena, const char **said);
/** run_quietly() - run a command, its output as it is; its exit status, or 127 */
int run_quietly(const char *const *argv);

#endif
