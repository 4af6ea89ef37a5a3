/* SPDX-License-Identifier: GPL-2.0-only */
/* What a fuzzer tells the mutation run (mutate.c), if it is linked with that. */
#ifndef FUZZ_MUTATE_H
#define FUZZ_MUTATE_H

#include <stddef.h>
#include <stdint.h>

/* One input of a fuzzer: libFuzzer's interface. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/** fuzz_accepted - how many inputs were good; weak, as libFuzzer's main program has none */
extern unsigned int fuzz_accepted __attribute__((weak));

static inline void count_accepted(void)
{
	if (&fuzz_accepted)
		fuzz_accepted++;
}

#endif
