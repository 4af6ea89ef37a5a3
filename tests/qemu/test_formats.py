# SPDX-License-Identifier: GPL-2.0-only
"""load and go of programs that are no bzImage: multiboot 1 and 2, PVH, plain ELF, vmlinux,
bootshell.elf."""
import hashlib
import struct

import pytest

import initrd
from conftest import CMDLINE, product
from disks import content, drive
from machine import EXIT_DEVICE
from plan import Plan, Received

KINDS = ['elf', 'flat', 'plain', 'pvh', 'mb2-elf', 'mb2-flat', 'mb2-movable']
MODULES = [content(70001, 1), content(4096, 2), content(12345, 3)]


def needs_vbe(program):
    """A multiboot 2 program that requires VBE (tag 7) in place of a screen (tag 8, console 3)."""
    required = struct.pack('<7I', 8 + 6 * 4, 1, 2, 3, 4, 6, 8)
    console = struct.pack('<3I', 4, 12, 3)
    assert program.count(required) == program.count(console) == 1
    return program.replace(required, required[:-4] + struct.pack('<I', 7)).replace(
        console, struct.pack('<3I', 4, 12, 2))


@pytest.fixture(scope='module')
def programs(disks):
    """A disk with all of them, and modules."""
    files = {f'mboot-{kind}': product(f'payload/mboot-{kind}') for kind in KINDS}
    files.update({f'mod{i}': data for i, data in enumerate(MODULES)})
    files['bootshell.elf'] = product('bootshell.elf')
    files['vmlinux'] = product('linux/vmlinux')
    files['vmlinuz'] = product('vmlinuz')
    files['needs-vbe'] = needs_vbe(files['mboot-mb2-elf'].read_bytes())
    files['bios'] = product('payload/bios')
    files['init.img'] = initrd.cpio({'init': product('payload/init').read_bytes()})
    return disks.partitioned(disks.ext4(files, 64 << 20))


def start(pc, programs, *args, **options):
    m = pc.shell(*drive(programs, 'virtio'), *EXIT_DEVICE, *args, **options)
    m.ok('mnt /dev/bd80p1')
    return m


def loaded(m, words):
    """load's plan, which show -v repeats."""
    m.ok(f'load {words}')
    return Plan(m.ok('show -v'))


def go(m):
    m.type('go\n')
    m.expect('payload: first instruction')
    text = m.expect(r'(?s)^(.*)payload: done').group(1)
    m.wait_end()
    return Received(text)


def check_entry(plan, got):
    for name in ('eax', 'ebx', 'esp'):
        assert got.number(name) == plan.regs[name], name
    assert got.number('cr0') & 0x80000001 == 1 and not got.number('eflags') & 0x200
    assert got['data'] == 'good' and got['bss'] == 'zero'


def map_of(m):
    """What the machine's memory map says, as our own kernel was told it."""
    return [tuple(int(w, 0) for w in line.split()) for line in m.ok(
        'cd /sys/firmware/memmap; for i in $(ls | sort -n); do '
        'echo $(cat $i/start $i/end); done; cd /').splitlines()]


def vbe_of(m):
    """What the video BIOS tells another program than ours."""
    return m.ok('cp /mnt/bios /tmp && chmod +x /tmp/bios && /tmp/bios vbe').pairs


def check_vbe(said, got):
    """The toy was handed the BIOS's very bytes, and finds the list of modes by its pointer."""
    assert [said[f'{call}_ax'] for call in ('control', 'mode', 'info')] == ['0x4f'] * 3
    control = bytes.fromhex(said['control'])
    assert control[:6] == b'VESA\x00\x03', 'SeaBIOS has VBE 3.0'
    assert got['vbe_control'] == (
        control[:6] + control[10:14] + control[18:22] + control[34:]).hex()
    assert got['vbe_mode_info'] == said['info']
    assert got.number('vbe_mode') == int(said['mode'], 0) == 3
    assert (got.number('vbe_interface') == 0) == (said['table_ax'] != '0x4f')
    offset, segment = struct.unpack_from('<HH', control, 14)
    modes = control[segment * 16 + offset - int(said['window'], 0) * 16:]
    modes = struct.unpack(f'<{len(modes) // 2}H', modes[:len(modes) & ~1])
    modes = modes[:modes.index(0xffff)]
    assert [int(mode, 16) for mode in got['vbe_modes'].split()] == list(modes) and 0x118 in modes


COUNTER = 0x620         # base memory that nobody uses, behind the hook


def poke(m, address, data):
    m.ok(f'a={address}; for b in {" ".join(map(str, data))}; do /tmp/bios poke $a $b || exit 1; '
         'a=$((a+1)); done')


def test_asks_no_vbe(pc, programs):
    """Only who is told what the video BIOS says makes `load` ask it: a hook of INT 10h counts."""
    m = start(pc, programs, memory=96)
    m.ok('cp /mnt/bios /tmp && chmod +x /tmp/bios')
    vector = m.memory(4 * 0x10, 4)
    hook = (bytes.fromhex('80fc4f 7505 2efe06') + struct.pack('<H', COUNTER) +   # AH=4Fh: one more
            b'\xea' + vector)                                                    # go to the BIOS
    poke(m, COUNTER, b'\0')
    poke(m, 0x600, hook)
    poke(m, 4 * 0x10, struct.pack('<HH', 0x600, 0))
    m.ok('load -n /mnt/vmlinuz && load -n /mnt/mboot-pvh && load -n /mnt/mboot-plain')
    assert m.memory(COUNTER, 1) == b'\0'
    m.ok('load -n /mnt/mboot-elf')
    assert m.memory(COUNTER, 1) == bytes([4])      # 4F00h, 4F03h, 4F01h, 4F0Ah
    m.ok('load -n /mnt/mboot-mb2-elf')
    assert m.memory(COUNTER, 1) == bytes([8])


@pytest.mark.parametrize('kind', ['elf', 'flat'])
def test_multiboot(pc, programs, kind):
    """By ELF, and by the header's addresses: registers, memory, modules, words, screen, disks."""
    m = start(pc, programs, memory=96)
    ranges = map_of(m)
    cylinders, heads, sectors = m.ok('cat /sys/block/bd80/bios/geometry').strip().split('/')
    said = vbe_of(m)
    modules = '-i mod0 --module mod1 --module "mod2 with  words"'
    m.ok('cd /mnt')
    plan = loaded(m, f"mboot-{kind} {modules} -a 'one two'")
    m.ok('bios diff')
    got = go(m)
    check_vbe(said, got)
    check_entry(plan, got)
    assert got.number('eax') == 0x2badb002
    assert got['cmdline'] == f'/mnt/mboot-{kind} one two'
    assert got['loader'] == 'bootshell'
    names = ['/mnt/mod0', '/mnt/mod1', '/mnt/mod2 with  words']
    for i, data in enumerate(MODULES):
        begin, end, name = got[f'module.{i}'].split(' ', 2)
        assert int(begin, 16) % 4096 == 0 and int(end, 16) - int(begin, 16) == len(data)
        assert name == names[i]
        assert got[f'module_hash.{i}'] == hashlib.sha256(data).hexdigest()
    entries = [got[f'mmap.{i}'].split() for i in range(20) if f'mmap.{i}' in got.pairs]
    assert [(int(a, 16), int(a, 16) + int(n, 16) - 1) for a, n, _ in entries] == ranges
    assert int(entries[0][1], 16) >> 10 == got.number('mem_lower')
    assert got.number('mem_upper') == next(
        (last + 1 - (1 << 20)) >> 10 for first, last in ranges if first == 1 << 20)
    assert got.number('screen_base') == 0xb8000 and got.number('screen_kind') == 0x210
    assert (got.number('screen_width'), got.number('screen_height')) == (80, 25)
    assert got['drive.0'] == f'0x80 1 {cylinders} {heads} {sectors}' and 'drive.1' not in got.pairs
    assert got.number('boot_device') == 0x8000ffff      # the first partition of drive 80h
    assert got.number('config') & 0xfffeffff == 0x00fc0008      # SeaBIOS: 8 bytes, an AT
    assert ('section.1' in got.pairs) == (kind == 'elf')
    if kind == 'elf':
        assert got['section.1'] == '.text' and int(got['sections']) > 4


def check_modules(got, strings):
    for i, (data, string) in enumerate(zip(MODULES, strings, strict=True)):
        assert got[f'module.{i}'].split(' ', 2)[2] == string
        assert got[f'module_hash.{i}'] == hashlib.sha256(data).hexdigest()


def check_map(got, ranges):
    entries = [got[f'mmap.{i}'].split() for i in range(20) if f'mmap.{i}' in got.pairs]
    assert [(int(a, 16), int(a, 16) + int(n, 16) - 1) for a, n, _ in entries] == ranges


def test_pvh(pc, programs):
    """The entry of a note, and what a virtual machine's loader tells."""
    m = start(pc, programs, memory=96)
    ranges = map_of(m)
    plan = loaded(m, '/mnt/mboot-pvh -a "one two" -i /mnt/mod0 --module "/mnt/mod1 its words" '
                     '-i /mnt/mod2')
    assert 'type=pvh' in plan.text
    got = go(m)
    check_entry(plan, got)
    assert got.number('version') == 1 and got.number('flags') == 0
    assert got['cmdline'] == 'one two'
    check_modules(got, ['(none)', 'its words', '(none)'])
    check_map(got, ranges)
    assert got.number('rsdp') and got['rsdp_signature'] == f'0x{b"RSD PTR "[::-1].hex()}'


def symbols(program):
    """Contents of its symbol and string tables, by section number."""
    data = program.read_bytes()
    offset, = struct.unpack_from('<I', data, 32)
    size, count = struct.unpack_from('<HH', data, 46)
    headers = [struct.unpack_from('<10I', data, offset + i * size) for i in range(count)]
    return {i: data[h[4]:h[4] + h[5]] for i, h in enumerate(headers) if h[1] in (2, 3)}


@pytest.mark.parametrize('kind', ['elf', 'flat', 'movable'])
def test_multiboot2(pc, programs, kind):
    """Every tag that this machine can fill, and what they point to."""
    m = start(pc, programs, memory=96)
    ranges = map_of(m)
    said = vbe_of(m)
    loaded(m, '/mnt/needs-vbe')
    plan = loaded(m, f'/mnt/mboot-mb2-{kind} -a "one two" -i /mnt/mod0 '
                     '--module "/mnt/mod1 its words" -i /mnt/mod2')
    assert 'type=multiboot2' in plan.text
    base = int(plan.segment('program')['mem'], 0)
    assert base == (0x200000 if kind != 'movable' else base & 0xffff0000)
    assert kind != 'movable' or 0x500000 < base < 0x2000000, 'not as high as it may'
    m.ok('bios diff')
    got = go(m)
    check_vbe(said, got)
    check_entry(plan, got)
    assert got.number('eax') == 0x36d76289 and got.number('reserved') == 0
    assert got.number('total_size') == got.number('end')
    assert got['cmdline'] == f'/mnt/mboot-mb2-{kind} one two' and got['loader'] == 'bootshell'
    check_modules(got, ['/mnt/mod0', '/mnt/mod1 its words', '/mnt/mod2'])
    check_map(got, ranges)
    lower, upper = struct.unpack('<II', bytes.fromhex(got['tag.4']))
    assert lower == (ranges[0][1] + 1) >> 10
    assert upper == next((last + 1 - (1 << 20)) >> 10 for first, last in ranges if first == 1 << 20)
    assert bytes.fromhex(got['tag.8'])[:22] == struct.pack('<QIIIBB', 0xb8000, 160, 80, 25, 16, 2)
    assert bytes.fromhex(got['tag.14'])[:8] == b'RSD PTR '
    assert b'_SM_' in bytes.fromhex(got['tag.13'])[8:] and got['tag.13'][:4] == '0208'
    assert bytes.fromhex(got['tag.5']) == struct.pack('<III', 0x80, 0, 0xffffffff)
    assert ('tag.21' in got.pairs) == (kind == 'movable')
    assert kind != 'movable' or int.from_bytes(bytes.fromhex(got['tag.21']), 'little') == base
    tables = {} if kind == 'flat' else symbols(product(f'payload/mboot-mb2-{kind}'))
    assert {int(key[13:]): value for key, value in got.pairs.items() if
            key.startswith('section_hash.')} == \
        {i: hashlib.sha256(data).hexdigest() for i, data in tables.items()}
    assert tables or kind == 'flat'


def test_no_video_bios(pc, programs):
    """INT 10h that nobody answers: no VBE in the information, and no program that requires it."""
    m = start(pc, programs, '-vga', 'none', memory=96)
    assert vbe_of(m)['control_ax'] != '0x4f'
    result = m.run('load /mnt/needs-vbe')
    assert result.status and result.strip().splitlines()[-1].endswith(
        'multiboot2: it requires information that there is none of on this machine: VBE'), result
    loaded(m, '/mnt/mboot-elf')
    got = go(m)
    assert not got.number('flags') & 0x800 and 'vbe_mode' not in got.pairs


def test_plain_elf(pc, programs):
    """Without any header: Etherboot's boot notes."""
    m = start(pc, programs)
    plan = loaded(m, "/mnt/mboot-plain -a 'one two'")
    got = go(m)
    check_entry(plan, got)
    assert got.number('eax') == 0x0e1fb007
    assert got.number('notes_sum') == 0xffff and got.number('notes_records') == 2
    assert got['note.2'] == 'bootshell' and got['note.4'] == 'one two'


def test_bootshell_elf(pc, programs):
    """Our own image by our own load: the BIOS is whole, and disks works there."""
    m = start(pc, programs)
    plan = loaded(m, '/mnt/bootshell.elf -a by=load')
    assert 'type=multiboot' in plan.text
    m.type('go\n')
    m.expect('bootshell: ELF, by bootshell, interrupts as a BIOS has them')
    m.prompt()
    assert m.ok('cat /proc/cmdline').strip() == f'{CMDLINE} by=load'
    assert 'bd80' in m.ok('disks; mnt /dev/bd80p1; sha256sum /mnt/mod0')
    m.ok('bios diff')
    m.keys('ret')
    assert m.wait_screen('bootshell>')


def test_vmlinux(pc, programs):
    """A kernel as its linker left it, by the 32-bit entry."""
    m = start(pc, programs)
    plan = loaded(m, f'/mnt/vmlinux -i /mnt/init.img -a "console=ttyS0 by=vmlinux"')
    assert 'type=vmlinux' in plan.text
    m.type('go\n')
    text = m.expect(r'(?s)^(.*)target: ready', 300).group(1)
    assert 'target: cmdline=console=ttyS0 by=vmlinux' in text
