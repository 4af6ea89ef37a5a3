// SPDX-License-Identifier: GPL-2.0-only
/* URLs in place of files: copied to FETCHED_DIR first, by the command fetch. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "cmd.h"

#define FETCHED_DIR "/tmp/load"
#define NAME_BYTES  255u /* of a file in a folder */
#define PART_BYTES  5u	 /* ".part", which fetch adds meanwhile */

bool is_url(const char *path)
{
	const char *colon = strstr(path, "://");

	return colon && !memchr(path, '/', (size_t)(colon - path));
}

/* The URL itself as a name, so that each has its own: "tftp:__10.0.2.2_vmlinuz". */
static char *local_name(struct arena *arena, const char *url)
{
	size_t n = sizeof(FETCHED_DIR) + strlen(url) + 1;
	char *p = strlen(url) > NAME_BYTES - PART_BYTES ? NULL : arena_alloc(arena, n);
	char *c;

	if (!p)
		return NULL;
	snprintf(p, n, FETCHED_DIR "/%s", url);
	for (c = p + sizeof(FETCHED_DIR); *c; c++)
		if (*c == '/')
			*c = '_';
	return p;
}

/* @path becomes a file's. False after a message. */
static bool fetch_one(const char *name, struct arena *arena, const char **path)
{
	struct reason why = { "" };
	const char *file;

	if (!*path || !is_url(*path))
		return true;
	file = local_name(arena, *path);
	if (!file) {
		because(&why, -ENAMETOOLONG, "the URL has more than %u characters",
			NAME_BYTES - PART_BYTES);
		refuse(name, *path, &why);
		return false;
	}
	switch (os_fetch(name, *path, FETCHED_DIR, file, &why)) {
	case 0:
		*path = file;
		return true;
	case -EIO: /* fetch has said why */
		return false;
	default:
		refuse(name, *path, &why);
		return false;
	}
}

bool fetch_urls(const char *name, struct boot_request *req)
{
	bool ok = fetch_one(name, &req->arena, &req->kernel);

	for (unsigned int i = 0; ok && i < req->n_initrds; i++)
		ok = fetch_one(name, &req->arena, &req->initrd[i]);
	return ok;
}
