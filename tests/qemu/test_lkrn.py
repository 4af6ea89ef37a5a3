# SPDX-License-Identifier: GPL-2.0-only
"""bootshell.lkrn, kernel and initramfs in one bzImage: QEMU's loader, SYSLINUX, iPXE."""
import sys

from conftest import CMDLINE, TOP, product
from disks import drive

sys.path.append(str(TOP / 'tests/bench'))
import peers  # noqa: E402


def arrived(m, words):
    """At the prompt, and the programs are those of the archive inside."""
    m.prompt()
    assert m.ok('cat /proc/cmdline').strip().endswith(f'{CMDLINE} {words}')
    m.ok('load --help >/dev/null; disks')
    return m


def test_qemu(pc):
    """The whole image in one file, with the memory that the budget allows."""
    m = pc.start('-kernel', product('bootshell.lkrn'), '-append', f'{CMDLINE} by=qemu', cpu='486',
                 memory=16)
    arrived(m, 'by=qemu')
    assert m.wait_screen('bootshell>')


def test_syslinux(pc, disks):
    disk = peers.syslinux(disks, {'boot.krn': product('bootshell.lkrn')},
                          f'default x\nlabel x\nkernel boot.krn\nappend {CMDLINE} by=syslinux\n')
    arrived(pc.start(*drive(disk, 'ide')), 'by=syslinux')


def test_ipxe(pc, disks):
    """Over the network: the ROM's iPXE takes it as a kernel by itself."""
    root = disks.tree({'bootshell.lkrn': product('bootshell.lkrn'),
                       'go.ipxe': f'#!ipxe\nchain bootshell.lkrn {CMDLINE} by=ipxe\n'.encode()})
    m = pc.start('-netdev', f'user,id=n,tftp={root},bootfile=go.ipxe', '-device',
                 'e1000,netdev=n', '-boot', 'n')
    arrived(m, 'by=ipxe')
