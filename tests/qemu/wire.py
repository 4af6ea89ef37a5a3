#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""A network for QEMU's cards, with servers on it: no root, no tap, nothing of the host's network.

A Wire is a process in user and network namespaces of its own (unshare), where it is root.
There a pair of veth interfaces makes the network: servers listen on "lan"; what comes out
of "wire" goes as frames through Unix datagram sockets to QEMU's -netdev dgram, and back. When
the process is killed the namespaces end, and every process and interface in them.

usage: unshare ... wire.py OURS QEMUS ADDRESS/BITS LOSE
"""
import array
import fcntl
import os
import pathlib
import select
import shlex
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time

import pytest

from machine import BOOT_S, wait_for

SIOCETHTOOL = 0x8946
ETHTOOL_STXCSUM, ETHTOOL_SGSO = 0x17, 0x24
ETH_P_ALL = 3
FRAME = 65536
STARTED = 'started'     # what dnsmasq and the servers here say when they listen
NAMESPACES = ['unshare', '--user', '--map-root-user', '--net', '--pid', '--fork', '--kill-child']


class Wire:
    """Servers for one or more machines' cards. start() them after making it; close() ends all."""

    def __init__(self, dir, address='192.168.77.1/24', lose=0):
        """`lose`: every so manieth frame towards QEMU is lost."""
        self.log_path = pathlib.Path(dir) / f'wire.{time.monotonic_ns()}.log'
        self.short_dir = tempfile.mkdtemp(prefix='bootshell-')
        self.ours, self.qemus = (os.path.join(self.short_dir, name) for name in ('ours', 'qemus'))
        self.address = address.split('/')[0]
        for program in 'unshare', 'ip':
            if not shutil.which(program):
                pytest.skip(f'{program} is not installed on this host')
        with open(self.log_path, 'wb') as log:
            self.process = subprocess.Popen(
                [*NAMESPACES, sys.executable, '-B', __file__, self.ours, self.qemus, address,
                 str(lose)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
        if self.process.stdout.readline() != 'ready\n':
            self.close()
            pytest.skip('no network namespaces on this host: '
                        + self.log().strip().rpartition('\n')[2])

    def log(self):
        return self.log_path.read_text(errors='replace')

    def tell(self, *command):
        self.process.stdin.write(shlex.join(str(c) for c in command) + '\n')
        self.process.stdin.flush()

    def start(self, *command):
        """Run a server on the wire, until it says that it has started; all it says is in the
        log."""
        before = self.log().count(STARTED)
        self.tell(*command)
        wait_for(lambda: self.log().count(STARTED) > before, BOOT_S, self.log)

    def spoil(self, lose=0, twice=0, **faults):
        """From now on every so manieth frame towards QEMU has a fault of class Faults; 0: none."""
        self.tell('spoil', *(f'{name}={every}' for name, every in
                             {'lose': lose, 'twice': twice, **faults}.items()))

    def netdev(self, id='n'):
        """QEMU's argument for the other end."""
        return (f'dgram,id={id},local.type=unix,local.path={self.qemus},'
                f'remote.type=unix,remote.path={self.ours}')

    def close(self):
        self.process.kill()  # unshare; by --kill-child all that it has started
        self.process.wait()
        shutil.rmtree(self.short_dir, ignore_errors=True)


# ---- in the namespaces

def ip(*words):
    subprocess.run(['ip', *words], check=True)


def checksums_by_software(interface):
    """What comes out of a veth has its checksums left to a card otherwise, and is too long."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        for command in ETHTOOL_STXCSUM, ETHTOOL_SGSO:
            value = array.array('I', [command, 0])
            fcntl.ioctl(s, SIOCETHTOOL, struct.pack('16sP', interface.encode(),
                                                    value.buffer_info()[0]) + bytes(16))


class Faults:
    """What becomes of each frame: lost, twice, behind the next (late), cut off, too long.

    Late is LATE_S, if none comes before: a protocol that waits for each frame sees a delay only.
    """
    LATE_S = 0.02
    CUT = (1, 13, 14, 20, 33, 42, 53, 60, 200, -1)  # so many bytes are left; -1: all but the last
    LONG = (1, 4, 86, 600, 7000)  # so many zeros behind 1,514 bytes

    def __init__(self, **every):
        self.every = {'lose': 0, 'twice': 0, 'late': 0, 'cut': 0, 'long': 0, **every}
        self.count = 0
        self.kept = None

    def has(self, fault):
        every = self.every[fault]
        return every and self.count % every == 0

    def frames(self, frame):
        """What goes on the wire for this one."""
        self.count += 1
        if self.has('lose'):
            return []
        if self.has('cut'):
            frame = frame[:self.CUT[self.count // self.every['cut'] % len(self.CUT)]]
        if self.has('long'):
            frame = frame.ljust(1514, b'\0') + bytes(
                self.LONG[self.count // self.every['long'] % len(self.LONG)])
        frames = [frame, frame] if self.has('twice') else [frame]
        late = self.late()
        if not late and self.has('late'):
            self.kept = frames.pop()
        return frames + late

    def late(self):
        """The frame that was kept back, if there is one."""
        frames, self.kept = [self.kept] if self.kept else [], None
        return frames


def run(ours, qemus, address, lose):
    ip('link', 'add', 'lan', 'type', 'veth', 'peer', 'name', 'wire')
    ip('address', 'add', address, 'broadcast', '+', 'dev', 'lan')
    for interface in 'lo', 'lan', 'wire':
        ip('link', 'set', interface, 'up')
    checksums_by_software('lan')
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    wire.bind(('wire', ETH_P_ALL))
    card = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    card.bind(ours)
    print('ready', flush=True)
    faults = Faults(lose=lose)

    def send(frames):
        for frame in frames:
            try:
                card.sendto(frame, qemus)
            except OSError:
                pass  # no QEMU yet, or none any more
    while True:
        inputs = select.select([wire, card, sys.stdin], [], [], faults.LATE_S)[0]
        if not inputs:
            send(faults.late())
        for ready in inputs:
            if ready is sys.stdin:
                # Not readline(): what it keeps back for the next time select() cannot see.
                commands = os.read(sys.stdin.fileno(), FRAME).decode().splitlines()
                if not commands:
                    return
                for command in commands:
                    words = shlex.split(command)
                    if words[0] == 'spoil':
                        faults = Faults(**{name: int(every) for name, every in
                                           (word.split('=') for word in words[1:])})
                    else:
                        subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=2)
            elif ready is card:
                try:
                    wire.send(card.recv(FRAME))
                except OSError as e:
                    print(f'frame from QEMU: {e}', file=sys.stderr)
            else:
                frame, sender = wire.recvfrom(FRAME)
                if sender[2] == socket.PACKET_OUTGOING:
                    continue
                send(faults.frames(frame))


if __name__ == '__main__':
    run(*sys.argv[1:4], int(sys.argv[4]))
