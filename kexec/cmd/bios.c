// SPDX-License-Identifier: GPL-2.0-only
/* bios: about the firmware; finds its commands in the files bios-NAME.c. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "bios.h"

static const struct applet bios;

extern const struct applet *const __start_bios_commands[];
extern const struct applet *const __stop_bios_commands[];

int saved_fw_state(struct fw_state *fw, struct reason *why)
{
	struct arena arena = { NULL };
	struct blob node;
	int err = os_fw_state(&arena, &node, why);

	if (!err && !node.n)
		err = because(why, -ENODATA, "the kernel has no snapshot of the firmware's state");
	else if (!err && !fw_state_read(node, fw))
		err = because(why, -EINVAL, "the snapshot is not of this version");
	arena_free(&arena);
	return err;
}

static int help(void)
{
	fputs(bios.help, stdout);
	for (const struct applet *const *c = __start_bios_commands; c < __stop_bios_commands; c++) {
		const char *usage = (*c)->help + strlen("usage: ");
		const char *what = usage + strcspn(usage, "\n") + 1;

		printf("  %.*s\n      %.*s\n", (int)strcspn(usage, "\n"), usage,
		       (int)strcspn(what, "\n"), what);
	}
	return DONE;
}

static int run(int argc, char **argv)
{
	if (argc < 2)
		return bad_usage(&bios);
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))
		return help();
	for (const struct applet *const *c = __start_bios_commands; c < __stop_bios_commands; c++)
		if (!strcmp((*c)->name + strlen("bios "), argv[1])) {
			argv[1] = (char *)(uintptr_t)(*c)->name; /* what getopt speaks as */
			return (*c)->run(argc - 1, argv + 1);
		}
	fprintf(stderr, "bios: unknown command: %s\n", argv[1]);
	return bad_usage(&bios);
}

static const struct applet bios = {
	"bios",
	"usage: bios COMMAND [OPTION]...\n"
	"The firmware: what it had programmed when we took over, and what it has now.\n"
	"`bios COMMAND --help` tells more.\n",
	run,
};
APPLET(bios);
