// SPDX-License-Identifier: GPL-2.0-only
/*
 * Run under bootshell: firmware calls through /dev/bios (include/bioscall.h), as key=value
 * lines for tests/qemu/test_bios.py. With "poke ADDRESS BYTE": changes memory below 64 KiB.
 * With "pxe SEGMENT OFFSET SERVICE": calls a PXE ROM's service with a block of zeros.
 * With "vbe": what the video BIOS says of itself and its mode. With "mapped FILE": data that are a
 * file's pages, which may have to be read from a disk of the BIOS's first.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include "bioscall.h"

static int fd;
static struct bios_info info;

static int run(struct bios_call *calls, uint32_t n, void *data, uint32_t in, uint32_t out,
	       uint32_t *done)
{
	struct bios_batch batch = {
		.calls = (uintptr_t)calls,
		.data = (uintptr_t)data,
		.ncalls = n,
		.in_bytes = in,
		.out_bytes = out,
	};
	int err = ioctl(fd, (int)BIOS_IOC_CALL, &batch) < 0 ? errno : 0;

	*done = batch.ndone;
	return err;
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* INT 12h, base memory in KiB: 1,000 times one by one, and 64 in one switch. */
static void base_memory(void)
{
	struct bios_call calls[BIOS_BATCH_MAX];
	uint32_t done, wrong = 0;
	double begin = seconds();

	for (int i = 0; i < 1000; i++) {
		calls[0] = (struct bios_call){ .vector = 0x12, .flags = BIOS_CALL_INT };
		wrong += run(calls, 1, NULL, 0, 0, &done) || done != 1 || calls[0].done != 1;
	}
	printf("int12_kb=%u\nint12_wrong=%u\nint12_us=%.1f\n", calls[0].eax & 0xffff, wrong,
	       (seconds() - begin) * 1e3);
	for (int i = 0; i < BIOS_BATCH_MAX; i++)
		calls[i] = (struct bios_call){ .vector = 0x12, .flags = BIOS_CALL_INT };
	begin = seconds();
	printf("batch_error=%d\n", run(calls, BIOS_BATCH_MAX, NULL, 0, 0, &done));
	printf("batch_done=%u\nbatch_us=%.1f\nbatch_last_kb=%u\n", done,
	       (seconds() - begin) * 1e6 / BIOS_BATCH_MAX, calls[BIOS_BATCH_MAX - 1].eax & 0xffff);
}

/* All registers in and out: INT 15h AX=E820h into the window; the second call fails. */
static void stop_at_carry(void)
{
	struct bios_call calls[3];
	uint32_t done;
	uint8_t entry[24] = { 0 };

	for (int i = 0; i < 3; i++)
		calls[i] = (struct bios_call){
			.eax = i == 1 ? 0xe8ff : 0xe820,
			.ecx = 20,
			.edx = 0x534d4150,
			.es = (uint16_t)info.window_seg,
			.vector = 0x15,
			.flags = BIOS_CALL_INT | BIOS_CALL_STOP_CF,
		};
	printf("stop_error=%d\n", run(calls, 3, entry, sizeof(entry), sizeof(entry), &done));
	printf("stop_done=%u\nstop_eax=%#x\nstop_flags=%u,%u,%u\n", done, calls[0].eax,
	       calls[0].eflags & BIOS_CF, calls[1].eflags & BIOS_CF, calls[2].done);
	printf("stop_type=%u\n", entry[16]);
}

/* What must be refused, with which errno. */
static void refusals(void)
{
	struct bios_call call = { .vector = 0x12, .flags = BIOS_CALL_INT };
	uint32_t done;

	printf("no_calls=%d\n", run(&call, 0, NULL, 0, 0, &done));
	printf("many_calls=%d\n", run(&call, BIOS_BATCH_MAX + 1, NULL, 0, 0, &done));
	printf("big_data=%d\n", run(&call, 1, &call, info.window_bytes + 1, 0, &done));
	printf("bad_address=%d\n", run((void *)16, 1, NULL, 0, 0, &done));
	call.flags = 0;
	printf("no_kind=%d\n", run(&call, 1, NULL, 0, 0, &done));
	call.flags = BIOS_CALL_INT;
	call.vector = 256;
	printf("bad_vector=%d\n", run(&call, 1, NULL, 0, 0, &done));
}

/* The interrupt vector table as the firmware set it: INT 10h points into a ROM. */
static void read_low_memory(void)
{
	uint16_t vector[2] = { 0, 0 };

	printf("read=%zd\n", pread(fd, vector, sizeof(vector), 4 * 0x10));
	printf("int10_segment=%#x\n", vector[1]);
	printf("read_past_end=%zd\n", pread(fd, vector, sizeof(vector), BIOS_READ_LIMIT));
}

/* Two instructions in the window do it: STOSB; LRET. */
static int poke(const char *address, const char *byte)
{
	static const uint8_t code[] = { 0xaa, 0xcb };
	struct bios_call call = {
		.eax = (uint32_t)strtoul(byte, NULL, 0),
		.edi = (uint32_t)strtoul(address, NULL, 0),
		.seg = (uint16_t)info.window_seg,
		.flags = BIOS_CALL_FAR,
	};
	uint32_t done;

	return run(&call, 1, (void *)(uintptr_t)code, sizeof(code), 0, &done) || done != 1;
}

/* Parameters: service, offset and segment of the block, which is the window. */
static int pxe(const char *segment, const char *offset, const char *service)
{
	uint16_t number = (uint16_t)strtoul(service, NULL, 16), status = 0;
	struct bios_call call = {
		.ebx = number,
		.es = (uint16_t)info.window_seg,
		.vector = (uint16_t)strtoul(offset, NULL, 16),
		.seg = (uint16_t)strtoul(segment, NULL, 16),
		.flags = BIOS_CALL_FAR,
		.args = { (uint16_t)info.window_seg, 0, number },
		.nargs = 3,
	};
	uint32_t done;

	if (run(&call, 1, &status, 0, sizeof(status), &done) || done != 1)
		return 1;
	printf("ax=%#x\nstatus=%#x\n", call.eax & 0xffff, status);
	return 0;
}

static void print_bytes(const char *key, const uint8_t *p, size_t n)
{
	printf("%s=", key);
	for (size_t i = 0; i < n; i++)
		printf("%02x", p[i]);
	printf("\n");
}

/* INT 10h AX=4F00h, 4F03h and 4F01h; the last with the second's answer. */
static int vbe(void)
{
	uint8_t control[512] = "VBE2", mode[256] = { 0 };
	struct bios_call call = { .eax = 0x4f00, .vector = 0x10, .flags = BIOS_CALL_INT };
	uint32_t done;

	call.es = (uint16_t)info.window_seg;
	if (run(&call, 1, control, sizeof(control), sizeof(control), &done))
		return 1;
	printf("control_ax=%#x\nwindow=%#x\n", call.eax & 0xffff, info.window_seg);
	print_bytes("control", control, sizeof(control));
	call = (struct bios_call){ .eax = 0x4f03, .vector = 0x10, .flags = BIOS_CALL_INT };
	if (run(&call, 1, NULL, 0, 0, &done))
		return 1;
	printf("mode_ax=%#x\nmode=%#x\n", call.eax & 0xffff, call.ebx & 0xffff);
	call = (struct bios_call){ .eax = 0x4f01,
				   .vector = 0x10,
				   .flags = BIOS_CALL_INT,
				   .ecx = call.ebx & 0xffff,
				   .es = (uint16_t)info.window_seg };
	if (run(&call, 1, mode, sizeof(mode), sizeof(mode), &done))
		return 1;
	printf("info_ax=%#x\n", call.eax & 0xffff);
	print_bytes("info", mode, sizeof(mode));
	call = (struct bios_call){ .eax = 0x4f0a, .vector = 0x10, .flags = BIOS_CALL_INT };
	if (run(&call, 1, NULL, 0, 0, &done))
		return 1;
	printf("table_ax=%#x\n", call.eax & 0xffff);
	return 0;
}

/* A page of @name into the window and back. */
static int mapped(const char *name)
{
	struct bios_call call = { .vector = 0x12, .flags = BIOS_CALL_INT };
	const size_t bytes = 4096;
	int file = open(name, O_RDONLY | O_CLOEXEC);
	uint8_t *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
	uint32_t done;

	if (p == MAP_FAILED)
		return 1;
	printf("mapped_error=%d\n", run(&call, 1, p, (uint32_t)bytes, (uint32_t)bytes, &done));
	print_bytes("mapped", p + bytes - 8, 8);
	return 0;
}

int main(int argc, char **argv)
{
	struct bios_info after;

	setvbuf(stdout, NULL, _IOLBF, 0);
	fd = open("/dev/bios", O_RDWR | O_CLOEXEC);
	if (fd < 0 || ioctl(fd, (int)BIOS_IOC_INFO, &info) < 0)
		return 1;
	if (argc == 4 && !strcmp(argv[1], "poke"))
		return poke(argv[2], argv[3]);
	if (argc == 5 && !strcmp(argv[1], "pxe"))
		return pxe(argv[2], argv[3], argv[4]);
	if (argc == 2 && !strcmp(argv[1], "vbe"))
		return vbe();
	if (argc == 3 && !strcmp(argv[1], "mapped"))
		return mapped(argv[2]);
	base_memory();
	stop_at_carry();
	refusals();
	read_low_memory();
	if (ioctl(fd, (int)BIOS_IOC_INFO, &after) < 0)
		return 1;
	printf("trips=%llu\na20_fixed=%u\nlongest_us=%u\n",
	       (unsigned long long)(after.trips - info.trips), after.a20_fixed, after.longest_us);
	close(fd);
	if (!setuid(65534))
		printf("open_as_nobody=%d\n",
		       open("/dev/bios", O_RDWR | O_CLOEXEC) < 0 ? errno : 0);
	return 0;
}
