# SPDX-License-Identifier: GPL-2.0-only
"""The purgatory checks what it hands over, says so, and restarts the machine if it is damaged."""
import mmap
import os

import pytest

from conftest import product
from disks import drive
from machine import EXIT_DEVICE

MEMORY_MIB = 64
SAMPLE = slice(40000, 40064)  # in the toy kernel's file: its filler, unlike anything else


@pytest.fixture
def toy(disks):
    path = product('payload/toy-2.12.bzimage')
    return disks.partitioned(disks.ext4({'toy': path})), path.read_bytes()[SAMPLE]


def start(pc, image, tmp_path):
    """A machine whose memory is a file that this test can write to."""
    ram = tmp_path / 'ram'
    m = pc.shell(*drive(image, 'virtio'), *EXIT_DEVICE, '-object',
                 f'memory-backend-file,id=ram,size={MEMORY_MIB}M,mem-path={ram},share=on',
                 memory=MEMORY_MIB, machine='pc,memory-backend=ram')
    m.ok('mnt /dev/bd80p1')
    return m, ram


def damage(ram, sample):
    """Change one bit in each copy of the sample in the guest's memory."""
    with open(ram, 'r+b') as f, mmap.mmap(f.fileno(), os.fstat(f.fileno()).st_size) as memory:
        at, count = memory.find(sample), 0
        while at >= 0:
            memory[at] ^= 1
            at, count = memory.find(sample, at), count + 1
    return count


@pytest.mark.parametrize('option', ['', '--verify=fast', '--verify=sha256'])
def test_intact(pc, toy, tmp_path, option):
    m, _ = start(pc, toy[0], tmp_path)
    m.ok(f'load /mnt/toy {option} -a brief')
    m.type('go\n')
    said = m.expect(r'(?s)^(.*)payload: first instruction').group(1)
    assert 'purgatory' in said.lower(), said
    m.wait_end()


@pytest.mark.parametrize('option', ['', '--verify=sha256'])
def test_damaged(pc, toy, tmp_path, option):
    """One wrong bit: the purgatory names the segment on serial and screen, and restarts."""
    m, ram = start(pc, toy[0], tmp_path)
    m.ok(f'load /mnt/toy {option} -a brief')
    assert damage(ram, toy[1]) >= 1
    m.type('go\n')
    said = m.expect(r'(?s)^(.*kernel[^\n]*\n)', 60).group(1)
    m.wait_end()
    tail = m.tail()
    assert 'first instruction' not in tail, said
    assert 'purgatory' in tail.lower() and 'kernel' in tail


def test_not_verified(pc, toy, tmp_path):
    """--no-verify: nothing is checked, so that the same damage goes unseen."""
    m, ram = start(pc, toy[0], tmp_path)
    m.ok('load /mnt/toy --no-verify -a brief')
    assert damage(ram, toy[1]) >= 1
    m.type('go\n')
    m.expect('payload: first instruction')
    m.wait_end()
