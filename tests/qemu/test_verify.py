# SPDX-License-Identifier: GPL-2.0-only
"""The purgatory checks what it hands over, says so, and restarts the machine if it is damaged."""
import mmap
import os

import pytest

from conftest import product
from disks import drive
from machine import EXIT_DEVICE, wait_for

MEMORY_MIB = 64
SAMPLE = slice(40000, 40064)  # in the toy kernel's file: its filler, unlike anything else


@pytest.fixture
def ram(tmp_path):
    yield tmp_path / 'ram'
    (tmp_path / 'ram').unlink(missing_ok=True)


@pytest.fixture
def toy(disks):
    path = product('payload/toy-2.12.bzimage')
    return disks.partitioned(disks.ext4({'toy': path})), path.read_bytes()[SAMPLE]


def start(pc, image, ram, *args):
    """A machine whose memory is a file that this test can write to."""
    m = pc.shell(*drive(image, 'virtio'), *EXIT_DEVICE, *args, '-object',
                 f'memory-backend-file,id=ram,size={MEMORY_MIB}M,mem-path={ram},share=on',
                 memory=MEMORY_MIB, machine='pc,memory-backend=ram')
    m.ok('mnt /dev/bd80p1')
    return m


def damage(ram, sample):
    """Change one bit in each copy of the sample in the guest's memory."""
    with open(ram, 'r+b') as f, mmap.mmap(f.fileno(), os.fstat(f.fileno()).st_size) as memory:
        at, count = memory.find(sample), 0
        while at >= 0:
            memory[at] ^= 1
            at, count = memory.find(sample, at), count + 1
    return count


@pytest.mark.parametrize('option', ['', '--verify=fast', '--verify=sha256'])
def test_intact(pc, toy, ram, option):
    m = start(pc, toy[0], ram)
    m.ok(f'load /mnt/toy {option} -a brief')
    m.type('go\n')
    m.expect('purgatory: verifying.* kernel.*: good')
    m.expect('purgatory: entering the target at 0x')
    m.expect('payload: first instruction')
    m.wait_end()


@pytest.mark.parametrize('option', ['', '--verify=sha256'])
def test_damaged(pc, toy, ram, option):
    """One wrong bit: the purgatory names the segment on serial and screen, and restarts."""
    # At the restart QEMU stops the machine, so that its screen stays.
    m = start(pc, toy[0], ram, '-action', 'shutdown=pause')
    m.ok(f'load /mnt/toy {option} -a brief')
    assert damage(ram, toy[1]) >= 1
    m.type('go\n')
    m.expect('purgatory: segment kernel at 0x[0-9a-f]+ is not what was loaded')
    m.expect('restarting the machine')
    wait_for(lambda: m.qmp.command('query-status')['status'] == 'shutdown')
    m.wait_screen('is not what was loaded')
    m.qmp.command('quit')
    m.wait_end()
    assert 'first instruction' not in m.tail()


def test_not_verified(pc, toy, ram):
    """--no-verify: nothing is checked, so that the same damage goes unseen."""
    m = start(pc, toy[0], ram)
    m.ok('load /mnt/toy --no-verify -a brief')
    assert damage(ram, toy[1]) >= 1
    m.type('go\n')
    m.expect('payload: first instruction')
    m.wait_end()
