# SPDX-License-Identifier: GPL-2.0-only
"""The network boot program on a network with real servers: pxe/dnsmasq.conf, alone and beside
another DHCP server, packets that get lost, TFTP servers that lie or do not answer."""
import pathlib
import sys

import pytest

from conftest import product
from disks import tool
from machine import BOOT_S
from test_pxe import BOOTIF, MAC, NO_MORE, packet, pxe_node, tftp  # noqa: F401 (a fixture)
from wire import Wire

HERE = pathlib.Path(__file__).resolve().parent
# The lease file and so on of the host are not ours.
DNSMASQ = ['dnsmasq', '-d', '--leasefile-ro', '--interface=lan', '--bind-interfaces', '--port=0']
RANGE = '--dhcp-range=192.168.77.100,192.168.77.199'


@pytest.fixture
def wires(tmp_path):
    """Makes networks, and ends them."""
    made = []

    def make(*args, **options):
        made.append(Wire(tmp_path, *args, **options))
        return made[-1]
    tool('dnsmasq', '--version')
    yield make
    for wire in made:
        wire.close()


def ready_made(folder):
    """As the head of the file tells to start it."""
    return [*DNSMASQ, '-C', product('pxe/dnsmasq.conf'), f'--tftp-root={folder}']


def card(*made, nic='e1000'):
    """QEMU's arguments for a PC that boots from one network, or from several that are one."""
    args = []
    for i, wire in enumerate(made):
        args += ['-netdev', wire.netdev(f'w{i}'), '-netdev', f'hubport,id=h{i},hubid=0,netdev=w{i}']
    return [*args, '-netdev', 'hubport,id=n,hubid=0', '-device', f'{nic},netdev=n,mac={MAC}',
            '-boot', 'n']


@pytest.mark.parametrize('nic', ['e1000', 'virtio-net-pci', 'rtl8139', 'pcnet', 'ne2k_pci'])
def test_dnsmasq(pc, tftp, wires, nic):  # noqa: F811
    """To the prompt, and what it was told reaches the shell."""
    wire = wires()
    wire.start(*ready_made(tftp), RANGE)
    m = pc.start(*card(wire, nic=nic))
    m.expect(r'PXE by entry stack, TFTP from 192\.168\.77\.1:')
    m.prompt()
    assert m.ok('cat /proc/cmdline').strip().endswith(BOOTIF)
    node = pxe_node(m)
    assert node[24:28] == bytes([192, 168, 77, 1])
    status, _, _, ack = packet(node, 1)
    assert status == 0 and ack[16:19] == bytes([192, 168, 77])  # yiaddr
    assert ack[236:].find(b'\x36\x04' + bytes([192, 168, 77, 1])) > 0  # server identifier


def test_proxy(pc, tftp, wires):  # noqa: F811
    """Another DHCP server gives the address, dnsmasq as a proxy the file, and so the server."""
    router, proxy = wires('192.168.77.1/24'), wires('192.168.77.2/24')
    router.start(*DNSMASQ, '-C', '/dev/null', RANGE)
    proxy.start(*ready_made(tftp), '--dhcp-range=192.168.77.0,proxy',
                '--pxe-service=x86PC,bootshell,bootshell')
    m = pc.start(*card(router, proxy))
    m.expect(r'PXE by entry stack, TFTP from 192\.168\.77\.2:')
    m.expect(r'initramfs\.cpio\.xz 100 %')


def test_losses(pc, tftp, wires):  # noqa: F811
    """Some packets never arrive; the ROM's TFTP or a further try of ours gets them all the same."""
    wire = wires(lose=251)
    wire.start(*ready_made(tftp), RANGE)
    pc.start(*card(wire)).prompt(BOOT_S * 2)


# How the server behaves, and the PXE status: iPXE's TFTP service cannot do without sizes, and
# times out when there are too few bytes; too many we see ourselves.
BEHAVIOUR = {'mute': '6', 'more': '35', 'less': 'ffff', 'silent': '[0-9a-f]+'}


@pytest.mark.parametrize('how', BEHAVIOUR)
def test_tftp_server(pc, tftp, wires, how):  # noqa: F811
    """A server that does not tell sizes, lies about them or keeps silent: each ends in its line."""
    wire = wires()
    wire.start(*DNSMASQ, '-C', '/dev/null', RANGE, '--dhcp-boot=bootshell.0')
    wire.start(sys.executable, '-B', HERE / 'tftpd.py', tftp, how)
    m = pc.start(*card(wire))
    m.expect(f'bootshell: vmlinuz: TFTP failed, PXE status {BEHAVIOUR[how]}h', timeout=BOOT_S * 2)
    m.wait_screen(NO_MORE)
