#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Make a bzImage of any protocol version from a 16-bit part and a flat 32-bit core.

The setup header is the Linux boot protocol's, "The Real-Mode Kernel Header". Tests
import build() to make wrong images too: each header field can be given by name.
"""
import struct
import sys

# name: (offset, struct code, first protocol version that has it)
FIELDS = {
    'setup_sects': (0x1f1, 'B', 0), 'root_flags': (0x1f2, 'H', 0),
    'syssize': (0x1f4, 'I', 0), 'ram_size': (0x1f8, 'H', 0),
    'vid_mode': (0x1fa, 'H', 0), 'root_dev': (0x1fc, 'H', 0),
    'boot_flag': (0x1fe, 'H', 0), 'jump': (0x200, 'H', 0),
    'header': (0x202, 'I', 0x200), 'version': (0x206, 'H', 0x200),
    'realmode_swtch': (0x208, 'I', 0x200), 'start_sys_seg': (0x20c, 'H', 0x200),
    'kernel_version': (0x20e, 'H', 0x200), 'type_of_loader': (0x210, 'B', 0x200),
    'loadflags': (0x211, 'B', 0x200), 'setup_move_size': (0x212, 'H', 0x200),
    'code32_start': (0x214, 'I', 0x200), 'ramdisk_image': (0x218, 'I', 0x200),
    'ramdisk_size': (0x21c, 'I', 0x200), 'bootsect_kludge': (0x220, 'I', 0x200),
    'heap_end_ptr': (0x224, 'H', 0x201), 'ext_loader_ver': (0x226, 'B', 0x202),
    'ext_loader_type': (0x227, 'B', 0x202), 'cmd_line_ptr': (0x228, 'I', 0x202),
    'initrd_addr_max': (0x22c, 'I', 0x203), 'kernel_alignment': (0x230, 'I', 0x205),
    'relocatable_kernel': (0x234, 'B', 0x205), 'min_alignment': (0x235, 'B', 0x20a),
    'xloadflags': (0x236, 'H', 0x20c), 'cmdline_size': (0x238, 'I', 0x206),
    'hardware_subarch': (0x23c, 'I', 0x207), 'hardware_subarch_data': (0x240, 'Q', 0x207),
    'payload_offset': (0x248, 'I', 0x208), 'payload_length': (0x24c, 'I', 0x208),
    'setup_data': (0x250, 'Q', 0x209), 'pref_address': (0x258, 'Q', 0x20a),
    'init_size': (0x260, 'I', 0x20a), 'handover_offset': (0x264, 'I', 0x20b),
    'kernel_info_offset': (0x268, 'I', 0x20f),
}
CODE_START = 0x26c  # entry16 in setup.S
# Linux's boot sectors up to 2.4: mov $0x7c0,%ax; mov %ax,%ds; mov $0x9000,%ax; mov %ax,%es
OLD_START = bytes.fromhex('b8c0078ed8b800908ec0')


def header_end(version):
    """The first byte after the header of this protocol version (2.15 ends at 26ch)."""
    return max(offset + struct.calcsize('<' + code)
               for offset, code, since in FIELDS.values() if since <= version)


def filler(size, seed=1):
    """Bytes that do not compress and are the same each time (a linear congruence)."""
    out = bytearray()
    x = seed
    while len(out) < size:
        x = (x * 6364136223846793005 + 1442695040888963407) & (2 ** 64 - 1)
        out += struct.pack('<I', x >> 32)
    return bytes(out[:size])


def build(setup, core, protocol, pad=64 * 1024, **fields):
    """A bzImage: setup and core as bytes, the core padded to `pad` bytes, fields by name."""
    core = core + filler(max(pad - len(core), -len(core) % 16))
    values = {
        'setup_sects': len(setup) // 512 - 1, 'syssize': len(core) // 16, 'root_flags': 1,
        'vid_mode': 0xffff, 'boot_flag': 0xaa55, 'header': 0x53726448, 'version': protocol,
        'loadflags': 1, 'code32_start': 0x100000, 'heap_end_ptr': 0x3e00,
        'initrd_addr_max': 0x37ffffff, 'kernel_alignment': 0x1000, 'cmdline_size': 255,
        'jump': 0xeb | (header_end(protocol) - 0x202) << 8, 'init_size': len(core) + 0x10000,
        'pref_address': 0x100000, 'min_alignment': 12, 'payload_length': len(core),
    }
    values.update(fields)
    out = bytearray(setup)
    end = header_end(protocol)
    out[0x1f1:end] = bytes(end - 0x1f1)
    for name, value in values.items():
        offset, code, since = FIELDS[name]
        if since <= protocol or name in fields:
            struct.pack_into('<' + code, out, offset, value)
    if protocol < 0x200:
        out[:len(OLD_START)] = OLD_START
    return bytes(out) + core


def main():
    """usage: bzimage.py SETUP CORE OUT VERSION [pad=BYTES] [field=NUMBER]..."""
    setup, core, out, version = sys.argv[1:5]
    fields = {k: int(v, 0) for k, v in (word.split('=') for word in sys.argv[5:])}
    major, minor = version.split('.')
    with open(setup, 'rb') as s, open(core, 'rb') as c:
        image = build(s.read(), c.read(), int(major) << 8 | int(minor), **fields)
    with open(out, 'wb') as f:
        f.write(image)


if __name__ == '__main__':
    main()
