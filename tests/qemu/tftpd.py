#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""A TFTP server that misbehaves on purpose. RFC 1350, RFC 2347, RFC 2348, RFC 2349.

usage: tftpd.py FOLDER HOW

Says "started" once it listens.

HOW: mute    does not tell how long a file is
     more    says of each file but bootshell.0 that it has 1,000 bytes more than it has
     less    1,000 bytes less
     silent  does not answer requests for the kernel
"""
import pathlib
import socket
import struct
import sys
import threading

RRQ, DATA, ACK, ERROR, OACK = 1, 3, 4, 5, 6
NO_SUCH_FILE = struct.pack('>HH', ERROR, 1) + b'File not found\0'
LIE = 1000
TRIES = 5


def exchange(s, packet, block):
    """Send until it is acknowledged; False if the client has gone."""
    for _ in range(TRIES):
        s.send(packet)
        try:
            while True:
                answer = s.recv(2048)
                if answer[:2] == struct.pack('>H', ERROR):
                    return False
                if answer[:4] == struct.pack('>HH', ACK, block & 0xffff):
                    return True
        except OSError:  # a second without an answer
            pass
    return False


def options(words, size):
    """What is agreed to of the client's options; size None: not known."""
    asked = dict(zip(words[::2], words[1::2]))
    agreed = {}
    if b'blksize' in asked:
        agreed[b'blksize'] = b'%d' % min(int(asked[b'blksize']), 1408)
    if b'tsize' in asked and size is not None:
        agreed[b'tsize'] = b'%d' % size
    return agreed


def serve(folder, how, request, client):
    name, _, *words = request[2:].split(b'\0')[:-1]
    name = name.decode().lstrip('/')
    if how == 'silent' and name == 'vmlinuz':
        return
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.connect(client)
    s.settimeout(1)
    if not (folder / name).is_file():
        s.send(NO_SUCH_FILE)
        return
    data = (folder / name).read_bytes()
    lie = {'more': LIE, 'less': -LIE}.get(how, 0) if name != 'bootshell.0' else 0
    agreed = options(words, None if how == 'mute' else len(data) + lie)
    if agreed and not exchange(s, struct.pack('>H', OACK) + b''.join(
            b'%s\0%s\0' % pair for pair in agreed.items()), 0):
        return
    step = int(agreed.get(b'blksize', 512))
    for at in range(0, len(data) + 1, step):
        block = at // step + 1
        packet = struct.pack('>HH', DATA, block & 0xffff) + data[at:at + step]
        if not exchange(s, packet, block):
            return


def main(folder, how):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(('', 69))
    print('tftpd.py: started', file=sys.stderr, flush=True)
    while True:
        request, client = s.recvfrom(2048)
        if request[:2] == struct.pack('>H', RRQ):
            threading.Thread(target=serve, args=(folder, how, request, client)).start()


if __name__ == '__main__':
    main(pathlib.Path(sys.argv[1]), sys.argv[2])
