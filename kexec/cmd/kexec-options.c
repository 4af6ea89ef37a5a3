// SPDX-License-Identifier: GPL-2.0-only
/* The options of kexec(8), kexec-tools 2.0.25, for x86: docs/kexec.md has them one by one. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "kexec-options.h"

enum {
	OPT_MEM_MIN = 256,
	OPT_MEM_MAX,
	OPT_REUSE_INITRD,
	OPT_PRINT_CKR,
	OPT_JUMP,
	OPT_JUMP_BACK,
	OPT_ENTRY,
	OPT_LOAD_LIVE,
	OPT_EXEC_LIVE,
	OPT_SERIAL,
	OPT_CONSOLE_SERIAL,
	OPT_ELF32,
	OPT_ELF64,
	OPT_MEMMAP,
	OPT_NO_EFI,
	OPT_NO_EFFECT,
	OPT_LOADS, /* those that follow are known to loading only */
	OPT_APPEND,
	OPT_REUSE,
	OPT_INITRD,
	OPT_MODULE,
	OPT_ARGS_ELF,
	OPT_ARGS_LINUX,
	OPT_ARGS_NONE,
	OPT_REAL_MODE,
	OPT_ENTRY_32BIT,
};

static const char shorts[] = "h?vdfixyluet:pscaS";
static const struct option longs[] = {
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'v' },
	{ "force", no_argument, NULL, 'f' },
	{ "no-checks", no_argument, NULL, 'i' },
	{ "no-ifdown", no_argument, NULL, 'x' },
	{ "no-sync", no_argument, NULL, 'y' },
	{ "load", no_argument, NULL, 'l' },
	{ "load-panic", no_argument, NULL, 'p' },
	{ "unload", no_argument, NULL, 'u' },
	{ "exec", no_argument, NULL, 'e' },
	{ "status", no_argument, NULL, 'S' },
	{ "type", required_argument, NULL, 't' },
	{ "kexec-file-syscall", no_argument, NULL, 's' },
	{ "kexec-syscall", no_argument, NULL, 'c' },
	{ "kexec-syscall-auto", no_argument, NULL, 'a' },
	{ "debug", no_argument, NULL, 'd' },
	{ "mem-min", required_argument, NULL, OPT_MEM_MIN },
	{ "mem-max", required_argument, NULL, OPT_MEM_MAX },
	{ "reuseinitrd", no_argument, NULL, OPT_REUSE_INITRD },
	{ "print-ckr-size", no_argument, NULL, OPT_PRINT_CKR },
	{ "load-preserve-context", no_argument, NULL, OPT_JUMP },
	{ "load-jump-back-helper", no_argument, NULL, OPT_JUMP_BACK },
	{ "entry", required_argument, NULL, OPT_ENTRY },
	{ "load-live-update", no_argument, NULL, OPT_LOAD_LIVE },
	{ "exec-live-update", no_argument, NULL, OPT_EXEC_LIVE },
	{ "serial", required_argument, NULL, OPT_SERIAL },
	{ "console-serial", no_argument, NULL, OPT_CONSOLE_SERIAL },
	{ "elf32-core-headers", no_argument, NULL, OPT_ELF32 },
	{ "elf64-core-headers", no_argument, NULL, OPT_ELF64 },
	{ "pass-memmap-cmdline", no_argument, NULL, OPT_MEMMAP },
	{ "console-vga", no_argument, NULL, OPT_NO_EFFECT },
	{ "reset-vga", no_argument, NULL, OPT_NO_EFFECT },
	{ "serial-baud", required_argument, NULL, OPT_NO_EFFECT },
	{ "reuse-video-type", no_argument, NULL, OPT_NO_EFFECT },
	{ "noefi", no_argument, NULL, OPT_NO_EFI },
	{ "append", required_argument, NULL, OPT_APPEND },
	{ "command-line", required_argument, NULL, OPT_APPEND },
	{ "reuse-cmdline", no_argument, NULL, OPT_REUSE },
	{ "initrd", required_argument, NULL, OPT_INITRD },
	{ "ramdisk", required_argument, NULL, OPT_INITRD },
	{ "module", required_argument, NULL, OPT_MODULE },
	{ "args-elf", no_argument, NULL, OPT_ARGS_ELF },
	{ "args-linux", no_argument, NULL, OPT_ARGS_LINUX },
	{ "args-none", no_argument, NULL, OPT_ARGS_NONE },
	{ "real-mode", no_argument, NULL, OPT_REAL_MODE },
	{ "entry-32bit", no_argument, NULL, OPT_ENTRY_32BIT },
	{ NULL, 0, NULL, 0 },
};

/* The names that kexec-tools gives to image types; "" is: find out. */
static const struct {
	const char *theirs, *ours;
} type_names[] = {
	{ "bzImage", "bzimage" },
	{ "bzImage64", "bzimage64" },
	{ "multiboot-x86", "multiboot" },
	{ "multiboot2-x86", "multiboot2" },
	{ "elf-x86", "" },
	{ "elf-x86_64", "" },
};

static const char *our_type(const char *name)
{
	for (size_t i = 0; i < sizeof(type_names) / sizeof(type_names[0]); i++)
		if (!strcmp(name, type_names[i].theirs))
			return type_names[i].ours[0] ? type_names[i].ours : NULL;
	return name;
}

static int end_with(struct ask *ask, const char *message)
{
	fprintf(stderr, "%s\n", message);
	return ask->end = FAILED;
}

static void bad_value(struct ask *ask, const char *option)
{
	fprintf(stderr, "Bad option value in --%s=%s\n", option, optarg);
	fputs(kexec_help, stdout);
	ask->end = FAILED;
}

static void take_address(struct ask *ask, const char *option, uint64_t *to)
{
	char *end;

	*to = strtoull(optarg, &end, 0);
	if (*end || !*optarg)
		bad_value(ask, option);
}

/* "ttyS0", "ttyS1", or a port in hexadecimal */
static void take_serial(struct ask *ask, struct boot_request *req)
{
	char *end;
	unsigned long port = strtoul(optarg, &end, 0);

	if (!strcmp(optarg, "ttyS0"))
		port = 0x3f8;
	else if (!strcmp(optarg, "ttyS1"))
		port = 0x2f8;
	else if (*end || !port || port > 0xffff)
		bad_value(ask, "serial");
	req->serial_port = (uint16_t)port;
}

/* What is done, and what is not done any more. */
static bool take_action(int c, struct ask *ask, struct boot_request *req)
{
	switch (c) {
	case 'l':
		ask->by_l = ask->load = true;
		ask->exec = ask->shutdown = false;
		return true;
	case 'p':
		req->crash = ask->load = true;
		ask->exec = ask->shutdown = ask->sync = false;
		return true;
	case OPT_JUMP:
		req->jump = ask->by_l = ask->load = true;
		ask->exec = ask->shutdown = false;
		return true;
	case OPT_JUMP_BACK:
		req->jump = ask->by_l = ask->jump_back = true;
		ask->load = ask->exec = ask->shutdown = false;
		return true;
	case 'u':
		ask->unload = true;
		ask->load = ask->shutdown = ask->sync = false;
		return true;
	case 'f':
	case 'e':
		ask->load = c == 'f';
		ask->exec = ask->sync = ask->ifdown = true;
		ask->shutdown = false;
		return true;
	case 'S':
		ask->status = true;
		return true;
	case 's':
		ask->how = BY_FILE;
		return true;
	case 'c':
		ask->how = BY_SEGMENTS;
		return true;
	case 'a':
		ask->how = BY_EITHER;
		return true;
	case 'x':
		ask->no_ifdown = true;
		return true;
	case 'y':
		ask->no_sync = true;
		return true;
	case 'd':
		ask->debug = true;
		return true;
	default:
		return false;
	}
}

/* Options of the request, known to all image types. */
static void take_setting(int c, const char *option, struct ask *ask, struct boot_request *req)
{
	switch (c) {
	case 'i':
		req->verify = VERIFY_NONE;
		break;
	case 't':
		req->type = our_type(optarg);
		break;
	case OPT_MEM_MIN:
		take_address(ask, "mem-min", &req->mem_min);
		break;
	case OPT_MEM_MAX:
		take_address(ask, "mem-max", &req->mem_max);
		break;
	case OPT_ENTRY:
		take_address(ask, "entry", &req->entry);
		break;
	case OPT_SERIAL:
		take_serial(ask, req);
		break;
	case OPT_CONSOLE_SERIAL:
		if (!req->serial_port)
			req->serial_port = 0x3f8;
		break;
	case OPT_ELF32:
		req->core_class = 32;
		break;
	case OPT_ELF64:
		req->core_class = 64;
		break;
	case OPT_MEMMAP:
		req->memmap_words = true;
		break;
	case OPT_NO_EFI:
		req->no_efi = true;
		break;
	case OPT_NO_EFFECT:
		fprintf(stderr, "kexec: --%s: it changes nothing here\n", option);
		break;
	default:
		break;
	}
}

/* Options that only some image types know. */
static int take_load(int c, struct boot_request *req, struct reason *why)
{
	switch (c) {
	case OPT_APPEND:
		req->append = ""; /* the last counts */
		return request_add_text(req, optarg, why);
	case OPT_INITRD:
		return request_add_initrd(req, absolute(optarg, &req->arena), why);
	case OPT_MODULE:
		return add_module(req, optarg, why);
	case OPT_REUSE:
		req->reuse_cmdline = true;
		return 0;
	case OPT_ARGS_LINUX:
		req->type = "vmlinux";
		return 0;
	case OPT_ARGS_ELF:
	case OPT_ARGS_NONE:
		req->type = "elf";
		req->no_notes = c == OPT_ARGS_NONE;
		return 0;
	case OPT_REAL_MODE:
		req->type = REAL_MODE_TYPE;
		return 0;
	case OPT_ENTRY_32BIT:
		req->type = "bzimage";
		return 0;
	default:
		return 0;
	}
}

/* Options that end it at once. */
static void take_end(int c, struct ask *ask)
{
	if (c == 'h' || c == '?') {
		fputs(kexec_help, stdout);
		ask->end = c == 'h' ? DONE : FAILED;
	} else if (c == 'v') {
		puts("kexec-tools 2.0.25 compatible: bootshell");
		ask->end = DONE;
	} else if (c == OPT_PRINT_CKR) {
		ask->print_ckr = true;
	} else if (c == OPT_LOAD_LIVE) {
		end_with(ask, "--load-live-update can only be used with xen");
	} else if (c == OPT_EXEC_LIVE) {
		end_with(ask, "--exec-live-update only works under xen.");
	} else if (c == OPT_REUSE_INITRD) {
		end_with(ask, "--reuseinitrd not implemented on this architecture");
	}
}

/* Options that do not go together; the words are kexec-tools'. */
static void check_jump(struct ask *ask, const struct boot_request *req)
{
	if (ask->load && req->jump && !req->mem_max)
		end_with(ask, "Please specify memory range used by kexeced kernel\n"
			      "to preserve the context of original kernel with \n"
			      "\"--mem-max\" parameter\n");
	else if (ask->jump_back && ask->how == BY_FILE)
		end_with(ask, "--load-jump-back-helper not supported with kexec_file_load");
	else if (req->jump && wants_file_call(ask))
		end_with(ask, "--load-preserve-context not supported with kexec_file_load");
}

int kexec_options(int argc, char **argv, struct ask *ask, struct boot_request *req)
{
	struct reason why = { "" };
	int c, i = 0;

	*ask = (struct ask){ .load = true, .shutdown = true, .sync = true, .end = -1 };
	while (ask->end < 0 && !ask->print_ckr) {
		c = getopt_long(argc, argv, shorts, longs, &i);
		if (c == -1)
			break;
		if (take_action(c, ask, req))
			continue;
		take_setting(c, longs[i].name, ask, req);
		take_end(c, ask);
		if (c > OPT_LOADS)
			ask->loads = true;
		if (take_load(c, req, &why))
			ask->end = refuse("kexec", NULL, &why);
	}
	if (ask->status)
		ask->load = ask->exec = ask->unload = ask->shutdown = ask->jump_back = false;
	if (ask->end < 0)
		check_jump(ask, req);
	if (ask->end < 0 && !ask->load && ask->loads) {
		fputs(kexec_help, stdout);
		ask->end = FAILED;
	}
	return optind;
}
