// SPDX-License-Identifier: GPL-2.0-only
/* Running commands of the shell for the menu. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "run.h"

#define KEPT_BYTES 2048u /* of output, for the reason of a failure */
#define SAID_LINES 4u

/** struct tail - the last bytes of output */
struct tail {
	char text[KEPT_BYTES + 1];
	size_t n;
};

static void keep(struct tail *tail, const char *p, size_t n)
{
	size_t over;

	if (n > KEPT_BYTES) {
		p += n - KEPT_BYTES;
		n = KEPT_BYTES;
	}
	over = tail->n + n > KEPT_BYTES ? tail->n + n - KEPT_BYTES : 0;
	memmove(tail->text, tail->text + over, tail->n - over);
	tail->n -= over;
	for (size_t i = 0; i < n; i++)
		tail->text[tail->n++] = p[i] ? p[i] : ' ';
	tail->text[tail->n] = '\0';
}

static void exec(const char *const *argv)
{
	execvp(argv[0], (char *const *)(uintptr_t)argv);
	fprintf(stderr, "%s: %s\n", argv[0],
		errno == ENOENT ? "this bootshell has no such command" : strerror(errno));
	_exit(127);
}

/* The child's end: a session of its own on the terminal @name. */
static void run_on(const char *name, const char *const *argv)
{
	int fd;

	setsid();
	fd = open(name, O_RDWR); /* and so it becomes the controlling terminal */
	if (fd < 0)
		_exit(127);
	ioctl(fd, TIOCSCTTY, 0);
	for (int to = 0; to < 3; to++)
		dup2(fd, to);
	if (fd > 2)
		close(fd);
	exec(argv);
}

/* Copy output to all terminals, and keys to the command, until it closes its terminal. */
static void copy(struct terms *t, int pty, struct tail *tail)
{
	struct pollfd fds[TERMS_MAX + 1];
	char buf[512];

	for (;;) {
		unsigned int n = terms_poll(t, fds);
		ssize_t got;

		fds[n] = (struct pollfd){ .fd = pty, .events = POLLIN };
		if (poll(fds, n + 1, -1) < 0)
			continue;
		for (unsigned int i = 0; i < n; i++)
			if (fds[i].revents && (got = read(fds[i].fd, buf, sizeof(buf))) > 0)
				(void)!write(pty, buf, (size_t)got);
		if (!fds[n].revents)
			continue;
		got = read(pty, buf, sizeof(buf));
		if (got <= 0)
			return;
		terms_write(t, buf, (size_t)got);
		keep(tail, buf, (size_t)got);
	}
}

static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return 127;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int run_here(const char *const *argv)
{
	pid_t pid = fork();

	if (!pid)
		exec(argv);
	return pid > 0 ? wait_for(pid) : 127;
}

static int run_on_all(struct terms *t, const char *const *argv, struct tail *tail)
{
	int pty = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	char name[40];
	pid_t pid;

	if (pty < 0 || grantpt(pty) || unlockpt(pty) || ptsname_r(pty, name, sizeof(name))) {
		keep(tail, "no pseudo terminal", 18);
		return 127;
	}
	pid = fork();
	if (!pid)
		run_on(name, argv);
	if (pid > 0)
		copy(t, pty, tail);
	close(pty);
	return pid > 0 ? wait_for(pid) : 127;
}

int run_silently(const char *const *argv, struct arena *arena, const char **said)
{
	struct tail tail = { .n = 0 };
	char buf[256];
	ssize_t got;
	int fd[2];
	pid_t pid;

	*said = "no pipe";
	if (pipe(fd) < 0)
		return 127;
	pid = fork();
	if (!pid) {
		dup2(fd[1], STDOUT_FILENO);
		dup2(fd[1], STDERR_FILENO);
		close(fd[0]);
		close(fd[1]);
		exec(argv);
	}
	close(fd[1]);
	while (pid > 0 && (got = read(fd[0], buf, sizeof(buf))) > 0)
		keep(&tail, buf, (size_t)got);
	close(fd[0]);
	*said = ui_tidy(tail.text, 1, arena);
	if (!*said)
		*said = "out of memory";
	return pid > 0 ? wait_for(pid) : 127;
}

int run_command(struct terms *t, const char *const *argv, struct arena *arena, const char **said)
{
	struct tail tail = { .n = 0 };
	int status = t ? run_on_all(t, argv, &tail) : run_here(argv);

	*said = ui_tidy(tail.text, SAID_LINES, arena);
	if (!*said || !**said)
		*said = arena_printf(arena, "%s ended with status %d", argv[0], status);
	return status;
}

int run_plan(struct terms *t, const struct menu_plan *plan, struct arena *arena, const char **said)
{
	static const char *const go[] = { "go", NULL };
	int status = run_command(t, plan->word, arena, said);

	return !status && plan->go ? run_command(t, go, arena, said) : status;
}
