# SPDX-License-Identifier: GPL-2.0-only
"""Firmware calls from user space through /dev/bios (tests/payload/bios.c runs in the guest)."""
import errno

import pytest

from conftest import product
from disks import drive
from fwstate import SETUP, Snapshot, unchanged


@pytest.mark.parametrize('cpu', [None, '486'])
def test_dev_bios(pc, disks, cpu):
    image = disks.partitioned(disks.ext4({'bios': product('payload/bios'),
                                          'cold': bytes(range(256)) * 16}))
    m = pc.shell(*drive(image, 'virtio'), cpu=cpu)
    said = m.ok('mnt /dev/bd80p1 && cp /mnt/bios /tmp && chmod +x /tmp/bios && /tmp/bios').pairs
    # Base memory: 640 KiB less the EBDA.
    assert 600 <= int(said['int12_kb']) < 640
    assert said['int12_wrong'] == '0' and int(said['trips']) >= 1000
    assert (said['batch_error'], said['batch_done']) == ('0', '64')
    assert said['batch_last_kb'] == said['int12_kb']
    # A batch stops at the first call that returns carry, if it was told to.
    assert (said['stop_error'], said['stop_done']) == ('0', '2')
    assert int(said['stop_eax'], 0) == 0x534d4150
    assert said['stop_flags'] == '0,1,0'
    assert said['stop_type'] == '1', 'the first E820 entry is RAM'
    for key in 'no_calls', 'many_calls', 'big_data', 'no_kind', 'bad_vector':
        assert int(said[key]) == errno.EINVAL, key
    assert int(said['bad_address']) == errno.EFAULT
    assert said['read'] == '4' and int(said['int10_segment'], 0) >= 0xc000
    assert said['read_past_end'] == '0'
    assert said['a20_fixed'] == '0'
    assert int(said['open_as_nobody']) in (errno.EPERM, errno.EACCES)
    # Data of a call may lie on a disk that takes calls to be read.
    said = m.ok('/tmp/bios mapped /mnt/cold').pairs
    assert (said['mapped_error'], said['mapped']) == ('0', 'f8f9fafbfcfdfeff')
    # A thousand calls and a disk later the firmware is as QEMU's loader had it.
    assert Snapshot(m)['source'] == SETUP
    unchanged(m)
