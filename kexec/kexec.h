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

#include "base.h"
#include "crash.h"
#include "fwstate.h"
#include "handoff.h"
#include "jump.h"
#include "memmap.h"
#include "os.h"
#include "std/bootparam.h"
#include "tables.h"

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
 * @crash: for when the running kernel panics; the machine is machine_for_crash()'s then
 * @jump: the running kernel keeps its memory, and the target may return to it; the machine is
 *	machine_for_jump()'s then, and @mem_max is set
 * @entry: physical address that the kernel jumps to; 0: the purgatory
 * @core_class: of the ELF headers of its memory: 64, 32, or 0 for what suits it
 * @no_notes: give a plain ELF program nothing in its registers
 * @no_efi: do not tell the target of UEFI
 * @memmap_words: tell a crash kernel of its memory on the command line, too
 * @serial_port: UART that the purgatory speaks on; 0: where the running kernel's console is
 * @mem_min, @mem_max: lowest and highest address to load anything to; 0: as high as it likes
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
	bool crash;
	bool jump;
	uint64_t entry;
	unsigned int core_class;
	bool no_notes;
	bool no_efi;
	bool memmap_words;
	uint16_t serial_port;
	uint64_t mem_min, mem_max;
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
 * @pxe_ended: that ROM is not in memory any more
 * @tables: what the firmware left for its operating system
 * @vbe: what the video BIOS says of itself, if os_bios_facts() has asked it
 * @config_table: address of the BIOS's system configuration table (INT 15h AH=C0h), likewise;
 *	0: not known
 * @cmdline: the running kernel's command line
 * @ram_bytes: RAM that the running kernel manages; 0: unknown
 * @free_bytes: RAM that it could give us; 0: unknown
 * @crash: of the running kernel, for a crash kernel; else empty
 * @jump: of the running kernel, for a way back to it; else zero
 * @efi: a struct efi_setup_data (std/efi.h) and the maps of UEFI's runtime services, or empty
 * @rsdp: physical address of ACPI's root pointer, as UEFI tells; 0: unknown
 * @load_end: end of the memory that kexec can load to; 0: 4 GiB, all that 32 bits reach
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
	bool pxe_ended;
	struct firmware_tables tables;
	struct vbe_facts vbe;
	uint32_t config_table;
	const char *cmdline;
	uint64_t ram_bytes;
	uint64_t free_bytes;
	struct crash_facts crash;
	struct jump_facts jump;
	struct blob efi;
	uint64_t rsdp;
	uint64_t load_end;
	enum answer cpu_64bit;
	uint16_t serial_port;
	bool text_screen;
	uint8_t seed[RNG_SEED_BYTES];
	unsigned int seed_bytes;
	struct arena arena;
};

void machine_free(struct machine *m);
/** machine_rsdp() - ACPI's root pointer where no BIOS area has it; 0: unknown, or it is there */
uint64_t machine_rsdp(const struct machine *m);
/** pxe_rom_waits() - @pxe as in struct machine: does a far return through its stack go to the ROM? */
bool pxe_rom_waits(struct blob pxe);

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

#define NO_PARTITION 0xff

/** struct boot_device - the BIOS's disk that a file is on; @partition counts from 0, or NO_PARTITION */
struct boot_device {
	bool known;
	uint8_t drive;
	uint8_t partition;
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

/**
 * struct uki - what a unified kernel image has beside a kernel and an initrd
 * @is: the kernel came in one
 * @cmdline: its command line, in the place of none; NULL if it has none
 * @os: what system it starts, NULL if it does not say
 */
struct uki {
	bool is;
	const char *cmdline;
	const char *os;
};

struct image_type;

/**
 * struct kexec_image - the one thing that flows
 * @req: what was wanted
 * @machine: where
 * @kernel: the kernel file; @kernel.data is decompressed and unwrapped by image_open()
 * @packed: how the kernel file was compressed, "" if it was not
 * @uki: what it was wrapped in
 * @disk: where it comes from, if it is a boot sector
 * @device: where it comes from, if it is a file
 * @initrd: initrd files; one inside a unified kernel image comes first
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
 * @mode: of the target's entry: 64, 32 or 16
 * @regs: at the target's entry
 * @eip_high: upper half of the entry in mode 64
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
	struct uki uki;
	struct boot_disk disk;
	struct boot_device device;
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
	uint32_t eip_high;
	uint64_t low_end;
	struct handoff_firmware restore;
	uint64_t entry;
	struct handoff *handoff;
	struct reason why;
	struct arena arena;
};

/**
 * image_open() - decompress the kernel and find its type
 * @img: zeroed but for @req, @machine, @kernel, @initrd and @n_initrds
 *
 * Return: as image_build(), which is next; on failure only image_free() is.
 */
int image_open(struct kexec_image *img);
/** image_wants_bios() - is a target of this type told of os_bios_facts()? Behind image_open(). */
bool image_wants_bios(const struct kexec_image *img);

/**
 * image_build() - plan the whole hand-over
 * @img: as image_open() left it, or as it wants it: then that is the first step
 *
 * Lets the kernel's type place all segments, adds the purgatory and passes the
 * result through image_check(). Of the initrds only the sizes matter: nothing
 * else of them is looked at, so that a refusal need not wait until they are
 * read. On failure @img->why says why. Either way image_free() is due.
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

#endif
