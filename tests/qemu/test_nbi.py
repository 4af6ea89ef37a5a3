# SPDX-License-Identifier: GPL-2.0-only
"""load and go of tagged network boot images made here: far and linear entry, on a working BIOS."""
import hashlib
import sys

import pytest

from conftest import TOP, product
from disks import drive
from machine import EXIT_DEVICE
from plan import Plan, Received
from test_realmode import check_alive, real

sys.path.insert(0, str(TOP / 'tests/payload'))
import nbi  # noqa: E402

MAGIC = f'{nbi.MAGIC:08x}'


@pytest.fixture(scope='module')
def images(disks):
    code = bytes(5000)
    return disks.partitioned(disks.fat({
        'toy16.nbi': product('payload/toy16.nbi'), 'toy32.nbi': product('payload/toy32.nbi'),
        'overlap': nbi.build([(nbi.ABSOLUTE, 0x80000, code, 5000),
                              (nbi.ABSOLUTE, 0x81000, code, 5000)], 0x80000000),
        'cut': nbi.build([(nbi.ABSOLUTE, 0x80000, code, 5000)], 0x80000000)[:-1],
    }))


def shell(pc, images):
    m = pc.shell(*drive(images, 'ide'), *EXIT_DEVICE)
    m.ok('mnt bd80p1; cd /mnt')
    return m


def test_16_bit(pc, images):
    """A function of far pointers: header, BOOTP record; the machine is the BIOS's."""
    m = shell(pc, images)
    assert 'overlaps another' in m.run('load overlap')
    assert 'nbi: cut short' in m.run('load cut')
    assert 'takes no initrd' in m.run('load toy16.nbi -a words')
    m.ok('load toy16.nbi')
    assert 'type=nbi' in m.ok('show -v')
    got = real(m, 'go')
    check_alive(got)
    assert (got['cs'], got['ip']) == ('8000', '0000') and got.number('flags') & 0x200
    assert got['header'] == '92000000' and got['header_magic'] == MAGIC
    assert got['return'][:4] == got['bootp'][:4] == got['ss']
    assert got['bootp_op'] == '02' and got['bootp_magic'] == '00000000'


def test_32_bit(pc, images):
    """Etherboot's linear entry, a record behind another; a return restarts the machine."""
    m = shell(pc, images)
    m.ok('load toy32.nbi')
    plan = Plan(m.ok('show -v'))
    assert plan.regs['mode'] == 16      # by way of the firmware's machine
    m.type('go\n')
    m.expect('payload: first instruction')
    got = Received(m.expect(r'(?s)^(.*)payload: done').group(1))
    block = int(plan.segment('nbi')['mem'], 0)
    assert got.number('esp') == block + 0x2000 - 16
    assert got.number('return') in range(block, block + 0x100)
    assert got.number('header') == 0x92000 and got.number('header_magic') == nbi.MAGIC
    assert got.number('loader') & 0xffff == 0x0405 and got.number('bootp_op') == 2
    assert got.number('after_addr') == 0x200000 + 16001 and got['after_zeros'] == 'good'
    after = bytes(i * 7 & 255 for i in range(3001))
    assert got['after_hash'] == hashlib.sha256(after).hexdigest()
    assert (got.number('pic1_mask'), got.number('pic2_mask')) == (0xb8, 0x8e)
    assert got.number('cr0') & 0x80000001 == 1 and not got.number('eflags') & 0x200
    m.wait_end()    # QEMU runs with -no-reboot
