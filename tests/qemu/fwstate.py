# SPDX-License-Identifier: GPL-2.0-only
"""The snapshot of the firmware's state (include/fwstate.h), as a guest tells of it."""
import base64
import gzip
import struct

BYTES, IVT, BDA, EBDA = 2368, 64, 1088, 1344
LOADER, SETUP, ENTRY = 1, 2, 3
DISK, FLOPPY, CD, PXE = 1, 2, 3, 4
CHIPS = ('pic1_mask pic2_mask pic1_base pic2_base elcr1 elcr2 pit0_status pit2_status port61 '
         'port92 cmos_index a20 kbc_status video_mode base_kb ebda_seg cr0 drive').split()
SETUP_DATA = '/sys/kernel/boot_params/setup_data'


class Snapshot(dict):
    """struct fw_state as the guest's file has it."""

    def __init__(self, m):
        # packed, so that the log of a test that fails later shows more than this
        text = m.ok(f'gzip -c $(grep -l 0x42530001 {SETUP_DATA}/*/type | sed s/type/data/) | '
                    'base64')
        self.data = gzip.decompress(base64.b64decode(text))
        assert len(self.data) == BYTES and self.data[:6] == b'BSFS\2\0'
        super().__init__(zip(CHIPS, struct.unpack_from('<14BHHHB', self.data, 32)))
        self['source'], self['boot'] = self.data[6:8]
        names = 'di si bp sp bx dx cx ax es ds ss flags'.split()
        super().update(zip(names, struct.unpack_from('<12H', self.data, 8)))

    ivt = property(lambda self: self.data[IVT:BDA])
    bda = property(lambda self: self.data[BDA:EBDA])
    ebda = property(lambda self: self.data[EBDA:])


def unchanged(m):
    """`bios diff` has to find nothing that matters; its text."""
    said = m.ok('bios diff')
    assert "the firmware's state is what it was" in said and 'DIFFERS' not in said, said
    assert all(len(line) < 80 for line in said.splitlines()), said  # one line of a screen each
    return said
