// SPDX-License-Identifier: GPL-2.0-only
/* The words that a multiboot loader was given: Multiboot Specification 0.6.96, section 3.3. */
#include "elf.h"
#include "std/multiboot.h"
#include "string.h"

/*
 * GRUB from 2 on passes the words alone, "GRUB 2.06"; every other loader, and its own version
 * "GNU GRUB 0.97", puts the file's name before them.
 */
static bool name_comes_first(void)
{
	const char *p = loader_name;

	return memcmp(p, "GRUB ", 5) != 0 || p[5] == '0';
}

void add_loader_text(char *text, uint32_t size)
{
	const char *words = loader_text;
	uint32_t length = strlen(text);

	if (loader_magic != MB_BOOT_MAGIC)
		return;
	if (name_comes_first())
		while (*words && *words != ' ')
			words++;
	while (*words == ' ')
		words++;
	if (!*words)
		return;
	if (length + 1 + strlen(words) >= size)
		fail("command line: more than %u characters", size - 1);
	text[length] = ' ';
	memcpy(text + length + 1, words, strlen(words) + 1);
}
