/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The Preboot Execution Environment: entry structures, the services that we call of
 * its base code and of UNDI, the DHCP packets it keeps. Intel, PXE specification 2.1
 * (1999), chapters 3 and 4. All far pointers are offset, segment.
 */
#ifndef STD_PXE_H
#define STD_PXE_H

#ifdef __KERNEL__
#include <linux/stddef.h>
#include <linux/types.h>
#else
#include <stddef.h>
#include <stdint.h>
#endif

/** struct pxe_far - SEGOFF16, a real-mode far pointer */
struct pxe_far {
	uint16_t off;
	uint16_t seg;
};

/** struct pxe_segment - SEGDESC, memory of the ROM's */
struct pxe_segment {
	uint16_t seg;
	uint32_t phys;
	uint16_t bytes;
} __attribute__((packed));

#define PXE_BANG_SIGNATURE "!PXE"
#define PXE_BANG_LENGTH	   0x58

/** struct pxe_bang - !PXE; all @length bytes add up to 0 */
struct pxe_bang {
	char signature[4];
	uint8_t length;
	uint8_t checksum;
	uint8_t revision;
	uint8_t reserved;
	struct pxe_far undi_rom_id;
	struct pxe_far base_rom_id;
	struct pxe_far entry; /* real mode and 16-bit protected mode; pops nothing */
	uint8_t rest[0x20 - 0x14];
	struct pxe_segment stack, undi_data, undi_code, undi_code_write;
	struct pxe_segment base_data, base_code, base_code_write;
} __attribute__((packed));

#define PXE_NV_SIGNATURE "PXENV+"
#define PXE_NV_LENGTH	 0x28 /* up to 2.0 */
#define PXE_NV_BANG_AT	 0x28 /* struct pxe_far to !PXE, from 2.1 on */

/** struct pxe_nv - PXENV+, the older of the two */
struct pxe_nv {
	char signature[6];
	uint16_t version; /* 0x0201 is 2.1 */
	uint8_t length;
	uint8_t checksum;
	struct pxe_far entry; /* BX: service, ES:DI: its parameters */
	uint8_t protected_mode[0x14 - 0x0e];
	struct {
		uint16_t seg;
		uint16_t bytes;
	} stack, base_code, base_data, undi_data, undi_code;
	struct pxe_far bang;
} __attribute__((packed));

/* INT 1Ah: the third way to find PXENV+, in ES:BX. */
#define PXE_INT1A_AX	 0x5650
#define PXE_INT1A_AX_OUT 0x564e

/* Services. AX 0 on return is success; else status, the first word of all blocks, says why. */
#define PXE_START_UNDI	    0x0000
#define PXE_UNDI_STARTUP    0x0001
#define PXE_UNDI_CLEANUP    0x0002
#define PXE_UNDI_INITIALIZE 0x0003
#define PXE_UNDI_SHUTDOWN   0x0005
#define PXE_UNDI_OPEN	    0x0006
#define PXE_UNDI_CLOSE	    0x0007
#define PXE_UNDI_TRANSMIT   0x0008
#define PXE_UNDI_SET_FILTER 0x000b
#define PXE_UNDI_GET_INFO   0x000c
#define PXE_UNDI_GET_NIC    0x0012
#define PXE_UNDI_ISR	    0x0014
#define PXE_STOP_UNDI	    0x0015 /* for some ROMs this number is UNDI_GET_STATE */
#define PXE_TFTP_OPEN	    0x0020
#define PXE_TFTP_CLOSE	    0x0021
#define PXE_TFTP_READ	    0x0022
#define PXE_TFTP_GET_FSIZE  0x0025
#define PXE_UNLOAD_STACK    0x0070
#define PXE_GET_CACHED_INFO 0x0071

#define PXE_STATUS_FAILURE	    0x0001
#define PXE_STATUS_OUT_OF_RESOURCES 0x0006 /* such as buffers to send from: ask again */
#define PXE_STATUS_NOT_FOUND	    0x003b /* TFTP: no such file */

#define PXE_TFTP_PORT 0x4500 /* 69 in network order */
#define PXE_NAME      128    /* a file's name with its zero */

struct pxe_tftp_open {
	uint16_t status;
	uint32_t server_ip; /* IP addresses are in network order */
	uint32_t gateway_ip;
	char name[PXE_NAME];
	uint16_t port;
	uint16_t packet_size; /* out: what the server has agreed to */
} __attribute__((packed));

struct pxe_tftp_close {
	uint16_t status;
} __attribute__((packed));

struct pxe_tftp_read {
	uint16_t status;
	uint16_t packet;
	uint16_t bytes;
	struct pxe_far buffer;
} __attribute__((packed));

struct pxe_tftp_get_fsize {
	uint16_t status;
	uint32_t server_ip;
	uint32_t gateway_ip;
	char name[PXE_NAME];
	uint32_t bytes;
} __attribute__((packed));

#define PXE_NO_ISA_PNP \
	0xffff /* pxe_start_undi.bx and .dx of a card that is not ISA Plug and Play */

/** struct pxe_start_undi - registers as the BIOS had them when it initialised the ROM */
struct pxe_start_undi {
	uint16_t status;
	uint16_t ax; /* PCI bus, device and function */
	uint16_t bx;
	uint16_t dx;
	uint16_t di; /* with @es: $PnP of the BIOS */
	uint16_t es;
} __attribute__((packed));

/** struct pxe_undi_loader - for the UNDI loader of an option ROM; a far pointer to it is pushed */
struct pxe_undi_loader {
	struct pxe_start_undi start;
	uint16_t undi_ds; /* in: segments that the caller has found room for */
	uint16_t undi_cs;
	struct pxe_far bang; /* out */
	struct pxe_far nv;
} __attribute__((packed));

/** struct pxe_undi_simple - STARTUP, CLEANUP, SHUTDOWN, STOP_UNDI, UNLOAD_STACK */
struct pxe_undi_simple {
	uint16_t status;
	uint8_t reserved[10];
} __attribute__((packed));

struct pxe_undi_initialize {
	uint16_t status;
	uint32_t protocol_ini; /* 0: none */
	uint8_t reserved[8];
} __attribute__((packed));

#define PXE_NODE_BYTES 16 /* room for a hardware address */
#define PXE_MULTICASTS 8

/* pxe_undi_open.filter, pxe_undi_set_filter.filter */
#define PXE_FILTER_DIRECTED  0x0001
#define PXE_FILTER_BROADCAST 0x0002
#define PXE_FILTER_ALL	     0x0004

struct pxe_undi_open {
	uint16_t status;
	uint16_t flag; /* vendor-specific; 0 is always right */
	uint16_t filter;
	uint16_t multicasts;
	uint8_t multicast[PXE_MULTICASTS][PXE_NODE_BYTES];
} __attribute__((packed));

struct pxe_undi_close {
	uint16_t status;
} __attribute__((packed));

struct pxe_undi_set_filter {
	uint16_t status;
	uint8_t filter;
} __attribute__((packed));

/* pxe_undi_transmit.protocol, and .to */
#define PXE_PROTOCOL_RAW 0 /* the header is part of the data */
#define PXE_PROTOCOL_IP	 1
#define PXE_PROTOCOL_ARP 2
#define PXE_TO_NODE	 0
#define PXE_TO_ALL	 1

struct pxe_undi_transmit {
	uint16_t status;
	uint8_t protocol;
	uint8_t to;
	struct pxe_far node; /* address of the receiver, PXE_NODE_BYTES */
	struct pxe_far data; /* struct pxe_undi_tbd */
	uint32_t reserved[2];
} __attribute__((packed));

#define PXE_TBD_BLOCKS 8

/** struct pxe_undi_tbd - transmit buffer descriptor: what to send, in one piece or several */
struct pxe_undi_tbd {
	uint16_t bytes;
	struct pxe_far at;
	uint16_t blocks; /* further pieces */
	uint8_t block[PXE_TBD_BLOCKS][8];
} __attribute__((packed));

/* pxe_undi_isr.function: what is asked ... */
#define PXE_ISR_START	1
#define PXE_ISR_PROCESS 2
#define PXE_ISR_NEXT	3
/* ... what is answered to PXE_ISR_START, and to the others */
#define PXE_ISR_OURS	 0
#define PXE_ISR_DONE	 0
#define PXE_ISR_TRANSMIT 2
#define PXE_ISR_RECEIVE	 3

/** struct pxe_undi_isr - the work that an interrupt has brought */
struct pxe_undi_isr {
	uint16_t status;
	uint16_t function;
	uint16_t bytes; /* in this buffer: all of the frame or a part */
	uint16_t frame_bytes;
	uint16_t header_bytes; /* of the frame's header, which is there */
	struct pxe_far frame;
	uint8_t protocol;
	uint8_t kind; /* directed, broadcast, multicast */
} __attribute__((packed));

/* pxe_undi_get_nic_type.type */
#define PXE_NIC_PCI	2
#define PXE_NIC_PNP	3
#define PXE_NIC_CARDBUS 4

/** struct pxe_undi_get_nic_type - for PCI and CardBus; some ROMs leave @type 0 */
struct pxe_undi_get_nic_type {
	uint16_t status;
	uint8_t type;
	uint16_t vendor;
	uint16_t device;
	uint8_t base_class;
	uint8_t sub_class;
	uint8_t prog_if;
	uint8_t revision;
	uint16_t bus_devfn; /* bus in the high byte */
	uint16_t sub_vendor;
	uint16_t sub_device;
} __attribute__((packed));

/** struct pxe_undi_get_information - the card as UNDI has set it up */
struct pxe_undi_get_information {
	uint16_t status;
	uint16_t base_io;
	uint16_t irq; /* 0: polling only */
	uint16_t mtu;
	uint16_t hardware; /* 1: Ethernet */
	uint16_t mac_bytes;
	uint8_t mac[16];	   /* in use */
	uint8_t permanent_mac[16]; /* in the card */
	uint16_t rom_seg;
	uint16_t rx_buffers;
	uint16_t tx_buffers;
} __attribute__((packed));

struct pxe_get_cached_info {
	uint16_t status;
	uint16_t type;
	uint16_t bytes;
	struct pxe_far buffer;
	uint16_t limit;
} __attribute__((packed));

/* pxe_get_cached_info.type */
#define PXE_CACHED_DISCOVER 1 /* the client's DHCPDISCOVER */
#define PXE_CACHED_ACK	    2 /* the DHCP server's last word */
#define PXE_CACHED_REPLY    3 /* the boot server's, or a proxy's */

#define PXE_PACKET_OPTIONS 1208 /* what a client must be able to hold */
#define DHCP_MAGIC	   0x63538263u

/** struct pxe_packet - BOOTPLAYER, a DHCP packet after its UDP header (RFC 951, RFC 2131) */
struct pxe_packet {
	uint8_t opcode;
	uint8_t hardware; /* 1: Ethernet */
	uint8_t hardware_bytes;
	uint8_t hops;
	uint32_t id;
	uint16_t seconds;
	uint16_t flags;
	uint32_t client_ip;
	uint32_t your_ip;
	uint32_t server_ip;
	uint32_t relay_ip;
	uint8_t mac[16];
	char server_name[64];
	char boot_file[128];
	uint32_t magic;
	uint8_t options[PXE_PACKET_OPTIONS]; /* RFC 2132: code, length, data; 0 pads, 255 ends */
} __attribute__((packed));

#define DHCP_PAD       0
#define DHCP_MASK      1
#define DHCP_ROUTER    3
#define DHCP_OVERLOAD  52 /* bit 0: boot_file holds more options instead */
#define DHCP_SERVER    54
#define DHCP_BOOT_FILE 67
#define DHCP_END       255

_Static_assert(offsetof(struct pxe_bang, entry) == 0x10, "PXE 2.1, chapter 3");
_Static_assert(offsetof(struct pxe_bang, undi_data) == 0x28, "PXE 2.1, chapter 3");
_Static_assert(sizeof(struct pxe_undi_loader) == 24, "PXE 2.1, 4.2");
_Static_assert(sizeof(struct pxe_undi_initialize) == 14, "PXE 2.1, chapter 4");
_Static_assert(sizeof(struct pxe_bang) == PXE_BANG_LENGTH, "PXE 2.1, chapter 3");
_Static_assert(offsetof(struct pxe_nv, entry) == 0x0a, "PXE 2.1, chapter 3");
_Static_assert(offsetof(struct pxe_nv, undi_data) == 0x20, "PXE 2.1, chapter 3");
_Static_assert(offsetof(struct pxe_nv, bang) == PXE_NV_BANG_AT, "PXE 2.1, chapter 3");
_Static_assert(sizeof(struct pxe_tftp_open) == 142, "PXE 2.1, chapter 3");
_Static_assert(sizeof(struct pxe_tftp_read) == 10, "PXE 2.1, chapter 3");
_Static_assert(sizeof(struct pxe_tftp_get_fsize) == 142, "PXE 2.1, chapter 3");
_Static_assert(sizeof(struct pxe_undi_open) == 136, "PXE 2.1, chapter 4");
_Static_assert(sizeof(struct pxe_undi_transmit) == 20, "PXE 2.1, chapter 4");
_Static_assert(sizeof(struct pxe_undi_tbd) == 72, "PXE 2.1, chapter 4");
_Static_assert(offsetof(struct pxe_undi_isr, frame) == 10, "PXE 2.1, chapter 4");
_Static_assert(sizeof(struct pxe_undi_isr) == 16, "PXE 2.1, chapter 4");
_Static_assert(sizeof(struct pxe_undi_get_nic_type) == 17, "PXE 2.1, chapter 4");
_Static_assert(sizeof(struct pxe_undi_get_information) == 50, "PXE 2.1, chapter 4");
_Static_assert(sizeof(struct pxe_get_cached_info) == 12, "PXE 2.1, chapter 3");
_Static_assert(offsetof(struct pxe_packet, mac) == 28, "RFC 951, section 3");
_Static_assert(offsetof(struct pxe_packet, magic) == 236, "RFC 1497");

#endif
