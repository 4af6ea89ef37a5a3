// SPDX-License-Identifier: GPL-2.0-only
/* Copying a file from a server, by the command fetch. */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "kexec.h"

int os_fetch(const char *name, const char *url, const char *dir, const char *file,
	     struct reason *why)
{
	int status = -1;
	pid_t pid;

	if (mkdir(dir, 0755) < 0 && errno != EEXIST)
		return because(why, -errno, "%s: %s", dir, strerror(errno));
	pid = fork();
	if (pid < 0)
		return because(why, -ENOMEM, "fetch: %s", strerror(errno));
	if (!pid) {
		execlp("fetch", "fetch", "-n", name, url, file, (char *)NULL);
		_exit(127);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return because(why, -ENOENT, "there is no command fetch here");
	return status ? -EIO : 0;
}
