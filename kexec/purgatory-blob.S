/* SPDX-License-Identifier: GPL-2.0-only */
/* The purgatory, as bytes of the loader. PURGATORY_BIN comes from the build. */
	.section .rodata.purgatory, "a"
	.balign	16
	.globl	purgatory_blob, purgatory_blob_end
purgatory_blob:
	.incbin PURGATORY_BIN
purgatory_blob_end:
	.section .note.GNU-stack, "", %progbits
