// SPDX-License-Identifier: GPL-2.0-only
/* Finds the SMBIOS table in memory. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "kexec.h"
#include "smbios.h"

#define BIOS_AREA	0xf0000
#define BIOS_AREA_BYTES 0x10000

/* Not by read(): that reaches no memory above the kernel's own. */
static bool copy_phys(int fd, uint64_t addr, void *to, size_t n)
{
	size_t into = addr % PAGE_BYTES;
	uint8_t *p = mmap(NULL, into + n, PROT_READ, MAP_SHARED, fd, (off_t)(addr - into));

	if (p == MAP_FAILED)
		return false;
	memcpy(to, p + into, n);
	munmap(p, into + n);
	return true;
}

int os_smbios(struct arena *arena, struct blob *out)
{
	int fd = open("/dev/mem", O_RDONLY | O_CLOEXEC);
	uint8_t *area = arena_alloc(arena, BIOS_AREA_BYTES), *p = NULL;
	struct firmware_tables t = { .rsdp = { .bytes = 0 } };
	uint32_t bytes = 0;
	uint64_t addr;

	*out = (struct blob){ NULL, 0 };
	if (fd < 0)
		return -errno;
	if (area && copy_phys(fd, BIOS_AREA, area, BIOS_AREA_BYTES))
		firmware_tables_find(&t, (struct blob){ area, BIOS_AREA_BYTES }, BIOS_AREA);
	if (smbios_table(&t, &addr, &bytes))
		p = arena_alloc(arena, bytes);
	if (p && copy_phys(fd, addr, p, bytes))
		*out = (struct blob){ p, bytes };
	close(fd);
	return 0;
}
