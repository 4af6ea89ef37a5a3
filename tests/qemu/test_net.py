# SPDX-License-Identifier: GPL-2.0-only
"""The network by the PXE ROM's UNDI: addresses, files, disks beside it, faults, and its end.

The network is QEMU's own: DHCP and TFTP at 10.0.2.2, where an HTTP server of this process on
loopback answers, too.
"""
import functools
import hashlib
import http.server
import pathlib
import random
import re
import shutil
import sys
import threading
import time

import pytest

from conftest import product
from disks import drive
from faulty import Tftp
from machine import EXIT_DEVICE, SLOW
from test_dnsmasq import RANGE, card as wire_card, ready_made, wires  # noqa: F401 (a fixture)

HERE = pathlib.Path(__file__).resolve().parent
MIB = 1 << 20
BIG = 64 * MIB
BIG_S = 600 * SLOW
FILES = ('bootshell.0', 'vmlinuz', 'initramfs.cpio.xz')
MAC = '52:54:00:12:34:56'
UUID = '12345678-9abc-def0-1234-56789abcdef0'
CARDS = ('e1000', 'virtio-net-pci', 'rtl8139', 'pcnet', 'ne2k_pci')
E1000_RCTL = 0x100  # receive control: bit 1, receiver on


# For a network namespace: http.server's own class would ask a name server first.
HTTP_SERVER = ('import functools, http.server as h, socketserver as s, sys; '
               'handler = functools.partial(h.SimpleHTTPRequestHandler, directory=sys.argv[1]); '
               "server = s.ThreadingTCPServer(('', 80), handler); "
               "print('started', file=sys.stderr, flush=True); server.serve_forever()")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


class Server:
    """A folder by HTTP and TFTP, with the product's files and some of random content."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        for name in FILES:
            shutil.copyfile(product('pxe') / name, folder / name)
        handler = functools.partial(Quiet, directory=str(folder))
        self.http = http.server.ThreadingHTTPServer(('127.0.0.1', 0), handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def make(self, name, size):
        """A file of random bytes; its digest."""
        data = random.Random(name).randbytes(size)
        (self.folder / name).write_bytes(data)
        return hashlib.sha256(data).hexdigest()

    def url(self, name):
        return f'http://10.0.2.2:{self.http.server_port}/{name}'

    def network(self, card='e1000'):
        return ['-netdev', f'user,id=n,tftp={self.folder},bootfile=bootshell.0',
                '-device', f'{card},netdev=n,mac={MAC}', '-boot', 'n', '-uuid', UUID]


@pytest.fixture
def server(tmp_path):
    s = Server(tmp_path / 'tftp')
    yield s
    s.http.shutdown()
    s.http.server_close()


def digest(m, path):
    return m.ok(f'sha256sum {path}').split()[-2]


def known(m):
    """/run/bootshell/net as a dict."""
    return {k: v.strip("'") for k, v in m.ok('cat /run/bootshell/net').pairs.items()}


def receiver_is_on(m):
    """Does the e1000 take frames from the wire, as the chip itself says?"""
    bar = int(re.search(r'(?s)Ethernet controller.*?BAR0: 32 bit memory at (0x[0-9a-f]+)',
                        m.qmp.monitor('info pci'))[1], 16)
    return bool(int(m.qmp.monitor(f'xp /wx {bar + E1000_RCTL}').split()[-1], 16) & 2)


def available_kb(m):
    return int(re.search(r'MemAvailable: +(\d+)', m.ok('cat /proc/meminfo'))[1])


def timed(m, command):
    """Run it; MiB/s for BIG bytes, and how much of the time the machine was in real mode."""
    counts = ' '.join(f'/sys/class/net/net0/undi/{n}' for n in ('trips', 'trip_us', 'isr_calls'))
    before = [int(n) for n in m.ok(f'cat {counts}').split()]
    begin = time.monotonic()
    m.ok(command, timeout=BIG_S)
    seconds = time.monotonic() - begin
    trips, us, calls = (int(n) - b for n, b in zip(m.ok(f'cat {counts}').split(), before))
    assert calls > 2 * trips  # batches, not one call a trip
    return (f'{BIG / MIB / seconds:.1f} MiB/s, {trips} trips of {us / trips:.0f} us, '
            f'{us / seconds / 1e4:.0f} % of the time')


@pytest.mark.parametrize('card', CARDS)
def test_card(pc, server, disks, record_property, card):
    """Up without a second DHCP; 64 MiB by HTTP and TFTP, a disk read meanwhile; memory."""
    want = server.make('big', BIG)
    tftp = Tftp({'big': (server.folder / 'big').read_bytes()})
    shutil.copyfile(product('payload/toy-2.12.bzimage'), server.folder / 'toy')
    image = disks.new('img')
    image.write_bytes(random.Random(card).randbytes(8 * MIB))
    m = pc.start(*server.network(card), *drive(image, 'ide'), memory=160).prompt()
    net = known(m)
    assert (net['net_ip'], net['net_bits'], net['net_gateway']) == ('10.0.2.15', '24', '10.0.2.2')
    assert (net['net_dns'], net['net_server']) == ('10.0.2.3', '10.0.2.2')
    assert (net['net_file'], net['net_mac']) == ('bootshell.0', MAC)
    assert net['net_uuid'] == UUID and net['net_from'].startswith('the DHCP packets')
    shown = m.ok('net')
    assert re.search(rf'^net0 +up, {MAC}\ndriver +PXE ROM at \w+:\w+ by our boot program, '
                     'on its own stack$', shown, re.M)
    assert '10.0.2.15/24' in shown
    m.ok('ping -c 1 10.0.2.2')
    # The file and the kernel's copy of it fit, a third one does not; and the file does not stay.
    free = available_kb(m)
    assert free < 3 * BIG / 1024
    m.ok('sha256sum /dev/bd80 >/tmp/disk & true')
    record_property(f'{card}, HTTP', timed(
        m, f"load tftp:///toy -i {server.url('big')} --verify=sha256"))
    assert f'digest={want}\n' in m.ok('show -v')
    m.ok('wait; unload')
    assert available_kb(m) > free - 8 * 1024
    assert m.ok('cat /tmp/disk').split()[0] == hashlib.sha256(image.read_bytes()).hexdigest()
    record_property(f'{card}, TFTP', timed(m, f'fetch tftp://10.0.2.2:{tftp.port}/big /tmp/big'))
    assert digest(m, '/tmp/big') == want
    tftp.close()
    said = m.ok('cat /sys/class/net/net0/undi/rubbish /sys/class/net/net0/undi/dropped')
    assert said.split() == ['0', '0']


def test_too_big(pc, server):
    """A file for which there is no memory is refused before it comes."""
    with open(server.folder / 'huge', 'wb') as f:
        f.truncate(100 * MIB)
    m = pc.start(*server.network()).prompt()
    for command in f"load {server.url('huge')}", 'load tftp:///huge', 'fetch tftp:///huge /huge':
        said = m.run(command)
        assert said.status == 1, command
        assert re.search(r'has 102400 KiB, and only \d+ KiB of RAM are free', said), command


def test_commands(pc, server):
    """By DHCP, by hand, down, and what is refused."""
    want = server.make('f', 5000)
    m = pc.start(*server.network()).prompt()
    m.ok('net down')
    assert 'net0     down' in m.ok('net') and not receiver_is_on(m)
    said = m.run(f"fetch {server.url('f')} /tmp/f")
    assert said.status == 4 and 'no network, or no route to 10.0.2.2 (see net)' in said
    m.ok('dhcp')
    net = known(m)
    assert (net['net_ip'], net['net_from'], net['net_uuid']) == ('10.0.2.15', 'DHCP', UUID)
    assert net['net_file'] == 'bootshell.0' and receiver_is_on(m)
    m.ok('net 10.0.2.77/24 gw 10.0.2.2 dns 10.0.2.3 server 10.0.2.2')
    assert known(m)['net_ip'] == '10.0.2.77'
    m.ok('fetch tftp:///f /tmp/f')
    assert digest(m, '/tmp/f') == want
    before = m.ok('ip addr show net0; ip route; cat /etc/resolv.conf /run/bootshell/net')
    assert m.run('net 10.0.2.300/24') == 'net: 10.0.2.300/24: not an address\n'
    for words in 'gw 10.0.3.2', 'gw x', 'gw 10.0.2.02', 'dns 10.0.2':
        assert m.run(f'net 10.0.2.78/24 {words}').startswith(f'net: {words}: not an address'), words
    for words in 'gw', 'via 10.0.2.2', '-x':
        assert m.run(f'net 10.0.2.78/24 {words}').status == 2, words
    for address in '10.0.2.15/x', '10.0.2.15':
        assert 'length of the network' in m.run(f'net {address}')
    assert m.run('net what').startswith('net: unknown command: what\n')
    assert m.ok('ip addr show net0; ip route; cat /etc/resolv.conf /run/bootshell/net') == before
    m.ok('net up')
    for url, status, why in (
            ('tftp:///none', 8, 'the server says File not found (TFTP error 1)'),
            (server.url('none'), 8, 'the server says 404 File not found'),
            ('http://10.0.2.2:1/f', 4, 'nothing listens at port 1'),
            ('https://10.0.2.2/f', 1, 'https is not here yet'), ('f', 1, 'not a URL')):
        said = m.run(f'fetch -q {url} /tmp/g')
        assert said.status == status and why in said, url
        assert len(said.splitlines()) == 1 and said.startswith(f'fetch: {url}: ')
    assert m.run('ls /tmp/g /tmp/g.part').status != 0
    work = m.ok('net -v')
    assert re.search(r'(?m)^trips +\d+ to real mode, \d+ us in all \(\d+ % of the time\)$', work)
    assert all(len(line) < 80 for line in work.splitlines()), work
    m.ok('bios diff')  # the ROM was there when we came


@pytest.mark.parametrize('word, want', [
    ('ip=10.0.2.50:10.0.2.2:10.0.2.2:255.255.255.0::net0:off:10.0.2.3', '10.0.2.50/24'),
    ('ip=dhcp', '10.0.2.15/24'), ('ip=off', None)])
def test_command_line(pc, server, word, want):
    """ip= in the kernel's own form."""
    (server.folder / 'bootshell.cmdline').write_text(f'console=ttyS0,115200 {word}\n')
    m = pc.start(*server.network()).prompt()
    if want:
        assert f'inet {want}' in m.ok('ip addr show net0')
        m.ok('ping -c 1 10.0.2.2')
    else:
        assert 'net0     down' in m.ok('net')


def test_cable(pc, server):
    """Pulled out: a transfer ends in a line, in bounded time. Back in: all is well."""
    want = server.make('f', 100000)
    m = pc.start(*server.network()).prompt()
    m.ok('ping -c 1 10.0.2.2')
    m.qmp.monitor('set_link n off')
    said = m.run('fetch tftp:///f /tmp/f')
    assert said.status == 4 and 'the server says nothing for 10 seconds' in said
    m.qmp.monitor('set_link n on')
    m.ok('fetch tftp:///f /tmp/f')
    assert digest(m, '/tmp/f') == want


def test_bad_network(pc, server, wires):  # noqa: F811
    """Frames that get lost (1, 5 and 20 in a hundred) or come twice: slower, and right."""
    sizes = {'http.bin': 300000, 'tftp.bin': 50000}
    files = {name: server.make(name, size) for name, size in sizes.items()}
    wire = wires()
    wire.start(*ready_made(server.folder), RANGE)
    wire.start(sys.executable, '-c', HTTP_SERVER, server.folder)
    m = pc.start(*wire_card(wire)).prompt()
    for lose, twice in (100, 0), (20, 0), (5, 0), (0, 3), (0, 0):
        wire.spoil(lose, twice)
        for name, want in files.items():
            scheme = name[:4]
            m.ok(f'fetch {scheme}://192.168.77.1/{name} /tmp/{name}', timeout=BIG_S)
            assert digest(m, f'/tmp/{name}') == want, (lose, twice, name)


# 13 is no multiple of how often frames are cut off: not always the same frame of a window.
BAD_FRAMES = ({'late': 5}, {'cut': 13}, {'long': 7}, {'late': 4, 'twice': 5, 'cut': 13, 'long': 11})


@pytest.mark.parametrize('nic', ['e1000', 'virtio-net-pci'])
def test_bad_frames(pc, server, wires, nic):  # noqa: F811
    """Frames that overtake each other, end too early or too late: the transfer is right."""
    sizes = {'http.bin': 200000, 'tftp.bin': 30000}
    files = {name: server.make(name, size) for name, size in sizes.items()}
    wire = wires()
    wire.start(*ready_made(server.folder), RANGE)
    wire.start(sys.executable, '-c', HTTP_SERVER, server.folder)
    m = pc.start(*wire_card(wire, nic=nic)).prompt()
    for faults in BAD_FRAMES:
        wire.spoil(**faults)
        for name, want in files.items():
            m.ok(f'fetch {name[:4]}://192.168.77.1/{name} /tmp/{name}', timeout=BIG_S)
            assert digest(m, f'/tmp/{name}') == want, (faults, name)
    assert 'net0     up' in m.ok('net') and not m.ok('dmesg | grep "ROM fails" || :')


def test_dhcp_and_names(pc, server, wires, tmp_path):  # noqa: F811
    """A DHCP server that answers late, twice, with a refusal, never; names by A records alone."""
    want = server.make('f', 5000)
    how, log = tmp_path / 'how', tmp_path / 'log'

    def answer(word):
        """At once, for netd.py may be reading."""
        (tmp_path / 'next').write_text(word)
        (tmp_path / 'next').replace(how)
    answer('well')
    wire = wires()
    wire.start(*ready_made(server.folder))
    wire.start(sys.executable, '-B', HERE / 'netd.py', '192.168.77.1', how, log)
    wire.start(sys.executable, '-c', HTTP_SERVER, server.folder)
    m = pc.start(*wire_card(wire)).prompt()
    for word in 'late', 'twice', 'nak':
        answer(word)
        m.ok('dhcp')
        assert known(m)['net_ip'] == '192.168.77.50', word
        m.ok('fetch -q http://boot.test/f /tmp/f')
        assert digest(m, '/tmp/f') == want
    answer('mute')
    said = m.run('dhcp')
    assert said.status == 1 and 'net: DHCP: no answer in 15 seconds' in said
    answer('well')
    m.ok('dhcp')
    said = m.run('fetch -q http://boot.invalid/f /tmp/f')
    assert said.status == 1 and 'boot.invalid: no such server is known' in said
    asked = log.read_text().splitlines()
    assert asked.count('late 1') >= 3 and asked.count('nak 3') >= 2
    assert {line.split()[1] for line in asked if line.startswith('dns')} == {'1'}


def test_rom_fails(pc, server, disks):
    """A ROM that stops in the middle: one line in the log, a living shell, a clear refusal."""
    image = disks.partitioned(disks.ext4({'bios': product('payload/bios')}))
    m = pc.start(*server.network(), *drive(image, 'ide')).prompt()
    rom = m.ok('cat /sys/class/net/net0/undi/rom')[:9].replace(':', ' ')
    m.ok('mnt bd80p1 && cp /mnt/bios /tmp && chmod +x /tmp/bios')
    # In iPXE 0015h is STOP_UNDI. For others it is GET_STATE, so that the driver never asks it.
    assert m.ok(f'/tmp/bios pxe {rom} 15').pairs['status'] == '0'
    m.ok('for i in $(seq 60); do [ "$(cat /sys/class/net/net0/carrier)" = 1 ] || break; '
         'sleep 1; done')
    log = m.ok('dmesg')
    assert len(re.findall('net0: the PXE ROM fails, status 6ah', log)) == 1
    assert 'net0     down' in m.ok('net')
    m.ok('net down')
    said = m.run('net up')
    assert said.status == 1 and 'net: the PXE ROM does not open the card' in said
    m.ok('ls /mnt/bios')
    m.ok('net unload')
    assert 'from the ROM of' in m.ok('net')
    m.ok('ping -c 1 10.0.2.2')


def test_go(pc, server, disks):
    """After network use another kernel starts, and the card is closed when it does."""
    name = 'toy-2.12'
    shutil.copyfile(product(f'payload/{name}.bzimage'), server.folder / name)
    m = pc.start(*server.network(), *EXIT_DEVICE).prompt()
    said = m.run('load tftp:///none')
    assert said.status == 1 and 'load: tftp:///none: the server says File not found' in said
    assert 'nothing is loaded' in m.run('go')
    (server.folder / 'initrd').write_bytes(b'070701')
    m.ok(f"load tftp:///{name} -i {server.url('initrd')}")
    assert f'kernel  tftp:///{name}\n' in m.ok('show')
    assert receiver_is_on(m)
    m.type('go\n')
    m.expect('payload: first instruction')
    m.expect('payload: done')


def test_again(pc, server):
    """A bootshell started by bootshell finds the ROM alive, by INT 1Ah, and uses it again."""
    want = server.make('f', 100000)
    m = pc.start(*server.network(), memory=128).prompt()
    m.ok('load tftp:///vmlinuz -i tftp:///initramfs.cpio.xz -a console=ttyS0,115200')
    m.type('go\n')
    m.expect('Linux version')
    m.prompt()
    assert 'by INT 1Ah' in m.ok('net')
    m.ok(f"fetch {server.url('f')} /tmp/f")
    assert digest(m, '/tmp/f') == want


def test_no_rom(pc):
    """Without a PXE ROM there is no network, and that is said."""
    m = pc.shell()
    said = m.run('net')
    assert said.status == 1 and 'no PXE ROM is in memory' in said
    assert m.run('net up').status == 1


def test_ended_rom(pc, server):
    """iPXE that starts a kernel has ended, but leaves a !PXE to be seen: it must not be called."""
    (server.folder / 'go.ipxe').write_text(
        '#!ipxe\nkernel tftp://10.0.2.2/vmlinuz console=ttyS0,115200 console=tty0\n'
        'initrd tftp://10.0.2.2/initramfs.cpio.xz\nboot\n')
    args = [a.replace('bootfile=bootshell.0', 'bootfile=go.ipxe') for a in server.network()]
    m = pc.start(*args).prompt()
    assert m.run('test -e /sys/class/net/net0').status == 1
    assert 'from the ROM of' in m.ok('net')
