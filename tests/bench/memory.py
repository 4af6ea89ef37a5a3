# SPDX-License-Identifier: GPL-2.0-only
"""The least memory with which a boot loader, or we, reach the prompt."""
import math
import time

import pexpect

import peers
from disks import drive

ENOUGH_MIB = 32
SLOWER = 3  # how much longer a boot with little memory may take than one with enough
FAILURE = 'Kernel panic|no room|No bootable device|out of memory'


def reaches(bench, args, prompt, memory_mib, timeout):
    """Does it reach its prompt with this much memory?"""
    m = bench.machine(*args, machine='pc,graphics=off', memory=f'{memory_mib}M')
    try:
        return m.serial.expect([prompt, FAILURE, pexpect.EOF, pexpect.TIMEOUT],
                               timeout=timeout) == 0
    finally:
        m.close()


def least(bench, args, prompt):
    """MiB, by halving an interval: log2(ENOUGH_MIB) boots and one to see how long one takes."""
    start = time.monotonic()
    if not reaches(bench, args, prompt, ENOUGH_MIB, 60):
        return math.nan
    timeout = 2 + SLOWER * (time.monotonic() - start)
    too_little, enough = 0, ENOUGH_MIB
    while enough - too_little > 1:
        middle = (enough + too_little) // 2
        if reaches(bench, args, prompt, middle, timeout):
            enough = middle
        else:
            too_little = middle
    return enough


def measure(bench, build, said):
    """Rows of the table: MiB of the whole machine, started from disk (iPXE: by QEMU)."""
    syslinux = peers.syslinux(bench.disks, {'toy': bench.toy}, 'prompt 1\nlabel x\nkernel toy\n')
    grub = peers.grub(bench.disks, {'toy': bench.toy}, 'echo')
    ours = least(bench, drive(bench.disks.overlay(build / 'bootshell.img'), 'ahci'),
                 said('bootshell>'))
    for who, args, prompt in (
            ('SYSLINUX', drive(syslinux, 'ahci'), 'boot:'),
            ('GRUB', drive(grub, 'ahci'), 'grub>'),
            ('iPXE', ['-kernel', '/usr/lib/ipxe/ipxe.lkrn', '-append', 'shell'], 'iPXE>')):
        bench.table.row(f'least memory to reach the prompt, {who}', 'MiB', [ours],
                        [least(bench, args, said(prompt))])
