/* SPDX-License-Identifier: GPL-2.0-only */
/* What the applets share: registration, messages, and loading a request. */
#ifndef KEXEC_CMD_H
#define KEXEC_CMD_H

#include "kexec.h"

/* Exit status of every applet. */
enum { DONE = 0, REFUSED = 1, USAGE = 2 };

/**
 * struct applet - one command, found by the name the program was called by
 * @name: that name
 * @help: what --help prints, whole
 * @run: does it; returns the exit status
 */
struct applet {
	const char *name;
	const char *help;
	int (*run)(int argc, char **argv);
};

#define APPLET(object)                                        \
	static const struct applet *const object##_registered \
		__attribute__((used, section("applets"))) = &(object)

/** refuse() - print "NAME: SUBJECT: REASON"; @subject may be NULL. Return: REFUSED. */
int refuse(const char *name, const char *subject, const struct reason *why);
/** bad_usage() - point to --help. Return: USAGE. */
int bad_usage(const struct applet *a);
/** extra_operand() - name @word, which is one too many, and point to --help. Return: USAGE. */
int extra_operand(const struct applet *a, const char *word);
/** bad_word() - print the reason why an option's argument is refused. Return: USAGE. */
int bad_word(const char *name, const struct reason *why);
/** print_text() - print and free; a text that ran out of memory says so */
void print_text(struct text *t);
/** add_module() - an initrd with words: "FILE WORDS", as kexec-tools' --module takes them */
int add_module(struct boot_request *req, const char *text, struct reason *why);
/** absolute() - @path as it is from any folder, in @arena; a URL stays as it is */
const char *absolute(const char *path, struct arena *arena);

/** is_url() - "SCHEME://..." */
bool is_url(const char *path);

/* Saved state of the shell session */
#define SESSION_DIR  "/run/bootshell"
#define REQUEST_PATH SESSION_DIR "/request"
#define PLAN_PATH    SESSION_DIR "/plan"

/** saved_request() - what was loaded last; fails in words if nothing was */
int saved_request(struct boot_request *req, struct reason *why);

/**
 * load_request() - fetch URLs, read the files, plan, load, remember
 * @name: of the applet, for messages
 * @req: what to load
 * @dry: plan only
 * @verbose: print the plan
 *
 * Return: exit status.
 */
int load_request(const char *name, struct boot_request *req, bool dry, bool verbose);
/**
 * end_load() - how a command of the shell that loads ends
 * @status: its exit status
 *
 * After a refusal nothing is loaded any more: in "load FILE; go" nothing may start but FILE.
 *
 * Return: @status
 */
int end_load(const char *name, int status);

/* What --real-mode stands for: the image type of a 16-bit entry. */
#define REAL_MODE_TYPE "bzimage16"
/* What --entry-64bit stands for. */
#define ENTRY_64BIT_TYPE "bzimage64"

/** start() - leave for what is loaded; returns an exit status only if that failed */
int start(const char *name, bool at_once);

/** struct progress - a bar on standard error, once reading takes longer than a second */
struct progress {
	bool tty, shown;
	double start, last;
};

void progress_open(struct progress *p);
/* a progress_fn; @ctx is the struct progress */
void progress_show(void *ctx, const char *name, uint64_t done, uint64_t total);
void progress_close(struct progress *p);

/** struct fetch_bar - a bar for what comes from a server, and lines that say why it is tried again */
struct fetch_bar {
	struct progress progress;
	const char *name, *url;
};

/** fetch_bar_open() - make @o report to @bar; @name is who speaks of @url */
void fetch_bar_open(struct fetch_bar *bar, const char *name, const char *url,
		    struct fetch_options *o);

#endif
