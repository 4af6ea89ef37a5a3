# SPDX-License-Identifier: GPL-2.0-only
"""16-bit programs under Bochs, with its own BIOS and with a processor that checks segment limits:
each is started by chain or load after disks were read, works with disk, timer and keyboard, and
gives way to bootshell again by a key."""
import shutil
import subprocess

import pytest

from bochs import Bochs
from conftest import product
from disks import ENV, tool
from machine import PROMPT
from test_programs import MODULES, fat_disk, grub, syslinux

# The second entry, by the key s, restarts the machine: bootshell comes again.
CONFIG = """UI menu.c32
TIMEOUT 30000
LABEL one
  MENU LABEL ^first
  LOCALBOOT -1
LABEL two
  MENU LABEL ^second
  COM32 reboot.c32
"""
GRUB_CFG = """set timeout=30000
set timeout_style=menu
menuentry one --hotkey=f { halt; }
menuentry two --hotkey=s { reboot; }
"""
MODULES = {**MODULES, 'reboot.c32': '/usr/lib/syslinux/modules/bios/reboot.c32'}


@pytest.fixture(scope='module')
def machine(tmp_path_factory, disks):
    """Three disks, a CD and a floppy, on each of them something to boot."""
    dir = tmp_path_factory.mktemp('bochs')
    shutil.copyfile(product('bootshell.img'), dir / 'a')
    flp = disks.fat(dict(MODULES, **{'syslinux.cfg': CONFIG.encode()}), 1440 * 1024)
    subprocess.run(['syslinux', '--install', flp], check=True, env=ENV)
    files = {'memdisk': '/usr/lib/syslinux/memdisk', 'floppy.img': flp,
             'memtest': product('target/memtest'), **MODULES}
    shutil.copyfile(flp, dir / 'f')
    shutil.copyfile(syslinux(disks, files, CONFIG), dir / 'b')
    shutil.copyfile(grub(disks, {'grub.cfg': GRUB_CFG.encode()},
                         'search --file --set=root /grub.cfg\nconfigfile /grub.cfg\n',
                         ['search_fs_file', 'reboot']), dir / 'c')
    tree = disks.tree({'isolinux.bin': '/usr/lib/ISOLINUX/isolinux.bin',
                       'isolinux.cfg': CONFIG.encode(), **MODULES})
    tool('xorriso', '-as', 'mkisofs', '-quiet', '-o', dir / 'd', '-b', 'isolinux.bin', '-c',
         'boot.cat', '-no-emul-boot', '-boot-load-size', '4', '-boot-info-table', tree)
    m = Bochs(dir, 'ata1: enabled=1, ioaddr1=0x170, ioaddr2=0x370, irq=15',
              'ata0-master: type=disk, path=a, mode=flat',
              'ata0-slave: type=disk, path=b, mode=flat',
              'ata1-master: type=disk, path=c, mode=flat',
              'ata1-slave: type=cdrom, path=d, status=inserted',
              'floppya: 1_44=f, status=inserted', 'boot: disk')
    yield m
    m.close()


# Name: command, words on its screen, what draws a digit of the time anew, keys that end it.
SYSLINUX = ('Automatic boot in', r'm\x0f?\d', 's\r')
PROGRAMS = {
    'mbr': ('chain bd81', *SYSLINUX),
    'floppy': ('mnt bd00 /tmp; ls /tmp; umount /tmp; chain bd00', *SYSLINUX),
    'memdisk': ('load /mnt/memdisk -i /mnt/floppy.img -a floppy', *SYSLINUX),
    'isolinux': ('chain cd', *SYSLINUX),
    'grub': ('chain bd82', 'executed automatically in', r'\x08\d', 's'),
    # Escape restarts the machine
    'memtest': ('load /mnt/memtest', 'Testing', r';\d+H\d', '\x1b'),
    # no time to count: a key, and INT 19h
    'fat': ('chain bd82p1', 'any key to', '', 's'),
}


@pytest.mark.parametrize('name', PROGRAMS)
def test_program(machine, name):
    """It has read its files, its time counts down, a key is answered."""
    command, words, digit, keys = PROGRAMS[name]
    m = machine
    m.run('mnt bd81p1; cat /mnt/* >/dev/null')
    m.run(command)
    m.expect(PROMPT)
    m.drawn = ''
    m.serial.send('go\n')
    m.expect('purgatory: entering the target')
    m.wait_screen(words)
    for _ in range(3 if digit else 0):
        m.wait_screen(digit)
    m.type(keys)
    m.expect('To start a kernel:')   # bootshell again
