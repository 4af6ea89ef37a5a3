/* SPDX-License-Identifier: GPL-2.0-only */
/* For tests of image type multiboot2: a good flat file, whose header takes tags one by one. */
#ifndef UNIT_MB2_SUBJECT_H
#define UNIT_MB2_SUBJECT_H

#include "mb2.h"
#include "subject.h"

#define BYTES (64 * KIB)
#define AT    0x100u /* of the header in the file */
#define LOAD  0x200000u
#define ENTRY (LOAD + 0x40)

/* A good flat file; tags are added one by one. */
static struct mb2_header *h;
static size_t tags_end;

/** seal() - make length and checksum of the header right */
static inline void seal(void)
{
	h->length = (uint32_t)(tags_end - AT);
	h->checksum = -(h->magic + h->architecture + h->length);
}

/** tag() - append a tag of the header with @n words behind its head, and a last one */
static inline void tag(uint16_t type, uint16_t flags, unsigned int n, const uint32_t *words)
{
	struct mb2_header_tag head = { type, flags, (uint32_t)(sizeof(head) + n * sizeof(*words)) };
	static const struct mb2_header_tag last = { MB2_TAG_END, 0, sizeof(last) };

	memcpy(k.file + tags_end, &head, sizeof(head));
	if (n)
		memcpy(k.file + tags_end + sizeof(head), words, n * sizeof(*words));
	tags_end += (size_t)align_up(head.size, MB2_ALIGN);
	memcpy(k.file + tags_end, &last, sizeof(last));
	tags_end += sizeof(last);
	seal();
	tags_end -= sizeof(last); /* the next tag goes over it */
}

/** TAG() - the same with the words themselves */
#define TAG(type, flags, ...)                                                    \
	tag(type, flags, sizeof((uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t), \
	    (uint32_t[]){ __VA_ARGS__ })

/** fresh() - a setup: the good file, with addresses and an entry */
static inline int fresh(void **state)
{
	(void)state;
	make_file(BYTES, 0x400);
	h = (void *)(k.file + AT);
	*h = (struct mb2_header){ .magic = MB2_HEADER_MAGIC };
	tags_end = AT + sizeof(*h);
	TAG(MB2_TAG_ADDRESS, 0, LOAD + AT, LOAD, 0, LOAD + BYTES + 5000);
	TAG(MB2_TAG_ENTRY, 0, ENTRY);
	return 0;
}

#define ON_FILE(f) cmocka_unit_test_setup_teardown(f, fresh, drop)

#endif
