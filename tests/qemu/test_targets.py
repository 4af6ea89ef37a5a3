# SPDX-License-Identifier: GPL-2.0-only
"""Debian's own kernels through load and go, up to an initramfs of ours."""
import sys

import pytest

import initrd
from conftest import ARCH, TOP, product
from disks import drive

sys.path.insert(0, str(TOP / 'tests/payload'))
import uki  # noqa: E402

KERNELS = {'amd64': ('qemu-system-x86_64', 'x86_64', ''),
           'cloud-amd64': ('qemu-system-x86_64', 'x86_64', '--verify=sha256'),
           '686': ('qemu-system-i386', 'i686', '--no-verify')}


@pytest.fixture(scope='module')
def image(disks):
    """The kernels and an initrd in three files: plain, gzip, plain."""
    init = product('payload/init').read_bytes()
    files = {f'vmlinuz-{name}': product(f'target/{name}/vmlinuz') for name in KERNELS}
    files['init.img'] = initrd.cpio({'init': init})
    files['more.gz'] = initrd.cpio({'part-1': b'first\n'}, compress=True)
    files['last.img'] = initrd.cpio({'part-2': b'second\n'})
    files['debian.efi'] = uki.build({
        '.osrel': b'NAME=Debian\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n',
        '.cmdline': b'console=ttyS0 panic=-1 quiet mark=43\n\0',
        '.initrd': initrd.cpio({'init': init}, compress=True),
        '.linux': product('target/amd64/vmlinuz').read_bytes()})
    return disks.partitioned(disks.fat(files, 64 << 20))


@pytest.mark.parametrize('name', KERNELS)
def test_debian_kernel(pc, image, name):
    qemu, machine, option = KERNELS[name]
    if (ARCH, machine) == ('x86_64', 'i686'):
        pytest.skip('the 64-bit flavour has a 64-bit program for /init')
    m = pc.shell(*drive(image, 'ahci'), qemu=qemu, memory=256)
    m.ok('mnt /dev/bd80p1')
    m.ok(f'load /mnt/vmlinuz-{name} -i /mnt/init.img -i /mnt/more.gz -i /mnt/last.img {option} '
         "-a 'console=ttyS0 panic=-1 quiet mark=42'")
    m.type('go\n')
    text = m.expect(r'(?s)^(.*)target: ready', 600).group(1)
    assert f'target: machine={machine}' in text
    assert 'target: cmdline=console=ttyS0 panic=-1 quiet mark=42' in text
    assert 'target: part-1=first' in text and 'target: part-2=second' in text
    m.wait_end()


def test_uki(pc, image):
    """A unified kernel image of Debian's kernel: its initrd is first; -a replaces its words."""
    m = pc.shell(*drive(image, 'ahci'), qemu='qemu-system-x86_64', memory=256)
    m.ok('mnt /dev/bd80p1; cd /mnt')
    plan = m.ok("load -n -v debian.efi -a 'other words'")
    assert 'cmdline other words\n' in plan and 'cmdline=replaced' in plan
    m.ok('head -c 4000000 debian.efi >/tmp/cut')
    assert 'uki: cut short: section .linux' in m.run('load /tmp/cut 2>&1')
    m.ok('load debian.efi -i last.img')
    plan = m.ok('show -v')
    assert 'type=bzimage' in plan and 'uki os="Debian GNU/Linux 12 (bookworm)" cmdline=used' in plan
    assert plan.index('initrd file=.initrd') < plan.index('initrd file=/mnt/last.img')
    m.type('go\n')
    text = m.expect(r'(?s)^(.*)target: ready', 600).group(1)
    assert 'target: cmdline=console=ttyS0 panic=-1 quiet mark=43' in text
    assert 'target: part-2=second' in text
    m.wait_end()


@pytest.mark.skipif(ARCH == 'x86_64', reason='the 64-bit flavour has a 64-bit CPU')
def test_64_bit_kernel_on_32_bit_cpu(pc, image):
    m = pc.shell(*drive(image, 'ahci'), memory=128)
    m.ok('mnt /dev/bd80p1')
    result = m.run('load /mnt/vmlinuz-amd64 2>&1')
    assert result.status == 1 and '64-bit' in result, result


def test_demonstration(pc, disks):
    """The README's session on the machine of `make run`, up to the installer's first words."""
    images = [disks.overlay(product(name)) for name in ('bootshell.img', 'demo.img')]
    m = pc.start(*drive(images[0], 'q35', 0), *drive(images[1], 'q35', 1), machine='q35',
                 qemu='qemu-system-x86_64', memory=1024).prompt()
    m.type('disks; mnt /dev/bd81p1; load /mnt/vmlinuz -i /mnt/initrd.img -a console=ttyS0; go\n')
    m.expect('Linux version 6.1.*Debian', 600)
    m.expect('Run /init as init process', 900)
    m.expect('(?i)debian installer|select a language|debconf', 900)
