// SPDX-License-Identifier: GPL-2.0-only
/*
 * Gives the machine back to its BIOS, for a target that will call it: interrupt
 * controllers, timer, vectors, clock. What only the BIOS itself can do follows in
 * real.S. Intel 8259A and 8254 data sheets; "PC AT Technical Reference"; MC146818A.
 *
 * Nothing returns to Linux, so the 8259s are initialised anew, which a call to the
 * BIOS from Linux never does.
 */
#include "firmware.h"
#include "io.h"

#define PIC1_COMMAND 0x20
#define PIC1_DATA    0x21
#define PIC2_COMMAND 0xa0
#define PIC2_DATA    0xa1
#define ELCR	     0x4d0

#define PIT_CHANNEL_0 0x40
#define PIT_CONTROL   0x43
/* Of the status byte, as in the control word: low or high byte of the count or both, mode, BCD. */
#define PIT_ACCESS_LOW	0x10
#define PIT_ACCESS_HIGH 0x20
#define PIT_ACCESS	0x30
#define PIT_MODE	0x0f
#define PIT_RATE_HZ	1193182u
#define SPEAKER		0x61

#define CMOS_INDEX     0x70
#define CMOS_DATA      0x71
#define CMOS_NMI_OFF   0x80
#define CMOS_SHUTDOWN  0x0d /* a register that reading does not change */
#define RTC_SECONDS    0x00
#define RTC_MINUTES    0x02
#define RTC_HOURS      0x04
#define RTC_A	       0x0a
#define RTC_UPDATING   0x80
#define RTC_B	       0x0b
#define RTC_B_24_HOURS 0x02
#define RTC_B_BINARY   0x04
#define RTC_HOURS_PM   0x80
/* An update takes 2 ms. */
#define RTC_PATIENCE_US 10000u

#define UART_IER 1
#define UART_MCR 4
#define MCR_OUT2 0x08 /* connects the UART to its interrupt line */

/* 40:00: ports of COM1 to COM4; 40:6C: ticks since midnight; 40:70: midnight has passed */
#define BDA_COM	     0x400
#define BDA_TICKS    0x46c
#define BDA_MIDNIGHT 0x470

static void out_slowly(uint8_t v, uint16_t port)
{
	outb(v, port);
	io_delay(); /* an original 8259A wants some time between two writes */
}

static void restore_pics(const struct handoff_firmware *fw)
{
	out_slowly(0x11, PIC1_COMMAND); /* ICW1: edges, cascaded, ICW4 follows */
	out_slowly(0x11, PIC2_COMMAND);
	out_slowly(fw->pic_base[0], PIC1_DATA);
	out_slowly(fw->pic_base[1], PIC2_DATA);
	out_slowly(0x04, PIC1_DATA); /* ICW3: the second hangs on IRQ 2 */
	out_slowly(0x02, PIC2_DATA);
	out_slowly(0x01, PIC1_DATA); /* ICW4: 8086, EOI by the handler */
	out_slowly(0x01, PIC2_DATA);
	if (fw->elcr[0] != 0xff || fw->elcr[1] != 0xff) {
		outb(fw->elcr[0], ELCR);
		outb(fw->elcr[1], ELCR + 1);
	}
	out_slowly(fw->pic_mask[0], PIC1_DATA);
	out_slowly(fw->pic_mask[1], PIC2_DATA);
}

/* Mode and access as they were, with the longest period, as a BIOS has it on channel 0. */
static void restore_pit_channel(unsigned int channel, uint8_t status)
{
	uint16_t port = (uint16_t)(PIT_CHANNEL_0 + channel);

	if (!(status & PIT_ACCESS)) /* nobody had programmed it */
		status |= PIT_ACCESS;
	outb((uint8_t)(channel << 6 | (status & (PIT_ACCESS | PIT_MODE))), PIT_CONTROL);
	if (status & PIT_ACCESS_LOW)
		outb(0, port);
	if (status & PIT_ACCESS_HIGH)
		outb(0, port);
}

static void restore_timer(const struct handoff_firmware *fw)
{
	outb((uint8_t)((inb(SPEAKER) & 0x0c) | (fw->port61 & 0x03)), SPEAKER);
	restore_pit_channel(2, fw->pit_status[1]);
	restore_pit_channel(0, fw->pit_status[0]);
}

static uint8_t cmos(uint8_t reg)
{
	outb(reg, CMOS_INDEX);
	return inb(CMOS_DATA);
}

static unsigned int rtc_number(uint8_t v, uint8_t reg_b)
{
	return reg_b & RTC_B_BINARY ? v : (v >> 4) * 10u + (v & 15);
}

/* Seconds since midnight by the real-time clock; 86,400 or more if it makes no sense. */
static unsigned int rtc_seconds_of_day(void)
{
	uint8_t reg_b = cmos(RTC_B), hours_byte;
	unsigned int s, m, h;

	for (unsigned int us = 0; us < RTC_PATIENCE_US && (cmos(RTC_A) & RTC_UPDATING); us++)
		io_delay();
	s = rtc_number(cmos(RTC_SECONDS), reg_b);
	m = rtc_number(cmos(RTC_MINUTES), reg_b);
	hours_byte = cmos(RTC_HOURS);
	h = rtc_number(hours_byte & (uint8_t)~RTC_HOURS_PM, reg_b);
	if (!(reg_b & RTC_B_24_HOURS))
		h = h % 12 + (hours_byte & RTC_HOURS_PM ? 12 : 0);
	return s < 60 && m < 60 && h < 24 ? h * 3600 + m * 60 + s : UINT32_MAX;
}

/*
 * The BIOS counts its ticks from the clock once, when it starts; while Linux ran some
 * were lost. So count anew. Midnight, if it passed, is in the clock's date already.
 */
static void set_ticks(void)
{
	unsigned int s = rtc_seconds_of_day();

	if (s >= 86400)
		return;
	*(volatile uint32_t *)BDA_TICKS = (uint32_t)((uint64_t)s * PIT_RATE_HZ >> 16);
	*(volatile uint8_t *)BDA_MIDNIGHT = 0;
}

/* Where the index is left decides whether NMIs come: bit 7 is their switch. */
static void restore_cmos_index(const struct handoff_firmware *fw)
{
	uint8_t nmi_off = fw->cmos_index == 0xff ? 0 : fw->cmos_index & CMOS_NMI_OFF;

	outb(CMOS_SHUTDOWN | nmi_off, CMOS_INDEX);
	inb(CMOS_DATA); /* an index wants to be used */
}

static void silence_uarts(void)
{
	const volatile uint16_t *com = (const volatile uint16_t *)BDA_COM;

	for (unsigned int i = 0; i < 4; i++) {
		uint16_t port = com[i];

		if (!port)
			continue;
		outb(0, (uint16_t)(port + UART_IER));
		outb(inb((uint16_t)(port + UART_MCR)) & (uint8_t)~MCR_OUT2,
		     (uint16_t)(port + UART_MCR));
	}
}

static void restore_vectors(const struct handoff_firmware *fw)
{
	volatile uint32_t *ivt = (volatile uint32_t *)(4 * HANDOFF_FIRST_VECTOR);

	for (unsigned int i = 0; i < HANDOFF_VECTORS; i++)
		ivt[i] = fw->vectors[i];
}

unsigned int firmware_missing_vector(void)
{
	/* those that any target will need: timer, keyboard, and services */
	static const uint8_t needed[] = { 0x08, 0x09, 0x10, 0x13, 0x15, 0x16, 0x19, 0x1a };

	for (unsigned int i = 0; i < sizeof(needed); i++)
		if (!*(const volatile uint32_t *)(4u * needed[i]))
			return needed[i];
	return 0;
}

void firmware_restore(const struct handoff_firmware *fw)
{
	uint8_t *to = (uint8_t *)(uintptr_t)fw->partition_at;

	silence_uarts();
	restore_pics(fw);
	restore_timer(fw);
	restore_vectors(fw);
	set_ticks();
	restore_cmos_index(fw);
	for (unsigned int i = 0; to && i < sizeof(fw->partition); i++)
		to[i] = fw->partition[i];
}
