// SPDX-License-Identifier: GPL-2.0-only
/* How much a server may send at once, and how much is read at once (TCP options of Linux). */
#define _GNU_SOURCE
#include <netinet/in.h>
#include <linux/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include "fetch.h"

/* Learnt of this card; "net" removes it. */
#define WINDOW_PATH "/run/bootshell/window"
/*
 * PXE ROMs have few buffers, and on its own network a server fills a window at once. Four frames
 * every ROM takes: "net" limits its routes to that. For eight most drivers of iPXE have buffers.
 */
#define NARROW 6144
#define WIDE   12288
#define BATCH  (32 * (int)KIB) /* to be woken for */

static int window_learnt(void)
{
	struct reason ignored = { "" };
	struct arena a = { NULL };
	struct blob b;
	int window = WIDE;

	if (!os_read_small(WINDOW_PATH, &a, &b, &ignored))
		window = strtol((const char *)b.p, NULL, 10) == NARROW ? NARROW : WIDE;
	arena_free(&a);
	return window;
}

static void learn(int window)
{
	FILE *file = fopen(WINDOW_PATH, "we");

	if (!file)
		return; /* the next file will learn it again */
	fprintf(file, "%d\n", window);
	fclose(file);
}

static void set_window(struct fetch_flow *w, int s, int window)
{
	w->window = window;
	setsockopt(s, IPPROTO_TCP, TCP_WINDOW_CLAMP, &window, sizeof(window));
}

void fetch_flow_begin(struct fetch_flow *w, int s)
{
	int limit = 0;
	socklen_t n = sizeof(limit);

	*w = (struct fetch_flow){ .await = 1 };
	getsockopt(s, IPPROTO_TCP, TCP_WINDOW_CLAMP, &limit, &n);
	if (limit == NARROW)
		set_window(w, s, window_learnt());
}

/* Frames out of turn: one between was lost, which is likely to be our doing. */
static bool has_lost(int s)
{
	struct tcp_info info = { .tcpi_rcv_ooopack = 0 };
	socklen_t n = sizeof(info);

	return !getsockopt(s, IPPROTO_TCP, TCP_INFO, &info, &n) && info.tcpi_rcv_ooopack;
}

void fetch_flow_go_on(struct fetch_flow *w, int s, uint64_t left)
{
	int await = left > (uint64_t)BATCH ? BATCH : left ? (int)left : 1;

	if (await != w->await)
		setsockopt(s, SOL_SOCKET, SO_RCVLOWAT, &await, sizeof(await));
	w->await = await;
	if (w->window != WIDE || !has_lost(s))
		return;
	set_window(w, s, NARROW);
	learn(NARROW);
}
