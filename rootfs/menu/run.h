/* SPDX-License-Identifier: GPL-2.0-only */
/* Running commands of the shell for the menu. */
#ifndef MENU_RUN_H
#define MENU_RUN_H

#include "term.h"

/**
 * run_command() - run a command of the shell
 * @t: it runs on a terminal of its own, which is copied to all of these, and keys to it;
 *	NULL: on this terminal
 * @said: what it printed at last, in @arena, if it fails
 *
 * Return: its exit status, 127 if it could not be run.
 */
int run_command(struct terms *t, const char *const *argv, struct arena *arena, const char **said);
/** run_plan() - likewise a plan's command, then `go`, which does not come back if it succeeds */
int run_plan(struct terms *t, const struct menu_plan *plan, struct arena *arena, const char **said);
/** run_silently() - run a command; @said: the last line that it printed, in @arena */
int run_silently(const char *const *argv, struct arena *arena, const char **said);

#endif
