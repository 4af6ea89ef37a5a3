/* SPDX-License-Identifier: GPL-2.0-only */
/* The functions that ask the running system; kexec/os/ has them. Part of kexec.h. */
#ifndef KEXEC_OS_H
#define KEXEC_OS_H

#include "base.h"
#include "fwstate.h"
#include "memmap.h"

struct boot_device;
struct boot_disk;
struct crash_facts;
struct jump_facts;
struct kexec_image;
struct machine;

/** struct file - a file mapped for reading; { 0 } and a closed one have no @map.p */
struct file {
	struct blob map;
	int fd;
};

/**
 * typedef progress_fn - told how much of a file has been read
 * @ctx: the caller's
 * @name: the file
 * @done: bytes so far
 * @total: bytes in all
 */
typedef void progress_fn(void *ctx, const char *name, uint64_t done, uint64_t total);

/** os_open() - map a regular file, without reading it yet: @file->map.n is its size */
int os_open(const char *path, struct file *file, struct reason *why);
/**
 * os_read() - read all of an open file into the page cache
 *
 * The page cache is the only copy; nothing is allocated. A read error is found
 * here, in words, not later as a signal.
 */
int os_read(const struct file *file, const char *name, progress_fn *progress, void *ctx,
	    struct reason *why);
void os_close(struct file *file);
/**
 * os_open_boot_sector() - what a BIOS would load of a disk: @path is a block device
 * @arena: owns the bytes
 * @disk: set to what the boot sector is told
 *
 * Return: 0; 1 if @path is no block device; -errno.
 */
int os_open_boot_sector(const char *path, struct arena *arena, struct blob *sector,
			struct boot_disk *disk, struct reason *why);
/** os_file_device() - which of the BIOS's disks an open file is on; @device is untouched if on none */
void os_file_device(const struct file *file, struct boot_device *device);
/** os_read_small() - a whole small file (sysfs, proc, saved state) in @arena, with a final zero */
int os_read_small(const char *path, struct arena *arena, struct blob *out, struct reason *why);
/** os_write_small() - replace @path by @n bytes at @p, whole or not at all */
int os_write_small(const char *path, const void *p, size_t n, struct reason *why);

/**
 * struct fetch_options - how to fetch
 * @timeout_s: a server that says nothing for so long has failed
 * @tries: how often a transfer that broke is begun or resumed, the first time included
 * @max_s: the whole must not take longer; 0: as long as it likes
 * @progress: told of bytes; NULL: nobody
 * @say: told in words why there is a further try; NULL: nobody
 * @ctx: for both
 */
struct fetch_options {
	unsigned int timeout_s, tries, max_s;
	progress_fn *progress;
	void (*say)(void *ctx, const char *text);
	void *ctx;
};

#define FETCH_DEFAULTS                      \
	{                                   \
		.timeout_s = 10, .tries = 4 \
	}

/**
 * os_fetch() - write what @url names to @fd, an empty regular file
 *
 * Bounded in time but for a server that sends slowly for ever, and no @max_s. What is in @fd
 * after a failure is of no use.
 *
 * Return: 0; -EPROTO, the server refuses or breaks its word; fetch_is_network() of it, no
 * connection or a broken one; else the fault is here. With a reason.
 */
int os_fetch(const char *url, int fd, const struct fetch_options *o, struct reason *why);
/** fetch_is_network() - does @err of os_fetch() mean that a later try may do? */
bool fetch_is_network(int err);
/**
 * os_open_url() - fetch @url to memory, and map it as os_open() does a file
 *
 * The file has no name, and its pages, which are the page cache, are the only copy; os_close()
 * gives them back.
 */
int os_open_url(const char *url, struct file *file, const struct fetch_options *o,
		struct reason *why);

/** os_machine() - learn about this computer; machine_free() is due either way */
int os_machine(struct machine *m, struct reason *why);
/** os_smbios() - the SMBIOS table, in @arena; empty if the firmware has none. For root. */
int os_smbios(struct arena *arena, struct blob *out);
/** os_efi() - what there is of UEFI: @m->efi and @m->rsdp */
int os_efi(struct machine *m, struct reason *why);
/** os_memmap() - only the memory map, from all sources there are */
int os_memmap(struct machine *m, struct reason *why);
/**
 * os_fw_state() - the data of our kernel's setup_data node with a struct fw_state, in @arena
 *
 * Return: 0; @out is empty if there is none.
 */
int os_fw_state(struct arena *arena, struct blob *out, struct reason *why);
/** os_bios_fw_state() - the firmware's present state, taken in real mode; wants /dev/bios */
int os_bios_fw_state(struct fw_state *fw, struct reason *why);
/** struct bios_device - the way to the firmware; @window_seg is where data of a call lies for it */
struct bios_device {
	int fd;
	uint16_t window_seg;
};

struct bios_call; /* bioscall.h */

/** os_bios_open(), os_bios_close() - wants /dev/bios, and to be root */
int os_bios_open(struct bios_device *bios, struct reason *why);
void os_bios_close(struct bios_device *bios);
/**
 * os_bios_call() - one call, in a trip of its own
 * @data: @bytes that are copied to the window before the call, and back after it
 *
 * Return: 0 whatever the firmware answered; -errno if it was not asked.
 */
int os_bios_call(struct bios_device *bios, struct bios_call *call, void *data, size_t bytes,
		 struct reason *why);
/**
 * os_bios_facts() - what the BIOS says of itself when asked: @m->config_table and @m->vbe
 *
 * For image_wants_bios(): who has no use for the answers makes no such calls. Both are zeros
 * before; they stay so without /dev/bios or an answer.
 */
void os_bios_facts(struct machine *m);
/** os_bios_memmap() - add what INT 15h AX=E820h says now; silent if /dev/bios does not exist */
int os_bios_memmap(struct memmap *map, struct reason *why);

int os_kexec_load(struct kexec_image *img);
int os_kexec_unload(struct reason *why);
/** os_kexec_loaded() - 1: an image is loaded, 0: none, -errno */
int os_kexec_loaded(struct reason *why);
/**
 * os_kexec_file_load() - let the kernel read, verify and load the files (kexec_file_load)
 * @initrd: NULL for none
 *
 * Return: 0 or -errno with a reason; -ENOSYS if there is no such call for this program.
 */
int os_kexec_file_load(const char *kernel, const char *initrd, const char *cmdline, bool crash,
		       struct reason *why);
/** os_kexec_file_unload() - forget what is loaded, by the same call */
int os_kexec_file_unload(bool crash, struct reason *why);
/** os_locked_down() - does the running kernel load only what it can verify? */
bool os_locked_down(void);
/** os_crash_facts() - what a crash kernel must know of the running one; the facts live in @arena */
int os_crash_facts(struct crash_facts *f, struct arena *arena, struct reason *why);
/**
 * os_jump_facts() - what a jump back needs to know of the running kernel
 *
 * Return: 0; -ENOSYS if that kernel does not come back; -errno if it hides where its GDT is.
 */
int os_jump_facts(struct jump_facts *f, struct reason *why);
/** os_kexec_keeps_memory() - does the running kernel know kexec jump? */
bool os_kexec_keeps_memory(void);
/** os_load_jump_back() - let the kernel jump to @entry, the kernel that keeps its memory */
int os_load_jump_back(uint64_t entry, struct reason *why);
/** os_crash_unload(), os_crash_loaded() - the same as of kexec, for the crash kernel */
int os_crash_unload(struct reason *why);
int os_crash_loaded(struct reason *why);
/** os_kexec_reboot() - jump. Return: 0 if the target has jumped back, -errno if none was started. */
int os_kexec_reboot(struct reason *why);
void os_sync(void);
/**
 * os_unmount_disks() - unmount what is mounted from block devices, last mount first
 * @say: called for each mount that could only be made read-only
 */
void os_unmount_disks(void (*say)(const char *dir, const char *what));
/** os_net_down() - take all network interfaces down but lo */
void os_net_down(void);

#endif
