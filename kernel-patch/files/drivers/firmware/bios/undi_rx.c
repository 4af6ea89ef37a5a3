// SPDX-License-Identifier: GPL-2.0-only
/* Ethernet frames from what a trip has brought: whole ones, ones in parts, and rubbish. */
#ifdef __KERNEL__
#include <linux/string.h>
#else
#include <string.h>
#endif
#include "undi_rx.h"

#define HEADER_BYTES 14 /* Ethernet's: less is no frame */

/* Give up the frame that is under way. */
static void drop_part(struct undi_rx *rx)
{
	if (rx->want)
		rx->dropped++;
	rx->want = 0;
	rx->have = 0;
}

/* One part more. Return: the frame is whole now. */
static int add_part(struct undi_rx *rx, const struct pxe_undi_isr *isr, const void *data)
{
	if (rx->want && (isr->frame_bytes != rx->want || isr->bytes > rx->want - rx->have))
		drop_part(rx);
	rx->want = isr->frame_bytes;
	memcpy(rx->frame + rx->have, data, isr->bytes);
	rx->have += isr->bytes;
	return rx->have == rx->want;
}

/**
 * undi_rx_take() - go through a ring of received data
 * @rx:		zeros at first; a frame may have begun in the trip before
 * @ring:	records: struct pxe_undi_isr, its data, up to a multiple of 4 bytes
 * @bytes:	of @ring
 * @give:	gets each whole frame
 * @context:	for @give
 *
 * ROMs are known to answer with lengths of 0 and with parts longer than their frame.
 *
 * Return: how many frames were given.
 */
unsigned int undi_rx_take(struct undi_rx *rx, const void *ring, unsigned int bytes, undi_give *give,
			  void *context)
{
	const uint8_t *p = ring;
	unsigned int given = 0;
	struct pxe_undi_isr isr;

	while (bytes >= sizeof(isr)) {
		memcpy(&isr, p, sizeof(isr));
		p += sizeof(isr);
		bytes -= (unsigned int)sizeof(isr);
		if (isr.bytes > bytes)
			break;
		if (isr.bytes && isr.bytes == isr.frame_bytes && isr.bytes >= HEADER_BYTES &&
		    isr.bytes <= UNDI_RX_MAX) {
			drop_part(rx);
			give(context, p, isr.bytes);
			given++;
		} else if (!isr.bytes || isr.bytes > isr.frame_bytes ||
			   isr.frame_bytes < HEADER_BYTES || isr.frame_bytes > UNDI_RX_MAX) {
			drop_part(rx);
			rx->dropped++;
		} else if (add_part(rx, &isr, p)) {
			give(context, rx->frame, rx->have);
			given++;
			rx->want = 0;
			rx->have = 0;
		}
		isr.bytes = (uint16_t)((isr.bytes + 3u) & ~3u);
		if (isr.bytes > bytes)
			break;
		p += isr.bytes;
		bytes -= isr.bytes;
	}
	return given;
}
