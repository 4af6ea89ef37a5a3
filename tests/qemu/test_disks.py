# SPDX-License-Identifier: GPL-2.0-only
"""Disks through INT 13h: every interface read whole, written only where asked."""
import hashlib
import re

import pytest

from disks import MIB, SECTOR, content, drive, sha256

INTERFACES = ['ide', 'ahci', 'virtio', 'nvme', 'usb-ehci', 'usb-xhci']
# SeaBIOS drives IDE by PIO and is slow on EHCI. No size is round, so that the last, short
# transfer is tested too.
SIZE = {'ide': 12 * MIB + 3 * SECTOR, 'usb-ehci': 6 * MIB + 3 * SECTOR}


def size_of(interface):
    return SIZE.get(interface, 24 * MIB + 3 * SECTOR)


def sectors(m, name):
    return int(m.ok(f'cat /sys/block/{name}/size'))


def bus(m, name):
    return m.run(f'cat /sys/block/{name}/bios/bus')


def refused(m, command):
    """A command that writes, and the sync that shows whether the drive took it, must fail."""
    result = m.run(f'{command}; e=$?; sync; (exit $e)')
    assert result.status != 0, result


@pytest.mark.parametrize('interface', INTERFACES)
def test_read_whole(pc, disks, interface):
    """The right size, every byte, and not a byte of the image changed."""
    path = disks.raw(size_of(interface))
    before = sha256(path)
    m = pc.shell(*drive(path, interface))
    assert sectors(m, 'bd80') == size_of(interface) // SECTOR
    assert m.ok('cat /sys/block/bd80/bios/interface').startswith('EDD')
    assert m.sha256('/dev/bd80') == before
    m.close()
    assert sha256(path) == before


def test_bios_stack_is_not_watched(pc, disks):
    """QEMU looks up every write to a page that code has run from. SeaBIOS has its stack on such a
    page: 20 writes a sector, unless the kernel has written the page anew (renew.c). It does where
    there is another disk than ATA's; those alone are faster without."""
    ide = drive(disks.raw(2 * MIB), 'ide')
    watched = []
    for others in drive(disks.raw(MIB), 'virtio', index=1), []:
        log = disks.new('trace')
        m = pc.shell(*ide, *others, '-D', log)
        renewed = m.ok('dmesg | grep -c "bios: wrote [1-9][0-9]* pages" || true').strip()
        assert renewed == ('1' if others else '0')
        ata = next(d for d in m.ok('ls /sys/block').split() if 'ATA' in bus(m, d))
        m.qmp.monitor('trace-event memory_notdirty_write_access on')
        m.ok(f'cat /dev/{ata} >/dev/null')
        m.qmp.monitor('trace-event memory_notdirty_write_access off')
        writes = [int(a, 16) for a in re.findall(r'ram_addr 0x([0-9a-f]+)', log.read_text())]
        watched.append(sum(0xe0000 <= a < 0x100000 for a in writes))
        m.close()
    assert watched[0] < 1000 and watched[1] > 20000


@pytest.mark.parametrize('interface', INTERFACES)
def test_write_only_when_asked(pc, disks, interface):
    """Refused before `blockdev --setrw`; after it written, re-read, and nothing else changed."""
    path = disks.raw(8 * MIB)
    original = path.read_bytes()
    m = pc.shell(*drive(path, interface))
    # The new bytes come from the disk itself: 300 sectors from 3,000 on go to 1,001.
    new = original[3000 * SECTOR:3300 * SECTOR]
    copy = 'dd if=/dev/bd80 of=/dev/bd80 bs=512 skip=3000 seek=1001 count=300 conv=notrunc'
    refused(m, copy)
    m.ok(f'blockdev --setrw /dev/bd80 && {copy} && sync && echo 3 >/proc/sys/vm/drop_caches')
    expected = original[:1001 * SECTOR] + new + original[1301 * SECTOR:]
    assert m.sha256('/dev/bd80') == hashlib.sha256(expected).hexdigest()
    m.close()
    assert path.read_bytes() == expected


def test_partition_is_read_only_too(pc, disks):
    """A partition of a drive that was not switched to writing takes no writes either."""
    path = disks.partitioned(disks.ext4({'f': b'x'}))
    before = sha256(path)
    m = pc.shell(*drive(path, 'ide'))
    refused(m, 'dd if=/dev/zero of=/dev/bd80p1 bs=512 count=1')
    refused(m, 'mount -t ext4 -o rw /dev/bd80p1 /mnt && touch /mnt/new')
    m.close()
    assert sha256(path) == before


def test_chs(pc, disks):
    """bios13.edd=0: the CHS fall-back reads the same bytes as EDD."""
    path = disks.raw(6 * MIB)
    m = pc.shell(*drive(path, 'ide'), append='bios13.edd=0')
    assert m.ok('cat /sys/block/bd80/bios/interface').strip() == 'CHS'
    # CHS reaches whole cylinders only (504 KiB here, and the BIOS may keep the last one).
    count = sectors(m, 'bd80')
    assert 6 * MIB - 3 * 16 * 63 * SECTOR < count * SECTOR <= 6 * MIB
    assert m.sha256('/dev/bd80') == hashlib.sha256(path.read_bytes()[:count * SECTOR]).hexdigest()


def test_two_disks(pc, disks):
    """Two drives of different kinds keep apart."""
    a, b = disks.raw(3 * MIB, 1), disks.raw(5 * MIB, 2)
    m = pc.shell(*drive(a, 'ide', 0), *drive(b, 'ahci', 1))
    assert {m.sha256('/dev/bd80'), m.sha256('/dev/bd81')} == {sha256(a), sha256(b)}


def test_cd(pc, disks):
    """A CD-ROM drive has 2,048-byte sectors and mounts as iso9660."""
    big = content(2 * MIB, 3)
    path = disks.iso({'hello.txt': b'from the CD\n', 'big': big})
    count = path.stat().st_size // 2048
    m = pc.shell(*drive(path, 'cd', readonly=True))
    assert m.ok('cat /sys/block/bde0/queue/logical_block_size').strip() == '2048'
    # A medium that can change is asked for its size when the drive is opened.
    assert int(m.ok('blockdev --getsize64 /dev/bde0')) >= count * 2048
    assert m.ok(f'dd if=/dev/bde0 bs=2048 count={count} 2>/dev/null | sha256sum').split()[0] == \
        hashlib.sha256(path.read_bytes()[:count * 2048]).hexdigest()
    m.ok('mnt /dev/bde0')
    assert m.ok('cat /mnt/hello.txt') == 'from the CD\n'
    assert m.sha256('/mnt/big') == hashlib.sha256(big).hexdigest()


def floppy(disks):
    return disks.fat({'HELLO.TXT': b'from the floppy\n'}, 1440 * 1024)


def test_floppy(pc, disks):
    path = floppy(disks)
    m = pc.shell(*drive(path, 'floppy'))
    assert m.sha256('/dev/bd00') == sha256(path)
    m.ok('mnt /dev/bd00')
    assert m.ok('cat /mnt/HELLO.TXT') == 'from the floppy\n'


def test_floppy_written(pc, disks):
    path = floppy(disks)
    before = path.read_bytes()
    m = pc.shell(*drive(path, 'floppy'))
    write = 'dd if=/dev/bd00 of=/dev/bd00 bs=512 seek=2000 count=2 conv=notrunc'
    refused(m, write)
    m.ok(f'blockdev --setrw /dev/bd00 && {write} && sync')
    m.close()
    new = before[:2 * SECTOR]
    assert path.read_bytes() == before[:2000 * SECTOR] + new + before[2002 * SECTOR:]


def test_missing_floppy(pc):
    """A drive without a medium: one clear line from the kernel at most, and no stall."""
    m = pc.shell('-device', 'floppy')
    lines = len(m.ok('dmesg').splitlines())
    result = m.run('dd if=/dev/bd00 of=/dev/null bs=512 count=1')
    assert result.status != 0
    assert 'medium' in result.lower(), result
    assert len(m.ok('dmesg').splitlines()) - lines <= 1


def test_missing_cd(pc, disks):
    """A CD-ROM drive without a disc: boots, `disks` says so, reading fails in words."""
    m = pc.shell('-device', 'ide-cd,bus=ide.1,unit=0', *drive(disks.raw(MIB), 'ide'))
    assert m.run('dd if=/dev/bde0 of=/dev/null bs=2048 count=1 2>&1').status != 0
    assert 'bd80' in m.ok('disks')
    listed = [line for line in m.ok('disks').splitlines() if line.startswith('bde0')]
    assert all('no medium' in line for line in listed), listed


@pytest.mark.parametrize('kind', ['floppy', 'cd'])
def test_medium_taken_out(pc, disks, kind):
    """While it is mounted: reads fail at once and in a line; put back and mounted anew, a floppy
    can be read (SeaBIOS leaves a CD's drive with "unit attention", which refuses all reads)."""
    files = {'BIG': content(900_000, 4)}
    path, dev = ((disks.fat(files, 1440 * 1024), 'bd00') if kind == 'floppy' else
                 (disks.iso(files), 'bde0'))
    args = drive(path, kind, readonly=kind == 'cd')
    m = pc.shell(*args[:-1], args[-1] + ',id=reader')
    m.ok(f'mnt {dev}; ls /mnt')
    m.qmp.command('eject', id='reader', force=True)
    assert m.run('cat /mnt/BIG').status == 1
    lines = m.ok(f'dmesg | grep "{dev}: .* sector"').splitlines()
    assert len(lines) <= 2 and lines[-1].endswith('; the medium is gone: unmount it'), lines
    trips = f'cat /sys/block/{dev}/bios/trips'
    before = m.ok(trips)
    assert m.run('cat /mnt/BIG').status == 1
    said = m.run('load /mnt/BIG 2>&1 | grep ^load')  # Linux before 6.10 would populate for ever
    assert said == 'load: /mnt/BIG: reading at byte 0: I/O error\n'
    assert m.ok(trips) == before
    if kind == 'cd':
        return
    m.qmp.command('blockdev-insert-medium', id='reader', **{'node-name': 'd0'})
    m.qmp.command('blockdev-close-tray', id='reader')
    m.ok(f'umount /mnt; mnt {dev}')
    assert m.sha256('/mnt/BIG') == hashlib.sha256(files['BIG']).hexdigest()


def test_beyond_2_tib(pc, disks):
    """A disk of 3 TiB: the right size, and the right bytes at its end (LBA over 32 bits)."""
    size, mark = 3 << 40, content(8 * SECTOR, 9)
    path = disks.sparse(size, [(0, content(SECTOR, 8)), (size - len(mark), mark)])
    m = pc.shell(*drive(path, 'virtio'))
    assert sectors(m, 'bd80') == size // SECTOR
    got = m.ok(f'dd if=/dev/bd80 bs=512 skip={size // SECTOR - 8} 2>/dev/null | sha256sum')
    assert got.split()[0] == hashlib.sha256(mark).hexdigest()


BAD = 5000


@pytest.mark.parametrize('interface', ['ide', 'ahci', 'virtio', 'usb-xhci'])
def test_bad_sector(pc, disks, interface):
    """The sector and the BIOS's status in words; a rescue copy loses one page, not more."""
    path = disks.raw(4 * MIB)
    m = pc.shell(*drive(path, interface, bad_sector=BAD))
    bad = m.run(f'dd if=/dev/bd80 of=/dev/null bs=512 skip={BAD} count=1 iflag=direct')
    assert bad.status != 0
    assert re.search(rf'^bd80: read of sector {BAD}: BIOS status [0-9a-f]{{2}}h, [a-z]+',
                     m.ok('dmesg'), re.M)
    m.ok('dd if=/dev/bd80 of=/tmp/copy bs=512 conv=noerror,sync 2>/dev/null', timeout=300)
    page = BAD // 8 * 8 * SECTOR
    whole = path.read_bytes()
    rescued = whole[:page] + bytes(4096) + whole[page + 4096:]
    assert m.sha256('/tmp/copy') == hashlib.sha256(rescued).hexdigest()


def test_bad_sector_written(pc, disks):
    """A write that fails is reported when it is synced, and the shell lives."""
    path = disks.raw(4 * MIB)
    m = pc.shell(*drive(path, 'virtio', bad_sector=BAD))
    m.ok('blockdev --setrw /dev/bd80')
    # A whole page, so that nothing has to be read first.
    refused(m, f'dd if=/dev/zero of=/dev/bd80 bs=4096 seek={BAD // 8} count=1 conv=notrunc,fsync')
    assert 'bd80: write of sector' in m.ok('dmesg')
