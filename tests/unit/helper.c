// SPDX-License-Identifier: GPL-2.0-only
/* What the unit tests share. */
#include "helper.h"

void make_machine(struct machine *m, unsigned int ram_mib)
{
	uint64_t top = (uint64_t)ram_mib * MIB;

	*m = (struct machine){ .cmdline = "console=ttyS0 BOOT_IMAGE=/x initrd=y quiet" };
	assert_int_equal(memmap_add(&m->map, FROM_SYSFS, 0, 0x9fc00, E820_RAM), 0);
	assert_int_equal(memmap_add(&m->map, FROM_SYSFS, 0x9fc00, 0x400, E820_RESERVED), 0);
	assert_int_equal(memmap_add(&m->map, FROM_SYSFS, 0xf0000, 0x10000, E820_RESERVED), 0);
	assert_int_equal(memmap_add(&m->map, FROM_SYSFS, MIB, top - MIB, E820_RAM), 0);
	memmap_settle(&m->map);
	m->ram_bytes = top;
	m->free_bytes = top;
}

void check_memmap(const struct memmap *map)
{
	const struct mem_range *last = NULL;

	memmap_for_each(r, map) {
		bool known = false;

		assert_true(r->start < r->end);
		assert_true(r->end <= MEMMAP_LIMIT);
		if (last)
			assert_true(last->end <= r->start);
		for (unsigned int s = 0; s < MEMMAP_SOURCES; s++) {
			known = known || r->said[s];
			if (r->said[s])
				assert_true(map->have & 1u << s);
		}
		assert_true(known);
		last = r;
	}
}

struct made make_kernel(unsigned int version, size_t code_bytes)
{
	struct made k = { .bytes = 5 * SETUP_SECTOR + code_bytes };

	k.file = calloc(1, k.bytes);
	assert_non_null(k.file);
	memset(k.file + 5 * SETUP_SECTOR, 0x90, code_bytes);
	k.h = (struct setup_header *)(k.file + SETUP_HEADER_OFFSET);
	*k.h = (struct setup_header){
		.setup_sects = 4,
		.syssize = (uint32_t)(code_bytes / 16),
		.boot_flag = SETUP_BOOT_FLAG,
		.jump = 0x6aeb, /* to 0x26c: the header of 2.15 */
		.header = SETUP_MAGIC,
		.version = (uint16_t)version,
		.loadflags = LOADED_HIGH,
		.code32_start = MIB,
		.initrd_addr_max = 0x7fffffff,
		.kernel_alignment = 2 * MIB,
		.relocatable_kernel = 1,
		.min_alignment = 12,
		.cmdline_size = 2047,
		.payload_offset = 0,
		.payload_length = (uint32_t)code_bytes,
		.pref_address = 16 * MIB,
		.init_size = 8 * MIB,
	};
	return k;
}

void free_kernel(struct made *k)
{
	free(k->file);
}

void bench_open(struct bench *b, const struct made *kernel, unsigned int ram_mib)
{
	*b = (struct bench){ .req = { .kernel = "kernel", .append = "" } };
	make_machine(&b->machine, ram_mib);
	b->img.req = &b->req;
	b->img.machine = &b->machine;
	b->img.kernel = (struct input){ "kernel", { kernel->file, kernel->bytes } };
}

struct fw_state *bench_firmware(struct bench *b)
{
	struct fw_state *fw = arena_alloc(&b->machine.arena, sizeof(*fw));

	assert_non_null(fw);
	*fw = (struct fw_state){
		.magic = FW_STATE_MAGIC,
		.version = FW_STATE_VERSION,
		.source = FW_STATE_LOADER,
		.boot = FW_BOOT_DISK,
		.regs = { .ax = 0xaa55, .dx = 0x0081, .es = 0xf000, .di = 0x1234 },
		.pic1_mask = 0xb8,
		.pic2_mask = 0x8e,
		.pic1_base = FW_PIC1_BASE,
		.pic2_base = FW_PIC2_BASE,
		.elcr = { 0x00, 0x0c },
		.pit0_status = 0x34,
		.pit2_status = 0x36,
		.port61 = 0x30,
		.cmos_index = 0xff,
		.a20 = 1,
		.video_mode = 3,
		.base_kb = 639,
		.cr0 = 0x10,
	};
	for (unsigned int i = 0; i < FW_STATE_VECTORS; i++)
		fw->ivt[i] = 0xf0000000 + i;
	b->machine.firmware = (struct blob){ (const uint8_t *)fw, sizeof(*fw) };
	return fw;
}

void bench_close(struct bench *b)
{
	image_free(&b->img);
	request_free(&b->req);
	machine_free(&b->machine);
}

void assert_refused(struct bench *b, const char *words)
{
	int err;

	b->img.type = NULL; /* the request may have changed since the last one: find it again */
	err = image_build(&b->img);
	if (err >= 0 || !strstr(b->img.why.text, words))
		fail_msg("expected a refusal with '%s', got %d '%s'", words, err, b->img.why.text);
}

const struct kexec_segment *segment(const struct kexec_image *img, const char *label)
{
	for (unsigned int i = 0; i < img->n_segments; i++)
		if (!strcmp(img->segment[i].label, label))
			return &img->segment[i];
	fail_msg("no segment %s", label);
	return NULL;
}
