// SPDX-License-Identifier: GPL-2.0-only
/* Terminals: raw input, and output of the cells that changed, in VT100's control sequences. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#include "term.h"

/* A lone ESC is a key if nothing follows it for so long; 9600 baud take 1 ms a byte. */
#define ESC_MS 200u
/* Larger terminals are not filled. */
#define MAX_ROWS 60u
#define MAX_COLS 132u

uint64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

static void write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return; /* gone; the others go on */
		p += done;
		n -= (size_t)done;
	}
}

void terms_write(struct terms *t, const char *p, size_t n)
{
	for (unsigned int i = 0; i < t->n; i++)
		write_all(t->term[i].fd, p, n);
}

/* A serial line does not know its size: 24 rows is what most programs at its other end have. */
static bool make_screen(struct screen *s, const struct winsize *ws)
{
	s->rows = ws->ws_row ? ws->ws_row : 24;
	s->cols = ws->ws_col ? ws->ws_col : 80;
	s->rows = s->rows < SCREEN_MIN_ROWS ? SCREEN_MIN_ROWS :
		  s->rows > MAX_ROWS	    ? MAX_ROWS :
					      s->rows;
	s->cols = s->cols < SCREEN_MIN_COLS ? SCREEN_MIN_COLS :
		  s->cols > MAX_COLS	    ? MAX_COLS :
					      s->cols;
	s->cell = calloc((size_t)s->rows * s->cols, sizeof(*s->cell));
	return s->cell;
}

static int add(struct terms *t, int fd)
{
	struct term *term = &t->term[t->n];
	struct winsize ws = { 0 };
	struct termios raw;

	*term = (struct term){ .fd = fd };
	if (tcgetattr(fd, &term->saved) < 0)
		return -errno;
	ioctl(fd, TIOCGWINSZ, &ws);
	if (!make_screen(&term->shown, &ws) || !make_screen(&term->next, &ws))
		return -ENOMEM;
	raw = term->saved;
	cfmakeraw(&raw);
	raw.c_cflag |= CLOCAL;
	tcsetattr(fd, TCSADRAIN, &raw);
	t->n++;
	return 0;
}

static void add_consoles(struct terms *t, char *names)
{
	for (char *rest, *name = strtok_r(names, "\n", &rest); name && t->n < TERMS_MAX;
	     name = strtok_r(NULL, "\n", &rest)) {
		char path[40];
		int fd;

		snprintf(path, sizeof(path), "/dev/%s", name);
		fd = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
		if (fd >= 0 && add(t, fd))
			close(fd);
	}
}

int terms_open(struct terms *t, const char *consoles, struct reason *why)
{
	struct arena arena = { NULL };
	struct blob names;
	int err = 0;

	t->n = 0;
	if (consoles) {
		err = os_read_small(consoles, &arena, &names, why);
		if (!err)
			add_consoles(t, (char *)(uintptr_t)names.p);
		arena_free(&arena);
	} else if (isatty(STDIN_FILENO)) {
		add(t, STDIN_FILENO);
	}
	if (!err && !t->n)
		err = because(why, -ENOTTY, "a menu needs a terminal; --list prints it");
	terms_clear(t);
	return err;
}

void terms_clear(struct terms *t)
{
	static const char blank[] = "\33[0m\33[H\33[J\33[?25h";

	terms_write(t, blank, sizeof(blank) - 1);
	for (unsigned int i = 0; i < t->n; i++) {
		struct screen *s = &t->term[i].shown;

		for (unsigned int at = 0; at < s->rows * s->cols; at++)
			s->cell[at] = (struct cell){ ' ', ATTR_PLAIN };
		s->cursor = true;
	}
}

void terms_close(struct terms *t)
{
	terms_clear(t);
	for (unsigned int i = 0; i < t->n; i++) {
		tcsetattr(t->term[i].fd, TCSADRAIN, &t->term[i].saved);
		free(t->term[i].shown.cell);
		free(t->term[i].next.cell);
		if (t->term[i].fd != STDIN_FILENO)
			close(t->term[i].fd);
	}
	t->n = 0;
}

/* ---- drawing ------------------------------------------------------------------- */

static void add_attr(struct text *out, uint8_t attr)
{
	text_addf(out, "\33[0%s%s%sm", attr & ATTR_BOLD ? ";1" : "", attr & ATTR_DIM ? ";2" : "",
		  attr & ATTR_REVERSE ? ";7" : "");
}

static bool differ(const struct cell *a, const struct cell *b)
{
	return a->ch != b->ch || a->attr != b->attr;
}

static void add_row(struct text *out, const struct cell *was, const struct cell *now,
		    unsigned int row, unsigned int cols, int *attr)
{
	unsigned int at = cols; /* where the cursor is in this row; cols: elsewhere */

	for (unsigned int col = 0; col < cols; col++) {
		if (!differ(&was[col], &now[col]))
			continue;
		if (at != col)
			text_addf(out, "\33[%u;%uH", row + 1, col + 1);
		if (*attr != now[col].attr)
			add_attr(out, now[col].attr);
		*attr = now[col].attr;
		text_addf(out, "%c", now[col].ch);
		at = col + 1;
	}
}

static void draw(struct term *term, const struct ui *ui)
{
	struct screen *was = &term->shown, *now = &term->next, swap;
	struct text out = { 0 };
	int attr = -1;

	screen_draw(ui, now);
	for (unsigned int row = 0; row < now->rows; row++)
		add_row(&out, was->cell + row * was->cols, now->cell + row * now->cols, row,
			now->cols, &attr);
	if (out.n && attr != ATTR_PLAIN)
		add_attr(&out, ATTR_PLAIN);
	if (now->cursor)
		text_addf(&out, "\33[%u;%uH%s", now->row + 1, now->col + 1,
			  was->cursor ? "" : "\33[?25h");
	else if (was->cursor)
		text_addf(&out, "\33[?25l");
	if (out.n && !out.failed)
		write_all(term->fd, out.p, out.n);
	text_free(&out);
	swap = *was;
	*was = *now;
	*now = swap;
}

void terms_draw(struct terms *t, const struct ui *ui)
{
	for (unsigned int i = 0; i < t->n; i++)
		draw(&t->term[i], ui);
}

/* ---- keys ------------------------------------------------------------------------ */

unsigned int terms_poll(const struct terms *t, struct pollfd fds[TERMS_MAX])
{
	for (unsigned int i = 0; i < t->n; i++)
		fds[i] = (struct pollfd){ .fd = t->term[i].fd, .events = POLLIN };
	return t->n;
}

/* A byte behind a lone ESC. */
static unsigned int held_key(struct terms *t)
{
	for (unsigned int i = 0; i < t->n; i++)
		if (t->term[i].keys.held)
			return key_feed(&t->term[i].keys, t->term[i].keys.held);
	return KEY_NONE;
}

/* A key whose bytes stopped coming. */
static unsigned int late_key(struct terms *t)
{
	for (unsigned int i = 0; i < t->n; i++)
		if (t->term[i].keys.n && now_ms() - t->term[i].esc_ms >= ESC_MS)
			return key_flush(&t->term[i].keys);
	return KEY_NONE;
}

static bool is_unfinished(const struct terms *t)
{
	for (unsigned int i = 0; i < t->n; i++)
		if (t->term[i].keys.n)
			return true;
	return false;
}

unsigned int terms_key(struct terms *t, uint32_t wait_ms)
{
	struct pollfd fds[TERMS_MAX];
	unsigned int n = terms_poll(t, fds), key = held_key(t);

	if (key)
		return key;
	if (is_unfinished(t) && wait_ms > ESC_MS)
		wait_ms = ESC_MS;
	if (poll(fds, n, wait_ms > INT32_MAX ? -1 : (int)wait_ms) <= 0)
		return late_key(t);
	for (unsigned int i = 0; i < n; i++) {
		struct term *term = &t->term[i];
		uint8_t byte;

		if (!fds[i].revents)
			continue;
		if (read(term->fd, &byte, 1) != 1) {
			usleep(ESC_MS * 1000); /* it is gone: no busy loop */
			continue;
		}
		key = key_feed(&term->keys, byte);
		term->esc_ms = now_ms();
		if (key)
			return key;
	}
	return KEY_NONE;
}
