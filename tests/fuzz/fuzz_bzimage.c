// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes bzimage and bzimage16, and all that a kernel file passes through. The first 8 bytes
 * choose RAM, initrd and command line; the file follows, then zeros, so that
 * small inputs make large kernels.
 */
#include "image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct fw_state firmware = { .magic = FW_STATE_MAGIC, .version = FW_STATE_VERSION };

/* What a boot protocol asks of the machine beyond its memory. */
static void make_pc(struct machine *m, struct blob in)
{
	make_machine(m, in);
	m->cpu_64bit = (enum answer)(blob_u8(in, 2) % 3);
	m->seed_bytes = blob_u8(in, 3) & 1 ? RNG_SEED_BYTES : 0;
	m->text_screen = blob_u8(in, 3) & 2;
	if (blob_u8(in, 3) & 4)
		m->firmware = (struct blob){ (const uint8_t *)&firmware, sizeof(firmware) };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct blob in = { data, n };
	struct machine m = { .cmdline = "" };
	struct boot_request req = { .append = "words",
				    .verify = blob_u8(in, 7) & 1 ? VERIFY_FAST : VERIFY_NONE };
	struct kexec_image img = { .req = &req, .machine = &m };
	size_t file_bytes = (size_t)blob_le16(in, 4) * 4, body = n < 8 ? 0 : n - 8;
	uint8_t *file;

	if (file_bytes < body)
		file_bytes = body;
	if (!body || file_bytes > FILE_MAX)
		return -1;
	file = calloc(1, file_bytes);
	if (!file)
		abort();
	memcpy(file, data + 8, body);
	make_pc(&m, in);
	if (blob_u8(in, 3) & 8)
		req.type = "bzimage16";
	img.kernel = (struct input){ "k", { file, file_bytes } };
	for (unsigned int i = 0; i < (blob_u8(in, 6) & 31u); i++)
		img.initrd[img.n_initrds++] =
			(struct input){ "i",
					blob_slice((struct blob){ file, file_bytes }, 0, 5000) };
	if (!image_build(&img))
		check_accepted(&img);
	else if (!img.why.text[0])
		abort(); /* a refusal without a reason */
	image_free(&img);
	machine_free(&m);
	free(file);
	return 0;
}
