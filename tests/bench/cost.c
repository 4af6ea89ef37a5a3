// SPDX-License-Identifier: GPL-2.0-only
/*
 * cost [-m] COMMAND [ARGUMENT]...: run a command and print what it cost, as key=value lines:
 * milliseconds by the guest's clock, its largest resident size (file mappings, which are the
 * page cache, counted too), and how much memory the kernel keeps after it (an image that was
 * loaded). With -m its memory of its own is sampled while it runs, which spoils the time.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A line "KEY: number kB" of a file in /proc; -1 if it has none. */
static long proc_kb(const char *path, const char *key)
{
	char line[128];
	long kb = -1;
	FILE *f = fopen(path, "r");

	while (f && kb < 0 && fgets(line, sizeof(line), f)) {
		if (!strncmp(line, key, strlen(key)))
			sscanf(line + strlen(key), ": %ld", &kb);
	}
	if (f)
		fclose(f);
	return kb;
}

/* Wait for the child; with @sample, note the most anonymous memory it was seen with. */
static int wait_for(pid_t child, struct rusage *usage, bool sample, long *own_kb)
{
	const struct timespec pause = { 0, 500000 };
	char path[32];
	int status;
	pid_t ended;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)child);
	while ((ended = wait4(child, &status, sample ? WNOHANG : 0, usage)) == 0) {
		long kb = proc_kb(path, "RssAnon");

		if (kb > *own_kb)
			*own_kb = kb;
		nanosleep(&pause, NULL);
	}
	return ended == child && WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

int main(int argc, char **argv)
{
	bool sample = argc > 1 && !strcmp(argv[1], "-m");
	char **command = argv + 1 + sample;
	struct timespec begin, end;
	struct rusage usage;
	long before = proc_kb("/proc/meminfo", "MemFree"), own_kb = 0;
	pid_t child;
	int status;

	if (argc < 2 + sample)
		return 2;
	clock_gettime(CLOCK_MONOTONIC, &begin);
	child = fork();
	if (!child) {
		execvp(command[0], command);
		_exit(127);
	}
	if (child < 0)
		return 1;
	status = wait_for(child, &usage, sample, &own_kb);
	clock_gettime(CLOCK_MONOTONIC, &end);
	printf("ms=%.1f\n", (double)(end.tv_sec - begin.tv_sec) * 1e3 +
				    (double)(end.tv_nsec - begin.tv_nsec) / 1e6);
	printf("rss_kb=%ld\nown_kb=%ld\nkept_kb=%ld\n", usage.ru_maxrss, own_kb,
	       before - proc_kb("/proc/meminfo", "MemFree"));
	return status;
}
