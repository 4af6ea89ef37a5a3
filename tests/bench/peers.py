# SPDX-License-Identifier: GPL-2.0-only
"""Disks that other boot loaders start from: SYSLINUX, GRUB (i386-pc) and iPXE."""
import os
import pathlib
import struct
import subprocess

from disks import ENV, MIB, SECTOR, tool

PART_LBA = 2048
SYSLINUX = pathlib.Path('/usr/lib/syslinux')
GRUB = pathlib.Path('/usr/lib/grub/i386-pc')
GRUB_MODULES = ('biosdisk part_msdos fat ext2 normal linux serial terminal echo test sleep '
                'configfile ls halt search minicmd').split()


def fat_disk(disks, files, size=96 * MIB):
    """A disk with one FAT partition at sector 2048 that holds `files`."""
    fat = disks.fat(files, size)
    path = disks.partitioned(fat)
    os.unlink(fat)
    return path


def syslinux(disks, files, config):
    """SYSLINUX from the partition's boot sector, started by its own MBR code."""
    path = fat_disk(disks, dict(files, **{'syslinux.cfg': config.encode()}))
    subprocess.run(['syslinux', '--install', '--offset', str(PART_LBA * SECTOR), path],
                   check=True, env=ENV)
    mbr = (SYSLINUX / 'mbr/mbr.bin').read_bytes()
    with open(path, 'r+b') as f:
        f.write(mbr[:440])
        f.seek(446)
        f.write(b'\x80')  # active
    return path


def grub(disks, files, config, modules=()):
    """GRUB's core image in the gap behind the MBR, its script inside it."""
    script = disks.new('cfg')
    script.write_text(config)
    core = disks.new('core')
    tool('grub-mkimage', '-O', 'i386-pc', '-p', '(hd0,msdos1)/', '-c', script, '-o', core,
         *GRUB_MODULES, *modules)
    path = fat_disk(disks, files)
    boot = (GRUB / 'boot.img').read_bytes()
    image = core.read_bytes()
    assert len(image) < (PART_LBA - 1) * SECTOR
    # boot.img reads sector 1, where core.img starts with its own block list.
    assert struct.unpack_from('<Q', boot, 0x5c)[0] == 1
    with open(path, 'r+b') as f:
        f.write(boot[:440])
        f.seek(SECTOR)
        f.write(image)
    return path
