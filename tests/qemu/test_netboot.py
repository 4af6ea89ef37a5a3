# SPDX-License-Identifier: GPL-2.0-only
"""Unattended from power-on to a Debian kernel: the card's ROM, our boot program by TFTP, the menu
from the boot server, kernel and initrd by HTTP, and the new system's own words."""
import re
import shutil
import sys

import pytest

import initrd
from conftest import DEBIAN, MACHINE, product
from machine import BOOT_S, SLOW
from test_dnsmasq import DNSMASQ, RANGE, card as wire_card, wires  # noqa: F401 (a fixture)
from test_net import CARDS, HTTP_SERVER, MAC, known, server  # noqa: F401 (a fixture)

INSTALLER = 'deb/debian-installer-12-netboot-amd64/usr/lib/debian-installer/images/12/amd64/text'
MENU = '''UI menu.c32
MENU TITLE What {card} starts
TIMEOUT 20
INCLUDE pxelinux.cfg/entries/debian
'''
ENTRY = '''LABEL debian
  LINUX {url}/debian
  INITRD {url}/init.img,{url}/more.gz
  APPEND console=ttyS0 panic=-1 quiet mark=42
  IPAPPEND 3
'''
# Debian's own menu waits for ever; the rest of it is as it is.
INSTALLER_MENU = '''INCLUDE debian-installer/amd64/pxelinux.cfg/default
TIMEOUT 20
ONTIMEOUT install console=ttyS0
'''


def put(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize('card', CARDS)
def test_debian(pc, server, card):  # noqa: F811
    """Each card: nobody presses a key, and Debian's kernel has two initrds and the addresses."""
    url = server.url('')[:-1]
    put(server.folder, 'pxelinux.cfg/default', MENU.format(card=card))
    put(server.folder, 'pxelinux.cfg/entries/debian', ENTRY.format(url=url))
    init = product('payload/init').read_bytes()
    (server.folder / 'init.img').write_bytes(initrd.cpio({'init': init}))
    (server.folder / 'more.gz').write_bytes(initrd.cpio({'part-1': b'first\n'}, compress=True))
    shutil.copyfile(product(f'target/{DEBIAN}/vmlinuz'), server.folder / 'debian')
    m = pc.start(*server.network(card), memory=256)
    text = m.expect(r'(?s)^(.*)target: ready', 600 * SLOW).group(1)
    assert f'What {card} starts' in text
    assert f'target: machine={MACHINE}' in text and 'target: part-1=first' in text
    assert (f'target: cmdline=BOOT_IMAGE={url}/debian console=ttyS0 panic=-1 quiet mark=42'
            f' initrd={url}/init.img,{url}/more.gz'
            ' ip=10.0.2.15:10.0.2.2:10.0.2.2:255.255.255.0'
            f' BOOTIF=01-{MAC.replace(":", "-")}') in text
    m.wait_end()


def test_installer(pc, server, wires):  # noqa: F811
    """Debian's netboot tree with our boot program in place of PXELINUX's; DHCP option 210 has all
    of it come by HTTP; up to the installer's first question."""
    tree = server.folder / 'debian'
    put(tree, 'pxelinux.cfg/default', INSTALLER_MENU)
    (tree / 'debian-installer').symlink_to(product(INSTALLER) / 'debian-installer')
    wire = wires()
    wire.start(*DNSMASQ, '-C', '/dev/null', RANGE, '--enable-tftp',
               f'--tftp-root={server.folder}', '--dhcp-boot=bootshell.0',
               '--dhcp-option-force=210,http://192.168.77.1/debian/')
    wire.start(sys.executable, '-c', HTTP_SERVER, server.folder)
    m = pc.start(*wire_card(wire), qemu='qemu-system-x86_64', memory=1024)
    m.expect(r'Debian GNU/Linux installer menu \(BIOS mode\)', BOOT_S)
    m.expect('(?i)select a language', 900 * SLOW)


def asked_for(wire, folder):
    """The names, in order, that clients wanted of dnsmasq's TFTP server in vain. A request may
    have been sent again."""
    return list(dict.fromkeys(
        re.findall(rf'file {re.escape(str(folder))}/(\S+) not found', wire.log())))


def test_options(pc, server, wires):  # noqa: F811
    """DHCP options 209, 210 and 211: the first name, the prefix as it is, and a restart when the
    server has none of the names, which a key stops."""
    wire = wires()
    wire.start(*DNSMASQ, '-C', '/dev/null', '--dhcp-range=192.168.77.15,192.168.77.15',
               '--enable-tftp', f'--tftp-root={server.folder}', '--dhcp-boot=bootshell.0',
               '--dhcp-option-force=209,mine.cfg', '--dhcp-option-force=210,lab/pc-',
               '--dhcp-option-force=211,600i')
    m = pc.start(*wire_card(wire), '-uuid', 'ABCDEF01-9abc-4e50-1234-56789abcdef0')
    m.expect('bootshell: menu: tftp://192.168.77.1/lab/pc- has no menu: tried mine.cfg, ')
    m.expect('Restart in 600 seconds, says DHCP option 211')
    # PXELINUX's own order of the UUID's bytes, then the usual one.
    names = ['01efcdab-bc9a-504e-1234-56789abcdef0', 'abcdef01-9abc-4e50-1234-56789abcdef0',
             f'01-{MAC.replace(":", "-")}',
             *('C0A84D0F'[:n] for n in range(8, 0, -1)), 'default']
    asked = [name for name in asked_for(wire, server.folder) if name.startswith('lab/')]
    assert asked == ['lab/pc-mine.cfg', *(f'lab/pc-pxelinux.cfg/{name}' for name in names)]
    m.type('\x1b')
    m.prompt()
    m.ok('dhcp')  # the same by our own DHCP as from the ROM's packets
    net = known(m)
    assert (net['net_config'], net['net_prefix']) == ('mine.cfg', 'lab/pc-')
    assert (net['net_timeout'], net['net_from']) == ('600', 'DHCP')
    m.type('/etc/autostart\n')
    m.expect('Restart in')
    m.type('\r')  # not to wait for it
    m.wait_end()
