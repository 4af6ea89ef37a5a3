# SPDX-License-Identifier: GPL-2.0-only
"""load and go: what a toy kernel received is what the plan said, for each protocol version."""
import hashlib

import pytest

from conftest import product
from disks import content, drive
from machine import EXIT_DEVICE
from plan import Plan, Received

VERSIONS = ['2.00', '2.04', '2.05', '2.06', '2.10', '2.12', '2.15']
INITRDS = [content(70001, 1), content(4096, 2), content(12345, 3)]
SETUP_BYTES = 1536  # of a toy kernel: tests/payload/setup.S
WORDS = 'one two="a b" three'
E820_TABLE = slice(0x2d0, 0x2d0 + 128 * 20)


@pytest.fixture(scope='module')
def toys(disks):
    """A disk with a toy kernel of each version and the initrds."""
    files = {f'toy-{v}': product(f'payload/toy-{v}.bzimage') for v in VERSIONS}
    files.update({f'initrd{i}': data for i, data in enumerate(INITRDS)})
    return disks.partitioned(disks.ext4(files))


def start(pc, toys, **options):
    m = pc.shell(*drive(toys, 'virtio'), *EXIT_DEVICE, **options)
    m.ok('mnt /dev/bd80p1')
    return m


def go(m, command='go'):
    """The toy kernel's lines."""
    m.type(f'{command}\n')
    m.expect('payload: first instruction')
    text = m.expect(r'(?s)^(.*)payload: done').group(1)
    m.wait_end()
    return Received(text)


def concatenated(initrds):
    """Each initrd starts on a page of its own, zeros between."""
    whole = b''
    for data in initrds:
        whole += bytes(-len(whole) % 4096) + data
    return whole


def check_entry(plan, got):
    """Registers and segments, as boot.rst's 32-bit boot protocol wants them."""
    for name in ('eax', 'ebx', 'ecx', 'edx', 'esi', 'edi', 'ebp', 'esp'):
        assert got.number(name) == plan.regs[name], name
    assert got.number('load_addr') == plan.regs['eip']
    assert got.number('ebx') == got.number('edi') == got.number('ebp') == 0
    assert got.number('eflags') & 0x200 == 0, 'interrupts are on'
    assert got.number('cr0') & 0x80000001 == 1, 'paging is on, or protected mode off'
    assert got['cs'].startswith('0x0010 rights=0x00c09')
    assert int(got['cs'].split('rights=')[1][:10], 0) & 0x800, 'CS is no code segment'
    for name in ('ds', 'es', 'ss'):
        assert got[name].startswith('0x0018 rights=0x00c09'), name
    for name in ('cs', 'ds', 'es', 'ss'):
        assert got[name].endswith('limit=0xffffffff'), name


def check_params(plan, got):
    """Every byte of boot_params, the whole memory map, the list of setup_data."""
    expected, page = bytearray(plan.page()), bytearray(got.page())
    expected[E820_TABLE] = page[E820_TABLE] = bytes(128 * 20)
    wrong = {f'{at:#x}': (expected[at], page[at]) for at in range(4096) if expected[at] != page[at]}
    assert not wrong, f'offset: (planned, received) {wrong}'
    assert got.e820() == plan.e820
    assert [got[f'setup_data.{i}'].split(' ')[1:] for i in range(len(plan.setup_data))] == \
        [[f'type={s["type"]}', f'len={s["len"]}'] for s in plan.setup_data]


@pytest.mark.parametrize('version', VERSIONS)
def test_received_as_planned(pc, toys, version):
    m = start(pc, toys)
    toy = f'/mnt/toy-{version}'
    initrds = ' '.join(f'-i /mnt/initrd{i}' for i in range(len(INITRDS)))
    # unasked, a kernel that old is entered at 16 bits: test_formats
    kind = '-t bzimage ' if version == '2.00' else ''
    options = f"{kind}{initrds} -a '{WORDS}'"
    planned = Plan(m.ok(f'load -n -v {toy} {options}'))
    assert m.ok('cat /sys/kernel/kexec_loaded').strip() == '0', '-n loaded something'
    m.ok(f'load {toy} {options}')
    assert m.ok('cat /sys/kernel/kexec_loaded').strip() == '1'
    plan = Plan(m.ok('show -v'))
    assert plan.stable() == planned.stable()
    got = go(m)
    check_entry(plan, got)
    check_params(plan, got)
    assert got['cmdline'] == plan.cmdline == WORDS
    image = product(f'payload/toy-{version}.bzimage').read_bytes()[SETUP_BYTES:]
    assert got['image_sha256'] == hashlib.sha256(image[32768:]).hexdigest()
    whole = concatenated(INITRDS)
    assert got.number('ramdisk_size') == len(whole)
    assert got['initrd_sha256'] == hashlib.sha256(whole).hexdigest()
    assert got.number('type_of_loader') != 0
    assert got.number('loadflags') & 1


def test_at_one_mib(pc, toys):
    """A kernel that cannot be moved is put at 1 MiB, over the running one."""
    m = start(pc, toys)
    m.ok('load /mnt/toy-2.04')
    assert go(m).number('load_addr') == 0x100000


def test_preferred_address(pc, toys):
    """A relocatable kernel gets the address it prefers where that is free."""
    m = start(pc, toys)
    m.ok('load /mnt/toy-2.10')
    got = go(m)
    assert got.number('load_addr') == got.number('pref_address') == 0x1000000


def test_without_initrd_and_words(pc, toys):
    m = start(pc, toys)
    m.ok('load /mnt/toy-2.12')
    got = go(m)
    assert got.number('ramdisk_size') == got.number('ramdisk_image') == 0
    assert got['cmdline'] == ''


def test_reuse_cmdline(pc, toys):
    """--reuse-cmdline: the running kernel's words first."""
    m = start(pc, toys)
    m.ok('load /mnt/toy-2.12 --reuse-cmdline -a extra')
    assert go(m)['cmdline'] == 'console=ttyS0,115200 console=tty0 extra'


def test_memory_above_4_gib(pc, toys):
    """RAM above 4 GiB reaches the target's map, though this kernel cannot address it."""
    m = start(pc, toys, memory=5120, qemu='qemu-system-x86_64')
    m.ok('load /mnt/toy-2.12')
    got = go(m)
    assert any(start == 1 << 32 and kind == 1 for start, _, kind in got.e820()), got.e820()


def test_486(pc, toys):
    """load and go on a 486 with 16 MiB."""
    m = start(pc, toys, cpu='486', memory=16)
    m.ok(f"load /mnt/toy-2.06 -i /mnt/initrd1 -a '{WORDS}'")
    plan = Plan(m.ok('show -v'))
    got = go(m)
    check_params(plan, got)
    assert got['initrd_sha256'] == hashlib.sha256(INITRDS[1]).hexdigest()


@pytest.mark.parametrize('step', ['initrd', 'append'])
def test_in_steps(pc, toys, step):
    """initrd and append change what is loaded."""
    m = start(pc, toys)
    m.ok('load /mnt/toy-2.12 -a first')
    if step == 'append':
        m.ok('append second third')
        assert go(m)['cmdline'] == 'first second third'
    else:
        m.ok('initrd /mnt/initrd0')
        assert go(m)['initrd_sha256'] == hashlib.sha256(INITRDS[0]).hexdigest()


def test_kexec_tools_words(pc, toys):
    """`kexec` takes kexec-tools' options for the same."""
    m = start(pc, toys)
    m.ok("kexec -l /mnt/toy-2.12 --initrd=/mnt/initrd0 --append='a b'")
    got = go(m, 'kexec -e')
    assert got['cmdline'] == 'a b'
    assert got['initrd_sha256'] == hashlib.sha256(INITRDS[0]).hexdigest()
