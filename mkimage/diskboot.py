# SPDX-License-Identifier: GPL-2.0-only
"""The blocks of include/diskboot.h, as Python writes and reads them."""
import struct
import zlib

SECTOR = 512
LIST_SECTORS = 6            # boot record, block list, arguments
AT_SUM, AT_PACKET, CODE_END = 422, 424, 440
BPB = slice(3, 0x3e)
LOAD_LIST = 0x7e00
SYSTEM_AREA = 64            # sectors before an ISO's first volume descriptor
SERIAL_BDA, SERIAL_NONE = 0, 0xffff
TEXT = 2032


class Refused(Exception):
    """Why an image cannot be worked on."""


def with_crc(block):
    """The block with its CRC at offset 4, taken while that is zero."""
    block = block[:4] + bytes(4) + block[8:]
    return block[:4] + struct.pack('<I', zlib.crc32(block)) + block[8:]


def args_block(text, serial=SERIAL_BDA, divisor=1):
    """struct diskboot_args: sectors 2 to 5."""
    data = text.encode('ascii')
    if len(data) >= TEXT:
        raise Refused(f'the text has {len(data)} characters, {TEXT - 1} fit')
    if any(not 0x20 <= c < 0x7f for c in data):
        raise Refused('the text has control characters')
    return with_crc(struct.pack('<4sIHHHH', b'SBAG', 0, 1, serial, divisor, 0)
                    + data.ljust(TEXT, b'\0'))


def read_args(block):
    """(serial, divisor, text) of an arguments block, None if it is none or is damaged."""
    if len(block) != 4 * SECTOR or block[:4] != b'SBAG' or with_crc(block) != block:
        return None
    _, _, version, serial, divisor, _ = struct.unpack_from('<4sIHHHH', block)
    if version != 1:
        return None
    return serial, divisor, block[16:].split(b'\0')[0].decode('ascii')


def list_block(*files):
    """struct diskboot_list: sector 1; each file is (sector, its bytes)."""
    block = struct.pack('<4sIHHI', b'BSBL', 0, 1, len(files), 0)
    for lba, data in files:
        block += struct.pack('<QII', lba, len(data), zlib.crc32(data))
    return with_crc(block.ljust(SECTOR, b'\0'))


def boot_record(code, old, lba, stage2):
    """Sector 0: our code, the FAT parameters and the partition table of the old one."""
    words = struct.unpack(f'<{len(stage2) // 2}H', stage2)
    sectors = LIST_SECTORS - 1 + len(stage2) // SECTOR
    new = bytearray(code)
    if old[0] == 0xeb and old[2] == 0x90:
        new[BPB] = old[BPB]
    new[CODE_END:510] = old[CODE_END:510]
    struct.pack_into('<H', new, AT_SUM, -sum(words) & 0xffff)
    struct.pack_into('<BBHHHQ', new, AT_PACKET, 16, 0, sectors, LOAD_LIST, 0, lba + 1)
    return bytes(new)
