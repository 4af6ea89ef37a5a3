# SPDX-License-Identifier: GPL-2.0-only
"""16-bit programs that people use, after disks were mounted and read: each is brought to where
disk, timer and keyboard have worked, a menu that counts down and takes a key."""
import pathlib
import re
import subprocess
import sys

import pytest

import initrd
from conftest import DEBIAN, MACHINE, TOP, product
from disks import ENV, MIB, SECTOR, drive, tool
from machine import wait_for

sys.path.insert(0, str(TOP / 'tests/bench'))
from peers import GRUB, GRUB_MODULES, fat_disk, grub, syslinux  # noqa: E402

MODULES = {name: pathlib.Path('/usr/lib/syslinux/modules/bios', name)
           for name in ('menu.c32', 'libutil.c32', 'ldlinux.c32', 'libcom32.c32')}
CONFIG = """UI menu.c32
TIMEOUT 30000
MENU TITLE bootshell test menu
LABEL one
  MENU LABEL first
  LOCALBOOT -1
LABEL two
  MENU LABEL second
  LOCALBOOT -1
"""


@pytest.fixture(scope='module')
def floppy(disks):
    """A floppy that SYSLINUX boots."""
    path = disks.fat(dict(MODULES, **{'syslinux.cfg': CONFIG.encode()}), 1440 * 1024)
    subprocess.run(['syslinux', '--install', path], check=True, env=ENV)
    return path


def started(m, command):
    """`command`, then go; past the purgatory."""
    m.ok(command)
    m.type('go\n')
    m.expect('purgatory: entering the target')


def menu(m):
    """SYSLINUX's menu counts down, and a key stops that."""
    first = m.wait_screen('Automatic boot in').split(' in ')[1]
    wait_for(lambda: m.wait_screen('Automatic boot in').split(' in ')[1] != first)
    m.keys('down')
    wait_for(lambda: not any('Automatic boot' in line for line in m.screen()))


def test_fat_boot_sector(pc, disks):
    """mkfs.fat's own: a message, a key, INT 19h: and the machine boots again, to our prompt."""
    m = pc.shell(*drive(disks.fat({}), 'ide'))
    started(m, 'chain bd80')
    m.wait_screen('press any key to try again')
    m.keys('a')
    m.prompt()


@pytest.mark.parametrize('way', ['disk', 'partition'])
def test_syslinux(pc, disks, way):
    """SYSLINUX through mbr.bin, and its boot record alone; its INT 18h starts the disk again."""
    m = pc.shell(*drive(syslinux(disks, MODULES, CONFIG), 'ahci' if way == 'disk' else 'ide'))
    m.ok('mnt bd80p1; sha256sum /mnt/ldlinux.sys; umount /mnt')
    started(m, 'chain bd80' if way == 'disk' else 'chain hd0 1')
    menu(m)
    m.keys('ret')   # LOCALBOOT -1: after QEMU's -kernel the disk comes next
    menu(m)


def test_syslinux_floppy(pc, floppy):
    """From a floppy drive: IRQ 6 and DMA are the BIOS's again."""
    m = pc.shell(*drive(floppy, 'floppy'))
    m.ok('mnt bd00; sha256sum /mnt/ldlinux.sys')
    started(m, 'chain bd00')
    menu(m)


def test_memdisk(pc, disks, floppy):
    """load takes memdisk at its 16-bit entry; it serves a floppy image that then boots."""
    files = {'memdisk': '/usr/lib/syslinux/memdisk', 'floppy.img': floppy}
    m = pc.shell(*drive(fat_disk(disks, files, 32 * MIB), 'ide'))
    m.ok('mnt bd80p1')
    started(m, 'load /mnt/memdisk -i /mnt/floppy.img -a floppy')
    menu(m)


GRUB_CFG = ('set timeout=30000\nset timeout_style=menu\nmenuentry one { sleep 600; }\n'
            'menuentry two { cat /hello.txt; sleep 600; }\n')
GRUB_FILES = {'grub.cfg': GRUB_CFG.encode(), 'hello.txt': b'GRUB has read this\n'}


def grub_menu(m):
    """GRUB's menu counts down, and a choice reads a file."""
    first = m.wait_screen('executed automatically in')
    wait_for(lambda: m.wait_screen('executed automatically in') != first)
    m.keys('down', 'ret')
    m.wait_screen('GRUB has read this')


def test_grub(pc, disks):
    """GRUB's boot.img and core.img read their configuration, and a file by the menu's choice."""
    image = grub(disks, GRUB_FILES, 'set root=(hd0,msdos1)\nconfigfile /grub.cfg\n')
    m = pc.shell(*drive(image, 'ahci'))
    started(m, 'chain bd80')
    grub_menu(m)


def test_lnxboot(pc, disks):
    """GRUB's core image behind its lnxboot.img looks like a kernel with a 16-bit entry only."""
    core, script = disks.new('core'), disks.new('cfg')
    script.write_text('set root=(hd0,msdos1)\nconfigfile /grub.cfg\n')
    tool('grub-mkimage', '-O', 'i386-pc', '-p', '(hd0,msdos1)/', '-c', script, '-o', core,
         *GRUB_MODULES)
    lnxboot = (GRUB / 'lnxboot.img').read_bytes() + core.read_bytes()
    m = pc.shell(*drive(fat_disk(disks, {'grub': lnxboot, **GRUB_FILES}, 32 * MIB), 'ide'))
    m.ok('mnt bd80p1')
    started(m, 'load /mnt/grub')
    grub_menu(m)


def test_isolinux(pc, disks):
    """chain cd: El Torito's boot image of a CD, which reads on by its own drive number."""
    tree = disks.tree({'isolinux.bin': '/usr/lib/ISOLINUX/isolinux.bin',
                       'isolinux.cfg': CONFIG.encode(), **MODULES})
    iso = disks.new('iso')
    tool('xorriso', '-as', 'mkisofs', '-quiet', '-o', iso, '-b', 'isolinux.bin', '-c', 'boot.cat',
         '-no-emul-boot', '-boot-load-size', '4', '-boot-info-table', tree)
    m = pc.shell(*drive(iso, 'cd', readonly=True))
    started(m, 'chain cd')
    menu(m)


@pytest.fixture(scope='module')
def programs(disks):
    """A disk with programs that have a setup header."""
    init = product('payload/init').read_bytes()
    return fat_disk(disks, {'ipxe.lkrn': '/boot/ipxe.lkrn',
                            'memtest': product('target/memtest'),
                            'vmlinuz': product(f'target/{DEBIAN}/vmlinuz'),
                            'init.img': initrd.cpio({'init': init})}, 64 * MIB)


def test_ipxe(pc, programs):
    """iPXE's lkrn, by its only entry: to its shell, which answers."""
    m = pc.shell(*drive(programs, 'ide'))
    m.ok('mnt bd80p1')
    started(m, 'load /mnt/ipxe.lkrn -a shell')     # Ctrl-B has two seconds only
    m.wait_screen('iPXE>')
    m.key_text('echo it hears\n')
    m.wait_line('it hears')


PXELINUX = pathlib.Path('/usr/lib/PXELINUX/pxelinux.0')


@pytest.fixture
def by_network(pc, tmp_path, disks):
    """A shell that a PXE ROM has started, with network programs on a disk; the BIOS's order goes
    on with that disk, whose boot record is the toy target."""
    if not PXELINUX.exists():
        pytest.skip('pxelinux is not installed on this host')
    for path in (*(product('pxe') / name for name in ('bootshell.0', 'vmlinuz',
                                                       'initramfs.cpio.xz')), *MODULES.values()):
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / 'bootshell.cmdline').write_text('console=ttyS0 console=tty0 bootshell.menu=off\n')
    (tmp_path / 'pxelinux.cfg').mkdir()
    (tmp_path / 'pxelinux.cfg/default').write_text(CONFIG.replace('LOCALBOOT -1', 'LOCALBOOT 0'))
    disk = fat_disk(disks, {'undionly': '/usr/lib/ipxe/undionly.kpxe', 'pxelinux': PXELINUX,
                            'bootshell': product('pxe/bootshell.0')}, 32 * MIB)
    code = product('payload/real.bin').read_bytes()
    with open(disk, 'r+b') as f:
        f.write(code[:440])
        f.seek(SECTOR)
        f.write(code[SECTOR:])
    m = pc.start('-netdev', f'user,id=n,tftp={tmp_path},bootfile=bootshell.0,restrict=on',
                 '-device', 'e1000,netdev=n', '-boot', 'order=nc', *drive(disk, 'ide')).prompt()
    m.ok('mnt bd80p1')
    return m


def disk_boots(m):
    """The BIOS has gone on to the disk, where the ROM's memory is free again."""
    m.expect('real: first instruction')
    assert m.expect(r'base_kb=(\w+)\r').group(1) == '027f'
    m.expect('real: press a key')


def bang_pxe(m):
    """The offset of !PXE in its segment: each build of a ROM has its own."""
    return re.search(r'PXE ROM at \w+:(\w+)', m.ok('net'))[1]


def test_undionly(by_network):
    """undionly.kpxe as the PXE ROM would start it: by UNDI it gets an address and a file, after
    we have used the ROM as well."""
    m = by_network
    m.ok('fetch tftp:///vmlinuz /tmp/f && rm /tmp/f')
    rom = bang_pxe(m)
    started(m, 'load -t nbp /mnt/undionly')
    m.prompt()      # iPXE has loaded our own program, and that has found iPXE's !PXE
    assert bang_pxe(m) != rom


def test_network_program(by_network):
    """Our own program, by the ROM's TFTP after Linux has used the network; and back to the ROM."""
    m = by_network
    m.ok('net up; fetch tftp://10.0.2.2/menu.c32')
    started(m, 'load -t nbp /mnt/bootshell')
    m.prompt()
    started(m, 'localboot')
    disk_boots(m)


def test_pxelinux(by_network):
    """PXELINUX reads by the ROM's TFTP, its menu counts; LOCALBOOT 0 returns to the ROM."""
    m = by_network
    m.ok('net up; fetch tftp://10.0.2.2/menu.c32')
    started(m, 'load -t nbp /mnt/pxelinux')
    menu(m)
    m.keys('ret')
    disk_boots(m)


@pytest.mark.parametrize('way', ['', '--real-mode'], ids=['32-bit', '16-bit'])
def test_memtest(pc, programs, way):
    """memtest86+ by either entry: it tests, and its menu answers."""
    m = pc.shell(*drive(programs, 'ide'))
    m.ok('mnt bd80p1')
    started(m, f'load /mnt/memtest {way}')
    m.wait_screen('Testing:')
    m.keys('f1')
    m.wait_screen('Test selection')


def test_debian(pc, programs):
    """Debian's kernel by its 16-bit entry: its setup code asks the BIOS, and it comes up."""
    m = pc.shell(*drive(programs, 'ahci'), memory=256)
    m.ok('mnt bd80p1')
    started(m, "load --real-mode /mnt/vmlinuz -i /mnt/init.img -a 'console=ttyS0 panic=-1 mark=4'")
    text = m.expect(r'(?s)^(.*)target: ready', 600).group(1)
    assert 'target: cmdline=console=ttyS0 panic=-1 mark=4' in text
    assert f'target: machine={MACHINE}' in text
    m.wait_end()
