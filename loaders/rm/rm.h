/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The 16-bit C runtime of all loaders: what real mode needs that C has not.
 *
 * Code, data and stack lie in the first 64 KiB, CS = DS = ES = SS = 0, so that a
 * pointer is a physical address below 10000h. Everything above is reached by
 * segment (far_byte) or by physical address (move_phys). Compiled with gcc -m16:
 * calls push 32 bits, up to three arguments are in EAX, EDX, ECX.
 *
 * Nothing here touches an interrupt controller, a timer or the RTC, and interrupts
 * stay on but for the moment of a move: the firmware must not notice us.
 */
#ifndef RM_H
#define RM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- the firmware (bios_call.S) */

union rm_reg {
	uint32_t e;
	uint16_t x;
	struct {
		uint8_t l, h;
	};
};

#define RM_CARRY 0x0001u
#define RM_ZERO	 0x0040u

/** struct bios_regs - the registers of a call; the order is that of bios_call.S */
struct bios_regs {
	uint16_t gs, fs, es, ds;
	union rm_reg di, si, bp, sp, bx, dx, cx, ax; /* sp is ignored */
	uint32_t flags;
};

/** bios_regs_init() - all zero, interrupts on, carry set: a BIOS that ignores a function fails it */
void bios_regs_init(struct bios_regs *regs);

/**
 * bios_call() - INT @vector with all registers from @in; what came back goes to @out
 *
 * @in and @out may be the same; @out may be NULL. Survives services that change
 * any register or segment, DF, IF, or the high half of ESP.
 */
void bios_call(uint8_t vector, const struct bios_regs *in, struct bios_regs *out);

/* ---- ports and far memory */

static inline void outb(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint8_t inb(uint16_t port)
{
	uint8_t value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

/* About a microsecond, on any bus: port 80h is nobody's but a diagnostic card's. */
static inline void io_delay(void)
{
	outb(0x80, 0);
}

static inline void set_fs(uint16_t seg)
{
	__asm__ volatile("movw %0, %%fs" : : "r"(seg));
}

/** far_byte() - the byte at FS:@off; set_fs() comes first */
static inline uint8_t far_byte(uint32_t off)
{
	uint8_t value;

	__asm__ volatile("movb %%fs:(%1), %0" : "=q"(value) : "r"(off));
	return value;
}

static inline void set_far_byte(uint32_t off, uint8_t value)
{
	__asm__ volatile("movb %0, %%fs:(%1)" : : "q"(value), "r"(off) : "memory");
}

/** bda_word() - a word of the BIOS data area, 40:@off */
uint16_t bda_word(uint16_t off);

/* ---- a serial port (uart.c) */

/** uart_init() - as console_init(); an empty port is as none */
void uart_init(uint16_t port, uint16_t divisor);

/** uart_putch() - send a character, with a bound on the wait; nothing without a port */
void uart_putch(char c);

/** uart_ready(), uart_getch() - is a character there? Take it, 0 if none is there; never waits */
bool uart_ready(void);
char uart_getch(void);

/* ---- console (console.c) */

/**
 * console_init() - choose the serial port
 * @port:	I/O address, 0: the BIOS's first, 0xffff: none
 * @divisor:	115200 / baud
 */
void console_init(uint16_t port, uint16_t divisor);

/** putch() - a character to screen and serial port; '\n' moves to a new line's start */
void putch(char c);

/** print() - printf with %s %c %u %x, all of 32 bits, no widths */
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** getch() - a key of keyboard or serial port, 0 if none is waiting; never waits */
char getch(void);

/** key_held() - has someone pressed Shift, Ctrl, Alt, or any key? Consumes nothing */
bool key_held(void);

/** ticks() - the BIOS's count of 55 ms ticks (40:6C); wraps at midnight */
uint32_t ticks(void);

/* ---- the end (fail.c) */

/**
 * fail() - say why, then INT 18h: the firmware goes on with its next boot device
 *
 * The line reads "bootshell: " and the text. docs/loaders.md lists all.
 */
void fail(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* NULL, or what fail() calls after the line; it need not return. Then comes INT 18h. */
extern void (*fail_hook)(void);

/* ---- memory (memory.c, a20.c, move.c) */

/** base_memory_kb() - conventional memory that the firmware leaves us, in KiB (INT 12h) */
uint16_t base_memory_kb(void);

/**
 * memory_top() - where to put something high
 * @bytes:	its size
 * @floor_phys:	lowest address it may have
 * @ceiling_phys: the highest byte that it may use
 *
 * Returns the highest 4 KiB boundary from which @bytes fit into RAM, 0 if there is none.
 */
uint32_t memory_top(uint32_t bytes, uint32_t floor_phys, uint32_t ceiling_phys);

/** a20_is_on() - does a change of a low byte leave the one 1 MiB higher alone? Asks up to @tries times */
bool a20_is_on(uint32_t tries);

/** kbc_idle() - wait until the keyboard controller takes a byte; false if it never does, or is not there */
bool kbc_idle(void);

/** a20_enable() - true if address line 20 is on, after trying every usual way */
bool a20_enable(void);

/**
 * move_phys() - copy between any physical addresses below 4 GiB
 * @bytes:	up to 64 KiB, a multiple of 4 is moved (rounded up)
 *
 * Returns false if neither way of move_init() works for @to.
 */
bool move_phys(uint32_t to, uint32_t from, uint32_t bytes);

/** move_init() - find a way to move data above 1 MiB; says "protected mode", "INT 15h", or NULL */
const char *move_init(void);

/** move_limit() - the highest physical address that the chosen way reaches */
uint32_t move_limit(void);

/* ---- disks (disk.c) */

/**
 * struct disk - a drive to read from, in units of 512 bytes
 * @drive:	BIOS number
 * @shift:	its sectors have 512 << @shift bytes
 * @edd:	by packets (AH=42h); else by cylinder, head, sector
 * @track:	sectors a track
 * @heads:	of the geometry that the BIOS translates by
 * @status:	of the last call that failed (INT 13h AH on return)
 */
struct disk {
	uint8_t drive;
	uint8_t shift;
	bool edd;
	uint16_t track;
	uint16_t heads;
	uint8_t status;
};

/**
 * disk_open() - learn how to read a drive
 * @boot_record: the boot record it was started from: a floppy's geometry is in there
 *
 * Returns false if the drive has neither EDD nor a usable geometry.
 */
bool disk_open(struct disk *disk, uint8_t drive, uint8_t shift, const uint8_t *boot_record);

/** disk_chunk() - how many 512-byte sectors to read at @lba, at most 127, to end on a track's end */
uint16_t disk_chunk(const struct disk *disk, uint64_t lba);

/**
 * disk_read() - read @count 512-byte sectors to @seg:0000, with retries
 *
 * The buffer must not cross a 64 KiB boundary (ISA DMA). Returns the number read;
 * if less than @count, disk->status says why.
 */
uint16_t disk_read(struct disk *disk, uint64_t lba, uint16_t count, uint16_t seg);

#endif
