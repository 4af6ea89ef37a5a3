# SPDX-License-Identifier: GPL-2.0-only
"""Partition tables and file systems, and `disks` and `mnt`, which list and mount them."""
import re

import pytest

from disks import MIB, content, drive, sha256, tool

FILES = {'hello.txt': b'hello\n', 'dir/big': content(3 * MIB + 17, 4)}

ISO_LABEL = 'SHINY_DISC_AMD64_N_AS_LONG_AS_CAN'[:32]
FAT_FILES = {'row': content(4 * MIB + 1234, 6), 'scattered': content(MIB, 5)}


@pytest.fixture(scope='module')
def two_parts(disks):
    """ext4 and FAT partitions on one disk: {'dos': image, 'gpt': image}."""
    parts = disks.ext4(FILES, label='rescue'), disks.fat(FILES, label='STICK')
    return {t: disks.partitioned(*parts, table=t) for t in ('dos', 'gpt')}


@pytest.fixture(scope='module')
def listing_pc(shared_pc, disks, two_parts):
    cd = disks.iso({'a': b'a'}, label=ISO_LABEL)
    return shared_pc.shell(*drive(two_parts['dos'], 'ahci'), *drive(cd, 'cd', 1, readonly=True))


@pytest.mark.parametrize('table', ['dos', 'gpt'])
def test_mount(pc, two_parts, tmp_path, table):
    """ext4 and FAT partitions mount read-only, their files are right, the image stays as it was."""
    image = two_parts[table]
    before = sha256(image)
    data = tmp_path / 'big'
    data.write_bytes(FILES['dir/big'])
    m = pc.shell(*drive(image, 'virtio'))
    m.ok('mnt /dev/bd80p1 && mkdir /tmp/fat && mnt /dev/bd80p2 /tmp/fat')
    for part, fs, where in ('p1', 'ext4', '/mnt'), ('p2', 'vfat', '/tmp/fat'):
        mounts = m.ok('cat /proc/mounts')
        assert re.search(rf'^/dev/bd80{part} {where} {fs} ro[ ,]', mounts, re.M), mounts
        assert m.ok(f'cat {where}/hello.txt') == 'hello\n'
        assert m.sha256(f'{where}/dir/big') == sha256(data)
    m.ok('blockdev --setrw /dev/bd80')
    said = m.run('mnt -w bd80p1 /tmp/two')
    assert said.status == 1 and 'mounted on /mnt, and there not writable; umount /mnt' in said
    m.ok('mnt bd80p1 "/tmp/a b" && cmp /mnt/hello.txt "/tmp/a b/hello.txt"')
    assert '/dev/bd80p1 on /tmp/a b, ext4, ro\n' in m.ok('mnt')
    assert 'mnt: /tmp/a b: in use by /dev/bd80p1;' in m.run('mnt bd80p2 "/tmp/a b"')
    said = m.ok('/etc/shutdown')
    assert 'busy' not in said and '/dev/bd' not in m.ok('cat /proc/mounts'), said
    m.ok('mnt bd80p1 && mnt bd80p2 /tmp/fat')
    m.ok('umount /mnt && umount /tmp/fat')
    m.close()
    assert sha256(image) == before


def fat_with_holes(disks, size):
    """A FAT volume whose file `scattered` fills the holes that others left, with `row` in a row."""
    path = disks.fat({f'{i:02}': content(1024 + 3000 * (i % 7), i) for i in range(60)}, size)
    tool('mdel', '-i', path, *(f'::{i:02}' for i in range(1, 60, 2)))
    with open(path, 'r+b') as f:
        if f.read(512)[82:87] == b'FAT32':
            f.seek(512 + 492)  # FSInfo: look for free clusters from the first one
            f.write((2).to_bytes(4, 'little'))
    for name, data in reversed(FAT_FILES.items()):
        tool('mcopy', '-i', path, '-', f'::{name}', input=data)
    return path


def reads(m, disk):
    """Read requests that the block layer has made so far."""
    return int(m.ok(f'cat /sys/block/{disk}/stat').split()[0])


def test_fat(pc, disks, tmp_path):
    """Scattered and contiguous files on FAT12, 16 and 32 are right, and few requests read them."""
    m = pc.shell(*(a for n, size in enumerate((7 * MIB, 32 * MIB, 600 * MIB))
                   for a in drive(fat_with_holes(disks, size), 'virtio', n)))
    for n, bits in enumerate((12, 16, 32)):
        m.ok(f'mkdir /tmp/{bits}; mount -r -t vfat /dev/bd8{n} /tmp/{bits}')
        assert f'FAT{bits}' in m.ok(f'dd if=/dev/bd8{n} bs=512 count=1 2>/dev/null | strings')
        requests = [reads(m, f'bd8{n}')]
        for name, data in FAT_FILES.items():
            host = tmp_path / name
            host.write_bytes(data)
            assert m.sha256(f'/tmp/{bits}/{name}') == sha256(host), (bits, name)
            requests.append(reads(m, f'bd8{n}'))
        # 17 of 252 KiB, the first ones shorter; a sector of the FAT at a time makes 27 of it.
        assert requests[1] - requests[0] <= 24, (bits, requests)


def test_no_journal_replay(pc, disks):
    """mnt leaves a journal that wants recovery alone: mounted, and not a byte changed."""
    ext4 = disks.ext4(FILES)
    tool('debugfs', '-w', '-R', 'feature needs_recovery', ext4)  # as after a power cut
    image = disks.partitioned(ext4)
    before = sha256(image)
    m = pc.shell(*drive(image, 'ide'))
    m.ok('mnt /dev/bd80p1')
    assert m.ok('cat /mnt/hello.txt') == 'hello\n'
    m.close()
    assert sha256(image) == before


@pytest.mark.parametrize('line', [
    r'bd80\b.*\b6[56]', r'bd80p1\b.*\b32\b.*ext4.*rescue', r'bd80p2\b.*\b32\b.*fat.*STICK',
    rf'bde0\b.*iso9660\n +label {ISO_LABEL}\n'])
def test_disks_lists(listing_pc, line):
    """`disks`: drives, partitions, sizes in MiB, file systems, labels."""
    listing = listing_pc.ok('disks')
    assert re.search(line, listing), listing
    assert all(len(row) < 80 for row in listing.splitlines()), listing


def test_nothing_mounted_by_itself(listing_pc):
    assert '/dev/bd' not in listing_pc.ok('cat /proc/mounts')


@pytest.mark.parametrize('command, reason', [
    ('mnt /dev/bd99', 'bd99'),
    ('mnt /dev/bd80', 'bd80'),
    ('mnt /etc/passwd', '/etc/passwd'),
    ('mnt ""', '^mnt: : no such device'),
    ('disks "" >/dev/null', '^disks: : no such drive$'),
    ('disks loop0 >/dev/null', '^disks: loop0: no such drive$'),
])
def test_mnt_refuses(listing_pc, command, reason):
    """A few clear words, and a status that says so."""
    result = listing_pc.run(command)
    assert result.status != 0
    assert re.search(reason, result), result
    assert len(result.strip().splitlines()) <= 2, result


def test_mnt_usage(listing_pc):
    """Options may stand anywhere; the one that is not known is named."""
    for command, word in (('mnt -w bd80p1 -x', 'x'), ('disks bd80 -x', 'x'),
                          ('mnt bd80p1 /tmp/x --foo', 'foo')):
        result = listing_pc.run(command)
        assert result.status == 2, result
        assert result.startswith(f'{command.split()[0]}: unrecognized option: {word}\n'), result
    assert listing_pc.run('mnt bd80p1 -w').startswith('mnt: /dev/bd80p1: read-only; to allow')
