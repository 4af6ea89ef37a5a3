// SPDX-License-Identifier: GPL-2.0-only
/* Countdowns of the menu: when a key stops them, when they begin anew, when they are over. */
#include "ui-parts.h"

bool ui_starts_at_once(const struct ui *ui)
{
	return !ui->m->wanted && !ui->by_hand;
}

/*
 * What is counted down. TIMEOUT is for menus and prompts: where none was asked for, a key or a
 * failure shows one, and the start is tried again when nobody is there.
 */
uint32_t ui_timeout_of(const struct ui *ui)
{
	if (ui->timeout_ms != UI_OWN_TIMEOUT)
		return ui->timeout_ms;
	if (ui->m->wanted)
		return ui->page->timeout_ms;
	return ui->by_hand ? 0 : UI_RESUME_MS;
}

void ui_count(struct ui *ui, uint32_t wait_ms, uint32_t ms)
{
	ui->counted_ms = ms;
	ui->deadline_ms = ms ? ui->now_ms + wait_ms + ms : 0;
}

static uint64_t left(uint64_t deadline_ms, uint64_t now_ms)
{
	return deadline_ms > now_ms ? deadline_ms - now_ms : 0;
}

/* Is the countdown running, not waiting for silence? */
static bool is_counting(const struct ui *ui)
{
	return ui->deadline_ms && left(ui->deadline_ms, ui->now_ms) <= ui->counted_ms;
}

int ui_countdown_s(const struct ui *ui)
{
	uint64_t ms = UINT64_MAX;

	if (is_counting(ui))
		ms = left(ui->deadline_ms, ui->now_ms);
	if (ui->total_deadline_ms && left(ui->total_deadline_ms, ui->now_ms) <= UI_RESUME_MS &&
	    left(ui->total_deadline_ms, ui->now_ms) < ms)
		ms = left(ui->total_deadline_ms, ui->now_ms);
	return ms == UINT64_MAX ? -1 : (int)((ms + 999) / 1000);
}

uint32_t ui_wait_ms(const struct ui *ui)
{
	uint64_t wait = UINT32_MAX, ms;

	if (ui_countdown_s(ui) >= 0)
		wait = 200;
	if (ui->deadline_ms) {
		ms = left(ui->deadline_ms, ui->now_ms);
		ms = ms > ui->counted_ms ? ms - ui->counted_ms : ms;
		wait = ms < wait ? ms : wait;
	}
	if (ui->total_deadline_ms) {
		ms = left(ui->total_deadline_ms, ui->now_ms);
		ms = ms > UI_RESUME_MS ? ms - UI_RESUME_MS : ms;
		wait = ms < wait ? ms : wait;
	}
	return (uint32_t)wait;
}

enum ui_want ui_tick(struct ui *ui, uint64_t now_ms)
{
	bool counting = is_counting(ui);

	ui->now_ms = now_ms;
	if (ui->total_deadline_ms && now_ms >= ui->total_deadline_ms) {
		ui->total_deadline_ms =
			now_ms + (ui->m->total_ms > UI_RESUME_MS ? ui->m->total_ms : UI_RESUME_MS);
		return ui_start_by_itself(ui);
	}
	if (ui->deadline_ms && now_ms >= ui->deadline_ms)
		return ui_start_by_itself(ui);
	if (!counting && is_counting(ui))
		ui_go_home(ui);
	return UI_NOTHING;
}
