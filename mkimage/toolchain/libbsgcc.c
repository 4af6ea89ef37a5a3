// SPDX-License-Identifier: GPL-2.0-only
/*
 * libbsgcc: the compiler's run-time helpers that a 486 program may call.
 *
 * It stands in for Debian's 32-bit libgcc, which is built for later processors
 * (cmov, SSE, endbr). GCC open-codes 64-bit shifts, products and comparisons on
 * i386; what remains are divisions and conversions to unsigned 64 bit. Names
 * and semantics: "GCC Internals", 4.1 and 4.2 (the GCC low-level run-time library).
 */
#include <stdint.h>

uint64_t __udivmoddi4(uint64_t num, uint64_t den, uint64_t *rem);
uint64_t __udivdi3(uint64_t num, uint64_t den);
uint64_t __umoddi3(uint64_t num, uint64_t den);
int64_t __divdi3(int64_t num, int64_t den);
int64_t __moddi3(int64_t num, int64_t den);
int64_t __divmoddi4(int64_t num, int64_t den, int64_t *rem);
uint64_t __fixunsxfdi(long double x);
uint64_t __fixunsdfdi(double x);
uint64_t __fixunssfdi(float x);
int __popcountsi2(uint32_t x);
int __popcountdi2(uint64_t x);

/* The processor's 64 by 32 bit division; needs (num >> 32) < den, or it traps. */
static uint32_t divl(uint64_t num, uint32_t den, uint32_t *rem)
{
	uint32_t quot;

	__asm__("divl %4"
		: "=a"(quot), "=d"(*rem)
		: "0"((uint32_t)num), "1"((uint32_t)(num >> 32)), "rm"(den)
		: "cc");
	return quot;
}

/* Schoolbook division in base 2^32 by one digit; den = 0 raises SIGFPE. */
static uint64_t divide_by_word(uint64_t num, uint32_t den, uint64_t *rem)
{
	uint32_t high, low, r;

	high = divl(num >> 32, den, &r);
	low = divl((uint64_t)r << 32 | (uint32_t)num, den, &r);
	*rem = r;
	return (uint64_t)high << 32 | low;
}

/*
 * Division by two digits: the quotient has one. Divide half of num by den's
 * leading 32 bits: after scaling back, that estimate is never too small, and at
 * most one too large. Take one off and add it again if the remainder allows it.
 */
static uint64_t divide_by_pair(uint64_t num, uint64_t den, uint64_t *rem)
{
	int shift = __builtin_clz((uint32_t)(den >> 32));
	uint32_t lead = (uint32_t)((den << shift) >> 32);
	uint32_t unused;
	uint64_t quot = ((uint64_t)divl(num >> 1, lead, &unused) << shift) >> 31;

	if (quot)
		quot--;
	num -= quot * den;
	if (num >= den) {
		num -= den;
		quot++;
	}
	*rem = num;
	return quot;
}

uint64_t __udivmoddi4(uint64_t num, uint64_t den, uint64_t *rem)
{
	uint64_t r, quot;

	if (den >> 32)
		quot = divide_by_pair(num, den, &r);
	else
		quot = divide_by_word(num, (uint32_t)den, &r);
	if (rem)
		*rem = r;
	return quot;
}

uint64_t __udivdi3(uint64_t num, uint64_t den)
{
	return __udivmoddi4(num, den, 0);
}

uint64_t __umoddi3(uint64_t num, uint64_t den)
{
	uint64_t rem;

	__udivmoddi4(num, den, &rem);
	return rem;
}

static uint64_t magnitude(int64_t x)
{
	return x < 0 ? -(uint64_t)x : (uint64_t)x;
}

/* C truncates towards zero: the remainder has the sign of num. */
int64_t __divmoddi4(int64_t num, int64_t den, int64_t *rem)
{
	uint64_t r, quot = __udivmoddi4(magnitude(num), magnitude(den), &r);

	*rem = (int64_t)(num < 0 ? -r : r);
	return (int64_t)((num < 0) != (den < 0) ? -quot : quot);
}

int64_t __divdi3(int64_t num, int64_t den)
{
	int64_t rem;

	return __divmoddi4(num, den, &rem);
}

int64_t __moddi3(int64_t num, int64_t den)
{
	int64_t rem;

	__divmoddi4(num, den, &rem);
	return rem;
}

/* The 387 converts to signed 64 bit only: move the upper half down first. */
uint64_t __fixunsxfdi(long double x)
{
	const long double two_63 = 9223372036854775808.0L;

	if (x < two_63)
		return (uint64_t)(int64_t)x;
	return (uint64_t)(int64_t)(x - two_63) ^ (uint64_t)1 << 63;
}

uint64_t __fixunsdfdi(double x)
{
	return __fixunsxfdi(x);
}

uint64_t __fixunssfdi(float x)
{
	return __fixunsxfdi(x);
}

int __popcountsi2(uint32_t x)
{
	int n = 0;

	for (; x; x &= x - 1)
		n++;
	return n;
}

int __popcountdi2(uint64_t x)
{
	return __popcountsi2((uint32_t)x) + __popcountsi2((uint32_t)(x >> 32));
}
