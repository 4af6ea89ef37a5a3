// SPDX-License-Identifier: GPL-2.0-only
/* All services, in order. */
#include "biostest.h"
#include "crc32.h"
#include "diskboot.h"

#define FORM_BZIMAGE 0x5a42
#define BZIMAGE_REGS (DISKBOOT_ARGS - 16) /* bzimage.S: DS SS SP CS of its entry */

/* main: started by start.S with the boot drive and the form in which we were loaded */
void main(uint8_t drive, uint16_t form) __attribute__((noreturn));

extern const struct service services[], services_end[]; /* biostest.ld */
struct options options;

/* arguments: the command line; one that is damaged is none */
static const char *arguments(uint16_t form)
{
	struct diskboot_args *args = (struct diskboot_args *)DISKBOOT_ARGS;

	if (args->magic != DISKBOOT_ARGS_MAGIC || args->version != DISKBOOT_VERSION ||
	    (form != FORM_BZIMAGE &&
	     crc32_buf(args, sizeof(*args), offsetof(struct diskboot_args, crc32)) != args->crc32))
		return "";
	args->text[sizeof(args->text) - 1] = 0;
	return args->text;
}

/* How we came: a boot record's registers (loaders/mbr), or those of a kernel's 16-bit entry. */
static void say_entry(uint8_t drive, bool bzimage)
{
	const uint16_t *reg = (const uint16_t *)(bzimage ? BZIMAGE_REGS : DISKBOOT_REGS);

	if (bzimage)
		print("form=bzimage\nentry=cs %x, ds %x, ss %x, sp %x\n", (uint32_t)reg[3],
		      (uint32_t)reg[0], (uint32_t)reg[1], (uint32_t)reg[2]);
	else /* DI SI BP SP BX DX CX AX ES DS */
		print("form=disk\nentry=dx %x, ds:si %x:%x, es:di %x:%x\n", (uint32_t)reg[5],
		      (uint32_t)reg[9], (uint32_t)reg[1], (uint32_t)reg[8], (uint32_t)reg[0]);
	print("drive=%x\n", (uint32_t)drive);
}

static void say_options(const char *text)
{
	size_t i;

	print("options=%s\n", text);
	if (!options.bad.n)
		return;
	print("ignored=");
	for (i = 0; i < options.bad.n; i++)
		putch(options.bad.p[i]);
	print("\n");
}

void main(uint8_t drive, uint16_t form)
{
	const struct service *s;
	const char *text;
	uint32_t run = 0;

	crc32_init();
	text = arguments(form);
	options_parse(&options, text);
	uart_init(options.port, options.divisor);
	/* The first characters without the screen: INT 10h might be what hangs. */
	print("\nbiostest: begin\n");
	screen_on();
	say_entry(drive, form == FORM_BZIMAGE);
	say_options(text);
	steps_begin();
	print("watchdog=%s\n", watchdog_init(options.hang_s));

	for (s = services; s < services_end; s++) {
		if (!options_want(&options, s->name))
			continue;
		run++;
		steps_service((uint8_t)(s - services + 1), s->name);
		s->run();
	}
	mark_clear();
	print("services=%u of %u\nfailed=%u\n", run, (uint32_t)(services_end - services),
	      (uint32_t)steps_failed());
	end(steps_failed() ? STATUS_FAILED : STATUS_GOOD);
}
