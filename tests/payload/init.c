// SPDX-License-Identifier: GPL-2.0-only
/*
 * The /init of a target Linux under test: prints the kernel, its command line, its memory
 * and the files named part-* that its initrds brought, then restarts the machine.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

static void say_file(const char *key, const char *path)
{
	char line[4096] = "(none)";
	FILE *f = fopen(path, "r");

	if (f) {
		if (!fgets(line, sizeof(line), f))
			line[0] = 0;
		fclose(f);
	}
	line[strcspn(line, "\n")] = 0;
	printf("target: %s=%s\n", key, line);
}

static void say_parts(void)
{
	DIR *root = opendir("/");

	for (struct dirent *e; root && (e = readdir(root));) {
		if (!strncmp(e->d_name, "part-", 5))
			say_file(e->d_name, e->d_name);
	}
	if (root)
		closedir(root);
}

int main(void)
{
	struct utsname name;
	struct sysinfo memory;

	setvbuf(stdout, NULL, _IOLBF, 0);
	mkdir("/proc", 0755);
	mkdir("/sys", 0755);
	mount("proc", "/proc", "proc", 0, NULL);
	mount("sysfs", "/sys", "sysfs", 0, NULL);
	if (!chdir("/") && !uname(&name))
		printf("target: machine=%s\ntarget: release=%s\n", name.machine, name.release);
	if (!sysinfo(&memory))
		printf("target: ram_mib=%lu\n", memory.totalram / 1048576 * memory.mem_unit);
	say_file("cmdline", "/proc/cmdline");
	say_parts();
	printf("target: ready\n");
	sleep(1); /* until the serial port has sent it */
	reboot(RB_AUTOBOOT);
	return 0;
}
