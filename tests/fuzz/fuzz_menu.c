// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes the boot menu: a configuration (with what it includes), then keys pressed in what came of
 * it. The parts of an input are divided by a byte FFh: the configuration, up to eight files that
 * INCLUDE gets one after the other, and last the keys.
 */
#include <stdlib.h>
#include <string.h>
#include "screen.h"

#define PARTS 10u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

const char *crypt_hash(const char *typed, const char *setting, char out[128])
{
	(void)typed;
	(void)setting;
	memcpy(out, "$5$x", 5);
	return out;
}

/** struct parts - the input, divided */
struct parts {
	struct blob part[PARTS];
	unsigned int n, next;
};

static void divide(struct parts *p, struct blob in)
{
	while (p->n < PARTS) {
		const uint8_t *end = in.n ? memchr(in.p, 0xff, in.n) : NULL;
		size_t n = end ? (size_t)(end - in.p) : in.n;

		p->part[p->n++] = blob_slice(in, 0, n);
		if (!end)
			return;
		in = blob_slice(in, n + 1, in.n - n - 1);
	}
}

static int read_part(void *ctx, const char *path, struct arena *arena, struct blob *out,
		     struct reason *why)
{
	struct parts *p = ctx;

	(void)path;
	(void)arena;
	if (++p->next + 1 >= p->n)
		return because(why, -1, "no such part");
	*out = p->part[p->next];
	return 0;
}

/* Draw on two screens of very different size; every cell must be printable. */
static void draw(const struct ui *ui)
{
	static struct cell cells[60 * 132];
	static const unsigned int sizes[][2] = { { 8, 30 }, { 25, 80 } };

	for (unsigned int i = 0; i < 2; i++) {
		struct screen s = { sizes[i][0], sizes[i][1], cells, false, 0, 0 };

		screen_draw(ui, &s);
		for (unsigned int at = 0; at < s.rows * s.cols; at++)
			if (cells[at].ch < ' ' && (unsigned char)cells[at].ch < 0x80)
				abort();
		if (s.cursor && (s.row >= s.rows || s.col >= s.cols))
			abort();
	}
}

static void start(const struct menu *m, struct ui *ui)
{
	struct reason why = { "" };
	struct boot_line line;
	struct menu_plan plan = { .n = 0 };

	if (menu_read_line(m, ui->line, ui->of, "", &ui->arena, &line, &why) ||
	    menu_plan(m, &line, &ui->arena, &plan, &why)) {
		if (!why.text[0])
			abort(); /* a refusal without a reason */
	} else if (!plan.n == !plan.n_open) {
		abort(); /* either a command or another menu */
	}
}

static void use(const struct menu *m, struct blob keys)
{
	struct ui ui = {
		.m = m, .facts = "ip=1\nBOOTIF=2\n", .timeout_ms = UI_OWN_TIMEOUT, .banner = m->say
	};
	uint64_t now = 0;
	enum ui_want want;

	ui.by_hand = blob_u8(keys, 0) & 1;
	ui_begin(&ui, now);
	for (size_t i = 1; i < keys.n && i < 200; i++) {
		unsigned int key = keys.p[i] < 0x80 ? keys.p[i] : KEY_UP + (keys.p[i] & 31u);

		now += (uint64_t)keys.p[i] * 100;
		want = i & 1 ? ui_key(&ui, key, now) : ui_tick(&ui, now);
		draw(&ui);
		for (unsigned int tries = 0; want == UI_START; tries++) {
			if (tries > 1)
				abort(); /* ONERROR without end */
			start(m, &ui);
			want = ui_failed(&ui, "load: no", now);
		}
		if (want == UI_FILE)
			ui_show(&ui, "a\nb\n");
	}
	ui_free(&ui);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct menu_origin origin = { "/mnt", "/", "/mnt/syslinux.cfg" };
	struct parts parts = { .n = 0 };
	struct menu_files files = { read_part, &parts };
	struct menu m = { .format = NULL };
	struct reason why = { "" };
	struct text t = { 0 };

	divide(&parts, (struct blob){ data, n });
	if (!menu_parse(&m, &origin, parts.part[0], &files, &why)) {
		menu_list(&m, &t);
		menu_json(&m, "ip=1\nSYSVENDOR= a b \n", &t);
		if (t.failed)
			abort();
		use(&m, parts.part[parts.n - 1]);
	} else if (!why.text[0]) {
		abort();
	}
	text_free(&t);
	menu_free(&m);
	return 0;
}
