#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Files by HTTP and TFTP over the PXE ROM's UNDI, beside iPXE, GRUB and PXELINUX over the same.

All read one file from one server, in a network namespace: there port 80, the only one that GRUB
knows, is free, and QEMU's network (with its TFTP server, which knows no windows) is at 10.0.2.2.

Started by bench.py.
"""
import functools
import http.server
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import pxe
from disks import MIB, content, tool

SIZE = 16 * MIB
FILE_S = 600
TRIP_US = 'cat /sys/class/net/net0/undi/trip_us'
NAMESPACES = ['unshare', '--user', '--map-root-user', '--net']
UNDIONLY = pathlib.Path('/usr/lib/ipxe/undionly.kpxe')
LPXELINUX = pathlib.Path('/usr/lib/PXELINUX/lpxelinux.0')
GRUB_MODULES = 'pxe net tftp http testspeed serial terminal echo'.split()
HTTP, TFTP = 'http://10.0.2.2/big', 'tftp://10.0.2.2/big'
# iPXE has the driver of the card; undionly.kpxe, which it starts, that of the ROM.
IPXE = '#!ipxe\n{chain}echo GO-READ\nimgfetch {url}\necho HAVE-READ\n'
CHAIN = 'iseq ${net0/chip} undionly || chain undionly.kpxe\n'
GRUB = ('serial --unit=0 --speed=115200\nterminal_output serial\necho GO-READ\n'
        'testspeed ({scheme},10.0.2.2)/big\necho HAVE-READ\n')
PXELINUX = 'prompt 1\nlabel x\nkernel toy\ninitrd {file}\nappend brief\n'


class Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *args):
        pass


class Net:
    def __init__(self, bench, build, said, first):
        self.bench, self.said, self.first = bench, said, first
        self.ours = pxe.our_folder(bench, build)
        self.theirs = pxe.peers_folder(bench)
        for folder in self.ours, self.theirs:
            (folder / 'big').write_bytes(content(SIZE, 7))
        (self.theirs / 'toy').write_bytes(bench.toy)
        for file in UNDIONLY, LPXELINUX:
            shutil.copyfile(file, self.theirs / file.name)
        self.share = []
        handler = functools.partial(Quiet, directory=str(self.theirs))
        server = http.server.ThreadingHTTPServer(('127.0.0.1', 80), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def machine(self, folder, boot_file, machine='pc,graphics=off'):
        args = pxe.card(folder, 'e1000', boot_file, restrict='off')
        return self.bench.machine(*args, '-mem-prealloc', machine=machine)

    @staticmethod
    def rate(m, start, end):
        """MB/s between two patterns."""
        m.expect(start)
        begin = time.monotonic()
        m.expect(end, timeout=FILE_S)
        rate = SIZE / 1e6 / (time.monotonic() - begin)
        m.close()
        return rate

    def our_rate(self, url):
        m = self.machine(self.ours, 'bootshell.0', 'pc').prompt()  # or SeaBIOS takes what is typed
        before = int(m.ok(TRIP_US))
        m.type(f'echo @"go"@; fetch -q {url} /tmp/big; echo @"end"@\n')
        m.expect('@go@')
        begin = time.monotonic()
        m.expect('@end@', timeout=FILE_S)
        seconds = time.monotonic() - begin
        m.prompt()
        self.share.append((int(m.ok(TRIP_US)) - before) / 1e4 / seconds)
        m.close()
        return SIZE / 1e6 / seconds

    def ipxe(self, url, chain=''):
        (self.theirs / 'read.ipxe').write_text(IPXE.format(url=url, chain=chain))
        return self.rate(self.machine(self.theirs, 'read.ipxe'), self.said('GO-READ'),
                         self.said('HAVE-READ'))

    def grub(self, url):
        script = self.bench.disks.new('cfg')
        script.write_text(GRUB.format(scheme=url.partition(':')[0]))
        tool('grub-mkimage', '-O', 'i386-pc-pxe', '-p', '(pxe)/', '-c', script, '-o',
             self.theirs / 'grub.0', *GRUB_MODULES)
        return self.rate(self.machine(self.theirs, 'grub.0'), 'GO-READ', 'HAVE-READ')

    def pxelinux(self, url):
        """LPXELINUX has HTTP, too; both read by UNDI."""
        file = url if url == HTTP else 'big'
        (self.theirs / 'pxelinux.cfg/default').write_text(PXELINUX.format(file=file))
        m = self.machine(self.theirs, 'lpxelinux.0' if url == HTTP else 'pxelinux.0')
        m.expect(self.said('boot:'))
        m.type('x\r')
        return self.rate(m, self.said(f'Loading {file}'), self.said('ok') + '|' + self.first)


def measure(bench, build, rounds, said, first):
    net = Net(bench, build, said, first)
    peers = {'GRUB': net.grub, 'PXELINUX': net.pxelinux,
             'iPXE undionly': lambda url: net.ipxe(url, CHAIN), 'iPXE, its own driver': net.ipxe}
    for url in HTTP, TFTP:
        ours, theirs = [], {who: [] for who in peers}
        for _ in range(rounds):
            ours.append(net.our_rate(url))
            for who, rate in peers.items():
                theirs[who].append(rate(url))
        for who, rates in theirs.items():
            bench.table.row(f'16 MiB by {url[:4].upper()}, {who}', 'MB/s', ours, rates,
                            '>=4' if (url, who) == (HTTP, 'GRUB') else '')
        print(f'  real mode, share of our time: {statistics.median(net.share):.0f} %', flush=True)
        net.share.clear()


def in_namespace(rounds):
    """The whole of it, in a process of its own."""
    subprocess.run([*NAMESPACES, sys.executable, '-B', __file__, str(rounds)], check=True,
                   env=dict(os.environ, PYTHONPATH=':'.join(sys.path)))


if __name__ == '__main__':
    import bench as bench_module
    subprocess.run(['ip', 'link', 'set', 'lo', 'up'], check=True)
    with tempfile.TemporaryDirectory(dir=bench_module.BUILD, prefix='bench-') as dir:
        measure(bench_module.Bench(dir), bench_module.BUILD, int(sys.argv[1]), bench_module.said,
                bench_module.FIRST)
