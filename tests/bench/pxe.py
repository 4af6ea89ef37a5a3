# SPDX-License-Identifier: GPL-2.0-only
"""Booting from the network: the ROM's start to the prompt, beside iPXE's and PXELINUX's.

The network is QEMU's own; each peer gets what it needs by TFTP from the same ROM: iPXE a script,
PXELINUX itself and its second stage, we kernel and initramfs.
"""
import pathlib
import shutil

PXELINUX = pathlib.Path('/usr/lib/PXELINUX/pxelinux.0')
LDLINUX = pathlib.Path('/usr/lib/syslinux/modules/bios/ldlinux.c32')
OURS = ('bootshell.0', 'vmlinuz', 'initramfs.cpio.xz')


def our_folder(bench, build):
    """What our TFTP server has: no menu, which we would begin with."""
    path = bench.disks.new('tftp-ours')
    path.mkdir()
    for name in OURS:
        shutil.copyfile(build / 'pxe' / name, path / name)
    return path


def peers_folder(bench):
    """What the peers' TFTP server has."""
    path = bench.disks.new('tftp')
    (path / 'pxelinux.cfg').mkdir(parents=True)
    for file in PXELINUX, LDLINUX:
        shutil.copyfile(file, path / file.name)
    (path / 'pxelinux.cfg/default').write_text('prompt 1\nlabel x\nkernel x\n')
    (path / 'shell.ipxe').write_text('#!ipxe\nshell\n')
    return path


def card(tftp, nic, boot_file, restrict='on'):
    return ['-netdev', f'user,id=n,tftp={tftp},bootfile={boot_file},restrict={restrict}',
            '-device', f'{nic},netdev=n', '-boot', 'n']


def measure(bench, build, rounds, nic='e1000'):
    """Rows of the table: "Booting from ROM" to the prompt."""
    ours, theirs = our_folder(bench, build), peers_folder(bench)
    starts = {'ours': (ours, 'bootshell.0', 'bootshell>'),
              'PXELINUX': (theirs, 'pxelinux.0', 'boot:'),
              'iPXE': (theirs, 'shell.ipxe', 'iPXE>')}
    times = {who: [] for who in starts}
    for _ in range(rounds):
        for who, (tftp, boot_file, prompt) in starts.items():
            times[who].append(bench.hand_over(*card(tftp, nic, boot_file), prompt=prompt))
    ours = times.pop('ours')
    for who, theirs in times.items():
        bench.table.row(f'hand-over to prompt, {who} (PXE, {nic})', 'ms', ours, theirs)
