# SPDX-License-Identifier: GPL-2.0-only
"""Debian's Xen through load and go, with Debian's kernel as its dom0, up to our initramfs."""
import initrd
from conftest import product
from disks import drive


def test_dom0(pc, disks):
    """xen.gz unpacked, known for multiboot 2, its modules in order and with their words."""
    files = {'xen.gz': product('target/xen.gz'), 'vmlinuz': product('target/amd64/vmlinuz'),
             'init.img': initrd.cpio({'init': product('payload/init').read_bytes()})}
    image = disks.partitioned(disks.fat(files, 64 << 20))
    m = pc.shell(*drive(image, 'ahci'), qemu='qemu-system-x86_64', memory=512)
    m.ok('mnt /dev/bd80p1')
    m.ok('load /mnt/xen.gz -a "console=com1 com1=115200,8n1 noreboot=no dom0_mem=256M mark=xen" '
         '--module "/mnt/vmlinuz console=hvc0 panic=-1 mark=dom0" --module /mnt/init.img')
    plan = m.ok('show -v')
    assert 'type=multiboot2 packed=gzip' in plan, plan
    m.type('go\n')
    m.expect(r'\(XEN\) Command line: console=com1 com1=115200,8n1 .* mark=xen', 300)
    m.expect(r'Xen is relinquishing VGA console|\*\*\* Serial input to DOM0', 600)
    text = m.expect(r'(?s)^(.*)target: ready', 900).group(1)
    assert 'target: machine=x86_64' in text
    assert 'target: cmdline=console=hvc0 panic=-1 mark=dom0' in text
