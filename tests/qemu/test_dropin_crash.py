# SPDX-License-Identifier: GPL-2.0-only
"""kexec alone: -p, a panic, and the dump that the crash kernel reads, beside kexec-tools' dump."""
import hashlib
import re
import shutil
import struct
import subprocess
import time

import pytest

import debian
import initrd
from conftest import product
from debian import OURS, PEER
from machine import COMMAND_S, EXIT_DEVICE, PROMPT

pytestmark = debian.ONLY_I386
# A word to look for in the dump of a panic.
MARK = 'mark 7c3a51'
# debian.INIT with the appliance's BusyBox, which has less.
INIT_32 = f'''#!/bin/busybox ash
for name in mkdir mount ln cat dd echo od; do /bin/busybox ln -s busybox /bin/$name; done
export PATH=/bin:/sbin PS1='{PROMPT}'
mkdir -p /proc /sys
mount -t proc proc /proc
mount -t sysfs sysfs /sys
exec /bin/busybox ash </dev/console >/dev/console 2>&1
'''
PT_LOAD, PT_NOTE = 1, 4
NT_PRSTATUS = 1
LOW, LOW_BYTES = 0x1000, 0x9ec00


@pytest.fixture(scope='module')
def system(tmp_path_factory):
    yield from debian.make_system(tmp_path_factory.mktemp('debian'))


class Dump:
    """The head of a /proc/vmcore: its program headers; its notes, and the process that each CPU's
    registers are of."""

    def __init__(self, data):
        assert data[:6] == b'\x7fELF\x02\x01', data[:16]
        (kind, self.machine), (phoff,), (entry, count) = (
            struct.unpack_from('<HH', data, 16), struct.unpack_from('<Q', data, 32),
            struct.unpack_from('<HH', data, 54))
        assert kind == 4 and entry == 56
        self.headers = [struct.unpack_from('<IIQQQQQQ', data, phoff + i * 56)
                        for i in range(count)]
        self.notes, self.pids = [], []
        (at, size), = [(h[2], h[5]) for h in self.headers if h[0] == PT_NOTE]
        end = at + size
        while at < end:
            name_bytes, bytes_, kind = struct.unpack_from('<III', data, at)
            self.notes.append((data[at + 12:at + 11 + name_bytes].decode(), kind))
            at += 12 + -(-name_bytes // 4) * 4
            if kind == NT_PRSTATUS:
                self.pids.append(struct.unpack_from('<I', data, at + 32)[0])
            at += -(-bytes_ // 4) * 4

    def ram(self):
        """Virtual and physical address and bytes of each range, but the kernel's own text."""
        loads = [h[3:6] for h in self.headers if h[0] == PT_LOAD]
        return [h for h in loads if h != max(loads)]

    def with_region(self, start, end):
        """Its ranges of physical memory, with what was reserved for the crash kernel put back."""
        out = []
        for at, to in sorted([(p, p + n) for _, p, n in self.ram()] + [(start, end)]):
            if out and out[-1][1] == at:
                at = out.pop()[0]
            out.append((at, to))
        return out

    def offset(self, address):
        return next(offset for kind, _, offset, _, paddr, *_ in self.headers
                    if kind == PT_LOAD and paddr == address)


def locked_down(m):
    """What a kernel refuses that takes only signed ones: in words, with kexec-tools' status."""
    m.ok('mount -t securityfs s /sys/kernel/security; '
         'echo integrity >/sys/kernel/security/lockdown')
    for options in ('-l /toy', '-s -l /long', '-a -l /long', '-u', '-s -u'):
        ours, theirs = (m.run(f'{who} {options} 2>&1') for who in (OURS, PEER))
        assert ours.status == theirs.status == (0 if options == '-s -u' else 255), options
        assert ours.status == 0 or 'the running kernel is locked down' in ours, ours


def panic(pc, system, tmp_path, who):
    """Load a crash kernel, panic, and look at the dump from there.

    Returns the crash kernel's command line, the dump's head, all RAM, and the head's file.
    """
    out = tmp_path / f'{who}.port'
    m = debian.start(pc, system, '-smp', '2', '-chardev', f'file,id=com2,path={out}',
               '-serial', 'chardev:com2')
    m.ok(f'{who} -p /vmlinuz --initrd=/level2 '
         '--append="console=ttyS0 panic=-1 loglevel=1 nr_cpus=1 reset_devices"')
    assert m.run(f'{who} -S').status == 1
    m.ok(f'echo {MARK} >/dev/kmsg; stty -F /dev/ttyS1 raw')
    # KASLR moves it, too
    region = re.search(r'(\w+)-(\w+) : Crash kernel', m.ok('cat /proc/iomem')).groups()
    low = m.memory(LOW, LOW_BYTES)
    m.type('echo c >/proc/sysrq-trigger\n')
    m.prompt()
    m.ok('stty -F /dev/ttyS1 raw; dd if=/proc/vmcore of=/dev/ttyS1 bs=8192 count=1 2>/dev/null')
    dmesg = m.ok('vmcore-dmesg /proc/vmcore >/tmp/dmesg; cat /tmp/dmesg | tail -n 60')
    assert MARK in dmesg and 'sysrq: Trigger a crash' in dmesg, dmesg
    end = time.monotonic() + COMMAND_S
    while out.stat().st_size < 8192:
        assert time.monotonic() < end, 'the head of the dump does not arrive'
        time.sleep(0.1)
    dump = Dump(out.read_bytes())
    # crash(8) takes the notes in the order of the CPUs
    cpu, pid = re.findall(r'CPU: (\d+) PID: (\d+) Comm: ', dmesg)[-1]
    assert dump.pids[int(cpu)] == int(pid), dump.pids
    at = dump.offset(LOW)
    copied = m.ok(f'dd if=/proc/vmcore bs=1024 skip={at // 1024} count={LOW_BYTES // 1024} '
                  '2>/dev/null | sha256sum').split()[0]
    assert at % 1024 == 0 and copied == hashlib.sha256(low).hexdigest()
    cmdline = m.ok('cat /proc/cmdline').strip()
    if who == OURS:
        locked_down(m)
    m.close()
    return cmdline, dump, dump.with_region(int(region[0], 16), int(region[1], 16) + 1), out


def test_panic(pc, system, tmp_path):
    """A crash kernel reads the other's memory: headers, messages, base memory."""
    cmdline, dump, ram, head = panic(pc, system, tmp_path, OURS)
    if not shutil.which('readelf'):
        pytest.skip('readelf is not installed on this host')
    listed = subprocess.run(['readelf', '-hlW', head], capture_output=True, text=True, check=True)
    assert 'CORE (Core file)' in listed.stdout and 'Advanced Micro Devices X86-64' in listed.stdout
    assert 'arning' not in listed.stderr and 'rror' not in listed.stderr, listed.stderr
    theirs_cmdline, theirs, their_ram, _ = panic(pc, system, tmp_path, PEER)
    assert dump.machine == theirs.machine == 62
    assert ram == their_ram and len(ram) == 2
    assert len({vaddr - paddr for vaddr, paddr, _ in dump.ram()}) == 1
    assert dump.notes == theirs.notes == [('CORE', 1), ('CORE', 1), ('VMCOREINFO', 0)]
    words = [re.sub(r'elfcorehdr=\d+K', 'elfcorehdr=', c) for c in (cmdline, theirs_cmdline)]
    assert words[0] == words[1]


def test_panic_high(pc, system):
    """Memory reserved above 4 GiB: -p takes kexec_file_load by itself, and -c refuses."""
    # 320 MiB lie up there: a kernel that KASLR put into their middle leaves no 160 MiB in one piece
    m = debian.start(pc, system, crash='nokaslr crashkernel=160M,high crashkernel=0,low',
                     machine='pc,max-ram-below-4g=320M')
    start, = re.findall(r'(\w+)-\w+ : Crash kernel', m.ok('cat /proc/iomem'))
    assert int(start, 16) >= 1 << 32
    high = 'the memory reserved for a crash kernel lies above 4 GiB'
    for command, because in ((f'{OURS} -c -p /vmlinuz', high),
                             (f'{OURS} -p /mboot', 'cannot load an image of this kind'),
                             (f'{OURS}32 -p /vmlinuz', 'no kexec_file_load for 32-bit programs')):
        result = m.run(f'{command} 2>&1')
        assert result.status == 255 and because in result and high in result, result
        assert m.run(f'{OURS} -S').status == 0
    words = '--append="console=ttyS0 panic=-1 loglevel=1 nr_cpus=1 high"'
    assert m.ok(f'{OURS} -p /vmlinuz --initrd=/level2 {words} 2>&1') == ''
    assert m.run(f'{OURS} -S').status == 1
    m.ok(f'{OURS} -p -u')
    assert m.run(f'{OURS} -S').status == 0
    said = m.ok(f'{OURS} -d -p /vmlinuz --initrd=/level2 {words} 2>&1').strip()
    assert said == f'{OURS}: {high}: loading by kexec_file_load'
    m.type('echo c >/proc/sysrq-trigger\n')
    m.prompt()
    assert m.ok('cat /proc/cmdline').split()[-1] == 'high'
    assert m.run('test -s /proc/vmcore').status == 0


def test_panic_32(pc, tmp_path):
    """The i386 build under Debian's 686 kernel: headers of ELF32, by its own choice."""
    small = {'init': INIT_32.encode(),
             'bin/busybox': product('busybox/busybox').read_bytes(),
             f'sbin/{OURS}': product('kexec').read_bytes()}
    files = {**small, 'level2': initrd.cpio(small),
             'vmlinuz': product('target/686/vmlinuz').read_bytes()}
    path = tmp_path / 'initrd'
    path.write_bytes(initrd.cpio(files))
    m = pc.start('-kernel', product('target/686/vmlinuz'), '-initrd', path, '-append',
                 'console=ttyS0 panic=-1 loglevel=1 crashkernel=128M', *EXIT_DEVICE,
                 qemu='qemu-system-i386', memory=640).prompt()
    m.ok(f'{OURS} -p /vmlinuz --initrd=/level2 --append="console=ttyS0 panic=-1 loglevel=1"')
    m.type('echo c >/proc/sysrq-trigger\n')
    m.prompt()
    head = m.ok('dd if=/proc/vmcore bs=8192 count=1 2>/dev/null | od -An -v -tx1').split()
    data = bytes.fromhex(''.join(head))
    assert data[:6] == b'\x7fELF\x01\x01' and b'OSRELEASE=6.1' in data
    kind, machine = struct.unpack_from('<HH', data, 16)
    phoff, = struct.unpack_from('<I', data, 28)
    loads = [h for i in range(struct.unpack_from('<H', data, 44)[0])
             if (h := struct.unpack_from('<8I', data, phoff + i * 32))[0] == PT_LOAD]
    assert (kind, machine) == (4, 3) and len(loads) == 3
    assert all(vaddr == 0xc0000000 + paddr for _, _, vaddr, paddr, *_ in loads)
