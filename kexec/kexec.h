/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * libkexec: turns what the user wants into what the kernel loads.
 *
 *	request + files + machine -> image_build() -> image_seal() -> os_kexec_load()
 *
 * Everything up to image_seal() is pure: no system call, no output, no global
 * state; it runs on the build host under unit tests and fuzzers. The functions
 * os_*() are the only ones that ask the running system anything.
 *
 * Errors: functions return 0 or -errno, and say why in a struct reason. The
 * first reason given wins, so callers just pass failures up.
 */
#ifndef KEXEC_H
#define KEXEC_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "fwstate.h"
#include "handoff.h"
#include "std/bootparam.h"

#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

#define KIB	   1024u
#define MIB	   (1024u * 1024u)
#define PAGE_BYTES 4096u

/* ---- reasons ---------------------------------------------------------- */

/** struct reason - why something failed, in words, without a final dot or newline */
struct reason {
	char text[320];
};

/**
 * because() - fail with a reason
 * @why: takes the formatted reason unless it already holds one
 * @err: negative errno
 *
 * Return: @err.
 */
int because(struct reason *why, int err, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* ---- arena: memory that is freed all at once --------------------------- */

struct arena_block;

/** struct arena - owner of allocations; { 0 } is an empty one */
struct arena {
	struct arena_block *head;
};

/** arena_alloc() - @n zeroed bytes that live until arena_free(); NULL if there is no memory */
void *arena_alloc(struct arena *arena, size_t n);
/** arena_strdup() - copy of @n characters of @s with a final zero, or NULL */
char *arena_strndup(struct arena *arena, const char *s, size_t n);
/** arena_free() - free everything; the arena is then empty and may be used again */
void arena_free(struct arena *arena);

/* ---- text: a string that grows ----------------------------------------- */

/** struct text - text under construction; { 0 } is empty. @failed: memory ran out, @p is cut. */
struct text {
	char *p;
	size_t n, cap;
	bool failed;
};

void text_addf(struct text *t, const char *fmt, ...) PRINTF_LIKE(2, 3);
void text_free(struct text *t);

/* ---- blob: bytes of a file --------------------------------------------- */

/**
 * struct blob - bytes that came from outside and are not trusted
 *
 * Loaders reach file bytes through these functions only. All of them take any
 * offset and any length, and none reads outside @p[0..@n).
 */
struct blob {
	const uint8_t *p;
	size_t n;
};

/** blob_has() - do @n bytes at @off exist? */
bool blob_has(struct blob b, uint64_t off, uint64_t n);
/** blob_slice() - @n bytes at @off, fewer where the blob ends before */
struct blob blob_slice(struct blob b, uint64_t off, uint64_t n);
/** blob_copy() - copy @n bytes at @off to @to; false, and @to is zeroed, if they do not exist */
bool blob_copy(struct blob b, uint64_t off, void *to, size_t n);
/** blob_starts() - do the bytes at @off equal the @n bytes at @magic? */
bool blob_starts(struct blob b, uint64_t off, const void *magic, size_t n);
/* Little-endian numbers at @off; 0 where the blob has no such bytes. */
uint8_t blob_u8(struct blob b, uint64_t off);
uint16_t blob_le16(struct blob b, uint64_t off);
uint32_t blob_le32(struct blob b, uint64_t off);
uint64_t blob_le64(struct blob b, uint64_t off);
/** blob_describe() - what the content looks like, for messages: "a text file" */
const char *blob_describe(struct blob b);

/* ---- memmap: physical memory ------------------------------------------- */

/** enum memmap_source - who told us about a range */
enum memmap_source {
	FROM_SYSFS,  /* /sys/firmware/memmap: what our own boot loader gave our kernel */
	FROM_PARAMS, /* boot_params.e820_table of our kernel */
	FROM_BIOS,   /* INT 15h AX=E820h, asked just now */
	MEMMAP_SOURCES
};

/* Above any physical address of x86: what lies beyond is cut off. */
#define MEMMAP_LIMIT	  ((uint64_t)1 << 52)
#define MEMMAP_MAX_RANGES 4096u

/**
 * struct mem_range - bytes of physical memory of one type
 * @start: first byte
 * @end: one past the last byte
 * @type: what we take it for: E820_*, the most cautious of @said
 * @said: what each source called it, 0 where the source is silent
 */
struct mem_range {
	uint64_t start;
	uint64_t end;
	uint32_t type;
	uint32_t said[MEMMAP_SOURCES];
};

/**
 * struct memmap - the merged memory map
 *
 * Invariant, between any two calls: ranges are sorted by @start, not empty, do
 * not overlap, end at or below MEMMAP_LIMIT, and each has a source. After
 * memmap_settle() no two neighbours that touch have equal @type and @said.
 *
 * @have: bit (1 << source) for each source that was read
 * @partial: likewise, for sources whose silence means nothing because their list was full
 */
struct memmap {
	struct mem_range *range;
	size_t n, cap;
	unsigned int have;
	unsigned int partial;
};

#define memmap_for_each(r, map) \
	for (const struct mem_range *r = (map)->range; r && r < (map)->range + (map)->n; r++)

/**
 * memmap_add() - note that @source calls [@start, @start + @size) @type
 *
 * Ranges of one source may come unsorted and overlap: the more cautious type wins.
 * Empty ranges are ignored; a range that wraps or passes MEMMAP_LIMIT is cut.
 *
 * Return: 0, -ENOMEM, or -E2BIG after MEMMAP_MAX_RANGES ranges.
 */
int memmap_add(struct memmap *map, enum memmap_source source, uint64_t start, uint64_t size,
	       uint32_t type);
/** memmap_settle() - decide each range's type from all sources and join equal neighbours */
void memmap_settle(struct memmap *map);
/** memmap_disagrees() - do the sources tell different things about @r? */
bool memmap_disagrees(const struct memmap *map, const struct mem_range *r);
/**
 * memmap_next_ram() - next stretch of RAM at or above @from
 *
 * Ranges of RAM that touch count as one stretch.
 *
 * Return: false if there is none.
 */
bool memmap_next_ram(const struct memmap *map, uint64_t from, uint64_t *start, uint64_t *end);
/** memmap_is_ram() - is every byte of [@start, @start + @size) RAM? */
bool memmap_is_ram(const struct memmap *map, uint64_t start, uint64_t size);
/** memmap_ram_bytes() - bytes of RAM in the map */
uint64_t memmap_ram_bytes(const struct memmap *map);
void memmap_free(struct memmap *map);

/** memmap_read_sysfs_entry() - one /sys/firmware/memmap/N: the text of start, end and type */
int memmap_read_sysfs_entry(struct memmap *map, const char *start, const char *end,
			    const char *type);
/** memmap_read_params() - the E820 table of a boot_params page */
int memmap_read_params(struct memmap *map, struct blob params);

const char *mem_type_name(uint32_t type);
/* mem_type_letter(): for the picture: R ram, - reserved, A acpi, N nvs, ... */
char mem_type_letter(uint32_t type);
void memmap_print(const struct memmap *map, struct text *out);
void memmap_picture(const struct memmap *map, struct text *out);
void memmap_json(const struct memmap *map, struct text *out);

/* ---- request: what the user wants --------------------------------------- */

#define REQUEST_MAX_INITRDS 64

enum verify { VERIFY_FAST, VERIFY_NONE, VERIFY_SHA256, VERIFY_SELFTEST };

/**
 * struct boot_request - what the user wants
 * @kernel: path
 * @initrd: paths, in order
 * @words: what a multiboot program is told of each beside its name; NULL: nothing
 * @append: command line, never NULL
 * @type: name of an image type, NULL to find out
 * @drive: BIOS drive for a boot sector, in hexadecimal; NULL: the one it comes from
 * @reuse_cmdline: put the running kernel's command line first
 * @verify: what purgatory does to the segments. VERIFY_SELFTEST plants a wrong
 *	digest, so that `go` must refuse and restart the machine.
 * @arena: owns the strings
 */
struct boot_request {
	const char *kernel;
	const char *initrd[REQUEST_MAX_INITRDS];
	const char *words[REQUEST_MAX_INITRDS];
	unsigned int n_initrds;
	const char *append;
	const char *type;
	const char *drive;
	bool reuse_cmdline;
	enum verify verify;
	struct arena arena;
};

/** request_add_initrd() - append a path (copied) */
int request_add_initrd(struct boot_request *req, const char *path, struct reason *why);
/** request_add_words() - what is told of the initrd that was added last, a module then */
int request_add_words(struct boot_request *req, const char *words, struct reason *why);
/** request_add_text() - append to the command line, with a space between */
int request_add_text(struct boot_request *req, const char *text, struct reason *why);
int request_set_kernel(struct boot_request *req, const char *path, struct reason *why);
/** request_set_drive() - @drive is a BIOS drive number in hexadecimal */
int request_set_drive(struct boot_request *req, const char *drive, struct reason *why);
/** request_verify() - parse the argument of --verify= */
int request_verify(struct boot_request *req, const char *name, struct reason *why);
/** request_write() - as lines "key=value", the form request_read() takes */
void request_write(const struct boot_request *req, struct text *out);
int request_read(struct boot_request *req, struct blob text, struct reason *why);
/**
 * request_cmdline() - the command line to hand over
 * @running: the running kernel's, used if the request reuses it, without its
 *	BOOT_IMAGE= and initrd= words
 *
 * Return: text in @arena, or NULL without memory.
 */
const char *request_cmdline(const struct boot_request *req, const char *running,
			    struct arena *arena);
void request_free(struct boot_request *req);

/* ---- machine: facts about this computer --------------------------------- */

enum answer { UNKNOWN, NO, YES };

#define RNG_SEED_BYTES 32

/**
 * struct machine - what the planning wants to know of the computer
 * @map: settled memory map
 * @params: the running kernel's boot_params, empty if it has none
 * @firmware: a struct fw_state as our kernel keeps it, empty if it has none
 * @pxe: a struct pxe_state (pxestate.h), empty if no PXE ROM started us
 * @cmdline: the running kernel's command line
 * @ram_bytes: RAM that the running kernel manages; 0: unknown
 * @free_bytes: RAM that it could give us; 0: unknown
 * @cpu_64bit: can the CPU run 64-bit code?
 * @serial_port: UART for the purgatory, 0 for none
 * @text_screen: is the screen in VGA text mode?
 * @seed: random bytes for the target
 * @seed_bytes: 0 or RNG_SEED_BYTES
 */
struct machine {
	struct memmap map;
	struct blob params;
	struct blob firmware;
	struct blob pxe;
	const char *cmdline;
	uint64_t ram_bytes;
	uint64_t free_bytes;
	enum answer cpu_64bit;
	uint16_t serial_port;
	bool text_screen;
	uint8_t seed[RNG_SEED_BYTES];
	unsigned int seed_bytes;
	struct arena arena;
};

void machine_free(struct machine *m);

/* ---- firmware state: what it had programmed ------------------------------ */

/** fw_state_read() - a struct fw_state from the data of its setup_data node; false if it is none */
bool fw_state_read(struct blob node, struct fw_state *fw);
/** fw_state_print() - in words; of the vectors only those that matter at a glance */
void fw_state_print(const struct fw_state *fw, struct text *out);
/**
 * fw_state_diff() - compare two states, line by line in words
 * @then: when we took over
 * @now: in a trip to real mode
 * @verbose: also what is the same
 *
 * Return: how many differences matter: all but the expected ones, which docs/firmware.md lists.
 */
unsigned int fw_state_diff(const struct fw_state *then, const struct fw_state *now, bool verbose,
			   struct text *out);

/* ---- boot disk: what a boot sector is told ------------------------------- */

/**
 * struct boot_disk - where a boot sector comes from
 * @known: it comes from a disk of the BIOS's, not from a file
 * @drive: that disk's number
 * @has_partition: it is a partition's; @partition is its entry of a partition table
 * @load_seg: segment that a CD wants its boot image in; 0: not from a CD
 */
struct boot_disk {
	bool known;
	uint8_t drive;
	bool has_partition;
	uint8_t partition[16];
	uint16_t load_seg;
};

/**
 * boot_disk_partition() - the partition's entry in the MBR, or one that says the same
 * @mbr: sector 0 of the disk
 * @start: of the partition, in sectors
 * @count: its length
 */
void boot_disk_partition(struct boot_disk *disk, struct blob mbr, uint64_t start, uint64_t count);

/** struct eltorito_image - a CD's boot image: @bytes from sector @lba (of 2,048 bytes) on */
struct eltorito_image {
	uint16_t load_seg;
	uint32_t lba;
	uint32_t bytes;
};

#define ELTORITO_SECTOR	    2048u
#define ELTORITO_DESCRIPTOR 17u /* sector of the boot record volume descriptor */

/** eltorito_catalog() - the sector of the boot catalog, from the boot record volume descriptor */
int eltorito_catalog(struct blob descriptor, uint32_t *lba, struct reason *why);
/** eltorito_entry() - the default entry of the boot catalog */
int eltorito_entry(struct blob catalog, struct eltorito_image *image, struct reason *why);

/* ---- kexec_image: what will be loaded ----------------------------------- */

#define IMAGE_SEGMENTS 16 /* KEXEC_SEGMENT_MAX of Linux */
#define IMAGE_CLAIMS   8
/* More plain text than this is no kernel: the bound for decompressing one. */
#define IMAGE_MAX_KERNEL (512u * MIB)

/**
 * struct kexec_segment - bytes to be put into memory
 * @label: for messages
 * @buf: the bytes, not copied: they must live as long as the image
 * @bufsz: how many
 * @mem: physical address of the first, page aligned
 * @memsz: bytes of memory, whole pages; those after @bufsz become zero
 */
struct kexec_segment {
	const char *label;
	const void *buf;
	size_t bufsz;
	uint64_t mem;
	uint64_t memsz;
};

/** struct claim - memory that the target uses when it runs: kept free, nothing loaded */
struct claim {
	const char *label;
	uint64_t start, end;
};

/** struct input - one file of the request, as read */
struct input {
	const char *name;
	struct blob data;
};

struct image_type;

/**
 * struct kexec_image - the one thing that flows
 * @req: what was wanted
 * @machine: where
 * @kernel: the kernel file; @kernel.data is decompressed by image_build()
 * @packed: how the kernel file was compressed, "" if it was not
 * @disk: where it comes from, if it is a boot sector
 * @initrd: initrd files
 * @cmdline: the command line handed over
 * @type: found by probing, or asked for
 * @segment: what to load
 * @claim: what to keep free
 * @params: boot_params inside its segment, or NULL
 * @params_addr: its physical address
 * @initrd_addr: physical address of the first initrd byte, 0 without initrd
 * @initrd_bytes: from there to the last byte of the last initrd
 * @modules: the initrds are modules, told with their words
 * @merged: buffer for the initrds from index @merged_first on, if there are
 *	more than segments
 * @mode: of the target's entry: 32 or 16
 * @regs: at the target's entry
 * @low_end: of the base memory that a 16-bit target may have
 * @restore: what the purgatory restores of the firmware's machine, in mode 16
 * @entry: physical address the kernel jumps to: the purgatory
 * @handoff: the purgatory's block, inside its segment
 * @why: of the failure
 * @arena: owns all that is not a file's
 */
struct kexec_image {
	const struct boot_request *req;
	const struct machine *machine;
	struct input kernel;
	const char *packed;
	struct boot_disk disk;
	struct input initrd[REQUEST_MAX_INITRDS];
	unsigned int n_initrds;
	const char *cmdline;
	const struct image_type *type;
	struct kexec_segment segment[IMAGE_SEGMENTS];
	unsigned int n_segments;
	struct claim claim[IMAGE_CLAIMS];
	unsigned int n_claims;
	struct boot_params *params;
	uint64_t params_addr;
	uint64_t initrd_addr;
	uint64_t initrd_bytes;
	bool modules;
	uint8_t *merged;
	unsigned int merged_first;
	unsigned int mode;
	struct handoff_regs regs;
	uint64_t low_end;
	struct handoff_firmware restore;
	uint64_t entry;
	struct handoff *handoff;
	struct reason why;
	struct arena arena;
};

/**
 * image_build() - plan the whole hand-over
 * @img: zeroed but for @req, @machine, @kernel, @initrd and @n_initrds
 *
 * Decompresses the kernel, finds its type, lets that place all segments, adds
 * the purgatory and passes the result through image_check(). Of the initrds
 * only the sizes matter: nothing else of them is looked at, so that a refusal
 * need not wait until they are read. On failure @img->why says why. Either way
 * image_free() is due.
 *
 * Return: 0 or -errno (-ENOEXEC: the file is at fault, -ENOMEM, -E2BIG,
 * -EADDRNOTAVAIL: no place for something).
 */
int image_build(struct kexec_image *img);

/**
 * image_seal() - make a planned image ready to load
 *
 * Reads every byte: merges initrds where segments ran out, and makes the
 * digests that the purgatory will compare.
 */
void image_seal(struct kexec_image *img);

/**
 * image_check() - the one gate: would the kernel take it, and would it run?
 *
 * Mirrors sanity_check_segment_list() of Linux's kernel/kexec_core.c, and asks
 * what the kernel does not: that all of it is RAM.
 */
int image_check(struct kexec_image *img);
/**
 * image_check_inputs() - could files of these sizes ever be loaded?
 *
 * Asked before they are read, which may take minutes: wants @kernel, @initrd
 * and @machine, and looks only at sizes.
 */
int image_check_inputs(struct kexec_image *img);
void image_free(struct kexec_image *img);

/** image_plan() - the plan as stable "key=value" lines; @verbose: boot_params and E820 too */
void image_plan(const struct kexec_image *img, bool verbose, struct text *out);

/** image_type_names() - the names of all image types, in probing order, with spaces between */
void image_type_names(struct text *out);

/* ---- os: the running system --------------------------------------------- */

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
/** os_read_small() - a whole small file (sysfs, proc, saved state) in @arena, with a final zero */
int os_read_small(const char *path, struct arena *arena, struct blob *out, struct reason *why);
/** os_write_small() - replace @path by @n bytes at @p, whole or not at all */
int os_write_small(const char *path, const void *p, size_t n, struct reason *why);

/**
 * os_fetch() - copy @url to @file in @dir, which is made; @name is who speaks
 *
 * Return: 0; -EIO after fetch has said on standard error why not; else an error with a reason.
 */
int os_fetch(const char *name, const char *url, const char *dir, const char *file,
	     struct reason *why);

/** os_machine() - learn about this computer; machine_free() is due either way */
int os_machine(struct machine *m, struct reason *why);
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
/** os_bios_memmap() - add what INT 15h AX=E820h says now; silent if /dev/bios does not exist */
int os_bios_memmap(struct memmap *map, struct reason *why);

int os_kexec_load(struct kexec_image *img);
int os_kexec_unload(struct reason *why);
/** os_kexec_loaded() - 1: an image is loaded, 0: none, -errno */
int os_kexec_loaded(struct reason *why);
/** os_kexec_reboot() - jump; returns only on failure */
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
