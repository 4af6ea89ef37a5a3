# SPDX-License-Identifier: GPL-2.0-only
"""The snapshot of the firmware's state: it is right, and nothing differs from it later."""
import re
import struct
import sys

from conftest import CMDLINE, TOP, product
from disks import content, drive
from fwstate import DISK, ENTRY, LOADER, SETUP, Snapshot, unchanged

sys.path.append(str(TOP / 'tests/bench'))
import peers  # noqa: E402

def port(m, number):
    return int(m.qmp.monitor(f'i /b {number:#x}').split('=')[1], 16)


def pit_status(m, channel):
    m.qmp.monitor(f'o /b 0x43 {0xe0 | 2 << channel:#x}')
    return port(m, 0x40 + channel)


def seen_from_outside(m):
    """The same, as QEMU's monitor tells it of a machine in real mode."""
    pic = dict(re.findall(r'pic(\d): (.*)', m.qmp.monitor('info pic')))
    mask, base = ([int(re.search(rf'{what}=(\w+)', pic[n])[1], 16) for n in '01']
                  for what in ('imr', 'irq_base'))
    low = m.memory(0, 0x500)
    registers = m.qmp.monitor('info registers')
    return low, {
        'pic1_mask': mask[0], 'pic2_mask': mask[1], 'pic1_base': base[0], 'pic2_base': base[1],
        'elcr1': port(m, 0x4d0), 'elcr2': port(m, 0x4d1), 'pit0_status': pit_status(m, 0),
        'pit2_status': pit_status(m, 2), 'port61': port(m, 0x61), 'port92': port(m, 0x92),
        'cmos_index': port(m, 0x70), 'a20': 'A20=1' in registers, 'kbc_status': port(m, 0x64),
        'video_mode': low[0x449], 'base_kb': struct.unpack_from('<H', low, 0x413)[0],
        'ebda_seg': struct.unpack_from('<H', low, 0x40e)[0],
        'cr0': int(re.search(r'CR0=(\w+)', registers)[1], 16) & 0xffff, 'drive': 0x80}


# What comes and goes: OUT and null count, port 61h's inputs.
NOISE = {'pit0_status': 0xc0, 'pit2_status': 0xc0, 'port61': 0xf0}
# BIOS data that reading a disk and printing may change: floppy's, cursor, tick, last status.
BDA_MOVES = {*range(0x3e, 0x49), *range(0x50, 0x60), *range(0x6c, 0x70), 0x74}


def test_snapshot(pc, disks):
    """Every field is what the machine had; after disks were read and a kernel loaded, too."""
    files = disks.ext4({'toy': product('payload/toy-2.15.bzimage'), 'data': content(1 << 20, 3),
                        'bios': product('payload/bios'), 'vmlinuz': product('vmlinuz'),
                        'initramfs': product('initramfs.cpio.xz')})
    m = pc.start(*drive(disks.overlay(product('bootshell.img')), 'ide'),
                 *drive(disks.partitioned(files), 'ide', 1), memory=128, typed=' ')
    m.expect('args> ')
    low, outside = seen_from_outside(m)  # in real mode still: only our loader has run
    m.type('\r')
    m.prompt()
    before = Snapshot(m)
    for name, value in outside.items():
        keep = ~NOISE.get(name, 0)
        assert before[name] & keep == value & keep, name
    # And what SeaBIOS is known to have, lest both be wrong.
    assert (before['pic1_mask'], before['pic2_mask']) == (0xb8, 0x8e)
    assert (before['pic1_base'], before['pic2_base']) == (0x08, 0x70)
    assert before['pit0_status'] & 0x3f == 0x34 and before['a20'] == 1
    assert before.ivt == low[:0x400]
    assert {i for i in range(256) if before.bda[i] != low[0x400 + i]} <= BDA_MOVES
    assert before.ebda == m.memory(before['ebda_seg'] * 16, 1024)
    assert (before['source'], before['boot'], before['dx'] & 0xff) == (LOADER, DISK, 0x80)
    state = m.ok('bios state')
    # A node of setup_data is no change of the memory map.
    assert '0x1f000' not in m.ok('cat /sys/firmware/memmap/*/start') + m.ok('memmap --json')
    assert 'our loader' in state and 'hard disk or stick, drive 80h' in state and 'DX=0080' in state

    m.ok('mnt bd81p1 && cat /mnt/data | sha256sum && load /mnt/toy -a x && show -v >/dev/null')
    said = unchanged(m)
    assert 'INT 30h-3Fh vectors: 16 changed, expected' in said and '40:6C tick: ' in said
    everything = m.ok('bios diff -v')
    vector, = re.findall(r'INT 13h vector: (\S+) -> same', everything)
    assert vector == f'{before.ivt[79]:02x}{before.ivt[78]:02x}:' \
                     f'{before.ivt[77]:02x}{before.ivt[76]:02x}'

    # A change is found, named, and forgiven once it is undone.
    poke = 'cp /mnt/bios /tmp && chmod +x /tmp/bios && /tmp/bios poke'
    old = before.ivt[4 * 0x60]
    m.ok(f'{poke} {4 * 0x60} {old ^ 1} && {poke} {0x4f0} {before.bda[0xf0] ^ 0x80}')
    said = m.run('bios diff')
    assert said.status == 1
    assert re.search(r'INT 60h vector: .* DIFFERS', said)
    assert '40:F0 left to programs: 1 of 16 bytes changed, DIFFERS' in said
    assert said.count('DIFFERS') == 2 and 'differences that matter: 2' in said
    m.ok(f'{poke} {4 * 0x60} {old} && {poke} {0x4f0} {before.bda[0xf0]}')
    unchanged(m)

    # A bootshell that a bootshell starts is told the same, and finds it so.
    m.ok(f"load /mnt/vmlinuz -i /mnt/initramfs -a '{CMDLINE} again=1'")
    m.type('go\r')
    m.prompt()
    assert 'again=1' in m.ok('cat /proc/cmdline')
    assert Snapshot(m).data == before.data
    unchanged(m)


def test_syslinux(pc, disks):
    """Another loader, by the 16-bit entry: the kernel's setup code takes the snapshot."""
    config = f'default k\nlabel k\nkernel vmlinuz\ninitrd initramfs\nappend {CMDLINE}\n'
    disk = peers.syslinux(disks, {'vmlinuz': product('vmlinuz'),
                                  'initramfs': product('initramfs.cpio.xz')}, config)
    m = pc.start(*drive(disk, 'ide')).prompt()
    found = Snapshot(m)
    assert (found['source'], found['boot'], found['pic1_mask'], found['pic2_mask']) == (
        SETUP, 0, 0xb8, 0x8e)
    assert 'another loader started it' in m.ok('bios state')
    m.ok('mnt bd80p1 && cat /mnt/vmlinuz >/dev/null && load /mnt/vmlinuz -a x')
    unchanged(m)
    assert 'masks b8 8e, vectors 30 38' in m.ok('bios state --live')


def test_words(pc):
    """What `bios` does not understand, and what it needs: a line, and an exit status."""
    m = pc.shell()
    for words in ('', 'nothing', 'diff x', 'diff -x', 'state x'):
        said = m.run(f'bios {words}')
        assert said.status == 2 and "--help'" in said, said
    listed = m.ok('bios --help')
    assert 'bios diff [-v]\n      Compare' in listed and 'bios state [-l]' in listed
    said = m.run('mount -t tmpfs none /sys/kernel/boot_params; bios diff')
    assert (said.status, said.strip()) == (
        1, "bios diff: the kernel has no snapshot of the firmware's state")
    m.ok('umount /sys/kernel/boot_params; mv /dev/bios /dev/hidden')
    said = m.run('bios diff')
    assert (said.status, said.strip()) == (1, 'bios diff: /dev/bios: No such file or directory')


def test_grub(pc, disks):
    """Another loader, by the 32-bit entry: our kernel takes it itself, and lists it for sysfs."""
    config = f'linux /vmlinuz {CMDLINE}\ninitrd /initramfs\nboot\n'
    disk = peers.grub(disks, {'vmlinuz': product('vmlinuz'),
                              'initramfs': product('initramfs.cpio.xz')}, config)
    m = pc.start(*drive(disk, 'ide')).prompt()
    found = Snapshot(m)
    assert (found['source'], found['pic1_mask'], found['pic2_mask']) == (ENTRY, 0xb8, 0x8e)
    # INT 12h's own word and its vector, which GRUB leaves alone
    assert found['base_kb'] in range(600, 640)
    assert found.ivt[4 * 0x12:4 * 0x12 + 4] == m.memory(4 * 0x12, 4)
    m.ok('mnt bd80p1 && cat /mnt/vmlinuz >/dev/null && load /mnt/vmlinuz -a x')
    unchanged(m)
