/* SPDX-License-Identifier: GPL-2.0-only */
/* What the options of kexec(8) ask for. */
#ifndef KEXEC_CMD_KEXEC_OPTIONS_H
#define KEXEC_CMD_KEXEC_OPTIONS_H

#include "cmd.h"

/* Exit status, as kexec-tools has it: no image was loaded; the system call is not there. */
#define FAILED	 1
#define UNLOADED 255
#define NO_CALL	 253

/**
 * enum how - which system call loads: kexec_load, kexec_file_load, or the first that can
 * @BY_DEFAULT: no option says it: kexec_load, but where a crash kernel would lie too high for that
 */
enum how { BY_DEFAULT, BY_SEGMENTS, BY_FILE, BY_EITHER };

/**
 * struct ask - what the options ask for; the later of two that contradict wins
 * @load: load a kernel
 * @by_l: -l was given, which tells -S what to look at
 * @shutdown: then let shutdown(8) restart
 * @exec: start what is loaded
 * @jump_back: load what returns to the kernel that this one was started from
 * @unload: forget what is loaded
 * @status: say only whether something is loaded
 * @print_ckr: print only how much is reserved for a crash kernel
 * @sync, @ifdown: before the start; @no_sync and @no_ifdown win
 * @loads: there was an option that only loading knows
 * @debug: print the plan
 * @how: by which system call
 * @end: exit status if the options end it, -1 if they do not
 */
struct ask {
	bool load, by_l, shutdown, exec, jump_back, unload, status, print_ckr;
	bool sync, no_sync, ifdown, no_ifdown;
	bool loads, debug;
	enum how how;
	int end;
};

/** wants_file_call() - is kexec_file_load asked for, at least as the first to try? */
static inline bool wants_file_call(const struct ask *ask)
{
	return ask->how == BY_FILE || ask->how == BY_EITHER;
}

extern const char kexec_help[];

/** kexec_options() - read the options into @ask and @req. Return: index of the first other word. */
int kexec_options(int argc, char **argv, struct ask *ask, struct boot_request *req);

/**
 * kexec_file() - load by kexec_file_load; messages are printed
 * @quiet: kexec_load is next: say nothing of what that may do
 *
 * Return: exit status; NO_CALL if the kernel has no such call or does not know the image, or if
 * @quiet and the call has no place for all of the request.
 */
int kexec_file(const struct boot_request *req, bool quiet);

#endif
