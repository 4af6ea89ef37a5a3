// SPDX-License-Identifier: GPL-2.0-only
/* The prompt at which a user who pressed a key edits the command line. */
#include "linux.h"
#include "string.h"

#define BACKSPACE  8
#define DELETE	   127
#define CTRL_U	   21
#define COLUMNS	   80u
#define PROMPT	   "args> "
#define WAIT_TICKS (30 * 182 / 10) /* 30 s; a stray byte on the serial line must not stop a boot */
#define WAIT_POLLS 20000000u	   /* for machines whose tick has died */

static void show(const char *text)
{
	print("\n%s%s", PROMPT, text);
}

/* wait_key: the next key, or 0 after half a minute without one */
static char wait_key(void)
{
	uint32_t start = ticks(), polls = WAIT_POLLS;
	char c = getch();

	while (!c && polls--) {
		/* Over midnight the count falls back to 0: that only prolongs the wait. */
		if (ticks() - start > WAIT_TICKS && ticks() > start)
			return 0;
		io_delay();
		c = getch();
	}
	return c;
}

static uint32_t rub_out(char *text, uint32_t length)
{
	if (!length)
		return 0;
	text[--length] = 0;
	/* A teletype does not go back to the line above. */
	if ((length + 1 + sizeof(PROMPT) - 1) % COLUMNS == 0)
		show(text);
	else
		print("\b \b");
	return length;
}

void edit_line(char *text, uint32_t size)
{
	uint32_t length = strlen(text);
	char c;

	/* The key that brought us here means nothing. */
	while (getch())
		continue;
	print("Edit the command line: Backspace, Ctrl-U clears, Enter starts (so do 30 s without a key)");
	show(text);
	while ((c = wait_key()) != 0 && c != '\r' && c != '\n') {
		if (c == BACKSPACE || c == DELETE) {
			length = rub_out(text, length);
		} else if (c == CTRL_U) {
			length = 0;
			text[0] = 0;
			show(text);
		} else if (c >= ' ' && c <= '~' && length < size - 1) {
			text[length++] = c;
			text[length] = 0;
			putch(c);
		}
	}
	print("\n");
}
