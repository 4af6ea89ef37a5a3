# SPDX-License-Identifier: GPL-2.0-only
"""bootshell.elf and mkelf: each loader that starts it, each damage, kernels that are not ours."""
import hashlib
import lzma
import re
import struct
import subprocess
import sys

import pytest

import initrd
from conftest import ARCH, CMDLINE, TOP, product
from disks import SECTOR, content, drive
from machine import EXIT_DEVICE
from plan import Received

sys.path += [str(TOP / 'tests/bench'), str(TOP / 'mkimage')]
import elfboot  # noqa: E402
import peers  # noqa: E402

NO_MORE = 'No bootable device'
INITRAMFS, SETUP, KERNEL = range(3)  # include/elfboot.h


def mkelf(path, kernel, *words):
    return subprocess.run([TOP / 'mkimage/mkelf', *words, kernel, path], capture_output=True,
                          text=True, check=False)


def made(path, kernel, *words):
    """An image that mkelf has to make."""
    result = mkelf(path, kernel, *words)
    assert result.returncode == 0, result.stderr
    return path


def setargs(path, *words):
    return subprocess.run([TOP / 'mkimage/setargs', path, *words], capture_output=True, text=True,
                          check=False)


def test_grub(pc, disks):
    """GRUB's multiboot command, and its words behind those of the image."""
    disk = peers.grub(disks, {'boot.elf': product('bootshell.elf')},
                      'multiboot (hd0,msdos1)/boot.elf by=grub\nboot\n', ['multiboot'])
    m = pc.start(*drive(disk, 'ide'))
    m.expect('bootshell: ELF, by GRUB 2')
    m.prompt()
    assert m.ok('cat /proc/cmdline').strip() == f'{CMDLINE} by=grub'
    assert 'bd80' in m.ok('disks')
    m.ok('bios diff')


def test_qemu(pc):
    """QEMU -kernel, which puts the file's name before the words; 486, least memory."""
    m = pc.start('-kernel', product('bootshell.elf'), '-append', 'by=qemu', cpu='486', memory=16)
    m.prompt()
    assert m.ok('cat /proc/cmdline').strip() == f'{CMDLINE} by=qemu'
    assert m.wait_screen('bootshell>')


def test_ipxe(pc, disks):
    """iPXE over the network, as a multiboot image by its own magic."""
    root = disks.tree({'boot.elf': product('bootshell.elf'),
                       'go.ipxe': b'#!ipxe\nchain boot.elf by=ipxe\n'})
    m = pc.start('-netdev', f'user,id=n,tftp={root},bootfile=go.ipxe', '-device',
                 'e1000,netdev=n', '-boot', 'n')
    m.expect('bootshell: ELF, by iPXE')
    m.prompt()
    assert m.ok('cat /proc/cmdline').strip() == f'{CMDLINE} by=ipxe'


@pytest.mark.parametrize('version', ['2.04', '2.10', '2.15'])
def test_received(pc, tmp_path, version):
    """A toy kernel gets the initramfs files, the command line, and a BIOS as it was."""
    toy = product(f'payload/toy-{version}.bzimage')
    files = [tmp_path / 'one', tmp_path / 'two']
    for n, file in enumerate(files):
        file.write_bytes(content(70001, n))
    elf = made(tmp_path / 'toy.elf', toy, '-i', files[0], '--ramdisk', files[1], '-a', 'a  b')
    m = pc.start('-kernel', elf, *EXIT_DEVICE)
    m.expect('payload: first instruction')
    got = Received(m.expect(r'(?s)^(.*)payload: done').group(1))
    assert got['cmdline'] == 'a  b'
    whole = content(70001, 0).ljust(73728, b'\0') + content(70001, 1)
    assert got['initrd_sha256'] == hashlib.sha256(whole).hexdigest()
    kernel = toy.read_bytes()[(got.number('setup_sects') + 1) * SECTOR + (32 << 10):]
    assert got['image_sha256'] == hashlib.sha256(kernel).hexdigest()
    assert got.number('type_of_loader') == 0xff and got.number('loadflags') & 0x80
    assert (got.number('pic1_mask'), got.number('pic2_mask')) == (0xb8, 0x8e)


def test_debian(pc, tmp_path):
    """mkelf makes Debian's own kernel start by multiboot: 64-bit, relocatable, at 16 MiB."""
    archive = tmp_path / 'init.img'
    archive.write_bytes(initrd.cpio({'init': product('payload/init').read_bytes()}))
    elf = made(tmp_path / 'debian.elf', product('target/amd64/vmlinuz'), '-i', archive,
               '-a', 'console=ttyS0 panic=-1 quiet')
    m = pc.start('-kernel', elf, '-append', 'mark=43', qemu='qemu-system-x86_64', memory=256)
    text = m.expect(r'(?s)^(.*)target: ready', 600).group(1)
    assert 'target: machine=x86_64' in text
    assert 'target: cmdline=console=ttyS0 panic=-1 quiet mark=43' in text


def test_no_vectors(pc, tmp_path):
    """A loader that overwrites the BIOS's vectors, as kexec-tools does: a line, and a halt."""
    image = product('bootshell.elf').read_bytes()
    parts = [(paddr, image[offset:offset + filesz], memsz) for kind, offset, _, paddr, filesz,
             memsz, _, _ in elfboot.headers(image) if kind == elfboot.PT_LOAD]
    entry, = struct.unpack_from('<I', image, 24)
    at = elfboot.pages(parts[-1][0] + parts[-1][2])
    # cld; xor eax, eax; xor edi, edi; mov ecx, 500h / 4; rep stosd; jmp entry
    code = b'\xfc\x31\xc0\x31\xff\xb9\x40\1\0\0\xf3\xab\xe9'
    code += struct.pack('<i', entry - (at + len(code) + 4))
    path = tmp_path / 'bad.elf'
    path.write_bytes(elfboot.build([*parts, (at, code, len(code))], at, 'Linux', ''))
    m = pc.start('-kernel', path)
    m.expect("bootshell: the loader has overwritten the BIOS's vectors")
    m.wait_screen("bootshell: the loader has overwritten the BIOS's vectors")


def unpacked(bzimage):
    """The vmlinux inside a bzImage that is packed by xz."""
    data = bzimage.read_bytes()
    offset, length = struct.unpack_from('<II', data, 0x248)
    start = (data[0x1f1] + 1) * SECTOR + offset
    return lzma.decompress(data[start:start + length - 4])  # its size follows


@pytest.mark.parametrize('whose', ['ours', 'debian'])
def test_vmlinux(pc, tmp_path, whose):
    """A kernel as its linker left it: setup code comes from ours, and asks the BIOS."""
    vmlinux = product('linux/vmlinux')
    if whose == 'debian':
        vmlinux = tmp_path / 'vmlinux'
        vmlinux.write_bytes(unpacked(product('target/amd64/vmlinuz')))
    archive = tmp_path / 'init.img'
    archive.write_bytes(initrd.cpio({'init': product('payload/init').read_bytes()}))
    elf = made(tmp_path / 'vmlinux.elf', vmlinux, '--setup', product('vmlinuz'), '-i', archive,
               '-a', 'console=ttyS0 panic=-1')
    m = pc.start('-kernel', elf, '-append', 'mark=44', qemu='qemu-system-x86_64', memory=256)
    m.expect('BIOS-e820')
    text = m.expect(r'(?s)^(.*)target: ready', 600).group(1)
    bits = 32 if (whose, ARCH) == ('ours', 'i386') else 64
    assert f'target: machine={"i686" if bits == 32 else "x86_64"}' in text
    assert 'target: cmdline=console=ttyS0 panic=-1 mark=44' in text


def test_no_long_mode(pc, tmp_path):
    vmlinux = tmp_path / 'vmlinux'
    vmlinux.write_bytes(unpacked(product('target/amd64/vmlinuz')))
    elf = made(tmp_path / 'vmlinux.elf', vmlinux, '--setup', product('vmlinuz'))
    m = pc.start('-kernel', elf, qemu='qemu-system-i386', memory=128)
    m.expect('bootshell: kernel: a 64-bit one, and this CPU has no 64-bit mode')
    m.wait_screen(NO_MORE)


def part_at(image, index):
    """Offset in the file of a part's middle byte."""
    stub = image.index(b'BSEL') + 24 + 12 * index
    phys, size, _ = struct.unpack_from('<III', image, stub)
    for kind, offset, _, paddr, _, _, _, _ in elfboot.headers(image):
        if kind == elfboot.PT_LOAD and paddr == phys:
            return offset + size // 2
    raise AssertionError(f'no segment at {phys:#x}')


def arguments_at(image):
    """As setargs finds them: at the start of a sector."""
    return next(at for at in range(0, len(image), SECTOR) if image[at:at + 4] == b'SBAG')


DAMAGES = {
    'kernel': (lambda image: part_at(image, KERNEL), 'kernel: wrong checksum'),
    'setup': (lambda image: part_at(image, SETUP), 'setup: wrong checksum'),
    'initramfs': (lambda image: part_at(image, INITRAMFS), 'initramfs: wrong checksum'),
    'arguments': (lambda image: arguments_at(image) + 100, 'arguments: wrong checksum'),
    'stub': (lambda image: image.index(b'BSEL') + 8 + 100, 'stub: wrong checksum'),
}


@pytest.mark.parametrize('name', DAMAGES)
def test_damage(pc, tmp_path, name):
    """One changed byte ends in its line on serial port and screen, and in INT 18h."""
    where, line = DAMAGES[name]
    image = bytearray(product('bootshell.elf').read_bytes())
    image[where(image)] ^= 1
    path = tmp_path / 'bad.elf'
    path.write_bytes(image)
    m = pc.start('-kernel', path)
    m.expect(f'bootshell: {line}')
    m.wait_screen(NO_MORE)
    assert any(line in text for text in m.screen()), m.screen()


def ip_checksum(data):
    """RFC 1071, a byte at a time: not as mkimage/elfboot.py does it."""
    total = 0
    for at, byte in enumerate(data):
        total += byte << 8 * (at % 2)
    while total > 0xffff:
        total = (total >> 16) + (total & 0xffff)
    return total ^ 0xffff


@pytest.mark.parametrize('odd', [0, 1, 2, 3])
def test_checksum_note(tmp_path, odd):
    """The ELFBoot note says what Etherboot's rule gives, whatever lengths are odd."""
    archive = tmp_path / 'i'
    archive.write_bytes(content(5000 + odd, 1))
    toy = product('payload/toy-2.04.bzimage')
    image = made(tmp_path / 'x.elf', toy, '-i', archive).read_bytes()
    at = elfboot.at_checksum(image)
    count, = struct.unpack_from('<H', image, 44)
    memory = image[:52 + 32 * count]
    for kind, offset, _, _, filesz, memsz, _, _ in elfboot.headers(image):
        if kind == elfboot.PT_LOAD:
            memory += image[offset:offset + filesz] + bytes(memsz - filesz)
    assert struct.unpack_from('<H', image, at)[0] == ip_checksum(memory)


def test_same_bytes(tmp_path):
    """mkelf is deterministic, and setargs gives what mkelf would have given."""
    kernel, archive = product('vmlinuz'), product('initramfs.cpio.xz')
    first = made(tmp_path / 'a', kernel, '-i', archive, '-a', CMDLINE)
    assert first.read_bytes() == product('bootshell.elf').read_bytes()
    assert setargs(first).stdout == CMDLINE + '\n'
    assert setargs(first, 'other words').returncode == 0
    second = made(tmp_path / 'b', kernel, '-i', archive, '-a', 'other words')
    assert first.read_bytes() == second.read_bytes()


def changed(data, at, new):
    return data[:at] + new + data[at + len(new):]


REFUSALS = {
    'object': (lambda k: b'\x7fELF\1\1\1' + bytes(9) + b'\1\0\3\0' + bytes(99), (),
               'no executable'),
    'text': (lambda k: b'hello\n', (), 'neither a bzImage nor a vmlinux'),
    'old': (lambda k: changed(k, 0x206, b'\2\2'), (), 'boot protocol 2.02'),
    'zimage': (lambda k: changed(k, 0x211, b'\0'), (), 'zImage'),
    'setup': (lambda k: changed(k, 0x1f1, b'\x60'), (), 'setup is 49664 bytes'),
    'short': (lambda k: k[:len(k) - 4096], (), 'cut short'),
    'words': (lambda k: k, ('-a', 'x' * 2048), 'characters'),
    'control': (lambda k: k, ('-a', 'a\nb'), 'control characters'),
    'empty': (lambda k: k, ('-i', '/dev/null'), 'the file is empty'),
    'missing': (lambda k: k, ('-i', '/nowhere'), 'No such file'),
    'low-initrd': (lambda k: changed(k, 0x22c, struct.pack('<I', 0xffff)), ('-i', __file__),
                   'takes it up to 0xffff'),
    'stub': (lambda k: k, ('--stub', __file__), 'no stub of this version'),
}


@pytest.mark.parametrize('name', REFUSALS)
def test_refusal(tmp_path, name):
    """One line with file and reason, status 1, and no output file."""
    change, words, why = REFUSALS[name]
    kernel = tmp_path / 'kernel'
    kernel.write_bytes(change(product('payload/toy-2.15.bzimage').read_bytes()))
    result = mkelf(tmp_path / 'out', kernel, *words)
    assert result.returncode == 1 and why in result.stderr, result
    assert re.fullmatch(r'mkelf: [^\n]*\n', result.stderr), result.stderr
    assert not (tmp_path / 'out').exists()
