# SPDX-License-Identifier: GPL-2.0-only
"""The network boot program: PXE ROMs, its TFTP, its command line, and each way to fail.

The network is QEMU's own, inside its process: DHCP and TFTP at 10.0.2.2, no way out.
"""
import pathlib
import re
import shutil
import struct
import subprocess

import pytest

from conftest import CMDLINE, product
from fwstate import LOADER, PXE, Snapshot, unchanged
from machine import BOOT_S, EXIT_DEVICE
from plan import Received

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


def pxe_node(m):
    """What the program passed on, as the shell reads it: the bytes of struct pxe_state."""
    # The nodes' types are numbers in text, little-endian data in files of their own.
    path = m.ok('grep -l 0x42530002 /sys/kernel/boot_params/setup_data/*/type').strip()
    return bytes.fromhex(m.ok(f"od -An -v -tx1 {path.replace('type', 'data')} | tr -d ' \\n'"))


def far(node, at):
    off, seg = struct.unpack_from('<HH', node, at)
    return seg * 16 + off


def packet(node, which):
    """A packet of struct pxe_state.kept: (status, what the ROM has, what is kept, the packet)."""
    return *struct.unpack_from('<HHH', node, 240 + which * 1456), node[248 + which * 1456:][:1448]


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
    m.expect(r'bootshell: network, PXE by entry stack, TFTP from 10\.0\.2\.2:')
    before = base_memory_kb(m)
    m.expect('vmlinuz 100 %')
    m.expect(r'initramfs\.cpio\.xz 100 %')
    m.prompt()
    assert m.ok('cat /proc/cmdline').strip() == f'{CMDLINE} {BOOTIF}'
    found = Snapshot(m)
    assert (found['source'], found['boot'], found['base_kb']) == (LOADER, PXE, before)
    assert m.memory(found['es'] * 16 + found['bx'], 6) == b'PXENV+', 'ES:BX of entry'
    unchanged(m)
    # Still there, and protected: as the shell sees it, and as the machine has it.
    assert before < 639 and base_memory_kb(m) == before
    kb = int(m.ok('dd if=/dev/bios bs=1 skip=$((0x413)) count=2 2>/dev/null | od -An -tu2'))
    assert kb == before
    m.ok(f"dd if=/dev/bios bs=1024 skip={kb} count={640 - kb} 2>/dev/null | "
         "hexdump -C | grep -F '|!PXEX'")
    assert bang_pxe(m.memory(kb * 1024, VIDEO_MEMORY - kb * 1024)) is not None
    check_node(m, pxe_node(m), before, nic)


PCI_ID = {'e1000': (0x8086, 0x100e), 'virtio-net-pci': (0x1af4, 0x1000),
          'rtl8139': (0x10ec, 0x8139), 'pcnet': (0x1022, 0x2000),
          'ne2k_pci': (0x10ec, 0x8029)}


def check_node(m, node, base_kb, nic):
    """include/pxestate.h, by a reading of our own, beside what machine and network are."""
    mac = bytes.fromhex(MAC.replace(':', ''))
    assert len(node) == 4608
    # magic, version, found by the stack of entry, which is the ROM's
    assert node[:8] == b'BSPX\x01\x01\x01\x00'
    assert m.memory(far(node, 8), 4) == b'!PXE'
    assert m.memory(far(node, 12), 6) == b'PXENV+'
    assert m.memory(far(node, 8) + 0x10, 4) == node[16:20]  # its entry point
    assert far(node, 20) >= base_kb * 1024  # the stack
    assert node[24:32] == bytes([10, 0, 2, 2, 0, 0, 0, 0])  # server, no gateway
    assert struct.unpack_from('<HH', node, 32) == (base_kb, 0)  # the card is closed
    status, kind, *pci_id = struct.unpack_from('<HBHH', node, 36)
    assert (status, kind, tuple(pci_id)) == (0, 2, PCI_ID[nic])
    slot = int(re.search(rf'Bus +0, device +(\d+), function 0:\r?\n *Ethernet',
                         m.qmp.monitor('info pci')).group(1))
    assert struct.unpack_from('<H', node, 47) == (slot << 3,)
    status, _, _, mtu, hardware, mac_bytes = struct.unpack_from('<6H', node, 56)
    assert (status, mtu, hardware, mac_bytes, node[68:74]) == (0, 1500, 1, 6, mac)
    assert node[112:240].rstrip(b'\0') == b'bootshell.0'
    for which, opcode in (0, 1), (1, 2), (2, 2):
        status, rom_bytes, kept, data = packet(node, which)
        assert status == 0 and 300 <= kept <= 1448 and kept == min(rom_bytes, 1448)
        assert (data[0], data[28:34], data[236:240]) == (opcode, mac, bytes([99, 130, 83, 99]))


def test_card_closed(pc, tftp):
    """The card takes in nothing any more when Linux starts, and it is not told to."""
    (tftp / 'bootshell.cmdline').write_text(f'{CMDLINE} ip=off\n')
    m = pc.start(*network(tftp)).prompt()
    bar = re.search(r'Ethernet controller.*?BAR0: 32 bit memory at (0x[0-9a-f]+)',
                    m.qmp.monitor('info pci'), re.DOTALL).group(1)
    receive_control = int(m.qmp.monitor(f'xp /wx {int(bar, 16) + 0x100}').split()[-1], 16)
    assert not receive_control & 2  # 8254x manual, RCTL.EN


def test_told_on(pc, tftp):
    """A multiboot 2 program gets the DHCP server's answer that the ROM has kept."""
    shutil.copyfile(product('payload/mboot-mb2-elf'), tftp / 'program')
    m = pc.start(*network(tftp), *EXIT_DEVICE).prompt()
    ack = packet(pxe_node(m), 1)
    m.ok('load tftp:///program')
    m.type('go\n')
    m.expect('payload: first instruction')
    got = Received(m.expect(r'(?s)^(.*)payload: done').group(1))
    assert bytes.fromhex(got['tag.16']) == ack[3][:64] != bytes(64)
    assert 'tag.5' not in got.pairs, 'it was on no disk'


def test_command_line(pc, tftp):
    """From a folder, with a command line file there: its first line counts."""
    folder = tftp / 'a/b'
    folder.mkdir(parents=True)
    for name in FILES:
        (tftp / name).rename(folder / name)
    (folder / 'bootshell.cmdline').write_text(f'{CMDLINE} marked=1\nnot this\n')
    m = pc.start(*network(tftp, boot_file='/a/b/bootshell.0'))
    m.expect(r'TFTP from 10\.0\.2\.2:/a/b/')
    m.prompt()
    assert m.ok('cat /proc/cmdline').strip() == f'{CMDLINE} marked=1 {BOOTIF}'


def test_edit(pc, tftp):
    """A character on the serial line stops at the prompt, as from disk."""
    m = pc.start(*network(tftp), typed=' ')
    m.expect(re.escape(f'args> {CMDLINE} {BOOTIF}'))
    m.type(' marked=2\r')
    m.prompt()
    assert m.ok('cat /proc/cmdline').strip() == f'{CMDLINE} {BOOTIF} marked=2'


# Put before the program: takes away one way after the other in which it finds the ROM. With STACK
# it takes none, but has the program entered on a stack in that segment.
SHIM = r'''
	.code16
_start:	pushw	%es
	pushw	%bx
	movw	%sp, %bp
	lesw	8(%bp), %di		/* !PXE */
	.if	WAY > 3			/* no longer one */
	movl	$0, %es:(%di)
	.endif
	xorw	%ax, %ax
	movw	%ax, %ds
	movw	%ax, %es
	.if	WAY > 4			/* nor PXENV+ */
	popw	%bx
	popw	%es
	movl	$0, %es:(%bx)
	pushw	%ax
	pushw	%ax
	movw	%ax, %es
	.endif
	.if	WAY > 2			/* INT 1Ah: iret */
	movb	$0xcf, 0x600
	movl	$0x600, 0x1a * 4
	.endif
	cld
	movw	$mover, %si
	movw	$0x610, %di
	movw	$program - mover, %cx
	rep movsb
	popw	%bx
	popw	%es
	.if	WAY > 1			/* nothing at ES:BX */
	xorw	%bx, %bx
	movw	%ax, %es
	.endif
	.if	STACK
	movw	%sp, %bp
	movl	4(%bp), %ecx
	movw	%sp, 0x608
	movw	%ss, 0x60a
	pushw	$STACK
	popw	%ss
	movw	$0x8000, %sp
	pushl	%ecx			/* !PXE, and a return to the ROM's own stack */
	pushw	$0
	pushw	$0x610 + back - mover
	.else
	pushl	$0			/* nothing on the stack */
	pushl	$0
	.endif
	ljmp	$0, $0x610
mover:	pushw	%es
	movw	%ax, %es
	movw	$program, %si
	movw	$0x7c00, %di
	movw	$0x4000, %cx
	rep movsb
	popw	%es
	ljmp	$0, $0x7c00
back:	lssw	%cs:0x608, %sp
	lretw
program:
'''


def put_shim(tftp, way, stack=0):
    """shim.0: our program, with this many ways taken away, or on a stack of the shim's."""
    source, shim = tftp / 'shim.S', tftp / 'shim.0'
    source.write_text(SHIM)
    subprocess.run(['gcc', '-m32', '-nostdlib', '-static',
                    f'-Wa,--defsym,WAY={way},--defsym,STACK={stack}',
                    '-Wl,--build-id=none,-Ttext=0x7c00,--oformat=binary', '-o', shim, source],
                   check=True)
    shim.write_bytes(shim.read_bytes() + (tftp / 'bootshell.0').read_bytes())


@pytest.mark.parametrize('way, how', enumerate(
    ['ES:BX', 'INT 1Ah', 'scan for !PXE', r'scan for PXENV\+'], 1))
def test_finding(pc, tftp, way, how):
    """Each further way of finding the ROM, and calls through what it found."""
    put_shim(tftp, way)
    m = pc.start(*network(tftp, boot_file='shim.0'))
    m.expect(f'PXE by {how}, TFTP from')
    m.expect('vmlinuz 100 %')


def test_unloaded(pc, tftp):
    """Without a ROM there is nothing to return to: INT 18h."""
    put_shim(tftp, 5)
    m = pc.start(*network(tftp, boot_file='shim.0'))
    m.expect(r'bootshell: no PXE ROM: neither !PXE nor PXENV\+ found')
    m.wait_screen(NO_MORE)


def test_not_entered_by_rom(pc, tftp):
    """A ROM that was found, but not on the stack, is not returned to: INT 18h again."""
    put_shim(tftp, 2)
    (tftp / 'vmlinuz').unlink()
    m = pc.start(*network(tftp, boot_file='shim.0'))
    m.expect('PXE by INT 1Ah')
    m.expect('bootshell: vmlinuz: the server does not have it')
    m.wait_screen(NO_MORE)


def test_stack_in_our_way(pc, tftp):
    """A stack that lies where we are about to write is not written to."""
    put_shim(tftp, 0, stack=0x2000)
    m = pc.start(*network(tftp, boot_file='shim.0'))
    m.expect('PXE by entry stack')
    m.expect('bootshell: the network boot ROM has its stack at 27[0-9a-f]+h, in our way')
    m.wait_screen(NO_MORE)


def test_long_path(pc, tftp):
    """A folder in which our own name fits into PXE's 127 characters, and the files' do not."""
    folder = 'x' * 115
    (tftp / folder).mkdir()
    (tftp / 'bootshell.0').rename(tftp / folder / 'bootshell.0')
    m = pc.start(*network(tftp, boot_file=f'{folder}/bootshell.0'))
    m.expect('bootshell: bootshell.cmdline: its path has 133 characters, PXE takes 127')
    m.wait_screen(NO_MORE)


# What docs/loaders.md tells to write for a chain.
PXELINUX = pathlib.Path('/usr/lib/PXELINUX/pxelinux.0')
LDLINUX = pathlib.Path('/usr/lib/syslinux/modules/bios/ldlinux.c32')
PXELINUX_CFG = """serial 0 115200
default bootshell
label bootshell
    kernel bootshell.0
"""
IPXE_SCRIPT = """#!ipxe
set net0/next-server 10.0.2.2
set net0/filename sub/bootshell.0
chain tftp://10.0.2.2/sub/bootshell.0
"""


def test_pxelinux(pc, tftp):
    """Started by PXELINUX, which hands over the ROM as it found it."""
    if not PXELINUX.exists():
        pytest.skip('pxelinux is not installed on this host')
    for file in PXELINUX, LDLINUX:
        shutil.copyfile(file, tftp / file.name)
    (tftp / 'pxelinux.cfg').mkdir()
    (tftp / 'pxelinux.cfg/default').write_text(PXELINUX_CFG)
    m = pc.start(*network(tftp, boot_file='pxelinux.0'))
    m.expect('PXELINUX')
    m.expect('bootshell: network, PXE by entry stack')
    m.prompt()
    node = pxe_node(m)
    assert node[112:240].rstrip(b'\0') == b'pxelinux.0'
    assert struct.unpack_from('<H', node, 34) == (0,)  # the card is closed


def test_ipxe(pc, tftp):
    """Chained by an iPXE script, from another folder than the script's."""
    (tftp / 'sub').mkdir()
    for name in FILES:
        (tftp / name).rename(tftp / 'sub' / name)
    (tftp / 'script.ipxe').write_text(IPXE_SCRIPT)
    m = pc.start(*network(tftp, boot_file='script.ipxe'))
    m.expect(r'bootshell: network, PXE by entry stack, TFTP from 10\.0\.2\.2:sub/')
    m.prompt()
    assert pxe_node(m)[112:240].rstrip(b'\0') == b'sub/bootshell.0'


FAILURES = {
    'no-kernel': (lambda d: (d / 'vmlinuz').unlink(),
                  'bootshell: vmlinuz: the server does not have it'),
    'no-initramfs': (lambda d: (d / 'initramfs.cpio.xz').unlink(),
                     'bootshell: initramfs.cpio.xz: the server does not have it'),
    'empty': (lambda d: (d / 'vmlinuz').write_bytes(b''), 'bootshell: vmlinuz: empty'),
    'header': (lambda d: (d / 'vmlinuz').write_bytes(bytes(5000)),
               'bootshell: kernel: no bzImage of boot protocol 2.03'),
    'long-line': (lambda d: (d / 'bootshell.cmdline').write_text('x' * 2000),
                  r'bootshell: bootshell.cmdline: more than \d+ characters'),
}


@pytest.mark.parametrize('name', FAILURES)
def test_failure(pc, tftp, name):
    """Each ends in its line, then in the ROM, which lets the BIOS go on."""
    damage, line = FAILURES[name]
    damage(tftp)
    m = pc.start(*network(tftp))
    m.expect(line)
    m.wait_screen(NO_MORE)


def test_dead_network(pc, tftp):
    """A cable pulled out on the way ends in a line, too."""
    # Ten blocks a second: the kernel takes a minute or more.
    m = pc.start(*network(tftp), '-object',
                 'filter-buffer,id=slow,netdev=n,queue=rx,interval=100000')
    m.expect(r'vmlinuz \d+ %')
    m.qmp.monitor('set_link n off')
    m.expect('bootshell: vmlinuz: TFTP failed, PXE status [0-9a-f]+h', timeout=BOOT_S * 2)
    m.wait_screen(NO_MORE)
