// SPDX-License-Identifier: GPL-2.0-only
/* kexec: what kexec(8) of kexec-tools 2.0.25 does, with its options and its exit status. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "kexec-options.h"

static const struct applet kexec;

/* 1 if a kernel of the asked kind is loaded; without -l that is a crash kernel. */
static int status(const struct ask *ask, const struct boot_request *req)
{
	struct reason why = { "" };
	int loaded = ask->by_l && !req->crash ? os_kexec_loaded(&why) : os_crash_loaded(&why);

	if (loaded < 0)
		refuse(kexec.name, NULL, &why);
	return loaded < 0 ? UNLOADED : loaded;
}

static int print_ckr_size(void)
{
	struct crash_facts f = { .code_phys = 0 };
	struct arena arena = { NULL };
	struct reason why = { "" };
	int err = os_crash_facts(&f, &arena, &why);
	struct span r = crash_region(&f);

	arena_free(&arena);
	if (err && err != -ENOENT)
		return refuse(kexec.name, NULL, &why);
	printf("%" PRIu64 "\n", r.end - r.start);
	return DONE;
}

static int unload(const struct ask *ask, const struct boot_request *req)
{
	struct reason why = { "" };
	int err = wants_file_call(ask) ? os_kexec_file_unload(req->crash, &why) : -ENOSYS;

	if (err == -ENOSYS && ask->how == BY_FILE) {
		fputs("syscall kexec_file_load not available.\n", stderr);
		return NO_CALL;
	}
	if (err == -ENOSYS) {
		why.text[0] = '\0';
		err = req->crash ? os_crash_unload(&why) : os_kexec_unload(&why);
	}
	if (err) {
		refuse("kexec unload failed", NULL, &why);
		return UNLOADED;
	}
	return DONE;
}

/* What cannot even be opened: kexec-tools ends with another status then. */
static int check_file(const char *path)
{
	struct file file = { .fd = -1 };
	struct reason why = { "" };
	int err = is_url(path) || !strncmp(path, "/dev/", 5) ? 0 : os_open(path, &file, &why);

	if (err)
		return refuse(kexec.name, path, &why);
	os_close(&file);
	return DONE;
}

static int check_files(const struct boot_request *req)
{
	int err = check_file(req->kernel);

	for (unsigned int i = 0; !err && i < req->n_initrds; i++)
		err = check_file(req->initrd[i]);
	return err;
}

/* A crash kernel may have to lie where only the running kernel itself can load one. */
static bool needs_file_call(const struct ask *ask, const struct boot_request *req)
{
	struct crash_facts f = { .code_phys = 0 };
	struct arena arena = { NULL };
	struct reason ignored = { "" };
	bool high;

	if (ask->how != BY_DEFAULT || !req->crash)
		return false;
	high = !os_crash_facts(&f, &arena, &ignored) && crash_region_is_high(&f);
	arena_free(&arena);
	if (high && ask->debug)
		fprintf(stderr,
			"%s: the memory reserved for a crash kernel lies above 4 GiB: "
			"loading by kexec_file_load\n",
			kexec.name);
	return high;
}

static int load(const struct ask *ask, struct boot_request *req)
{
	struct reason ignored = { "" };
	int err = check_files(req);

	if (err)
		return wants_file_call(ask) ? UNLOADED : err;
	if (wants_file_call(ask) || needs_file_call(ask, req)) {
		err = kexec_file(req, ask->how == BY_EITHER);
		if (err != NO_CALL || ask->how == BY_FILE)
			return err;
	}
	if (load_request(kexec.name, req, false, ask->debug) == DONE)
		return DONE;
	if (!req->crash && os_kexec_loaded(&ignored) == 1)
		fprintf(stderr, "%s: what was loaded before stays loaded\n", kexec.name);
	fprintf(stderr, "Cannot load %s\n", req->kernel);
	return UNLOADED;
}

/* Where there is no shutdown(8), as in a rescue system, we start it ourselves. */
static int shut_down(void)
{
	static const char *const places[] = { "/sbin/shutdown", "/etc/shutdown", "/bin/shutdown" };

	fflush(NULL);
	for (unsigned int i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		execl(places[i], "shutdown", "-r", "now", (char *)NULL);
	return start(kexec.name, false);
}

static int leave(const struct ask *ask)
{
	struct reason why = { "" };
	int loaded = os_kexec_loaded(&why);

	if (!loaded) {
		fputs("Nothing has been loaded!\n", stderr);
		return FAILED;
	}
	if (ask->shutdown)
		return shut_down();
	if (ask->sync && !ask->no_sync)
		os_sync();
	if (ask->ifdown && !ask->no_ifdown)
		os_net_down();
	if (!os_kexec_reboot(&why))
		return DONE; /* there and back again */
	refuse("kexec failed", NULL, &why);
	return UNLOADED;
}

/* In a kernel that was started by a kexec jump: the next start leads back. */
static int load_jump_back(const struct ask *ask, const struct boot_request *req)
{
	struct reason why = { "" };

	if (!ask->no_sync)
		os_sync();
	if (!ask->no_ifdown)
		os_net_down();
	if (os_kexec_loaded(&why))
		because(&why, -EBUSY,
			"There is kexec kernel loaded, make sure you are in kexeced kernel.");
	else if (!req->entry)
		because(&why, -EINVAL, "Please specify jump back entry in command line");
	else if (!os_load_jump_back(req->entry, &why))
		return DONE;
	fprintf(stderr, "%s\n", why.text);
	return UNLOADED;
}

static int act(const struct ask *ask, struct boot_request *req, const char *file)
{
	struct reason why = { "" };
	int err = DONE;

	if (ask->print_ckr)
		return print_ckr_size();
	if (ask->status)
		return status(ask, req);
	if (ask->unload)
		err = unload(ask, req);
	if (ask->load && !err) {
		if (!file) {
			fputs("No kernel specified\n", stderr);
			fputs(kexec_help, stdout);
			return UNLOADED;
		}
		if (request_set_kernel(req, absolute(file, &req->arena), &why))
			return refuse(kexec.name, NULL, &why);
		err = load(ask, req);
	}
	if (!err && (ask->shutdown || ask->exec))
		err = leave(ask);
	if (!err && ask->jump_back)
		err = load_jump_back(ask, req);
	return err;
}

static int run(int argc, char **argv)
{
	struct boot_request req = { .append = "" };
	struct ask ask;
	int rest = kexec_options(argc, argv, &ask, &req);

	if (ask.end < 0)
		ask.end = act(&ask, &req, argv[rest]);
	request_free(&req);
	return ask.end;
}

#define HELP                                                                                 \
	"usage: kexec [OPTION]... [FILE]\n"                                                  \
	"The options of kexec-tools 2.0.25. Without -l, -p, -e, -u or -f: load FILE and\n"   \
	"restart by shutdown(8).\n"                                                          \
	"  -l, --load FILE         load FILE\n"                                              \
	"  -p, --load-panic FILE   load it for a panic, into crashkernel='s memory\n"        \
	"  -e, --exec              start what is loaded, without shutdown\n"                 \
	"  -f, --force FILE        load FILE and start it, without shutdown\n"               \
	"  -u, --unload            forget what is loaded; with -p the crash kernel\n"        \
	"  -S, --status            status 1 if a crash kernel, with -l a kernel is loaded\n" \
	"  -s, -c, -a              by kexec_file_load, by kexec_load (the default), by\n"    \
	"                          the first that can; --kexec-file-syscall,\n"              \
	"                          --kexec-syscall, --kexec-syscall-auto\n"                  \
	"  -t, --type=TYPE         image type of FILE\n"                                     \
	"      --append=TEXT       command line; also --command-line\n"                      \
	"      --reuse-cmdline     begin it with the running kernel's\n"                     \
	"      --initrd=FILE       initrd; also --ramdisk\n"                                 \
	"      --module=\"FILE WORDS\"  a module of a multiboot program\n"                   \
	"      --real-mode, --entry-32bit  enter FILE there\n"                               \
	"      --args-linux, --args-elf  what an ELF program is given\n"                     \
	"  -i, --no-checks         do not verify before the start\n"                         \
	"  -x, --no-ifdown; -y, --no-sync  leave interfaces up, files unwritten\n"           \
	"      --mem-min=ADDRESS, --mem-max=ADDRESS  where to load\n"                        \
	"      --print-ckr-size    bytes reserved for a crash kernel\n"                      \
	"      --elf32-core-headers, --elf64-core-headers  of the dump of a panic\n"         \
	"      --noefi             do not tell it of UEFI\n"                                 \
	"      --pass-memmap-cmdline  tell a crash kernel of its memory by memmap=\n"        \
	"      --serial=PORT, --console-serial  where the purgatory speaks\n"                \
	"  -d, --debug             print the plan\n"                                         \
	"      --load-preserve-context FILE  load FILE below --mem-max; it may return\n"     \
	"      --load-jump-back-helper --entry=ADDRESS  -e returns to the kernel there\n"    \
	"  -v, --version; -h, --help\n"

const char kexec_help[] = HELP;

static const struct applet kexec = { "kexec", HELP, run };
APPLET(kexec);
