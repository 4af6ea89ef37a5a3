# SPDX-License-Identifier: GPL-2.0-only
"""Our own loaders: every medium, the command line, and each way to fail."""
import hashlib
import re
import shutil
import subprocess

import pytest

import disks as disks_module
from conftest import CMDLINE, TOP, product
from disks import SECTOR, drive, sha256
from fwstate import CD, DISK, FLOPPY, LOADER, Snapshot, unchanged
from machine import EXIT_DEVICE, wait_for
from plan import Received

LIST, ARGS, STAGE2 = SECTOR, 2 * SECTOR, 6 * SECTOR   # include/diskboot.h
# Failed boots end in INT 18h; SeaBIOS then says this, on the screen.
NO_MORE = 'No bootable device'


@pytest.fixture
def image(tmp_path):
    """image(name): a copy of a product that a test may change."""
    def copy(name):
        path = tmp_path / name
        shutil.copyfile(product(name), path)
        return path
    return copy


def change(path, at, old, new):
    """Overwrite bytes of an image, seeing first that they are what the test believes."""
    with open(path, 'r+b') as f:
        f.seek(at)
        found = f.read(len(old))
        assert found == old, found
        f.seek(at)
        f.write(new)


def flip(path, at):
    with open(path, 'r+b') as f:
        f.seek(at)
        byte = f.read(1)[0]
        f.seek(at)
        f.write(bytes([byte ^ 0xff]))


def kernel_at(path):
    """Byte offset of the kernel, from the block list."""
    with open(path, 'rb') as f:
        f.seek(LIST + 16)
        return int.from_bytes(f.read(8), 'little') * SECTOR


def setargs(path, *words):
    return subprocess.run([TOP / 'mkimage/setargs', *words[:-1], path, *words[-1:]],
                          capture_output=True, text=True, check=False)


@pytest.mark.parametrize('interface', ['ide', 'ahci', 'nvme', 'usb-xhci', 'virtio'])
def test_disk(pc, disks, interface):
    """bootshell.img by EDD, on each kind of disk, to the prompt on both consoles."""
    m = pc.start(*drive(disks.overlay(product('bootshell.img')), interface))
    m.expect('bootshell: drive 80h, EDD')
    m.prompt()
    assert m.ok('cat /proc/cmdline').strip() == CMDLINE
    assert m.wait_screen('bootshell>')
    assert 'vfat' in m.ok('mnt bd80p1; grep /mnt /proc/mounts')


def test_floppy(pc, disks):
    """bootshell.flp by CHS, a track at a time, with the least memory that the product promises."""
    m = pc.start(*drive(disks.overlay(product('bootshell.flp')), 'floppy'), cpu='486', memory=16)
    m.expect('drive 0h, CHS 2 heads, (18|36) sectors')
    m.prompt()
    assert 'vfat' in m.ok('mnt /dev/bd00; grep /mnt /proc/mounts')
    found = Snapshot(m)
    assert (found['source'], found['boot'], found['drive']) == (LOADER, FLOPPY, 0)
    unchanged(m)


@pytest.mark.parametrize('interface', ['cd', 'ide', 'usb-ehci'])
def test_iso(pc, disks, interface):
    """bootshell.iso as a CD, and written to a disk and to a stick."""
    path = product('bootshell.iso')
    path = path if interface == 'cd' else disks.overlay(path)
    m = pc.start(*drive(path, interface, readonly=interface == 'cd'))
    m.expect('drive e0h' if interface == 'cd' else 'drive 80h')
    m.prompt()
    assert 'iso9660' in m.ok(f'mnt /dev/bd{"e0" if interface == "cd" else "80"}; '
                             'grep /mnt /proc/mounts')
    m.ok('cat /mnt/vmlinuz >/dev/null && load /mnt/vmlinuz')
    found = Snapshot(m)
    where = (CD, 0xe0) if interface == 'cd' else (DISK, 0x80)
    assert (found['source'], found['boot'], found['drive']) == (LOADER, *where)
    assert found['dx'] & 0xff == found['drive']
    unchanged(m)


@pytest.mark.parametrize('version', ['2.04', '2.10', '2.15'])
def test_received(pc, disks, version):
    """A toy kernel gets what the image holds: from a 1.44 MB floppy, in a drive for 2.88 MB."""
    initrd = disks.raw(100_001, seed=7)
    toy = product(f'payload/toy-{version}.bzimage')
    path = disks.new('flp')
    disks_module.tool('env', 'SOURCE_DATE_EPOCH=0', TOP / 'mkimage/boot-image', 'floppy', path,
                      product('loaders'), toy, initrd, 'hello  floppy')
    assert path.stat().st_size == 1440 << 10
    m = pc.start(*drive(path, 'floppy'), '-global', 'floppy.drive-type=288', *EXIT_DEVICE)
    m.expect('CHS 2 heads, 18 sectors')
    m.expect('payload: first instruction')
    got = Received(m.expect(r'(?s)^(.*)payload: done').group(1))
    assert got['cmdline'] == 'hello  floppy'
    assert got['initrd_sha256'] == sha256(initrd)
    # The toy leaves out its first 32 KiB, where it writes.
    kernel = toy.read_bytes()[(got.number('setup_sects') + 1) * SECTOR + (32 << 10):]
    assert got['image_sha256'] == hashlib.sha256(kernel).hexdigest()
    # A loader without a number, with a heap; the initrd high; the firmware's own masks.
    assert got.number('type_of_loader') == 0xff and got.number('loadflags') & 0x80
    assert 63 << 20 <= got.number('ramdisk_image') < 64 << 20
    assert (got.number('pic1_mask'), got.number('pic2_mask')) == (0xb8, 0x8e)


def test_old_bios(pc, disks):
    """As a partition's boot record, A20 off, no E820, EDD claimed but failing: by CHS and E801."""
    path = disks.sparse(32 << 20)
    disks_module.tool('sfdisk', '-q', path, input=b'label: dos\nstart=2048, type=e\n')
    disks_module.tool('mkfs.fat', '-F', '16', '-R', '4000', '-h', '2048', '--offset', '2048', path,
                      str(31 << 10))
    loaders = product('loaders')
    disks_module.tool(TOP / 'mkimage/install-loader', '--at', '2048', path, loaders / 'mbr/mbr.bin',
                      loaders / 'disk/stage2.bin', product('vmlinuz'),
                      product('initramfs.cpio.xz'), CMDLINE)
    with open(path, 'r+b') as f:
        f.write(product('payload/oldbios.bin').read_bytes()[:440])
    m = pc.start(*drive(path, 'ide'))
    m.expect('bootshell: drive 80h')
    m.prompt()
    assert 'BIOS-e801' in m.ok('dmesg')
    # The snapshot has what its boot record passed, and A20 by its effect.
    found = Snapshot(m)
    assert (found['si'], found['di'], found['dx'] & 0xff) == (0x7dbe, 0xe123, 0x80)
    assert (found['a20'], found['port92'] & 2) == (0, 0)
    assert 'A20: 00 -> 01, expected: ' in unchanged(m)


def test_setargs(pc, image):
    """A changed command line is the one that Linux gets; nothing else changes."""
    path = image('bootshell.img')
    before = path.read_bytes()
    assert setargs(path).stdout.strip() == CMDLINE
    result = setargs(path, f'{CMDLINE} marked=1')
    assert result.returncode == 0, result.stderr
    after = path.read_bytes()
    assert before[:ARGS] == after[:ARGS] and before[STAGE2:] == after[STAGE2:]
    m = pc.start(*drive(path, 'ahci')).prompt()
    assert m.ok('cat /proc/cmdline').strip() == f'{CMDLINE} marked=1'


def test_setargs_refusals(image):
    path = image('bootshell.flp')
    before = path.read_bytes()
    for words, why in ((['x' * 2032], 'characters'), (['caf\u00e9'], 'ascii'),
                       (['a\tb'], 'control'), (['-s', '3f8,7', 'x'], 'baud')):
        result = setargs(path, *words)
        assert result.returncode == 1 and why in result.stderr, result
    assert path.read_bytes() == before
    flip(path, ARGS + 100)
    result = setargs(path, 'x')
    assert result.returncode == 1 and 'no intact block' in result.stderr


def test_edit_by_serial(pc, disks):
    """A character on the serial line at start stops at the prompt; what is typed there counts."""
    m = pc.start(*drive(disks.overlay(product('bootshell.img')), 'ide'), typed=' ')
    m.expect(re.escape(f'args> {CMDLINE}'))
    m.type(' marked=23\x7f4\r')
    m.prompt()
    assert m.ok('cat /proc/cmdline').strip() == f'{CMDLINE} marked=24'


SHIFT_FLAGS = 0x417     # BIOS data; bit 1: the left one is down


def hold_shift(m, down):
    key = {'type': 'qcode', 'data': 'shift'}
    m.qmp.command('input-send-event', events=[{'type': 'key', 'data': {'down': down, 'key': key}}])


def test_edit_by_keyboard(pc, disks):
    """Shift held before it starts does the same; then on the screen."""
    # SeaBIOS's menu waits between its knowing the keyboard and our loader; any key goes on.
    m = pc.start(*drive(disks.overlay(product('bootshell.flp')), 'floppy'),
                 '-boot', 'menu=on,splash-time=65000')
    m.wait_screen('Press ESC for boot menu')
    hold_shift(m, True)
    wait_for(lambda: m.memory(SHIFT_FLAGS, 1)[0] & 2)
    m.keys('spc')
    m.expect('args> ')
    hold_shift(m, False)
    m.wait_screen('args> ' + CMDLINE)
    m.key_text(' marked=25\n')
    m.prompt()
    assert m.ok('cat /proc/cmdline').strip() == f'{CMDLINE} marked=25'


def test_loader_serial_port(pc, image):
    """setargs -s none: the loader keeps silent, the kernel does not."""
    path = image('bootshell.img')
    assert setargs(path, '-s', 'none', CMDLINE).returncode == 0
    m = pc.start(*drive(path, 'virtio')).prompt()
    assert 'drive 80h' not in m.tail(1000)


def cut(path):
    """End the image in the middle of the kernel."""
    with open(path, 'r+b') as f:
        f.truncate(kernel_at(path) + 40 * SECTOR)


FAILURES = {
    'second-stage': (lambda p: flip(p, STAGE2 + 1000), 'bootshell: S'),
    'no-second-stage': (lambda p: change(p, STAGE2, b'', bytes(20 * SECTOR)), 'bootshell: S'),
    'list': (lambda p: flip(p, LIST + 20), 'bootshell: block list: wrong checksum'),
    'args': (lambda p: flip(p, ARGS + 20), 'bootshell: arguments: wrong checksum'),
    'kernel': (lambda p: flip(p, kernel_at(p) + 100000), 'bootshell: kernel: wrong checksum'),
    'header': (lambda p: change(p, kernel_at(p) + 0x202, b'HdrS', b'HdrT'),
               'bootshell: kernel: no bzImage of boot protocol 2.03'),
    'unreadable': (lambda p: None, 'bootshell: D'),
    'short': (cut, r'bootshell: kernel: drive 80h, sector \d+: read error'),
}


@pytest.mark.parametrize('name', FAILURES)
def test_failure(pc, image, name):
    """Each damage ends in its line, on serial port and screen, and in INT 18h."""
    damage, line = FAILURES[name]
    path = image('bootshell.img')
    damage(path)
    m = pc.start(*drive(path, 'ide', bad_sector=3 if name == 'unreadable' else None))
    m.expect(line)
    m.wait_screen(NO_MORE)
    assert any(re.search(line, text) for text in m.screen()), m.screen()


def test_failure_of_a_cd(pc, image):
    path = image('bootshell.iso')
    flip(path, STAGE2 + 1000)
    m = pc.start(*drive(path, 'cd', readonly=True))
    m.expect('bootshell: C')
    m.wait_screen(NO_MORE)


def test_no_room(pc, disks):
    """Too little memory: the loader says so, instead of a kernel that hangs."""
    m = pc.start(*drive(disks.overlay(product('bootshell.img')), 'ide'), memory=4)
    m.expect(r'bootshell: no room: kernel and initramfs need memory up to \d+ KiB')
    m.wait_screen(NO_MORE)
