/* SPDX-License-Identifier: GPL-2.0-only */
/* The routine that takes the firmware's state, as bytes. FWSTATE_BIN comes from the build. */
	.section .rodata.fwstate, "a"
	.globl	fwstate_blob
fwstate_blob:
	.incbin FWSTATE_BIN
	.org	fwstate_blob + 512	/* as fwstate.c says; fails if it is longer */
	.section .note.GNU-stack, "", %progbits
