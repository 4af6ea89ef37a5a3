// SPDX-License-Identifier: GPL-2.0-only
/*
 * INT 13h status numbers in words.
 */
#include "bios13.h"

/**
 * struct status_text - one status
 * @status:	AH after a call with CF set
 * @text:	what it means
 */
struct status_text {
	u8 status;
	const char *text;
};

static const struct status_text texts[] = {
	{ 0x01, "bad command or parameter" },
	{ 0x02, "address mark not found" },
	{ STATUS_WRITE_PROTECTED, "write protected" },
	{ 0x04, "sector not found" },
	{ 0x05, "reset failed" },
	{ STATUS_CHANGED, "medium changed" },
	{ 0x07, "drive parameters bad" },
	{ 0x08, "DMA overrun" },
	{ 0x09, "DMA across 64 KiB" },
	{ 0x0a, "bad sector flag" },
	{ 0x0b, "bad track flag" },
	{ 0x0c, "track or medium not supported" },
	{ 0x0d, "bad number of sectors" },
	{ 0x10, "data error (ECC or CRC)" },
	{ STATUS_ECC_CORRECTED, "data corrected by ECC" },
	{ 0x20, "controller failed" },
	{ STATUS_NO_MEDIUM, "no medium" },
	{ 0x32, "drive type not in CMOS" },
	{ 0x40, "seek failed" },
	{ STATUS_TIMEOUT, "no answer in time" },
	{ STATUS_NOT_READY, "drive not ready" },
	{ 0xb0, "medium not locked" },
	{ 0xb1, "medium locked" },
	{ 0xb2, "medium not removable" },
	{ 0xb3, "medium in use" },
	{ 0xb5, "eject failed" },
	{ 0xb6, "read protected" },
	{ 0xbb, "undefined error" },
	{ 0xcc, "write fault" },
	{ 0xe0, "status register error" },
	{ STATUS_NOT_CALLED, "sense failed" },
};

/**
 * bios13_status_text() - a BIOS disk status in words
 * @status:	AH
 *
 * Return: a constant string, never NULL.
 */
const char *bios13_status_text(u8 status)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(texts); i++)
		if (texts[i].status == status)
			return texts[i].text;
	return "unknown error";
}
