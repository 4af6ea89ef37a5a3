#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Make a tagged network boot image (NBI) from a program.

Tests import build() to make others. "Draft Net Boot Image Proposal 0.3", sections 4 and 5.
"""
import struct
import sys

MAGIC = 0x1b031336
RETURNS, LINEAR = 1 << 8, 1 << 31
ABSOLUTE, AFTER, TOP, BEFORE, LAST = 0, 1, 2, 3, 4


def build(records, execute, location=(0x9200, 0), flags=0):
    """`records`: (how, load address, bytes, memory bytes); `location`: segment, offset."""
    head = struct.pack('<IIHHI', MAGIC, 4 | flags, location[1], location[0], execute)
    data = b''
    for i, (how, addr, content, memory) in enumerate(records):
        how |= LAST if i == len(records) - 1 else 0
        head += struct.pack('<BBBBIII', 4, 0, 0, how, addr, len(content), memory)
        data += content
    return head.ljust(512, b'\0') + data


def main():
    """usage: nbi.py 16|32 PROGRAM OUT; 16 goes to 8000:0, 32 to 200000h, with another record."""
    bits, program, out = sys.argv[1:]
    with open(program, 'rb') as f:
        code = f.read()
    if bits == '16':
        image = build([(ABSOLUTE, 0x80000, code, len(code))], 0x80000000)
    else:
        after = bytes(i * 7 & 255 for i in range(3001))
        image = build([(ABSOLUTE, 0x200000, code, 16001), (AFTER, 0, after, len(after) + 5000)],
                      0x200000, flags=LINEAR | RETURNS)
    with open(out, 'wb') as f:
        f.write(image)


if __name__ == '__main__':
    main()
