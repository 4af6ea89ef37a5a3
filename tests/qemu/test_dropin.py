# SPDX-License-Identifier: GPL-2.0-only
"""kexec alone in the place of kexec-tools: under Debian's amd64 kernel, beside Debian's kexec-tools."""
import hashlib
import re
import shutil
import struct
import subprocess
import time

import pytest

import initrd
from conftest import product
from machine import COMMAND_S, EXIT_DEVICE, PROMPT
from plan import Plan, Received

OURS, PEER = 'kexec', 'kexec-tools'
# A word to look for in the dump of a panic.
MARK = 'mark 7c3a51'
INIT = f'''#!/bin/busybox sh
/bin/busybox mkdir -p /proc /sys /dev /run /tmp
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
export PATH=/bin PS1='{PROMPT}'
stty cols 200
exec setsid cttyhack sh
'''
PT_LOAD, PT_NOTE = 1, 4
LOW, LOW_BYTES = 0x1000, 0x9ec00
# What a script may ask of either, in this order; compared are exit status and what is loaded then.
COMMANDS = [
    '-S', '-l -S', '-p -S', '-u', '-e', '-h', '-v', '', '-l', '-p',
    '--no-such-option', '-e --append=x', '-u --initrd=/toy', '-l /nothing', '-l /init',
    '-l /vmlinuz --initrd=/nothing', '-t nonsense -l /vmlinuz', '-t multiboot-x86 -l /vmlinuz',
    '--mem-min=x -l /vmlinuz', '--mem-max=12z -l /vmlinuz',
    '-l /vmlinuz --initrd=/level2 --append=x', '-l -S', '-S', '-u', '-l -S',
    '-p /vmlinuz --initrd=/level2', '-S', '-p -S', '-l -S', '-u', '-S', '-p -u', '-p -S',
    '-s -l /vmlinuz --initrd=/level2', '-l -S', '-s -u', '-l -S', '-s -l /nothing',
    '-a -l /vmlinuz', '-l -S', '-c -u', '-l -S', '-s -p /vmlinuz', '-S', '-s -p -u', '-S',
    '-c -l /mboot --module="/toy one two"', '-l -S', '-a -u', '-t bzImage64 -l /vmlinuz', '-u',
    '/vmlinuz --append=x', '-u',
    '-t bzImage --entry-32bit -l /vmlinuz', '-i -l /vmlinuz', '-d -u',
    '--load-live-update /vmlinuz', '--exec-live-update', '--reuseinitrd -l /vmlinuz',
    '--load-preserve-context /vmlinuz', '--print-ckr-size', '--console-vga -u', '--serial=ttyS0 -u',
]
# Runs them by the program $1: a line each.
RUN = '''#!/bin/busybox sh
while read -r options; do
	eval "$1 $options" >/tmp/out 2>&1 </dev/null
	echo "$? $(cat /sys/kernel/kexec_loaded /sys/kernel/kexec_crash_loaded | xargs) $options"
done </commands
'''


def small_system():
    """The initrd of a kernel that is started from the guest."""
    return {'init': INIT.encode(), 'bin/busybox': product('peer/busybox').read_bytes(),
            f'bin/{OURS}': product('kexec-amd64').read_bytes(),
            f'bin/{OURS}32': product('kexec').read_bytes(),
            f'bin/{PEER}': product('peer/kexec-tools').read_bytes(),
            'bin/vmcore-dmesg': product('peer/vmcore-dmesg').read_bytes(),
            'bin/run': RUN.encode(), 'commands': '\n'.join([*COMMANDS, '']).encode(),
            'sbin/shutdown': b'#!/bin/busybox sh\nexit 7\n',
            'toy': product('payload/toy-2.12.bzimage').read_bytes()}


@pytest.fixture(scope='module')
def system(tmp_path_factory):
    """The guest's initrd: with a kernel, an initrd for that, and targets."""
    files = small_system()
    files['level2'] = initrd.cpio(files)
    files['vmlinuz'] = product('target/cloud-amd64/vmlinuz').read_bytes()
    files['mboot'] = product('payload/mboot-flat').read_bytes()
    path = tmp_path_factory.mktemp('debian') / 'initrd'
    path.write_bytes(initrd.cpio(files))
    yield path
    path.unlink()


def debian(pc, system, *args):
    """Debian's kernel, up to its shell, with memory for a crash kernel."""
    return pc.start('-kernel', product('target/cloud-amd64/vmlinuz'), '-initrd', system, '-append',
                    'console=ttyS0 panic=-1 loglevel=1 crashkernel=160M', *EXIT_DEVICE, *args,
                    qemu='qemu-system-x86_64', memory=640).prompt()


def to_toy(m, program):
    """Load and start the toy kernel; what it received."""
    m.ok(f'{program} -l /toy --append="by={program} end"')
    m.type(f'{program} -e\n')
    m.expect('payload: first instruction')
    got = Received(m.expect(r'(?s)^(.*)payload: done').group(1))
    m.wait_end()
    return got


def test_same_outcome(pc, system):
    """Exit status and what is loaded, command by command; then by 32-bit code to the next kernel."""
    m = debian(pc, system)
    ours, theirs = (m.ok(f'run {who}', 600).splitlines() for who in (OURS, PEER))
    assert len(ours) == len(COMMANDS) and ours == theirs
    assert m.ok(f'{OURS} --print-ckr-size') == m.ok(f'{PEER} --print-ckr-size') != '0'
    assert 'Nothing has been loaded!' in m.run(f'{OURS} -e 2>&1')
    result = m.run(f'{OURS}32 -s -l /vmlinuz 2>&1')
    assert result.status == 253 and 'syscall kexec_file_load not available.' in result

    m.ok(f'{OURS} -l /vmlinuz --initrd=/level2 --reuse-cmdline --append=by=ours')
    m.type(f'{OURS} -e\n')
    m.prompt()
    assert m.ok('cat /proc/cmdline').strip() == \
        'console=ttyS0 panic=-1 loglevel=1 crashkernel=160M by=ours'
    # a 32-bit program under the 64-bit kernel
    plan = Plan(m.ok(f'{OURS}32 -d -l /toy --append="by={OURS}32 end"'))
    m.type(f'{OURS}32 -e\n')
    m.expect('payload: first instruction')
    got = Received(m.expect(r'(?s)^(.*)payload: done').group(1))
    assert got['cmdline'] == plan.cmdline
    assert got.number('esi') == plan.regs['esi']


def test_file_call_and_what_a_target_gets(pc, system):
    """kexec_file_load to the next kernel; from there a toy by ours and, in another, by the peer."""
    got = {}
    for who in OURS, PEER:
        m = debian(pc, system)
        m.ok(f'{who} -s -l /vmlinuz --initrd=/level2 --reuse-cmdline --append=by={who}')
        m.type(f'{who} -e\n')
        m.prompt()
        assert m.ok('cat /proc/cmdline').endswith(f' by={who}\n')
        got[who] = to_toy(m, who)
    ours, theirs = got[OURS], got[PEER]
    assert ours['cmdline'] == f'by={OURS} end' and theirs['cmdline'] == f'by={PEER} end'
    e820 = {who: [v for k, v in g.pairs.items() if re.match(r'e820\.\d', k)]
            for who, g in got.items()}
    # kexec-tools takes the interrupt vectors out of the first range; the BIOS calls them RAM
    assert e820[OURS][1:] == e820[PEER][1:] and len(e820[OURS]) > 4
    for name in ('ebp', 'edi', 'ebx'):
        assert ours.number(name) == theirs.number(name) == 0, name


class Dump:
    """The head of a /proc/vmcore: its program headers."""

    def __init__(self, data):
        assert data[:6] == b'\x7fELF\x02\x01', data[:16]
        (kind, self.machine), (phoff,), (entry, count) = (
            struct.unpack_from('<HH', data, 16), struct.unpack_from('<Q', data, 32),
            struct.unpack_from('<HH', data, 54))
        assert kind == 4 and entry == 56
        self.headers = [struct.unpack_from('<IIQQQQQQ', data, phoff + i * 56)
                        for i in range(count)]

    def loads(self):
        """Physical address and bytes of each range of memory but the kernel's own text."""
        text = max(vaddr for kind, _, _, vaddr, *_ in self.headers if kind == PT_LOAD)
        return [(paddr, size) for kind, _, _, vaddr, paddr, size, _, _ in self.headers
                if kind == PT_LOAD and vaddr != text]

    def direct_map(self):
        """Where the dump says that physical address 0 was mapped."""
        return {vaddr - paddr for kind, _, _, vaddr, paddr, *_ in self.headers
                if kind == PT_LOAD and (paddr, _[0]) in self.loads()}

    def offset(self, address):
        return next(offset for kind, _, offset, _, paddr, *_ in self.headers
                    if kind == PT_LOAD and paddr == address)


def panic(pc, system, tmp_path, who):
    """Load a crash kernel, panic, and look at the dump from there; its command line, its head."""
    out = tmp_path / f'{who}.port'
    m = debian(pc, system, '-smp', '2', '-chardev', f'file,id=com2,path={out}',
               '-serial', 'chardev:com2')
    m.ok(f'{who} -p /vmlinuz --initrd=/level2 '
         '--append="console=ttyS0 panic=-1 loglevel=1 nr_cpus=1 reset_devices"')
    assert m.run(f'{who} -S').status == 1
    m.ok(f'echo {MARK} >/dev/kmsg; stty -F /dev/ttyS1 raw')
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
    at = dump.offset(LOW)
    copied = m.ok(f'dd if=/proc/vmcore bs=1024 skip={at // 1024} count={LOW_BYTES // 1024} '
                  '2>/dev/null | sha256sum').split()[0]
    assert at % 1024 == 0 and copied == hashlib.sha256(low).hexdigest()
    cmdline = m.ok('cat /proc/cmdline').strip()
    m.close()
    return cmdline, dump, out


def test_panic(pc, system, tmp_path):
    """A crash kernel reads the other's memory: headers, messages, base memory; as kexec-tools' does."""
    cmdline, dump, head = panic(pc, system, tmp_path, OURS)
    if not shutil.which('readelf'):
        pytest.skip('readelf is not installed on this host')
    listed = subprocess.run(['readelf', '-hlW', head], capture_output=True, text=True, check=True)
    assert 'CORE (Core file)' in listed.stdout and 'Advanced Micro Devices X86-64' in listed.stdout
    assert 'arning' not in listed.stderr and 'rror' not in listed.stderr, listed.stderr
    theirs_cmdline, theirs, _ = panic(pc, system, tmp_path, PEER)
    assert dump.machine == theirs.machine == 62
    assert dump.loads() == theirs.loads()
    assert len(dump.direct_map()) == 1
    notes = [[h[5] for h in d.headers if h[0] == PT_NOTE] for d in (dump, theirs)]
    assert notes[0] == notes[1]
    words = [re.sub(r'elfcorehdr=\d+K', 'elfcorehdr=', c) for c in (cmdline, theirs_cmdline)]
    assert words[0] == words[1]
