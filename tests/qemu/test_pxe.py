# SPDX-License-Identifier: GPL-2.0-only
"""The network boot program: PXE ROMs, its TFTP, its command line, and each way to fail.

The network is QEMU's own, inside its process: DHCP and TFTP at 10.0.2.2, no way out.
"""
import shutil
import struct

import pytest

from conftest import CMDLINE, product

FILES = ('bootshell.0', 'vmlinuz', 'initramfs.cpio.xz')
MAC = '52:54:00:12:34:56'
BOOTIF = 'BOOTIF=01-' + MAC.replace(':', '-')
# iPXE says this when the program came back to it, SeaBIOS when there is nothing else to boot.
NO_MORE = 'No bootable device'
VIDEO_MEMORY = 0xa0000


@pytest.fixture
def tftp(tmp_path):
    """A folder for the TFTP server, with the product's files in it."""
    folder = tmp_path / 'tftp'
    folder.mkdir()
    for name in FILES:
        shutil.copyfile(product('pxe') / name, folder / name)
    return folder


def network(folder, nic='e1000', boot_file='bootshell.0'):
    """QEMU's arguments for a PC that boots from its network."""
    return ['-netdev', f'user,id=n,tftp={folder},bootfile={boot_file},restrict=on',
            '-device', f'{nic},netdev=n,mac={MAC}', '-boot', 'n']


def base_memory_kb(m):
    return struct.unpack('<H', m.memory(0x413, 2))[0]


def bang_pxe(memory):
    """Offset of an intact !PXE structure, or None."""
    for at in range(0, len(memory) - 0x58, 16):
        if memory[at:at + 4] == b'!PXE':
            length = memory[at + 4]
            if length >= 0x58 and sum(memory[at:at + length]) % 256 == 0:
                return at
    return None


@pytest.mark.parametrize('nic', ['e1000', 'virtio-net-pci', 'rtl8139', 'pcnet', 'ne2k_pci'])
def test_nic(pc, tftp, nic):
    """Each ROM brings us to the prompt, and is still whole and protected there."""
    m = pc.start(*network(tftp, nic))
    m.expect(r'bootshell: network, PXE by entry stack, TFTP from 10\.0\.2\.2/')
    before = base_memory_kb(m)
    m.expect('vmlinuz 100 %')
    m.expect(r'initramfs\.cpio\.xz 100 %')
    m.prompt()
    assert m.ok('cat /proc/cmdline').strip() == f'{CMDLINE} {BOOTIF}'
    # Still there, and protected: as the shell sees it, and as the machine has it.
    assert before < 639 and base_memory_kb(m) == before
    kb = int(m.ok('dd if=/dev/bios bs=1 skip=$((0x413)) count=2 2>/dev/null | od -An -tu2'))
    assert kb == before
    m.ok(f"dd if=/dev/bios bs=1024 skip={kb} count={640 - kb} 2>/dev/null | "
         "hexdump -C | grep -F '|!PXEX'")
    assert bang_pxe(m.memory(kb * 1024, VIDEO_MEMORY - kb * 1024)) is not None
