# SPDX-License-Identifier: GPL-2.0-only
"""Make a unified kernel image: a PE image with the named sections, and no EFI program in it.

PE and COFF Specification 11, sections 2 to 4; UAPI Group, "Unified Kernel Image".
"""
import struct

ALIGN = 512
OPTIONAL_BYTES = 240    # PE32+ with all 16 data directories
AMD64 = 0x8664


def build(sections):
    """`sections`: {name: bytes}, in this order."""
    dos = b'MZ'.ljust(0x3c, b'\0') + struct.pack('<I', 0x40)
    coff = struct.pack('<4sHHIIIHH', b'PE\0\0', AMD64, len(sections), 0, 0, 0, OPTIONAL_BYTES,
                       0x22e)
    optional = struct.pack('<H', 0x20b).ljust(OPTIONAL_BYTES, b'\0')
    at = -(-(len(dos + coff + optional) + 40 * len(sections)) // ALIGN) * ALIGN
    head, body = dos + coff + optional, b''
    for name, data in sections.items():
        raw = data + bytes(-len(data) % ALIGN)
        head += struct.pack('<8sIIIIIIHHI', name.encode(), len(data), 0x10000 + at, len(raw),
                            at + len(body), 0, 0, 0, 0, 0x40000040)
        body += raw
    return head.ljust(at, b'\0') + body
