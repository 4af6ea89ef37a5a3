# SPDX-License-Identifier: GPL-2.0-only
"""A kernel that is packed as a file, in each way that load knows, starts on the least machine."""
import re
import subprocess

import pytest

from conftest import ARCH, product
from disks import content, drive
from machine import EXIT_DEVICE

# blocks of bzip2 and lz4, and the dictionary of xz, as large as such a machine has room for
PACKERS = {'gzip': 'gzip -n', 'xz': 'xz --lzma2=dict=64KiB', 'lzma': 'xz --format=lzma',
           'bzip2': 'bzip2 -1', 'lz4': 'lz4 -q -B4', 'zstd': 'zstd -q'}
LEAST = {'cpu': '486', 'memory': 9} if ARCH == 'i386' else {'memory': 32}


def pack(packer, data):
    return subprocess.run(packer.split(), input=data, stdout=subprocess.PIPE, check=True).stdout


@pytest.fixture(scope='module')
def image(disks):
    """A toy kernel in each packing; files that grow; a dictionary of 64 MiB that is not needed."""
    toy = product('payload/mboot-plain').read_bytes()
    files = {name: pack(packer, toy) for name, packer in PACKERS.items()}
    zeros = bytes(16 << 20)
    files.update({f'bomb.{name}': pack(packer, zeros) for name, packer in PACKERS.items()})
    files['large.bz2'] = pack('bzip2 -9', toy)
    files['large.lz4'] = pack('lz4 -q -B7', zeros)
    files['cut'] = pack('xz --format=lzma -9', content(200_000, 1))[:-1000]
    return disks.partitioned(disks.ext4(files))


@pytest.mark.parametrize('name', PACKERS)
def test_packed(pc, image, name):
    m = pc.shell(*drive(image, 'virtio'), *EXIT_DEVICE, **LEAST)
    m.ok(f'mnt /dev/bd80p1; load /mnt/{name}')
    assert f'type=elf packed={name}' in m.ok('show -v')
    m.type('go\n')
    m.expect('payload: done')
    m.wait_end()


def test_refused_on_the_least_machine(pc, image):
    """What does not fit is refused in words; nothing runs out of memory."""
    m = pc.shell(*drive(image, 'virtio'), cpu='486', memory=9)
    m.ok('mnt /dev/bd80p1')
    for name in PACKERS:
        result = m.run(f'load /mnt/bomb.{name} 2>&1')
        assert result.status == 1, result
        assert re.search(rf'{name}: it unpacks to (16384 KiB, )?more than the limit of \d+ KiB',
                         result), result
    result = m.run('load /mnt/large.bz2 2>&1')
    assert 'bzip2: unpacking it takes 2197 KiB of memory itself' in result, result
    result = m.run('load /mnt/large.lz4 2>&1')
    assert 'lz4: out of memory for blocks of this size' in result, result
    result = m.run('load /mnt/cut 2>&1')
    assert result.status == 1 and 'lzma: cut short' in result, result
