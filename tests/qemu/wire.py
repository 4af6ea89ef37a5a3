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

SIOCETHTOOL = 0x8946
ETHTOOL_STXCSUM, ETHTOOL_SGSO = 0x17, 0x24
ETH_P_ALL = 3
FRAME = 65536
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

    def start(self, *command):
        """Run a server on the wire; what it says is in the log."""
        self.process.stdin.write(shlex.join(str(c) for c in command) + '\n')
        self.process.stdin.flush()

    def spoil(self, lose=0, twice=0):
        """From now on: every so manieth frame towards QEMU is lost, or comes twice; 0: none."""
        self.start('spoil', lose, twice)

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
    count = twice = 0
    while True:
        for ready in select.select([wire, card, sys.stdin], [], [])[0]:
            if ready is sys.stdin:
                # Not readline(): what it keeps back for the next time select() cannot see.
                commands = os.read(sys.stdin.fileno(), FRAME).decode().splitlines()
                if not commands:
                    return
                for command in commands:
                    words = shlex.split(command)
                    if words[0] == 'spoil':
                        lose, twice = int(words[1]), int(words[2])
                    else:
                        subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=2)
            elif ready is card:
                try:
                    wire.send(card.recv(FRAME))
                except OSError as e:
                    print(f'frame from QEMU: {e}', file=sys.stderr)
            else:
                frame, sender = wire.recvfrom(FRAME)
                count += 1
                if sender[2] == socket.PACKET_OUTGOING or (lose and count % lose == 0):
                    continue
                try:
                    card.sendto(frame, qemus)
                    if twice and count % twice == 0:
                        card.sendto(frame, qemus)
                except OSError:
                    pass  # no QEMU yet, or none any more


if __name__ == '__main__':
    run(*sys.argv[1:4], int(sys.argv[4]))
