# SPDX-License-Identifier: GPL-2.0-only
"""A PXE ROM's driver comes and goes: from a card's option ROM after a boot from disk or CD, out of
memory again, and the BIOS is then as it was."""
import re

import pytest

from conftest import product
from disks import drive
from machine import EXIT_DEVICE
from test_biostest import GOOD, floppy, key_answered, report, report_after_go, unexpected
from test_net import CARDS, MAC, UUID, digest, known, server  # noqa: F401 (a fixture)
from test_realmode import real

CARD_ID = {'e1000': '8086:100e', 'virtio-net-pci': '1af4:1000', 'rtl8139': '10ec:8139',
           'pcnet': '1022:2000', 'ne2k_pci': '10ec:8029'}
# What the ROM's driver changes while it is there.
CHANGED = {'INT 15h vector', 'INT 16h vector', 'INT 1Ah vector', '40:13 base memory in KiB'}


def nic(server, card='e1000', number=''):  # noqa: F811
    return ['-netdev', f'user,id=n{number},tftp={server.folder}',
            '-device', f'{card},netdev=n{number},mac={MAC}', '-uuid', UUID]


def differing(m):
    """What `bios diff` says matters."""
    return set(re.findall(r'(?m)^(.*?): .*, DIFFERS$', m.run('bios diff')))


def log(m):
    return m.ok("dmesg | grep 'undi:' | tail -n 4")


def medium(card, disks):
    """From disk, from CD, and by another loader."""
    if card == 'e1000':
        return [*drive(disks.overlay(product('bootshell.img')), 'ide'), '-boot', 'c']
    if card == 'virtio-net-pci':
        return [*drive(product('bootshell.iso'), 'cd', 2, readonly=True), '-boot', 'd']
    return None


@pytest.mark.parametrize('card', CARDS)
def test_option_rom(pc, server, disks, card):  # noqa: F811
    """Found, loaded, used, ended; loaded a second time, by number."""
    want = server.make('f', 300000)
    args = medium(card, disks)
    if args:
        m = pc.start(*args, *nic(server, card)).prompt()
    else:
        m = pc.shell(*nic(server, card))
    assert not differing(m)
    assert re.fullmatch(rf'1 +00:0\w\.0 {CARD_ID[card]} at c\w+ iPXE.*', m.ok('net roms').strip())
    # in the first second, too
    m.ok('echo 0.42 0.40 >/tmp/uptime; mount --bind /tmp/uptime /proc/uptime')
    shown = m.ok('net -v && umount /proc/uptime')
    assert re.search(r'(?m)^trips .*\(\d+ % of the time\)', shown)
    assert re.search(rf'^net0 +up, {MAC}\ndriver +PXE ROM at \w+:\w+ from the ROM of 00:0\w\.0 '
                     rf'\({CARD_ID[card]}\), on our stack$', shown, re.M)
    assert known(m)['net_ip'] == '10.0.2.15' and known(m)['net_from'] == 'DHCP'
    assert f'uuid     {UUID}' in shown and f'uuid={UUID}' in m.ok('smbios').split(), shown
    m.ok(f"fetch {server.url('f')} /tmp/f")
    assert digest(m, '/tmp/f') == want
    assert differing(m) == CHANGED
    assert 'a PXE ROM is in memory already' in m.run('net -r 1')
    m.ok('net unload')
    assert 'the PXE ROM is gone, its memory free' in log(m)
    assert not differing(m) and m.run('test -e /sys/class/net/net0').status == 1
    said = m.run('net -r 2')
    assert said.status == 1 and 'net: no option ROM 2' in said
    m.ok('net -r 1 10.0.2.88/24 gw 10.0.2.2; ping -c 1 10.0.2.2')
    m.ok(f"fetch {server.url('f')} /tmp/f2")
    assert digest(m, '/tmp/f2') == want
    assert m.ok('cat /sys/class/net/net0/undi/rubbish').strip() == '0'


def test_after_option_rom(pc, server, disks):  # noqa: F811
    """After a disk boot, the network by a card's ROM and `go`: the machine is as at a cold boot."""
    want = server.make('f', 300000)
    args = [*drive(floppy(disks, 'unattended key=240'), 'floppy', index=2),
            *drive(disks.overlay(product('bootshell.img')), 'ide'), *nic(server), *EXIT_DEVICE]
    m = pc.start(*args, '-boot', 'a')
    key_answered(m)
    cold = report(m)
    assert m.wait_end() == GOOD
    m = pc.start(*args, '-boot', 'c').prompt()
    m.ok('net')
    m.ok(f"fetch {server.url('f')} /tmp/f; mnt bd80p1")
    assert digest(m, '/tmp/f') == want
    after = report_after_go(m)
    assert not unexpected(cold, after)


def test_after_unload(pc, server, disks):  # noqa: F811
    """A boot from the network, `net unload`: nothing of the ROM is left, and its card can be used
    again by its option ROM."""
    args = [*drive(floppy(disks, 'unattended key=240'), 'floppy', index=2),
            *drive(disks.overlay(product('bootshell.img')), 'ide'), *EXIT_DEVICE]
    m = pc.start(*args, *nic(server), '-boot', 'a')
    key_answered(m)
    cold = report(m)
    assert m.wait_end() == GOOD
    want = server.make('f', 300000)
    m = pc.start(*args, *server.network()).prompt()
    assert 'by our boot program' in m.ok('net')
    m.ok('fetch tftp:///f /tmp/f')
    assert digest(m, '/tmp/f') == want
    m.ok('net unload')
    assert 'the PXE ROM is gone, its memory free' in log(m)
    assert differing(m) == CHANGED
    assert m.ok('bios state -l | grep "base memory"').split()[2] == '639'
    said = m.run('mnt bd80p1; load -t nbp /mnt/biostest.bz')
    assert said.status == 1 and 'nbp: no PXE ROM is there' in said
    m.ok('net')
    m.ok(f"fetch {server.url('f')} /tmp/f")
    assert digest(m, '/tmp/f') == want
    after = report_after_go(m)
    # iPXE had measured its time by channel 2 before we came: so it stands in the snapshot.
    assert not {key for key, *_ in unexpected(cold, after)} - {'pit.mode2', 'port61'}


def test_two_cards(pc, server):  # noqa: F811
    """Two ROMs: ip= at boot takes the first; then the one that is asked for."""
    m = pc.shell(*nic(server, 'e1000'), '-netdev', 'user,id=other', '-device',
                 'e1000,netdev=other,mac=52:54:00:00:00:02', append='ip=dhcp')
    assert (known(m)['net_ip'], known(m)['net_mac']) == ('10.0.2.15', MAC)
    roms = m.ok('net roms').strip().splitlines()
    assert [line.split()[:3] for line in roms] == [['1', '00:03.0', '8086:100e'],
                                                   ['2', '00:04.0', '8086:100e']]
    m.ok('net unload')
    assert '52:54:00:00:00:02' in m.ok('net -r 2')
    m.ok('net unload')
    assert MAC in m.ok('net')


def toy_rom(quirks):
    """A card with tests/payload/undirom.S, which answers ARP and ping itself."""
    return ['-netdev', 'user,id=n', '-device',
            f"e1000,netdev=n,romfile={product(f'payload/undi-{quirks}.rom')}"]


def test_quirks(pc):
    """A ROM that never owns an interrupt, gives frames in parts behind rubbish, initialises at the
    fourth try and has no room for every second frame."""
    m = pc.shell(*toy_rom(7))
    assert '52:54:00:77:77:77' in m.ok('net 10.0.2.15/24')
    m.ok('ping -c 3 10.0.2.2 || ping -c 3 10.0.2.2')  # it holds one frame: some may be lost
    stats = '/sys/class/net/net0/undi'
    assert m.ok(f'cat {stats}/unasked').strip() == '1'
    assert 'asking for frames unasked' in log(m)
    assert int(m.ok(f'cat {stats}/rubbish')) > 0 and m.ok(f'cat {stats}/dropped').strip() == '0'
    m.ok('net unload')
    assert not differing(m)


def test_stays(pc, disks):
    """A ROM that does not end: said, and `go` gives back its memory and vectors all the same.

    Its frames have a part of what disk trips had, which is seen when the disk is opened next."""
    disk = disks.fat({'real.bzimage': product('payload/real.bzimage').read_bytes()})
    m = pc.shell(*toy_rom(8), *drive(disk, 'ide'), *EXIT_DEVICE)
    trip_kb = m.ok('cd /sys/block/bd80/queue; cat max_hw_sectors_kb read_ahead_kb').split()
    m.ok('net 10.0.2.15/24; ping -c 1 10.0.2.2')
    said = m.run('net unload')
    assert said.status == 1
    assert 'net: the PXE ROM stays in memory: the PXE ROM does not end: status 01h' in said
    assert differing(m) == {'INT 15h vector', '40:13 base memory in KiB'}
    said = m.run('net')
    assert said.status == 1 and 'a PXE ROM is in memory that has not ended' in said
    m.ok('mnt bd80; load /mnt/real.bzimage')
    assert [int(n) - 64 for n in trip_kb] == [
        int(n) for n in m.ok('cat max_hw_sectors_kb read_ahead_kb').split()]
    assert real(m, 'go').number('base_kb') == 639
