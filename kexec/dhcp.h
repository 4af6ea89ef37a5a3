/* SPDX-License-Identifier: GPL-2.0-only */
/* What a DHCP packet says, for the shell. */
#ifndef KEXEC_DHCP_H
#define KEXEC_DHCP_H

#include "base.h"

/**
 * dhcp_facts() - the packet as assignments for the shell: PREFIXip='10.0.2.15' and so on
 * @packet: from whoever is on the wire: what it holds cannot be more than quoted text
 * @prefix: of the variables' names
 *
 * The names: ip bits gateway dns domain server file config prefix timeout uuid. What the packet does
 * not say is empty.
 *
 * Return: 0; -EBADMSG, and nothing is printed, if it is no DHCP packet.
 */
int dhcp_facts(struct blob packet, const char *prefix, struct text *out, struct reason *why);

#endif
