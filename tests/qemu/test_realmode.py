# SPDX-License-Identifier: GPL-2.0-only
"""16-bit targets after disks were mounted and read: a toy (tests/payload/real.S) prints all that it
was given, and tries timer, disk and keyboard; what a cold boot gives is the measure."""
import struct
import time

import pytest

from conftest import CMDLINE, kernel_args, product
from disks import MIB, SECTOR, content, drive
from machine import EXIT_DEVICE

PARTITION_LBA = 2048


class Real(dict):
    """The toy target's key=value lines; numbers are hexadecimal."""

    def __init__(self, text):
        super().__init__(line.split('=', 1) for line in text.replace('\r', '').split('\n')
                         if '=' in line)

    def number(self, key):
        return int(self[key], 16)


def keys_until_end(m, *keys, **options):
    """Keys for a target that ends QEMU at the first one it sees."""
    try:
        m.keys(*keys, **options)
    except (EOFError, OSError):
        pass


def real(m, command=None, key='a'):
    """Start the toy target, answer its question; what it said."""
    begin = time.monotonic()
    if command:
        m.type(f'{command}\n')
    m.expect('real: first instruction')
    m.expect(r'(?s)^(.*)real: press a key')
    text = m.serial.match.group(1) + f'elapsed={int(time.monotonic() - begin):x}\n'
    keys_until_end(m, key)  # it may have had a key already, and have ended
    text += m.expect(r'(?s)^(.*)real: done').group(1)
    m.wait_end()
    return Real(text)


def seconds(rtc):
    """The RTC's BCD hours, minutes, seconds."""
    return sum(int(rtc[2 * i:2 * i + 2]) * unit for i, unit in enumerate((3600, 60, 1)))


def check_alive(got):
    """The machine is the BIOS's: its interrupts, vectors and clock; disk and keyboard answer."""
    assert got.number('key') in (0x1e61, 0x3062)     # a, or the b of test_as_cold
    assert got['ticks_advance'] == '1' and got['read_fails'] == '0'
    assert got['signature'] == 'aa55'
    assert got.number('idt_limit') == 0x3ff and got.number('idt_base') == 0
    assert got.number('cr0') & 0xffff0000 == 0 and got.number('cr0') & 1 == 0
    assert got['a20'] == '1' and got['video_mode'] == '03' and got['uart_ier'] == '00'
    # An emulator that the host has stopped meanwhile has lost ticks.
    off = abs(got.number('ticks') / (1193182 / 65536) - seconds(got['rtc']))
    assert min(off, 86400 - off) < max(3, got.number('elapsed'))


# What must be as at a cold boot, whatever is started.
SAME = ('idt_limit', 'idt_base', 'cr0', 'a20', 'pic1_mask', 'pic2_mask', 'pit0', 'port61',
        'uart_ier', 'ivt08', 'ivt30', 'base_kb', 'video_mode')


@pytest.fixture(scope='module')
def toy(disks):
    """A disk whose MBR is the toy target, with a file system that has it as files."""
    code = product('payload/real.bin').read_bytes()
    path = disks.partitioned(disks.fat({'real.bin': code, 'data': content(3 * MIB, 5),
                                        'real.bzimage': product('payload/real.bzimage')}))
    with open(path, 'r+b') as f:
        f.write(code[:440])
        f.seek(SECTOR)
        f.write(code[SECTOR:])
    return path


@pytest.fixture(scope='module')
def cold(shared_pc, toy):
    """What the toy target finds when the BIOS itself starts it."""
    return real(shared_pc.start(*drive(toy, 'ide'), *EXIT_DEVICE))


def used(pc, image, interface, *args, **options):
    """A shell that has mounted a partition and read from it."""
    m = pc.shell(*drive(image, interface), *EXIT_DEVICE, *args, **options)
    m.ok('mnt bd80p1; sha256sum /mnt/*')
    return m


@pytest.mark.parametrize('interface, options', [
    ('ide', {}), ('ahci', {}), ('ide', {'cpu': '486', 'memory': 16})],
    ids=['ide', 'ahci', '486'])
def test_as_cold(pc, toy, cold, interface, options):
    """chain: a boot sector finds the machine as the BIOS would have given it."""
    m = used(pc, toy, interface, **options)
    m.ok('chain bd80')
    m.type('go\n')
    # one that waits at the jump must not make the keyboard deaf
    keys_until_end(m, *'bbbbbbbb', pause=0.03)
    got = real(m)
    check_alive(got)
    assert {key: got[key] for key in SAME} == {key: cold[key] for key in SAME}
    assert (got['cs'], got['ip'], got['ss'], got['sp']) == ('0000', '7c00', '0000', '7c00')
    assert got.number('edx') == 0x80 and got.number('ds') == got.number('esi') == 0
    assert got.number('flags') & 0x200


def test_real_mode_entry(pc, toy, cold):
    """load takes a bzImage without a 32-bit entry at its 16-bit one; boot.rst's registers."""
    m = used(pc, toy, 'ide')
    m.ok("load /mnt/real.bzimage -i /mnt/data -a 'one two  three'")
    got = real(m, 'go')
    check_alive(got)
    assert {key: got[key] for key in SAME} == {key: cold[key] for key in SAME}
    assert got['ds'] == got['es'] == got['ss']
    assert got.number('cs') == got.number('ds') + 0x20
    assert not got.number('flags') & 0x200
    assert got['cmdline'] == 'one two  three'
    assert got.number('loadflags') & 0x81 == 0x81 and got.number('type_of_loader')
    assert got.number('heap_end_ptr') + 0x200 <= got.number('sp') - 0x400
    assert got.number('cmd_line_ptr') >= got.number('ds') * 16 + 0x10000
    assert got.number('ramdisk_size') == 3 * MIB and got.number('ramdisk_image') > MIB


# How bootshell itself was started: image, interface, index on the bus, boot order.
LOADERS = {'disk': ('bootshell.img', 'ide', 0, 'c'), 'floppy': ('bootshell.flp', 'floppy', 0, 'a'),
           'cd': ('bootshell.iso', 'cd', 2, 'd'), 'network': (None, None, 0, 'n'),
           'elf': ('bootshell.elf', 'kernel', 0, 'c'), 'lkrn': ('bootshell.lkrn', 'kernel', 0, 'c')}


def started_by(disks, name):
    """QEMU's arguments for bootshell by that loader of ours."""
    image, interface, index, order = LOADERS[name]
    if interface == 'kernel':
        own = ['-kernel', product(image), '-append', CMDLINE]
    elif image:
        own = drive(disks.overlay(product(image)), interface, index)
    else:
        own = ['-netdev', f'user,id=n,tftp={product("pxe")},bootfile=bootshell.0,restrict=on',
               '-device', 'e1000,netdev=n']
    return [*own, '-boot', order]


@pytest.mark.parametrize('name, entry', [*((name, '16-bit') for name in LOADERS),
                                         ('disk', 'boot sector')])
def test_from_our_loaders(pc, disks, toy, cold, name, entry):
    """The snapshot of each loader of ours serves, and a PXE ROM stays where it is."""
    m = pc.start(*started_by(disks, name), *drive(toy, 'ide', 1), *EXIT_DEVICE).prompt()
    toy_disk = m.ok('basename $(ls -d /sys/block/bd8* | tail -1)').strip()
    m.ok(f'mnt {toy_disk}p1; sha256sum /mnt/*')
    m.ok('load /mnt/real.bzimage' if entry == '16-bit' else f'chain {toy_disk}')
    free_kb = int(m.ok('od -An -tu2 -j1043 -N2 /dev/mem').strip()) if name == 'network' else None
    got = real(m, 'go')
    check_alive(got)
    # a network ROM takes memory and a vector, and leaves the gate of timer channel 2 open
    same = set(SAME) - ({'base_kb', 'ivt30', 'port61'} if name == 'network' else set())
    assert {key: got[key] for key in same} == {key: cold[key] for key in same}
    if entry == '16-bit':
        assert got.number('cs') == got.number('ds') + 0x20
    else:
        assert got.number('edx') == int(toy_disk[2:], 16)
    if name == 'network':
        assert got.number('base_kb') == free_kb < cold.number('base_kb')


def test_partition(pc, disks):
    """chain bd80p1: DS:SI points to the partition's entry; the code reads on by it."""
    code = product('payload/real.bin').read_bytes()
    part = disks.raw(4 * MIB)
    with open(part, 'r+b') as f:
        f.write(code)
    image = disks.partitioned(part)
    m = pc.shell(*drive(image, 'ide'), *EXIT_DEVICE)
    m.ok('chain bd80p1')
    got = real(m, 'go')
    check_alive(got)
    with open(image, 'rb') as f:
        f.seek(446)
        entry = f.read(16)
    assert bytes.fromhex(got['partition']) == entry
    assert struct.unpack_from('<I', entry, 8)[0] == PARTITION_LBA
    assert got.number('esi') == 0x7be and got.number('ds') == 0


def test_boot_sector_file(pc, toy):
    """chain FILE: as many sectors as it has, told the drive that -d names."""
    m = used(pc, toy, 'ide')
    m.ok('chain -d 80 /mnt/real.bin')
    check_alive(real(m, 'go'))


@pytest.mark.parametrize('vector', ['18', '19'])
def test_localboot(pc, toy, vector):
    """INT 18h and INT 19h: the BIOS goes on with its boot order, to the disk."""
    order = ['-boot', 'order=c']
    m = pc.start(*kernel_args(), *drive(toy, 'ide'), *EXIT_DEVICE, *order).prompt()
    m.ok(f'mnt bd80p1; cat /mnt/data >/dev/null; localboot {vector}')
    m.type('go\n')
    m.expect('purgatory: entering the target')
    if vector == '19':
        m.prompt()      # QEMU's -kernel comes first in the order
    else:
        check_alive(real(m))


def test_refusals(pc, disks):
    """Nothing bootable, no medium, no such drive, no snapshot: one line, status 1."""
    empty = disks.partitioned(disks.ext4({}))
    with open(empty, 'r+b') as f:
        f.seek(510)
        f.write(b'\0\0')
    kernels = disks.ext4({'real': product('payload/real.bzimage')})
    m = pc.shell(*drive(empty, 'ide'), *drive(kernels, 'ide', 1),
                 '-device', 'ide-cd,bus=ide.1,unit=0')
    m.ok('mnt bd81; truncate -s 200M /tmp/huge; truncate -s 700K /tmp/big;'
         r" printf '\125\252' | dd of=/tmp/big bs=1 seek=510 conv=notrunc")
    for command, words in (('chain bd80', 'does not end in 55AAh'),
                           ('chain /tmp/big', 'do not fit the base memory of 639 KiB'),
                           ('load /mnt/real -i /tmp/huge', 'no more than half of its'),
                           ('chain bd00', 'there is no medium in the drive'),
                           ('chain cd', 'there is no medium in the drive'),
                           ('chain bd8f', 'no such drive'), ('chain hd7', 'no such drive'),
                           ('chain hd0,1', '/dev/bd80p1: the BIOS has no such'),
                           ('chain hd0 1', '/dev/bd80p1: the BIOS has no such'),
                           ('chain "(hd0,msdos1)"', '/dev/bd80p1: the BIOS has no such'),
                           ('chain "(hd0,1)+1"', '/dev/bd80p1: the BIOS has no such'),
                           ('chain "(hd0)"', '/dev/bd80: bootsect: nothing bootable'),
                           ('chain hd0,0', '/dev/bd80: bootsect: nothing bootable'),
                           ('chain fd0', '/dev/bd00: '),
                           # GRUB 1 means its first partition: not the disk in its place
                           ('chain "(hd0,0)"', 'No such file'), ('chain hd0,1x', 'No such file'),
                           ('chain "(hd0,1"', 'No such file'),
                           ('chain /init', 'bootsect:'),
                           ('load -t bootsect -a words /dev/bd80', 'no command line'),
                           ('load /dev/bd80', 'unknown data'),
                           ('localboot 0x85', 'no such drive')):
        result = m.run(f'{command} 2>&1')
        assert result.status == 1 and words in result and result.count('\n') == 1, result
    assert m.run('chain -d 1x bd80').status == 2
    # not the whole disk in the place of a partition that was meant
    assert m.run('chain bd80 1').status == 2 and m.run('chain hd1 1 swap').status == 2
    assert m.run('localboot nowhere').status == 2 and m.run('chain').status == 2
    assert m.ok('cat /sys/kernel/kexec_loaded').strip() == '0'
