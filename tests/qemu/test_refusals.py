# SPDX-License-Identifier: GPL-2.0-only
"""Bad input is refused at `load`, in one line, status 1, nothing loaded, the shell alive."""
import sys

import pytest

from conftest import TOP, product
from disks import MIB, drive

sys.path.insert(0, str(TOP / 'tests/payload'))
import bzimage  # noqa: E402

MEMORY_MIB = 64
SETUP_BYTES = 1536
# Offsets at which the toy kernel is cut: in the boot sector, the header, setup, and the body.
CUTS = [0, 1, 100, 0x1f1, 0x1fe, 0x202, 0x206, 0x228, 0x250, 511, 512, 513, 1024, SETUP_BYTES - 1,
        SETUP_BYTES, SETUP_BYTES + 1, 4096, 32768, 60000, -512, -1]
DEBIAN_CUTS = [700, 20000, 1 * MIB, 4 * MIB, -100000]


def toy(**fields):
    parts = product('payload/setup.bin').read_bytes(), product('payload/core.bin').read_bytes()
    defaults = dict(relocatable_kernel=1, kernel_alignment=0x200000, pref_address=0x1000000,
                    init_size=0x400000, cmdline_size=2047, loadflags=1, xloadflags=0)
    return bzimage.build(*parts, 0x20c, **{**defaults, **fields})


WRONG = {
    'setup-past-end': dict(setup_sects=255),
    'alignment-3': dict(kernel_alignment=3),
    'alignment-0': dict(kernel_alignment=0),
    'alignment-2g': dict(kernel_alignment=0x80000000),
    'init-4g': dict(init_size=0xfffff000),
    'init-odd': dict(init_size=0xffffffff),
    'init-64m': dict(init_size=0x4000000),
    'initrd-max-low': dict(initrd_addr_max=0xffff),
    'no-magic': dict(header=0x58726448),
    'no-55aa': dict(boot_flag=0),
    'version-1': dict(version=0x1ff),
}


@pytest.fixture(scope='module')
def files():
    whole = toy()
    found = {f'cut-{at}': whole[:at] for at in CUTS}
    debian = product('target/amd64/vmlinuz').read_bytes()
    found.update({f'debian-cut-{at}': debian[:at] for at in DEBIAN_CUTS})
    found.update({name: toy(**fields) for name, fields in WRONG.items()})
    found.update({'text': b'just some words\n' * 100, 'zeros': bytes(100000), 'whole': whole,
                  'script': b'#!/bin/sh\nexit 0\n', 'subdir/file': b'x'})
    return found


@pytest.fixture(scope='module')
def m(shared_pc, disks, files):
    """One machine for all: that it goes on answering is part of the test."""
    tree = dict(files)
    machine = shared_pc.shell(*drive(disks.partitioned(disks.ext4(tree, 64 * MIB)), 'virtio'),
                              memory=MEMORY_MIB, qemu='qemu-system-x86_64')
    machine.ok('mnt /dev/bd80p1')
    machine.ok('dd if=/dev/null of=/tmp/huge bs=1M seek=500')
    return machine


def refused(m, command, name=None):
    """One clear line from load that names the file, status 1, nothing loaded."""
    result = m.run(f'{command} 2>&1')
    assert result.status == 1, f'{command}: status {result.status}: {result}'
    said = [line for line in result.splitlines() if line.strip()]
    assert len(said) == 1, result
    assert said[0].startswith('load: '), result
    if name:
        assert name in said[0], result
    assert m.ok('cat /sys/kernel/kexec_loaded').strip() == '0'
    return said[0]


@pytest.mark.parametrize('name', [f'cut-{at}' for at in CUTS] +
                         [f'debian-cut-{at}' for at in DEBIAN_CUTS] +
                         [w for w in WRONG if w != 'initrd-max-low'] + ['text', 'zeros', 'script'])
def test_kernel(m, name):
    refused(m, f'load /mnt/{name}', f'/mnt/{name}')


@pytest.mark.parametrize('path', ['/mnt/subdir', '/mnt/missing', '/dev/null', '/dev/bd80'])
def test_no_kernel_file(m, path):
    refused(m, f'load {path}', path)


def test_no_name(m):
    """What an empty variable leaves is no folder of ours."""
    for command in 'load ""', 'load /mnt/whole -i ""', 'chain ""':
        said = m.run(f'{command} 2>&1')
        assert said.status == 1 and said.endswith(': : No such file or directory\n'), said


def test_not_remembered(m):
    """With /run full it is loaded all the same; `show` does not take it for what was before."""
    m.ok('load /mnt/whole -a before; ! cat /dev/zero 2>/dev/null >/run/full')
    said = m.ok('load /mnt/whole -a after 2>&1')
    shown = m.ok('rm /run/full; show; show -v; unload')
    assert said == ('load: loaded, but not remembered: /run/bootshell/request: '
                    'No space left on device\n')
    assert 'before' not in shown and shown.count('something is loaded, but not by') == 2, shown


def test_initrd_missing(m):
    refused(m, 'load /mnt/whole -i /mnt/missing', '/mnt/missing')


def test_initrd_directory(m):
    refused(m, 'load /mnt/whole -i /mnt/subdir', '/mnt/subdir')


def test_initrd_larger_than_memory(m):
    refused(m, 'load /mnt/whole -i /tmp/huge')


def test_initrd_without_place(m):
    """initrd_addr_max below any place that could hold it."""
    refused(m, 'load /mnt/initrd-max-low -i /mnt/text')


def test_command_line_at_its_limit(m):
    """Exactly cmdline_size characters are taken, one more is refused, naming the limit."""
    m.ok('load -n /mnt/whole -a "$(printf %02047d 0)"')
    said = refused(m, 'load /mnt/whole -a "$(printf %02048d 0)"')
    assert '2047' in said


def test_whole_kernel_is_taken(m):
    """The same file, uncut, is no refusal: the cuts above are what is refused."""
    m.ok('load -n /mnt/whole')


@pytest.mark.parametrize('command', [
    'load /mnt/text', 'load /mnt/none', 'load --nonsense', 'load -t nonsense /mnt/whole',
    'load /mnt/whole -i /mnt/none', 'initrd /mnt/none', 'initrd', 'append --nonsense',
    'chain /mnt/text', 'chain', 'localboot 0x85'])
def test_refusal_unloads_the_last(m, command):
    """In "load FILE; go" nothing starts but FILE."""
    m.ok('load /mnt/whole -a good')
    said = m.run(f'{command} 2>&1; go 2>&1')
    assert said.status == 1 and 'what was loaded before is unloaded' in said, said
    assert said.strip().endswith('go: nothing is loaded: load FILE first'), said


def test_what_leaves_the_last_loaded(m):
    """A plan, and kexec, which is as kexec-tools' is."""
    m.ok('load /mnt/whole -a good')
    assert m.run('load -n /mnt/text').status == 1
    said = m.run('kexec -c -l /mnt/text 2>&1')
    loaded = m.ok('cat /sys/kernel/kexec_loaded').strip()
    shown = m.ok('show')
    m.ok('unload')
    assert said.status and 'kexec: what was loaded before stays loaded' in said, said
    assert loaded == '1' and 'good' in shown


@pytest.mark.parametrize('command', [
    'load', 'load --nonsense', 'load a b c', 'load -t nonsense /mnt/whole', 'go', 'initrd',
    'show --nonsense'])
def test_usage(m, command):
    """Wrong use: a line or two, status 1 or 2, shell alive."""
    result = m.run(f'{command} 2>&1')
    assert result.status in (1, 2), result
    assert 1 <= len(result.strip().splitlines()) <= 3, result
