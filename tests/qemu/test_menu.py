# SPDX-License-Identifier: GPL-2.0-only
"""The boot menu: on both consoles at once, by hand, unattended, and what it starts."""
import hashlib
import json
import re
import shutil

import pexpect
import pytest

from conftest import kernel_args, product
from disks import MIB, content, drive, tool
from machine import EXIT_DEVICE, PROMPT, wait_for
from plan import Received
from test_net import server  # noqa: F401 (a fixture)
from vt import Vt

INITRD = content(5000, 7)
CLEAR = '\x1b[0m\x1b[H\x1b[J'     # what the menu begins with on a terminal
MENU = b'''UI menu.c32
MENU TITLE What to start
F2 f2.txt
LABEL toy
  MENU LABEL ^Toy kernel
  LINUX toy
  INITRD /initrd
  APPEND from=menu
  TEXT HELP
It prints what it was given.
  ENDTEXT
LABEL broken
  MENU LABEL ^Broken
  LINUX text
MENU SEPARATOR
LABEL module
  COM32 hdt.c32
MENU BEGIN more
MENU TITLE More of it
LABEL guarded
  MENU PASSWD sesame
  LINUX toy
LABEL back
  MENU EXIT
MENU END
'''
SCREEN = {
    0: ' ' * 33 + 'What to start',
    2: '   Toy kernel',
    3: '   Broken',
    4: '',
    5: '   module',
    6: '   More of it' + ' ' * 63 + '>',
}
FILES = {
    'boot/syslinux/syslinux.cfg': MENU,
    'boot/syslinux/text': b'not a kernel\n' * 10,
    'boot/syslinux/f2.txt': b'\x0f1fThe second\x0f07 key\r\n',
    'initrd': INITRD,
    'late.cfg': b'UI menu.c32\nTIMEOUT 20\nONERROR rescue because\nLABEL gone\nKERNEL /nowhere\n'
                b'LABEL rescue\nKERNEL /boot/syslinux/toy\nAPPEND all\n',
    'reboot.cfg': b'DEFAULT again\nNOESCAPE 1\nLABEL again\nCOM32 reboot.c32\n',
    'sys.cfg': b'LABEL all\nKERNEL k\nSYSAPPEND 0x7ffff\nLABEL no\nKERNEL k\nSYSAPPEND 0\n',
    'run.sh': b'echo script says hello >/run/said; exit 3\n',
}


@pytest.fixture(scope='module')
def disk(disks):
    files = dict(FILES)
    files['boot/syslinux/toy'] = product('payload/toy-2.12.bzimage')
    return disks.partitioned(disks.ext4(files))


def menu_begins(m):
    """Wait until the menu has the serial terminal."""
    m.expect(re.escape(CLEAR))


def serial_screen(m, rows=24):
    """The serial terminal since the menu last cleared it."""
    m.serial.expect([pexpect.TIMEOUT], timeout=0.3)
    m.log.flush()
    with open(m.log_path, encoding='latin-1') as f:
        text = f.read()
    return Vt(rows).feed(text[text.rindex(CLEAR):])


def wait_serial(m, row, text, rows=24):
    """Wait until a row of the serial screen is this."""
    wait_for(lambda: serial_screen(m, rows).lines()[row] == text, what=lambda: '\n'.join(
        [f'row {row} is not {text!r}:', *serial_screen(m, rows).lines()]))


def received(m):
    m.expect('payload: first instruction')
    text = m.expect(r'(?s)^(.*)payload: done').group(1)
    m.wait_end()
    return Received(text)


def vga_attributes(m, row):
    """Attribute bytes of a row of text memory; the menu does not scroll, but the boot has."""
    m.qmp.command('stop')
    start = m._crtc(0x0c) << 8 | m._crtc(0x0d)
    text = m.memory(0xb8000, 0x8000)
    m.qmp.command('cont')
    at = (start + row * 80) * 2 % len(text)
    return (text + text)[at + 1:at + 160:2]


def test_both_consoles(pc, disk):
    """Found on the disk; one menu, two screens, keys from either; then what was chosen starts."""
    m = pc.start(*kernel_args('bootshell.menu=search'), *drive(disk, 'virtio'), *EXIT_DEVICE)
    menu_begins(m)
    # Cell by cell: 25 rows on the screen, 24 on a serial line, which does not know its size.
    last = '  Press [Tab] to edit options  Enter starts  / search  F1 help  Esc shell'
    m.wait_line(last)
    wait_serial(m, 23, last)
    vga, vt = m.screen(), serial_screen(m)
    for row, line in SCREEN.items():
        assert vga[row] == line and vt.lines()[row] == line, row
    assert vga[18] == vt.lines()[17] == '  It prints what it was given.'
    assert vga[24] == vt.lines()[23]
    assert all(7 in attr for _, attr in vt.cell[0])
    assert [7 in attr for _, attr in vt.cell[2]] == [2 <= col < 78 for col in range(80)]
    assert [1 in attr for _, attr in vt.cell[3]] == [col == 3 for col in range(80)]
    bar, plain = vga_attributes(m, 2), vga_attributes(m, 3)
    assert bar[10] != plain[10] and bar[0] == plain[0] and plain[3] != plain[4]

    m.keys('end')  # the keyboard moves both
    wait_for(lambda: 7 in serial_screen(m).cell[6][10][1])
    m.type('b')  # a hot key on the serial line, too
    wait_for(lambda: vga_attributes(m, 3)[10] != vga_attributes(m, 2)[10])
    m.keys('f2')
    wait_serial(m, 2, '  The second key')
    m.keys('esc')
    wait_serial(m, 2, '   Toy kernel')
    m.keys('slash', 'm', 'o', 'd')
    wait_serial(m, 22, '  /mod')
    m.keys('ret', 'ret')  # a module that has no equivalent
    wait_serial(m, 17, '  hdt.c32: a module of SYSLINUX that has no equivalent here')
    m.keys('b', 'ret')  # a file that is no kernel: load's own reason
    said = 'load: /run/menu/bd80p1/boot/syslinux/text: not a kernel of a type known here: it l'
    wait_serial(m, 17, f'  {said[:76]}')
    assert m.wait_screen(said[:76])

    m.keys('end', 'ret')
    wait_serial(m, 0, ' ' * 35 + 'More of it')
    m.keys('ret')
    m.key_text('wrong\n')
    wait_serial(m, 22, '  Wrong password')
    m.keys('esc', 't', 'tab')
    wait_serial(m, 17, '> toy from=menu initrd=/initrd')
    m.key_text('edited=1\n')
    got = received(m)
    assert got['cmdline'] == 'BOOT_IMAGE=toy from=menu initrd=/initrd edited=1'
    assert got['initrd_sha256'] == hashlib.sha256(INITRD).hexdigest()


def test_unattended(pc, disk):
    """The countdown starts what is not there; ONERROR's entry starts instead."""
    m = pc.start(*kernel_args('bootshell.menu=bd80p1:/late.cfg'), *drive(disk, 'virtio'),
                 *EXIT_DEVICE)
    m.expect('Automatic boot in')
    assert received(m)['cmdline'] == 'BOOT_IMAGE=/boot/syslinux/toy all because /nowhere'


def test_shell(pc, disk):
    """Esc leads to a prompt on both consoles; then the menu by hand, its list, its commands."""
    m = pc.start(*kernel_args('bootshell.menu=bd80p1:/boot/syslinux/syslinux.cfg'
                          ' bootshell.timeout=6000 bootshell.script=bd80p1:/run.sh'),
                 *drive(disk, 'virtio'), *EXIT_DEVICE,
                 '-uuid', '00112233-4455-6677-8899-aabbccddeeff',
                 '-smbios', 'type=0,vendor=Maker,version=1.2',
                 '-smbios', 'type=1,manufacturer=ACME  Inc,product=Anvil,version=V,serial= S9 ,'
                            'sku=K,family=F',
                 '-smbios', 'type=2,manufacturer=B1,product=B2,version=B3,serial=B4,asset=B5')
    m.expect('ended with status 3')
    m.wait_screen('Automatic boot in')
    m.type('\x1b')
    m.prompt()
    m.wait_screen(PROMPT.strip())
    assert m.ok('cat /run/said') == 'script says hello\n'

    listed = m.ok('menu --list')
    assert '* toy              Toy kernel' in listed and 'guarded (password)' in listed
    found = json.loads(m.ok('menu --json'))
    toy = found['pages'][0]['entries'][0]
    at = '/run/menu/bd80p1'
    assert toy['run'] == ['load', f'{at}/boot/syslinux/toy', '-i', f'{at}/initrd', '-a',
                          'BOOT_IMAGE=toy from=menu initrd=/initrd']
    assert 'from=menu initrd=/initrd more\ngo\n' in m.ok("menu --run 'toy more' --no-start")
    uuid = re.search(' UUID="([^"]*)"', m.ok('blkid /dev/bd80p1'))[1]
    said = m.ok(f'menu --run all --no-start {at}/sys.cfg')
    assert re.sub(r' CPU=6P\w* ', ' CPU ', said.replace('\n', ' ')).rstrip().endswith(
        '\tBOOT_IMAGE=k SYSUUID=33221100-5544-7766-8899-aabbccddeeff CPU SYSVENDOR=ACME_Inc'
        ' SYSPRODUCT=Anvil SYSVERSION=V SYSSERIAL=S9 SYSSKU=K SYSFAMILY=F MBVENDOR=B1'
        ' MBPRODUCT=B2 MBVERSION=B3 MBSERIAL=B4 MBASSET=B5 BIOSVENDOR=Maker BIOSVERSION=1.2'
        f' SYSFF=1 FSUUID={uuid} go'), said
    assert m.ok(f'menu --run no --no-start {at}/sys.cfg').split()[-2:] == ['BOOT_IMAGE=k', 'go']
    result = m.run('menu --run nowhere 2>&1')
    assert result.status == 1 and 'load: /run/menu/bd80p1/boot/syslinux/nowhere: No such' in result
    for command, status in (('menu /nowhere', 1), ('menu --nonsense', 2), ('menu /proc', 1),
                            (f'menu {at}/boot/syslinux/text', 1), ('menu --net', 1),
                            ('menu -t x', 2), ('menu </dev/null', 1)):
        result = m.run(f'{command} 2>&1')
        assert result.status == status and 1 <= len(result.strip().splitlines()) <= 3, result

    m.type('menu\n')
    menu_begins(m)
    wait_serial(m, 2, '   Toy kernel', rows=25)  # as the shell's profile set the terminal
    m.type('\x1b[B\x1b[A\r')
    assert received(m)['cmdline'] == 'BOOT_IMAGE=toy from=menu initrd=/initrd'


def test_no_menu_file(pc, disk):
    """What is asked for and not there is said, and the prompt comes."""
    m = pc.start(*kernel_args('bootshell.menu=bd80p1:/none.cfg bootshell.script=bd99:/x'),
                 *drive(disk, 'virtio'))
    m.expect('bootshell: /dev/bd99|bootshell: bd99')
    m.expect('bootshell: menu: /run/menu/bd80p1/none.cfg: No such file')
    m.prompt()


def test_reboot(pc, disk):
    """reboot.c32: init, which waits for the menu, gets to do it."""
    m = pc.start(*kernel_args('bootshell.menu=bd80p1:/reboot.cfg'), *drive(disk, 'virtio'))
    m.expect('file systems are unmounted')
    m.wait_end()


SAVING = b'''UI menu.c32
MENU SAVE
LABEL first
  MENU LABEL ^First
  KERNEL toy
  APPEND choice=1 all
LABEL second
  MENU LABEL ^Second
  KERNEL toy
  APPEND choice=2 all
'''


def test_own_medium(pc, disks):
    """bootshell.img with a menu in its FAT partition: no word is needed. What MENU SAVE remembers
    changes one sector of it, is selected the next time, and is then not written again."""
    image = disks.new('img')
    shutil.copyfile(product('bootshell.img'), image)
    tree = disks.tree({'syslinux.cfg': SAVING, 'toy': product('payload/toy-2.12.bzimage'),
                       'bootshell.save': bytes(512)})
    for name in ('syslinux.cfg', 'toy', 'bootshell.save'):
        tool('mcopy', '-i', f'{image}@@{4 * MIB}', tree / name, '::')
    before = image.read_bytes()
    for keys in 's\r', '\r':
        m = pc.start(*drive(image, 'ahci'), *EXIT_DEVICE, memory=128)
        m.expect(r'\[Tab\]')
        m.type(keys)
        assert received(m)['cmdline'] == 'BOOT_IMAGE=toy choice=2 all'
        after = image.read_bytes()
        changed = [at for at in range(0, len(before), 512)
                   if before[at:at + 512] != after[at:at + 512]]
        assert [after[at:at + 512] for at in changed] == [b'second\n'.ljust(512, b'\0')]


def test_from_the_network(pc, server):  # noqa: F811
    """Booted by PXE: the menu as PXELINUX finds it, a kernel by TFTP, an initrd by HTTP."""
    config = (f'DEFAULT linux\nLABEL linux\nKERNEL toy\nAPPEND all\n'
              f'INITRD {server.url("initrd")}\nIPAPPEND 3\n')
    (server.folder / 'pxelinux.cfg').mkdir()
    (server.folder / 'pxelinux.cfg/01-52-54-00-12-34-56').write_text(config)
    (server.folder / 'initrd').write_bytes(INITRD)
    shutil.copyfile(product('payload/toy-2.12.bzimage'), server.folder / 'toy')
    m = pc.start(*server.network(), *EXIT_DEVICE)
    got = received(m)
    assert got['cmdline'] == (f'BOOT_IMAGE=toy all initrd={server.url("initrd")}'
                              ' ip=10.0.2.15:10.0.2.2:10.0.2.2:255.255.255.0'
                              ' BOOTIF=01-52-54-00-12-34-56')
    assert got['initrd_sha256'] == hashlib.sha256(INITRD).hexdigest()


WEB_MENU = {
    'menu.cfg': b'UI menu.c32\nDISPLAY sub/top.txt\nF2 sub/f2.txt\nINCLUDE sub/more.cfg\n',
    'sub/more.cfg': b'LABEL there\nKERNEL sub/k\nINITRD tftp://10.0.2.2/i\n',
    'sub/top.txt': b'\x0cFrom the web\r\n',
    'sub/f2.txt': b'\x0f1fThe second\x0f07 key\r\n',
}


def test_no_menu_on_the_server(pc, server):  # noqa: F811
    """The prompt comes; asked for, the names that were tried; a menu by its URL, with all that
    belongs to it; a dead server costs seconds."""
    (server.folder / 'bootshell.cmdline').write_text('console=ttyS0,115200 bootshell.menu=off\n')
    m = pc.start(*server.network()).prompt()
    assert 'has no menu' not in m.tail(400)
    names = m.ok('menu --search').splitlines()
    assert names[0] == 'tftp://10.0.2.2/pxelinux.cfg/12345678-9abc-def0-1234-56789abcdef0'
    assert names[1:3] == ['tftp://10.0.2.2/pxelinux.cfg/01-52-54-00-12-34-56',
                          'tftp://10.0.2.2/pxelinux.cfg/0A00020F']
    assert names[-1] == 'tftp://10.0.2.2/pxelinux.cfg/default' and len(names) == 11
    result = m.run('menu --net 2>&1')
    tried = ', '.join(f'pxelinux.cfg/{name}' for name in (
        '12345678-9abc-def0-1234-56789abcdef0', '01-52-54-00-12-34-56',
        '0A00020F and its first digits', 'default'))
    assert result.status == 1 and f'tftp://10.0.2.2/ has no menu: tried {tried}' in result

    for name, data in WEB_MENU.items():
        path = server.folder / 'lab' / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    at = server.url('lab/')
    assert m.ok(f'menu --run there --no-start {at}menu.cfg').split() == [
        'load', f'{at}sub/k', '-i', 'tftp://10.0.2.2/i', '-a', 'BOOT_IMAGE=sub/k',
        'initrd=tftp://10.0.2.2/i', 'go']
    said = m.run(f'menu {at}none.cfg 2>&1')
    assert said == f'menu: {at}none.cfg: the server says 404 File not found\n' and said.status == 1
    m.type(f'menu {at}menu.cfg\n')
    menu_begins(m)
    wait_serial(m, 1, '  From the web', rows=25)
    m.type('\x1bOQ')
    wait_serial(m, 2, '  The second key', rows=25)
    m.type('q')
    wait_serial(m, 1, '  From the web', rows=25)
    m.type('\r')  # a kernel that is not there: the server's word, and the menu again
    wait_serial(m, 18, f'  load: {at}sub/k: the server says 404 File not found'[:78], rows=25)
    m.type('\x1b')
    m.prompt()

    m.ok('net 10.0.2.15/24 server 10.0.2.99')
    result = m.run('menu --net 2>&1')
    assert result.status == 1 and '10.0.2.99' in result and len(result.splitlines()) == 1, result
