# SPDX-License-Identifier: GPL-2.0-only
"""Debian's amd64 kernel with a small user space of ours, where kexec alone stands beside Debian's
kexec-tools: what the files test_dropin*.py share."""
import pytest

import initrd
from conftest import ARCH, TOP, product
from machine import EXIT_DEVICE, PROMPT

ONLY_I386 = pytest.mark.skipif(ARCH != 'i386', reason='i386 builds both kexecs, and tests them')
OURS, PEER = 'kexec', 'kexec-tools'
INIT = f'''#!/bin/busybox sh
/bin/busybox mkdir -p /proc /sys /dev /run /tmp
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
export PATH=/bin:/sbin PS1='{PROMPT}'
stty cols 200
exec setsid cttyhack sh
'''


def small_system():
    """The initrd of a kernel that is started from the guest."""
    return {'init': INIT.encode(), 'bin/busybox': product('peer/busybox').read_bytes(),
            f'sbin/{OURS}': product('kexec-amd64').read_bytes(),
            f'bin/{OURS}32': product('kexec').read_bytes(),
            f'bin/{PEER}': product('peer/kexec-tools').read_bytes(),
            'bin/vmcore-dmesg': product('peer/vmcore-dmesg').read_bytes(),
            'sbin/kexec-reboot': (TOP / 'kexec/install/kexec-reboot').read_bytes(),
            'sbin/shutdown': b'#!/bin/busybox sh\nexit 7\n',
            'toy': product('payload/toy-2.12.bzimage').read_bytes(),
            'long': product('payload/long.bzimage').read_bytes()}


def make_system(directory, more=None):
    """The guest's initrd: with a kernel, an initrd for that, targets, and @more; gone at last."""
    files = small_system()
    files['level2'] = initrd.cpio(files)
    files['vmlinuz'] = product('target/cloud-amd64/vmlinuz').read_bytes()
    files['mboot'] = product('payload/mboot-flat').read_bytes()
    files['plain'] = product('payload/mboot-plain').read_bytes()
    path = directory / 'initrd'
    path.write_bytes(initrd.cpio({**files, **(more or {})}))
    yield path
    path.unlink()


def start(pc, system, *args, crash='crashkernel=160M', **options):
    """Debian's kernel, up to its shell, with memory for a crash kernel."""
    return pc.start('-kernel', product('target/cloud-amd64/vmlinuz'), '-initrd', system, '-append',
                    f'console=ttyS0 panic=-1 loglevel=1 {crash}', *EXIT_DEVICE, *args,
                    qemu='qemu-system-x86_64', memory=640, **options).prompt()
