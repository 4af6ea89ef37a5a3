# SPDX-License-Identifier: GPL-2.0-only
"""rootfs/etc/dhcp.awk: what it reads in DHCP packets, run on this machine by our own BusyBox.

Packets come from whoever is on the wire, and a shell evaluates what it prints: so packets
damaged at random must never give more than assignments of quoted text.
"""
import random
import re
import struct
import subprocess

import pytest

from conftest import TOP, product

BOOTP_BYTES = 236
COOKIE = bytes([99, 130, 83, 99])
SAFE = re.compile(r"x_[a-z]+='[ -&(-~]*'")  # printable, no quote inside
ROUNDS = 150


def option(code, data):
    return bytes([code, len(data)]) + data


def packet(*options, file=b'', name=b'', yours='10.0.2.15', server='10.0.2.2'):
    head = bytearray(BOOTP_BYTES)
    head[0] = 2
    head[16:20] = bytes(map(int, yours.split('.')))
    head[20:24] = bytes(map(int, server.split('.')))
    head[44:44 + len(name)] = name
    head[108:108 + len(file)] = file
    return bytes(head) + COOKIE + b''.join(options) + b'\xff'


FULL = packet(
    option(53, b'\x05'), option(0, b'')[:1], option(1, bytes([255, 255, 254, 0])),
    option(3, bytes([10, 0, 2, 2, 10, 0, 2, 3])), option(6, bytes([10, 0, 2, 3, 8, 8, 8, 8])),
    option(15, b'lab.example'), option(54, bytes([10, 0, 2, 9])), option(67, b'other'),
    option(209, b'conf/$(reboot) `x`'), option(210, b'http://boot/'),
    option(211, struct.pack('>I', 3000000000)), option(97, b'\0' + bytes(range(16))),
    file=b'pxe/bootshell.0')


def read(data):
    """(status, lines) for a packet."""
    numbers = '\n'.join(map(str, data)) + '\n'
    result = subprocess.run([product('busybox/busybox'), 'awk', '-v', 'prefix=x_', '-f',
                             TOP / 'rootfs/etc/dhcp.awk'],
                            input=numbers, capture_output=True, text=True, timeout=20)
    assert not result.stderr, result.stderr
    return result.returncode, result.stdout.splitlines()


def values(data):
    status, lines = read(data)
    assert status == 0
    return {k: v[1:-1] for k, v in (line[2:].split('=', 1) for line in lines)}


def test_full():
    assert values(FULL) == {
        'ip': '10.0.2.15', 'bits': '23', 'gateway': '10.0.2.2 10.0.2.3',
        'dns': '10.0.2.3 8.8.8.8', 'domain': 'lab.example', 'server': '10.0.2.2',
        'file': 'pxe/bootshell.0', 'config': 'conf/$(reboot) `x`', 'prefix': 'http://boot/',
        'timeout': '3000000000', 'uuid': '03020100-0504-0706-0809-0a0b0c0d0e0f'}


def test_poor():
    """An address and nothing else: the class says how long the network is."""
    for yours, bits in ('10.1.1.1', '8'), ('172.16.1.1', '16'), ('192.168.1.1', '24'):
        got = values(packet(yours=yours, server='0.0.0.0'))
        assert (got['ip'], got['bits'], got['server'], got['file']) == (yours, bits, '', '')
    assert values(packet(yours='0.0.0.0'))['ip'] == ''


def test_overload():
    """Option 52: more options in the fields of file and server name; the file is option 67."""
    got = values(packet(option(52, b'\x03'), file=option(67, b'in-file') + b'\xff',
                        name=option(209, b'in-name') + b'\xff'))
    assert (got['file'], got['config']) == ('in-file', 'in-name')


@pytest.mark.parametrize('text, want', [
    (b"a'b", 'ab'), (b"'; reboot; '", '; reboot; '), (b'a\nb\x1b[2Jc', 'ab[2Jc'),
    (b'a\0b', 'a'), (b'\xff\x80x', 'x')])
def test_text(text, want):
    assert values(packet(option(209, text)))['config'] == want


@pytest.mark.parametrize('data', [
    b'', b'\0' * 239, b'\0' * 300, FULL[:236], FULL[:239], bytes(BOOTP_BYTES) + b'cSc\x63'])
def test_no_packet(data):
    assert read(data) == (1, [])


def test_no_uuid():
    for blank in b'\0', b'\xff':
        assert values(packet(option(97, b'\0' + blank * 16)))['uuid'] == ''


def damaged(rng):
    """FULL with bytes changed, cut, or doubled; often where lengths are."""
    data = bytearray(FULL)
    for _ in range(rng.randint(1, 12)):
        at = rng.randrange(BOOTP_BYTES if rng.random() < 0.8 else 0, len(data))
        data[at] = rng.choice((0, 1, 39, 52, 97, 127, 254, 255, rng.randrange(256)))
    if rng.random() < 0.4:
        del data[rng.randrange(1, len(data)):]
    if rng.random() < 0.2:
        data += bytes(rng.randrange(256) for _ in range(rng.randrange(1300)))
    return bytes(data)


def test_damaged():
    rng = random.Random(9)
    read_well = 0
    for _ in range(ROUNDS):
        data = damaged(rng)
        status, lines = read(data)
        assert status in (0, 1), data.hex()
        assert (len(lines) == 11) == (status == 0) and len(lines) in (0, 11), data.hex()
        assert all(SAFE.fullmatch(line) for line in lines), (data.hex(), lines)
        read_well += status == 0
    assert read_well > ROUNDS // 4  # the damage is not always in the head
