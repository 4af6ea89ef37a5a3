#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""DHCP and DNS for one client on a network of wire.py; faulty as a file says, at any time.

usage: netd.py ADDRESS HOW_FILE LOG

Says "started" once it listens. The first word of HOW_FILE (a PXE ROM is served well, whatever it
says):
    well    answers
    late    no answer to the first two DISCOVERs
    twice   everything twice, and an offer of another address by another server behind the first
    nak     the first REQUEST is refused
    mute    no answer
DNS: A of any name below .test is ADDRESS; AAAA is never answered. LOG has a line a question.
RFC 2131, 2132; RFC 1035.
"""
import pathlib
import socket
import struct
import sys
import threading

COOKIE = b'\x63\x82\x53\x63'
DISCOVER, OFFER, REQUEST, ACK, NAK = 1, 2, 3, 5, 6
FIXED = 236  # bytes before the cookie
A, AAAA = 1, 28


def note(log, line):
    """Both threads write, and the test reads: a whole line at a time."""
    with open(log, 'a') as f:
        f.write(line + '\n')


def options_of(packet):
    found, at = {}, FIXED + 4
    while at + 1 < len(packet) and packet[at] != 255:
        if packet[at]:
            found[packet[at]] = packet[at + 2:at + 2 + packet[at + 1]]
            at += 1 + packet[at + 1]
        at += 1
    return found


def reply(asked, kind, yours, server):
    """BOOTP's fixed part from the question, then what a client of ours wants to know."""
    fixed = bytearray(asked[:FIXED])
    fixed[0] = 2
    fixed[16:20] = socket.inet_aton(yours)
    fixed[20:24] = socket.inet_aton(server)
    fixed[44:FIXED] = bytes(192)
    fixed[108:108 + 11] = b'bootshell.0'
    words = {53: bytes([kind]), 54: socket.inet_aton(server)}
    if kind != NAK:
        words.update({51: struct.pack('>I', 3600), 1: bytes([255, 255, 255, 0]),
                      3: socket.inet_aton(server), 6: socket.inet_aton(server)})
    return bytes(fixed) + COOKIE + b''.join(
        bytes([code, len(value)]) + value for code, value in words.items()) + b'\xff'


class Dhcp:
    def __init__(self, address, how_file, log):
        self.address, self.how_file, self.log = address, how_file, log
        self.near = address.rpartition('.')[0]
        self.how, self.seen = '', {}
        self.s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        self.s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b'lan')  # to all: there
        self.s.bind(('', 67))

    def answers(self, packet, kind, how):
        """What is sent for a DISCOVER or a REQUEST, in order."""
        count = self.seen[kind] = self.seen.get(kind, 0) + 1
        ours = reply(packet, OFFER if kind == DISCOVER else ACK, f'{self.near}.50', self.address)
        if how == 'mute' or (how == 'late' and kind == DISCOVER and count <= 2):
            return []
        if how == 'nak' and kind == REQUEST and count == 1:
            return [reply(packet, NAK, '0.0.0.0', self.address)]
        if how == 'twice':
            other = reply(packet, OFFER, f'{self.near}.60', f'{self.near}.2')
            return [ours, ours] + ([other] if kind == DISCOVER else [])
        return [ours]

    def run(self):
        while True:
            packet = self.s.recv(2048)
            options = options_of(packet)
            kind = options.get(53, b'\0')[0]
            how = self.how_file.read_text().split()[0]
            if how != self.how:
                self.how, self.seen = how, {}
            if options.get(60, b'').startswith(b'PXEClient'):
                how = 'well'
            if kind in (DISCOVER, REQUEST):
                note(self.log, f'{how} {kind}')
                for answer in self.answers(packet, kind, how):
                    self.s.sendto(answer, ('255.255.255.255', 68))


def dns(s, address, log):
    while True:
        packet, client = s.recvfrom(2048)
        labels, at = [], 12
        while packet[at]:
            labels.append(packet[at + 1:at + 1 + packet[at]].decode())
            at += 1 + packet[at]
        question = packet[12:at + 5]
        kind = struct.unpack('>H', packet[at + 1:at + 3])[0]
        note(log, f"dns {kind} {'.'.join(labels)}")
        if kind != A:
            continue
        good = labels[-1] == 'test'
        answer = b'\xc0\x0c' + struct.pack('>HHIH', A, 1, 60, 4) + socket.inet_aton(address)
        s.sendto(packet[:2] + (b'\x81\x80' if good else b'\x81\x83')
                 + struct.pack('>HHHH', 1, good, 0, 0) + question + (answer if good else b''),
                 client)


if __name__ == '__main__':
    log_file = pathlib.Path(sys.argv[3])
    log_file.write_text('')
    dhcp = Dhcp(sys.argv[1], pathlib.Path(sys.argv[2]), log_file)
    dns_socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    dns_socket.bind((sys.argv[1], 53))
    print('netd.py: started', file=sys.stderr, flush=True)
    threading.Thread(target=dns, args=(dns_socket, sys.argv[1], log_file), daemon=True).start()
    dhcp.run()
