// SPDX-License-Identifier: GPL-2.0-only
/*
 * cost COMMAND [ARGUMENT]...: run a command and print what it cost, as key=value lines:
 * milliseconds by the guest's clock, the process's largest resident size (its file mappings
 * counted too), and how much memory the kernel keeps after it (an image that was loaded).
 */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long memfree_kb(void)
{
	char line[128];
	long kb = -1;
	FILE *f = fopen("/proc/meminfo", "r");

	while (f && kb < 0 && fgets(line, sizeof(line), f))
		sscanf(line, "MemFree: %ld", &kb);
	if (f)
		fclose(f);
	return kb;
}

int main(int argc, char **argv)
{
	struct timespec begin, end;
	struct rusage usage;
	long before = memfree_kb();
	int status = -1;
	pid_t child;

	if (argc < 2)
		return 2;
	clock_gettime(CLOCK_MONOTONIC, &begin);
	child = fork();
	if (!child) {
		execvp(argv[1], argv + 1);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) != child)
		return 1;
	clock_gettime(CLOCK_MONOTONIC, &end);
	printf("ms=%.1f\nrss_kb=%ld\nkept_kb=%ld\n",
	       (double)(end.tv_sec - begin.tv_sec) * 1e3 +
		       (double)(end.tv_nsec - begin.tv_nsec) / 1e6,
	       usage.ru_maxrss, before - memfree_kb());
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
