// SPDX-License-Identifier: GPL-2.0-only
/* The network boot program, from the PXE ROM to the kernel, step by step. */
#include "pxe.h"
#include "string.h"

#define KERNEL_NAME    "vmlinuz"
#define INITRAMFS_NAME "initramfs.cpio.xz"
#define CMDLINE_NAME   "bootshell.cmdline"
#define DEFAULT_TEXT   "console=ttyS0,115200 console=tty0"
#define TEXT_BYTES     2048u
#define BOOTIF	       " BOOTIF="
#define BOOTIF_BYTES   (sizeof(BOOTIF) + 3 * 17) /* type and 16 bytes of address at most */

void main(void) __attribute__((noreturn));

static struct plan plan;
static char text[TEXT_BYTES];

/* take_text: the first line of the command line file */
static void take_text(const struct fetch *fetch, uint32_t at, uint32_t bytes)
{
	uint32_t i;
	char c;

	if (at || bytes >= TEXT_BYTES - BOOTIF_BYTES)
		fail("%s: more than %u characters", fetch->name, TEXT_BYTES - BOOTIF_BYTES - 1);
	set_fs(BUFFER_SEG);
	for (i = 0; i < bytes; i++) {
		c = (char)far_byte(i);
		if (c == '\r' || c == '\n')
			break;
		text[i] = c;
	}
	text[i] = 0;
}

static void take_kernel(const struct fetch *fetch, uint32_t at, uint32_t bytes)
{
	if (!at)
		plan_kernel(&plan, fetch->bytes);
	distribute(fetch->name, at, bytes, plan.setup_bytes, SETUP_PHYS, KERNEL_PHYS);
}

static void take_initramfs(const struct fetch *fetch, uint32_t at, uint32_t bytes)
{
	distribute(fetch->name, at, bytes, 0, 0, plan.initrd_phys);
}

static void get_text(const struct server *server)
{
	struct fetch fetch = { .name = CMDLINE_NAME, .take = take_text };

	if (fetch_size(server, &fetch) || fetch_file(server, &fetch)) {
		print("%s: none, taking \"%s\"\n", fetch.name, DEFAULT_TEXT);
		memcpy(text, DEFAULT_TEXT, sizeof(DEFAULT_TEXT));
	}
}

/* add_bootif: " BOOTIF=01-52-54-00-12-34-56", in pxelinux's form: type of network, address */
static void add_bootif(const struct server *server)
{
	char *p = text + strlen(text);
	uint8_t byte = server->hardware;
	uint32_t i;

	memcpy(p, BOOTIF, sizeof(BOOTIF));
	p += sizeof(BOOTIF) - 1;
	for (i = 0; i <= server->mac_bytes; i++) {
		if (i) {
			byte = server->mac[i - 1];
			*p++ = '-';
		}
		*p++ = "0123456789abcdef"[byte >> 4];
		*p++ = "0123456789abcdef"[byte & 15];
	}
	*p = 0;
}

static void check(const struct fetch *fetch, uint16_t status)
{
	if (status == PXE_STATUS_NOT_FOUND)
		fail("%s: the server does not have it", fetch->name);
	if (status)
		fail("%s: TFTP failed, PXE status %xh", fetch->name, status);
	if (!fetch->bytes)
		fail("%s: empty", fetch->name);
}

/* get_files: kernel and initramfs; true if someone pressed a key */
static bool get_files(const struct server *server)
{
	struct fetch kernel = { .name = KERNEL_NAME, .take = take_kernel };
	struct fetch initramfs = { .name = INITRAMFS_NAME, .take = take_initramfs };

	check(&kernel, fetch_size(server, &kernel));
	check(&kernel, fetch_file(server, &kernel));
	check(&initramfs, fetch_size(server, &initramfs));
	plan_initramfs(&plan, initramfs.bytes);
	check(&initramfs, fetch_file(server, &initramfs));
	return kernel.key || initramfs.key;
}

/* check_memory: the ROM must not lie where we are about to write */
static void check_memory(void)
{
	uint32_t stack = (uint32_t)rom_stack.ss * 16 + (uint16_t)rom_stack.sp;

	if (base_memory_kb() < BASE_MEMORY_KB)
		fail("%u KiB of base memory, %u are needed", base_memory_kb(), BASE_MEMORY_KB);
	if (stack >= 0x7c00 && stack < BASE_MEMORY_KB * 1024)
		fail("the network boot ROM has its stack at %xh, in our way", stack);
	if (!move_init())
		fail("cannot move data above 1 MiB: no A20, and no INT 15h AH=87h");
}

/* note_boot: what the snapshot says of how we were started; registers as start.S pushed them */
static void note_boot(void)
{
	struct fw_state *fw = &fw_node.state;
	struct bios_regs in;

	far_copy(&in, (uint32_t)rom_stack.ss * 16 + (uint16_t)rom_stack.sp, sizeof(in));
	fw->regs = (struct fw_regs){
		.di = in.di.x,
		.si = in.si.x,
		.bp = in.bp.x,
		.sp = (uint16_t)(in.sp.x + sizeof(in.flags)), /* pushed first */
		.bx = in.bx.x,
		.dx = in.dx.x,
		.cx = in.cx.x,
		.ax = in.ax.x,
		.es = in.es,
		.ds = in.ds,
		.ss = rom_stack.ss,
		.flags = (uint16_t)in.flags,
	};
	fw->source = FW_STATE_LOADER;
	fw->boot = FW_BOOT_PXE;
}

/* give_back: what fail() does; INT 18h is for those who were not started by a ROM */
static void give_back(void)
{
	if (pxe_node.state.stack_is_rom)
		back_to_rom();
}

void main(void)
{
	static struct server server;
	const uint8_t *ip = (const uint8_t *)&server.ip;
	const char *how;

	note_boot();
	fail_hook = give_back;
	console_init(0, 1);
	print("\nbootshell: network");
	how = find_pxe();
	if (!how)
		fail("no PXE ROM: neither !PXE nor PXENV+ found");
	print(", PXE by %s", how);
	check_memory();
	find_server(&server);
	print(", TFTP from %u.%u.%u.%u:%s\n", ip[0], ip[1], ip[2], ip[3], server.folder);

	get_text(&server);
	add_bootif(&server);
	if (get_files(&server))
		edit_line(text, sizeof(text));
	leave_rom(&server, &plan);
	start_kernel(&plan, text);
}
