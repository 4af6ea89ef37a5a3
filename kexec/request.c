// SPDX-License-Identifier: GPL-2.0-only
/* What the user wants: built word by word, saved and read back as lines of text. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "core.h"

static const char *const verify_names[] = {
	[VERIFY_FAST] = "fast",
	[VERIFY_NONE] = "none",
	[VERIFY_SHA256] = "sha256",
	[VERIFY_SELFTEST] = "selftest",
};

static const char *keep(struct boot_request *req, const char *s, size_t n, struct reason *why)
{
	char *p;

	if (memchr(s, '\n', n)) {
		because(why, -EINVAL, "a line break cannot be part of a name or a command line");
		return NULL;
	}
	p = arena_strndup(&req->arena, s, n);
	if (!p)
		because(why, -ENOMEM, "out of memory");
	return p;
}

int request_set_kernel(struct boot_request *req, const char *path, struct reason *why)
{
	req->kernel = keep(req, path, strlen(path), why);
	return req->kernel ? 0 : -EINVAL;
}

int request_set_drive(struct boot_request *req, const char *drive, struct reason *why)
{
	char *end;

	if (strtoull(drive, &end, 16) > UINT8_MAX || !*drive || *end)
		return because(why, -EINVAL, "%s: not a BIOS drive number, such as 0 or 80", drive);
	req->drive = keep(req, drive, strlen(drive), why);
	return req->drive ? 0 : -EINVAL;
}

int request_add_initrd(struct boot_request *req, const char *path, struct reason *why)
{
	const char *p;

	if (req->n_initrds == REQUEST_MAX_INITRDS)
		return because(why, -E2BIG, "more than %d initrds", REQUEST_MAX_INITRDS);
	p = keep(req, path, strlen(path), why);
	if (!p)
		return -EINVAL;
	req->initrd[req->n_initrds++] = p;
	return 0;
}

int request_add_words(struct boot_request *req, const char *words, struct reason *why)
{
	if (!req->n_initrds)
		return because(why, -EINVAL, "words without a module");
	req->words[req->n_initrds - 1] = keep(req, words, strlen(words), why);
	return req->words[req->n_initrds - 1] ? 0 : -EINVAL;
}

int request_add_text(struct boot_request *req, const char *text, struct reason *why)
{
	struct text both = { 0 };
	const char *p;

	if (req->append && req->append[0])
		text_addf(&both, "%s ", req->append);
	text_addf(&both, "%s", text);
	p = both.failed ? NULL : keep(req, both.p, both.n, why);
	text_free(&both);
	if (!p)
		return because(why, -ENOMEM, "out of memory");
	req->append = p;
	return 0;
}

int request_verify(struct boot_request *req, const char *name, struct reason *why)
{
	for (unsigned int i = 0; i < sizeof(verify_names) / sizeof(verify_names[0]); i++) {
		if (!strcmp(name, verify_names[i])) {
			req->verify = (enum verify)i;
			return 0;
		}
	}
	return because(why, -EINVAL, "--verify=%s: it is fast, sha256, none or selftest", name);
}

static void write_number(struct text *out, const char *key, uint64_t v)
{
	if (v)
		text_addf(out, "%s=%#" PRIx64 "\n", key, v);
}

static void write_switch(struct text *out, const char *key, bool on)
{
	if (on)
		text_addf(out, "%s=yes\n", key);
}

void request_write(const struct boot_request *req, struct text *out)
{
	if (req->kernel)
		text_addf(out, "kernel=%s\n", req->kernel);
	for (unsigned int i = 0; i < req->n_initrds; i++) {
		text_addf(out, "initrd=%s\n", req->initrd[i]);
		if (req->words[i])
			text_addf(out, "words=%s\n", req->words[i]);
	}
	if (req->append && req->append[0])
		text_addf(out, "append=%s\n", req->append);
	if (req->type)
		text_addf(out, "type=%s\n", req->type);
	if (req->drive)
		text_addf(out, "drive=%s\n", req->drive);
	write_switch(out, "reuse", req->reuse_cmdline);
	write_switch(out, "no_notes", req->no_notes);
	write_switch(out, "no_efi", req->no_efi);
	write_number(out, "serial", req->serial_port);
	write_number(out, "entry", req->entry);
	write_number(out, "mem_min", req->mem_min);
	write_number(out, "mem_max", req->mem_max);
	text_addf(out, "verify=%s\n", verify_names[req->verify]);
}

static int read_setting(struct boot_request *req, const char *key, const char *value,
			struct reason *why)
{
	uint64_t v = strtoull(value, NULL, 16);
	bool on = !strcmp(value, "yes");

	if (!strcmp(key, "reuse"))
		req->reuse_cmdline = on;
	else if (!strcmp(key, "no_notes"))
		req->no_notes = on;
	else if (!strcmp(key, "no_efi"))
		req->no_efi = on;
	else if (!strcmp(key, "serial"))
		req->serial_port = (uint16_t)v;
	else if (!strcmp(key, "entry"))
		req->entry = v;
	else if (!strcmp(key, "mem_min"))
		req->mem_min = v;
	else if (!strcmp(key, "mem_max"))
		req->mem_max = v;
	else
		return because(why, -EINVAL, "the saved request has an unknown line: %s", key);
	return 0;
}

/* One line of a saved request, cut at the "=" into @key and @value. */
static int read_pair(struct boot_request *req, const char *key, const char *value,
		     struct reason *why)
{
	if (!strcmp(key, "kernel"))
		return request_set_kernel(req, value, why);
	if (!strcmp(key, "initrd"))
		return request_add_initrd(req, value, why);
	if (!strcmp(key, "words"))
		return request_add_words(req, value, why);
	if (!strcmp(key, "append"))
		return request_add_text(req, value, why);
	if (!strcmp(key, "drive"))
		return request_set_drive(req, value, why);
	if (!strcmp(key, "verify"))
		return request_verify(req, value, why);
	if (!strcmp(key, "type")) {
		req->type = keep(req, value, strlen(value), why);
		return req->type ? 0 : -EINVAL;
	}
	return read_setting(req, key, value, why);
}

int request_read(struct boot_request *req, struct blob text, struct reason *why)
{
	char *s = arena_strndup(&req->arena, (const char *)text.p, text.n);
	char *line, *eq;

	if (!s)
		return because(why, -ENOMEM, "out of memory");
	for (; *s; s = line) {
		int err;

		line = s + strcspn(s, "\n");
		if (*line)
			*line++ = '\0';
		eq = strchr(s, '=');
		if (!eq)
			return because(why, -EINVAL, "the saved request is damaged");
		*eq = '\0';
		err = read_pair(req, s, eq + 1, why);
		if (err)
			return err;
	}
	return 0;
}

/*
 * Words that are about how the running kernel was loaded, not about how it runs; and in a crash
 * kernel it has all the memory that was reserved for it.
 */
static bool stale_word(const char *word, bool crash)
{
	return !strncmp(word, "BOOT_IMAGE=", 11) || !strncmp(word, "initrd=", 7) ||
	       (crash && !strncmp(word, "crashkernel=", 12));
}

const char *request_cmdline(const struct boot_request *req, const char *running,
			    struct arena *arena)
{
	struct text line = { 0 };
	const char *p = NULL;

	text_addf(&line, "%s", "");
	while (req->reuse_cmdline && running && *running) {
		size_t n = strcspn(running, " \n");

		if (n && !stale_word(running, req->crash))
			text_addf(&line, "%s%.*s", line.n ? " " : "", (int)n, running);
		running += n + (running[n] ? 1 : 0);
	}
	if (req->append && req->append[0])
		text_addf(&line, "%s%s", line.n ? " " : "", req->append);
	if (!line.failed)
		p = arena_strndup(arena, line.p, line.n);
	text_free(&line);
	return p;
}

void request_free(struct boot_request *req)
{
	arena_free(&req->arena);
	*req = (struct boot_request){ 0 };
}
