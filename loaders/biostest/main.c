// SPDX-License-Identifier: GPL-2.0-only
/* All services, in order. */
#include "biostest.h"
#include "crc32.h"
#include "diskboot.h"

#define FORM_BZIMAGE 0x5a42

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
	print("form=%s\ndrive=%x\n", form == FORM_BZIMAGE ? "bzimage" : "disk", (uint32_t)drive);
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
