/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * /dev/bios: real-mode firmware calls from user space (and, with the same
 * struct bios_call, from drivers). Usable by the kernel and by user space.
 *
 * A batch is an array of calls run in ONE switch to real mode. Buffers that the
 * firmware shall read or write lie in a low-memory window: BIOS_IOC_INFO says at
 * which segment, BIOS_IOC_CALL copies one data buffer into it before the first
 * call and out of it after the last.
 *
 *	struct bios_info info;
 *	struct bios_call call = { .eax = 0xe820, .edx = 0x534d4150, .ecx = 24,
 *				  .vector = 0x15, .flags = BIOS_CALL_INT };
 *	struct bios_batch batch = { .calls = (uintptr_t)&call, .ncalls = 1,
 *				    .data = (uintptr_t)entry, .out_bytes = 24 };
 *	ioctl(fd, BIOS_IOC_INFO, &info);
 *	call.es = info.window_seg;		(edi = 0: start of the window)
 *	ioctl(fd, BIOS_IOC_CALL, &batch);	(call.eax, call.eflags, entry hold the answer)
 */
#ifndef BOOTSHELL_BIOSCALL_H
#define BOOTSHELL_BIOSCALL_H

/* struct bios_call.flags */
#define BIOS_CALL_INT	  0x0001 /* software interrupt @vector */
#define BIOS_CALL_FAR	  0x0002 /* far call of @seg:@vector, @args pushed first */
#define BIOS_CALL_STOP_CF 0x0100 /* end the batch after this call if it returns CF */
#define BIOS_CALL_STOP_ZF 0x0200 /* end the batch after this call if it returns ZF */

/* struct bios_call.eflags, as returned */
#define BIOS_CF 0x0001
#define BIOS_ZF 0x0040

#define BIOS_CALL_ARGS 6  /* words on the stack of a far call */
#define BIOS_BATCH_MAX 64 /* calls in one switch */

#ifndef __ASSEMBLY__
#ifdef __KERNEL__
#include <linux/types.h>
#include <linux/ioctl.h>
#else
#include <stdint.h>
#include <sys/ioctl.h>
#endif

/**
 * struct bios_call - one firmware call: registers in, registers out
 * @eax:	general registers, replaced by what the firmware returned
 * @eflags:	in: ignored (an INT enters with IF and TF clear, a far call with
 *		IF set); out: as returned
 * @ds:		segment registers, replaced likewise (real-mode paragraphs)
 * @vector:	%BIOS_CALL_INT: interrupt number 0-255; %BIOS_CALL_FAR: offset
 * @seg:	%BIOS_CALL_FAR: segment
 * @flags:	%BIOS_CALL_INT or %BIOS_CALL_FAR, | %BIOS_CALL_STOP_CF, _ZF
 * @done:	out: 1 if the call was made, 0 if the batch ended before it
 * @args:	%BIOS_CALL_FAR: words pushed in order of index, so that args[nargs-1]
 *		is nearest to the return address; the caller drops them (PXE API)
 * @nargs:	how many of @args to push, 0..%BIOS_CALL_ARGS
 */
struct bios_call {
	uint32_t eax, ebx, ecx, edx, esi, edi, ebp;
	uint32_t eflags;
	uint16_t ds, es, fs, gs;
	uint16_t vector;
	uint16_t seg;
	uint16_t flags;
	uint16_t done;
	uint16_t args[BIOS_CALL_ARGS];
	uint16_t nargs;
	uint16_t reserved;
};

/**
 * struct bios_batch - the argument of %BIOS_IOC_CALL
 * @calls:	user address of struct bios_call[@ncalls], updated in place
 * @data:	user address of the data buffer
 * @ncalls:	1..%BIOS_BATCH_MAX
 * @in_bytes:	bytes of @data copied to the start of the window before the calls;
 *		the window is zero behind them
 * @out_bytes:	bytes copied from the start of the window to @data afterwards
 * @ndone:	out: calls made
 * @trip_us:	out: microseconds that the switch took
 * @reserved:	0
 */
struct bios_batch {
	uint64_t calls;
	uint64_t data;
	uint32_t ncalls;
	uint32_t in_bytes;
	uint32_t out_bytes;
	uint32_t ndone;
	uint32_t trip_us;
	uint32_t reserved;
};

/**
 * struct bios_info - the answer of %BIOS_IOC_INFO
 * @trips:	switches to real mode since boot
 * @calls:	firmware calls made in them
 * @trip_us:	microseconds spent in them
 * @irq0:	timer interrupts that reached the firmware during them
 * @fed:	timer ticks that Linux gave the firmware by INT 08h
 * @longest_us:	the longest switch, in microseconds
 * @a20_fixed:	times the firmware returned with A20 off
 * @window_seg:	real-mode segment of the window; the window starts at offset 0
 * @window_bytes: its size
 * @low_phys:	physical address of thunk, call blocks, window and firmware stack
 * @low_bytes:	size of that area
 * @bounce_phys: physical address of the block driver's bounce area
 * @bounce_bytes: size of that area
 */
struct bios_info {
	uint64_t trips;
	uint64_t calls;
	uint64_t trip_us;
	uint64_t irq0;
	uint64_t fed;
	uint32_t longest_us;
	uint32_t a20_fixed;
	uint32_t window_seg;
	uint32_t window_bytes;
	uint32_t low_phys;
	uint32_t low_bytes;
	uint32_t bounce_phys;
	uint32_t bounce_bytes;
};

/*
 * BIOS_IOC_CALL errors: EPERM without CAP_SYS_RAWIO (at open), EINVAL for a
 * count, size or flag out of range, EFAULT for a bad user address, ENOMEM.
 * A firmware error is no error here: look at eflags and eax of the calls.
 */
#define BIOS_IOC_CALL _IOWR('B', 0x13, struct bios_batch)
#define BIOS_IOC_INFO _IOR('B', 0x14, struct bios_info)

/* pread() of /dev/bios reads physical memory below this; there is no write. */
#define BIOS_READ_LIMIT 0x100000

#endif /* __ASSEMBLY__ */
#endif /* BOOTSHELL_BIOSCALL_H */
