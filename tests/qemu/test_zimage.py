# SPDX-License-Identifier: GPL-2.0-only
"""load and go of kernels of before 2.4, as toys that do what their setup code did: a zImage moves
itself down, and each looks for its command line at 90000h."""
import hashlib

import pytest

from conftest import product
from disks import content, drive
from machine import EXIT_DEVICE
from plan import Plan, Received

SETUP_BYTES = 1536  # of a toy kernel: tests/payload/setup.S
INITRD = content(70001, 1)
WORDS = 'root=/dev/hda1  two'
KINDS = {'2.01.bzimage': 0x100000, '2.00.zimage': 0x1000, '0.00.zimage': 0x1000}


@pytest.fixture(scope='module')
def toys(disks):
    files = {f'toy-{kind}': product(f'payload/toy-{kind}') for kind in KINDS}
    return disks.partitioned(disks.ext4({**files, 'initrd': INITRD}))


@pytest.mark.parametrize('kind', KINDS)
def test_old_kernel(pc, toys, kind):
    """Registers as boot.rst's sample has them; the BIOS's machine; code, initrd, words intact."""
    m = pc.shell(*drive(toys, 'ide'), *EXIT_DEVICE, memory=128)
    m.ok('mnt /dev/bd80p1; cd /mnt')
    with_initrd = not kind.startswith('0.00')
    if not with_initrd:
        assert 'takes no initrd' in m.run(f'load toy-{kind} -i initrd')
    m.ok(f"load toy-{kind} {'-i initrd' if with_initrd else ''} -a '{WORDS}'")
    plan = Plan(m.ok('show -v'))
    assert 'type=zimage' in plan.text and plan.regs['mode'] == 16
    m.type('go\n')
    m.expect('payload: first instruction')
    got = Received(m.expect(r'(?s)^(.*)payload: done').group(1))
    m.wait_end()
    assert got.number('ebx') == 0x54423631      # it came in by setup.S
    assert got.number('edx') == 0x90209000      # CS, SS
    assert got.number('edi') == 0x90009000      # DS, ES
    assert got.number('ebp') == 0x9800 and got.number('esi') == 0x90000
    assert got.number('load_addr') == KINDS[kind]
    assert got['cmdline'] == WORDS and got.number('cl_magic') == 0xa33f
    assert got.number('vid_mode') == 0xffff
    assert (got.number('pic1_mask'), got.number('pic2_mask')) == (0xb8, 0x8e)
    image = product(f'payload/toy-{kind}').read_bytes()[SETUP_BYTES:]
    assert got['image_sha256'] == hashlib.sha256(image[32768:]).hexdigest()
    if with_initrd:
        assert got.number('type_of_loader') == 0xff
        assert got.number('ramdisk_image') + len(INITRD) <= 64 << 20
        assert got['initrd_sha256'] == hashlib.sha256(INITRD).hexdigest()
