#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Our times beside those of kexec-tools, SYSLINUX, GRUB and iPXE, in one table.

usage: BUILD=build/i386 bench.py [ROUNDS [GROUP]...]

GROUP is one of load, go, read, boot, pxe, net, memory; all without one.
Each figure is the median of ROUNDS runs; peers take turns with us, so that a change of the
host's load meets both. Times are the host's, between lines on the serial port, but for
`load`, which the guest's clock times (tests/bench/cost.c). All under QEMU's software emulation,
on a host whose processors are kept awake: a sector by PIO goes through three of QEMU's threads,
and on a host that sleeps between them two thirds of its time are the host's wake-ups.
"""
import contextlib
import os
import pathlib
import re
import statistics
import struct
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / 'qemu'), str(HERE.parent / 'payload')]

import bzimage
import memory
import net
import peers
import pxe
from disks import MIB, Disks, content, drive
from machine import EXIT_DEVICE, Machine

BUILD = pathlib.Path(os.environ['BUILD'])
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
GROUPS = 'load', 'go', 'read', 'boot', 'pxe', 'net', 'memory'
CMDLINE = 'console=ttyS0,115200 console=tty0'
READ_MIB = {'ide': 16, 'ahci': 64, 'virtio': 64}
FIRST = 'payload: first instruction'
# What load and kexec-tools -l are given: an image of each common type.
LOADS = {'Debian amd64, a bzImage': ('/mnt/vmlinuz -a quiet', '/mnt/vmlinuz --append=quiet'),
         'our vmlinux': ('/mnt/vmlinux -a quiet', '/mnt/vmlinux --args-linux --append=quiet'),
         'multiboot and 8 MiB of module': ('/mnt/mboot --module /mnt/toy',
                                           '/mnt/mboot --module=/mnt/toy')}
# One machine at a time, and none pays for the host's first touch of its memory.
OWN_MEMORY = ['-mem-prealloc']


def said(text):
    """A pattern for text on SeaBIOS's serial console, which may move the cursor inside it."""
    return r'(?:\x1b\[[0-9;?]*[A-Za-z]|\r)*'.join(re.escape(c) for c in text)


def since(start):
    return (time.monotonic() - start) * 1e3


class Table:
    """Rows of what, ours, peer's, ratio; printed as they come."""

    def __init__(self):
        print(f'{"what":44} {"unit":6} {"ours":>9} {"peer":>9}  ratio  aim')

    def row(self, what, unit, ours, peer, aim=''):
        """Medians of two lists of numbers, and ours divided by the peer's."""
        a, b = statistics.median(ours), statistics.median(peer)
        spread = f' [{min(ours):.4g}..{max(ours):.4g} | {min(peer):.4g}..{max(peer):.4g}]'
        print(f'{what:44} {unit:6} {a:9.4g} {b:9.4g}  {a / b if b else 0:5.2f}  {aim:8}{spread}',
              flush=True)


class Bench:
    def __init__(self, dir):
        self.dir = dir
        self.disks = Disks(dir)
        self.table = Table()
        self.toy = (BUILD / 'payload/toy-2.12.bzimage').read_bytes()

    def machine(self, *args, **options):
        options.setdefault('memory', 256)
        return Machine(self.dir, [*args, *EXIT_DEVICE], **options)

    def shell(self, *args, **options):
        return self.machine('-kernel', BUILD / 'vmlinuz', '-initrd', BUILD / 'initramfs.cpio.xz',
                            '-append', CMDLINE, *args, **options).prompt()

    def tools_disk(self):
        """A disk with Debian's kernel, a toy kernel of its size, and the peer's program."""
        part = BUILD / 'payload'
        big_toy = bzimage.build((part / 'setup.bin').read_bytes(), (part / 'core.bin').read_bytes(),
                                0x20c, pad=8 * MIB, relocatable_kernel=1, init_size=9 * MIB,
                                kernel_alignment=2 * MIB, pref_address=16 * MIB, loadflags=0x41,
                                xloadflags=0x3e, cmdline_size=2047)
        return self.disks.partitioned(self.disks.ext4({
            'vmlinuz': BUILD / 'target/amd64/vmlinuz', 'toy': big_toy,
            'vmlinux': BUILD / 'linux/vmlinux', 'mboot': BUILD / 'payload/mboot-flat',
            'kexec-tools': BUILD / 'bench/kexec-tools', 'kexec-alone': BUILD / 'kexec',
            'cost': BUILD / 'bench/cost'}, 64 * MIB))

    def with_tools(self, image, **options):
        m = self.shell(*drive(image, 'ahci'), **options)
        m.ok('mnt /dev/bd80p1; cd /tmp; cp /mnt/kexec-* /mnt/cost .; chmod +x kexec-* cost')
        return m

    def load(self, image):
        """`load` of each common type, and kexec alone, files in the page cache."""
        m = self.with_tools(image, qemu='qemu-system-x86_64')
        m.ok('cat /mnt/* >/dev/null 2>&1; true')
        for what, (ours, peer) in LOADS.items():
            self.load_one(m, what, {'load': (f'load {ours}', 'unload'),
                                    'kexec': (f'./kexec-alone -l {peer}', './kexec-alone -u'),
                                    'peer': (f'./kexec-tools -l {peer}', './kexec-tools -u')})
        m.close()

    def load_one(self, m, name, commands):
        """Rows of one type: time, memory of its own, with the pages of files, and what is kept.

        `load` is in one program with the menu and all else; kexec alone is what replaces the peer.
        """
        got = {who: [] for who in commands}
        for _ in range(ROUNDS):
            for who, (load, unload) in commands.items():
                pairs = {}
                for sample in '-m', '':
                    m.ok(f'./cost {sample} {load} >/tmp/out 2>&1')
                    again = m.ok('cat /tmp/out').pairs
                    pairs = {**again, 'own_kb': pairs.get('own_kb', again['own_kb'])}
                    m.ok(unload)
                got[who].append(pairs)
        for ours in 'load', 'kexec':
            for key, what, unit, aim in (
                    ('ms', f'{ours} of {name}, kexec-tools', 'ms', '<=0.25'),
                    ('own_kb', '  its peak memory of its own (RssAnon)', 'KiB', '<=1'),
                    ('rss_kb', '  with mapped page cache (ru_maxrss)', 'KiB',
                     '<=1' if ours == 'kexec' else ''),
                    ('kept_kb', '  memory the kernel keeps', 'KiB', '')):
                self.table.row(what, unit, *([float(p[key]) for p in got[who]]
                                             for who in (ours, 'peer')), aim)

    def go(self, image):
        """From Return after `go` to the target's first instruction, an 8 MiB kernel."""
        commands = {'go': ('load /mnt/toy -a brief', 'go'),
                    'go -f': ('load /mnt/toy -a brief', 'go -f'),
                    'peer': ('./kexec-tools -l /mnt/toy --append=brief', './kexec-tools -e')}
        got = {who: [] for who in commands}
        for _ in range(ROUNDS):
            for who, (load, go) in commands.items():
                m = self.with_tools(image)
                m.ok(load)
                m.type(go + '\n')
                start = time.monotonic()
                m.expect(FIRST)
                got[who].append(since(start))
                m.close()
        for who in ('go', 'go -f'):
            self.table.row(f'{who} to first instruction, kexec-tools -e', 'ms',
                           got[who], got['peer'], '<=1')

    def loader_read(self, image, interface, start, end, answer=''):
        """MB/s of a loader between two marker lines."""
        m = self.machine(*drive(image, interface), *OWN_MEMORY, machine='pc,graphics=off')
        if answer:
            m.expect(said('boot:'))
            m.type(answer)
        m.expect(said(start))
        begin = time.monotonic()
        m.expect(end)
        rate = READ_MIB[interface] * MIB / 1e3 / since(begin)
        m.close()
        return rate

    def our_read(self, image, interface):
        """The same of our shell: what is typed is echoed before it runs.

        With graphics: else SeaBIOS has its console on the serial port, and takes what we type.
        """
        m = self.shell(*drive(image, interface), *OWN_MEMORY)
        m.ok('mnt /dev/bd80p1; cat /mnt/toy >/dev/null')
        m.type('echo @"go"@; cat /mnt/big.bin >/dev/null; echo @"end"@\n')
        m.expect('@go@')
        start = time.monotonic()
        m.expect('@end@', timeout=600)
        rate = READ_MIB[interface] * MIB / 1e3 / since(start)
        m.close()
        return rate

    def read(self, interface):
        """The same FAT file by our shell, by SYSLINUX and by GRUB, each as its initrd."""
        files = {'toy': self.toy, 'big.bin': content(READ_MIB[interface] * MIB, 3)}
        syslinux = peers.syslinux(self.disks, files,
                                  'prompt 1\nlabel x\nkernel toy\nappend initrd=big.bin brief\n')
        grub = peers.grub(self.disks, files, 'serial --unit=0 --speed=115200\n'
                          'terminal_output serial\nlinux (hd0,msdos1)/toy brief\n'
                          'echo GO-READ\ninitrd (hd0,msdos1)/big.bin\necho HAVE-READ\nboot\n')
        readers = [
            ('ours', lambda: self.our_read(grub, interface)),
            ('SYSLINUX', lambda: self.loader_read(syslinux, interface, 'Loading big',
                                                  said('ok') + '|' + FIRST, 'x\r')),
            ('GRUB', lambda: self.loader_read(grub, interface, 'GO-READ', 'HAVE-READ'))]
        rates = {who: [] for who, _ in readers}
        os.sync()  # or the host still writes the new images while the first one reads
        for _ in range(ROUNDS):
            for who, read in readers:
                rates[who].append(read())
            readers.append(readers.pop(0))  # nobody is always first
        for who in 'SYSLINUX', 'GRUB':
            self.table.row(f'read a FAT file, {interface}, {who}', 'MB/s', rates['ours'],
                           rates[who], '>=1' if who == 'SYSLINUX' else '')

    def hand_over(self, *args, prompt):
        m = self.machine(*args, machine='pc,graphics=off')
        m.expect(said('Booting from'))
        start = time.monotonic()
        m.expect(said(prompt))
        ms = since(start)
        m.close()
        return ms

    def boot(self, interface):
        """The firmware's "Booting from ..." line to the prompt."""
        ipxe = self.disks.new('ipxe')
        ipxe.write_text('#!ipxe\nshell\n')
        ours = drive(self.disks.overlay(BUILD / 'bootshell.img'), interface)
        syslinux = peers.syslinux(self.disks, {'toy': self.toy}, 'prompt 1\nlabel x\nkernel toy\n')
        grub = peers.grub(self.disks, {'toy': self.toy}, 'echo')
        direct = ('-kernel', BUILD / 'vmlinuz', '-initrd', BUILD / 'initramfs.cpio.xz',
                  '-append', CMDLINE)
        peer = {f'SYSLINUX ({interface})': (drive(syslinux, interface), 'boot:', ours),
                f'GRUB ({interface})': (drive(grub, interface), 'grub>', ours),
                'iPXE (both -kernel)': (['-kernel', '/usr/lib/ipxe/ipxe.lkrn', '-initrd', ipxe],
                                        'iPXE>', direct)}
        for who, (theirs, prompt, mine) in peer.items():
            times = [(self.hand_over(*mine, prompt='bootshell>'),
                      self.hand_over(*theirs, prompt=prompt)) for _ in range(ROUNDS)]
            self.table.row(f'hand-over to prompt, {who}', 'ms', *zip(*times))


def on_disks(bench, groups):
    """The groups that measure with disks of ours and no network."""
    if groups & {'load', 'go'}:
        tools = bench.tools_disk()
        for group in 'load', 'go':
            if group in groups:
                getattr(bench, group)(tools)
    if 'read' in groups:
        for interface in READ_MIB:
            bench.read(interface)
    if 'boot' in groups:
        bench.boot('ahci')
    if 'pxe' in groups:
        pxe.measure(bench, BUILD, ROUNDS)


@contextlib.contextmanager
def processors_awake():
    """Linux's PM QoS: as long as the file is open, no processor sleeps longer than 0 us."""
    try:
        file = open('/dev/cpu_dma_latency', 'wb', buffering=0)
    except OSError as e:
        print(f'bench: processors may sleep, reads by PIO are slow: {e}')
        yield
        return
    with file:
        file.write(struct.pack('<i', 0))
        yield


def main():
    groups = set(sys.argv[2:]) or set(GROUPS)
    if groups - set(GROUPS):
        sys.exit(f'bench: no such group: {" ".join(sorted(groups - set(GROUPS)))}')
    with contextlib.suppress(PermissionError):
        os.nice(-15)  # what else the host does should not count
    with tempfile.TemporaryDirectory(dir=BUILD, prefix='bench-') as dir:
        on_disks(Bench(dir), groups)
    if 'net' in groups:
        net.in_namespace(ROUNDS)
    if 'memory' in groups:
        with tempfile.TemporaryDirectory(dir=BUILD, prefix='bench-') as dir:
            memory.measure(Bench(dir), BUILD, said)


if __name__ == '__main__':
    with processors_awake():
        main()
