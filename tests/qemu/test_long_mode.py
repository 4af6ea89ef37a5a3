# SPDX-License-Identifier: GPL-2.0-only
"""64-bit entries: what a toy kernel finds in long mode, Debian's kernels by theirs."""
import hashlib
import lzma
import struct

import pytest

import initrd
from conftest import ARCH, product
from disks import content, drive
from machine import EXIT_DEVICE
from plan import Plan, Received

WORDS = 'one two'
INITRD = content(70001, 1)
QEMU64 = 'qemu-system-x86_64'


def vmlinux(bzimage):
    """What Debian's amd64 kernel unpacks itself to: an ELF executable, packed by xz."""
    data = bzimage.read_bytes()
    offset, size = struct.unpack_from('<II', data, 0x248)
    start = (data[0x1f1] + 1) * 512 + offset
    return lzma.LZMADecompressor().decompress(data[start:start + size])


def without_room(bzimage):
    """A kernel whose header leaves an initrd one page below 4 GiB."""
    data = bytearray(bzimage.read_bytes())
    struct.pack_into('<I', data, 0x22c, 0x100fff)
    return bytes(data)


@pytest.fixture(scope='module')
def image(disks):
    files = {f'long.{kind}': product(f'payload/long.{kind}')
             for kind in ('bzimage', 'vmlinux', 'elf')}
    files.update({name: product(f'payload/{name}.bzimage')
                  for name in ('long-initrd', 'long-kernel')})
    files['high'] = without_room(product('target/cloud-amd64/vmlinuz'))
    files.update({f'vmlinuz-{name}': product(f'target/{name}/vmlinuz')
                  for name in ('amd64', 'cloud-amd64')})
    files['toy32'] = product('payload/toy-2.12.bzimage')
    files['vmlinux'] = vmlinux(product('target/amd64/vmlinuz'))
    files['data.img'] = INITRD
    files['init.img'] = initrd.cpio({'init': product('payload/init').read_bytes()})
    files['more.gz'] = initrd.cpio({'part-1': b'first\n'}, compress=True)
    return disks.partitioned(disks.ext4(files, 160 << 20))


def start(pc, image, **options):
    m = pc.shell(*drive(image, 'ahci'), *EXIT_DEVICE, qemu=QEMU64, **options)
    m.ok('mnt /dev/bd80p1; cd /mnt')
    return m


@pytest.mark.parametrize('words', ['--entry-64bit long.bzimage -i data.img',
                                   'long.vmlinux -i data.img', 'long.elf'])
def test_state(pc, image, words):
    """Registers, segments, control registers, and the tables that map 4 GiB."""
    m = start(pc, image)
    m.ok(f"load {words} -a '{WORDS}'")
    plan = Plan(m.ok('show -v'))
    assert plan.regs['mode'] == 64
    m.type('go\n')
    m.expect('payload: first instruction')
    got = Received(m.expect(r'(?s)^(.*)payload: done').group(1))
    m.wait_end()
    for name in ('ax', 'bx', 'cx', 'dx', 'si', 'di', 'bp', 'sp'):
        assert got.number(f'r{name}') == plan.regs[f'e{name}'], name
    assert got.number('start') == plan.regs['eip']
    assert got.number('rfl') & 0x200 == 0, 'interrupts are on'
    assert got.number('cr0') & 0x80000001 == 0x80000001 and got.number('cr4') == 0x20
    assert got.number('efr') & 0x500 == 0x500, 'long mode'
    assert got['cs'] == '0x0010' and got.number('cs_rights') & 0x00e09800 == 0x00a09800
    assert got['ds'] == got['es'] == got['ss'] == '0x0018'
    assert got.number('mapped') == 2048 and got.number('mapped_beyond') == 0
    tables = next(line for line in plan.kinds['claim'] if 'label=page-tables' in line)
    assert f'start={got.number("cr3"):#x} ' in tables
    if 'data.img' not in words:
        assert got.number('rax') == got.number('notes') == 0x0e1fb007
        assert got['note.2'] == 'bootshell'
        return
    assert got['cmdline'] == WORDS
    assert got['initrd_sha256'] == hashlib.sha256(INITRD).hexdigest()
    assert got.number('hdrs') == 0x53726448 and got.number('xloadflags') & 1


def above_4_gib(pc, image, words, label, memory):
    """A bootshell that has loaded `words`, with the segment `label` above 4 GiB, and has left."""
    m = start(pc, image, memory=memory)
    m.ok(f'load --verify=sha256 {words}')
    plan = Plan(m.ok('show -v'))
    assert int(plan.segment(label)['mem'], 0) >= 1 << 32
    m.type('go\n')
    m.expect(f'purgatory: verifying .*{label}.*: good')
    return m, plan


@pytest.mark.skipif(ARCH != 'x86_64', reason='a 32-bit kernel loads nothing above 4 GiB')
@pytest.mark.parametrize('what, memory', [('initrd', 4608), ('kernel', 6144)])
def test_above_4_gib(pc, image, what, memory):
    """No room below: the toy finds its initrd, or itself, above 4 GiB."""
    words = f'--entry-64bit long-{what} -i data.img -a "{WORDS}"'
    m, plan = above_4_gib(pc, image, words, what, memory)
    m.expect('payload: first instruction')
    got = Received(m.expect(r'(?s)^(.*)payload: done').group(1))
    assert got.number('start') == plan.regs['eip']
    assert got['cmdline'] == WORDS
    assert got['initrd_sha256'] == hashlib.sha256(INITRD).hexdigest()


@pytest.mark.skipif(ARCH != 'x86_64', reason='a 32-bit kernel loads nothing above 4 GiB')
def test_linux_above_4_gib(pc, image):
    """Linux finds an initrd above 4 GiB by its 32-bit entry, too."""
    words = "high -i init.img -i more.gz -a 'console=ttyS0 panic=-1 quiet'"
    m, plan = above_4_gib(pc, image, words, 'initrd', 4608)
    assert plan.regs['mode'] == 32
    assert 'target: part-1=first' in m.expect(r'(?s)^(.*)target: ready', 600).group(1)


@pytest.mark.skipif(ARCH == 'x86_64', reason='a 64-bit kernel does load above 4 GiB')
def test_not_above_4_gib(pc, image):
    """A 32-bit bootshell says that it has room, but out of its reach."""
    m = start(pc, image, memory=6144)
    for words in 'high -i init.img', '--entry-64bit long-initrd -i data.img', \
                 '--entry-64bit long-kernel':
        refused = m.run(f'load {words} 2>&1')
        assert refused.status == 1 and 'what lies above 4 GiB cannot be used' in refused, refused


def test_cpu(pc, image):
    """A CPU without 64-bit mode: refused, or, if nobody could tell before, by the purgatory."""
    m = pc.shell(*drive(image, 'ahci'), cpu='486')
    m.ok('mnt /dev/bd80p1; cd /mnt')
    for words in '--entry-64bit long.bzimage', 'long.vmlinux', 'long.elf', '-t pvh long.elf':
        refused = m.run(f'load {words} 2>&1')
        assert refused.status == 1 and 'this CPU has no 64-bit mode' in refused, refused
    m.ok('mount -o bind /dev/null /proc/cpuinfo; load long.vmlinux')
    m.type('go\n')
    m.expect('purgatory: the target is 64-bit code, and this CPU has no 64-bit mode')
    m.expect('purgatory: restarting the machine')


@pytest.mark.parametrize('words', ['vmlinuz-cloud-amd64 --entry-64bit', 'vmlinux',
                                   '-t pvh vmlinux'])
def test_debian(pc, image, words):
    """To our initramfs: a bzImage, and the vmlinux inside another one by both its entries."""
    m = start(pc, image, memory=256)
    m.ok(f"load {words} -i init.img -i more.gz -a 'console=ttyS0 panic=-1 quiet mark=64'")
    assert f'regs mode={32 if "pvh" in words else 64} ' in m.ok('show -v')
    m.type('go\n')
    text = m.expect(r'(?s)^(.*)target: ready', 600).group(1)
    assert 'target: machine=x86_64' in text
    assert 'target: cmdline=console=ttyS0 panic=-1 quiet mark=64' in text
    assert 'target: part-1=first' in text
    m.wait_end()
