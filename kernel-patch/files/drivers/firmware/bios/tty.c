// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keys from INT 16h for the foreground virtual terminal. The firmware's keyboard
 * code stays in charge, so a USB keyboard works wherever it works in the BIOS.
 */
#include <linux/io.h>
#include <linux/kbd_kern.h>
#include <linux/mm.h>
#include <linux/tty.h>
#include <linux/tty_flip.h>
#include <linux/vt_kern.h>
#include <linux/console_struct.h>
#include <asm/i8259.h>
#include "bios.h"
#include "keymap.h"

#define INT_KEYBOARD	  0x16
#define KBD_READ	  0x0000 /* AH=00h; +10h for the enhanced keyboard */
#define KBD_CHECK	  0x0100 /* AH=01h: ZF if there is no key */
#define KBD_ENHANCED	  0x1000
#define BDA_KEY_HEAD	  0x41a /* the buffer's first key; then its end: the same if empty */
#define BDA_KEYBOARD_MODE 0x496
#define BDA_KEYBOARD_101  0x10 /* a keyboard, and so a BIOS, with AH=10h-12h */
#define KEYS_PER_TRIP	  8

static u32 kbd_functions(void)
{
	u8 mode = *(u8 *)__va(BDA_KEYBOARD_MODE);

	return mode & BDA_KEYBOARD_101 ? KBD_ENHANCED : 0;
}

/**
 * bios_keys_wait() - does it look as if there were keys? Costs no trip
 *
 * A byte of the keyboard is a request to the 8259 until a trip lets the firmware have
 * it; what the firmware has taken is in its buffer. Not every BIOS has all its keys
 * there, so it wants to be asked now and then all the same.
 *
 * Return: true if so.
 */
bool bios_keys_wait(void)
{
	const u16 *head = __va(BDA_KEY_HEAD), *tail = head + 1;
	unsigned long flags;
	u8 requests;

	raw_spin_lock_irqsave(&i8259A_lock, flags);
	outb(OCW3_READ_IRR, PIC_MASTER_CMD);
	requests = inb(PIC_MASTER_CMD);
	raw_spin_unlock_irqrestore(&i8259A_lock, flags);
	return requests & BIT(IRQ_KEYBOARD) || READ_ONCE(*head) != READ_ONCE(*tail);
}

/**
 * bios_keys_prepare() - make a batch of "is there a key? then read it"
 *
 * Return: how many calls were prepared. The batch ends where keys do.
 */
unsigned int bios_keys_prepare(void)
{
	u32 functions = kbd_functions();
	unsigned int i;

	for (i = 0; i < 2 * KEYS_PER_TRIP; i += 2) {
		bios_int(i, INT_KEYBOARD, functions | KBD_CHECK)->flags |= BIOS_CALL_STOP_ZF;
		bios_int(i + 1, INT_KEYBOARD, functions | KBD_READ);
	}
	return i;
}

static void send_key(u16 ax)
{
	struct vc_data *vc = vc_cons[fg_console].d;
	unsigned int console = bios_key_console(ax);
	char bytes[BIOS_KEY_BYTES];
	unsigned int n;

	if (console) {
		if (vc_cons_allocated(console - 1))
			set_console((int)console - 1);
		return;
	}
	n = bios_key_bytes(ax, bytes);
	if (!vc || !n)
		return;
	tty_insert_flip_string(&vc->port, bytes, n);
	tty_flip_buffer_push(&vc->port);
}

/**
 * bios_keys_take() - send on the keys that a trip brought
 * @ndone:	calls of the batch that were made
 *
 * Return: true if there was one.
 */
bool bios_keys_take(unsigned int ndone)
{
	const struct bios_call *calls = bios_calls();
	unsigned int i;

	for (i = 1; i < ndone; i += 2)
		send_key((u16)calls[i].eax);
	return ndone > 1;
}
