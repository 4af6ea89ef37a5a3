# SPDX-License-Identifier: GPL-2.0-only
"""kexec alone in the place of kexec-tools: under Debian's amd64 kernel, beside its kexec-tools."""
import hashlib
import os
import re
import shutil
import struct
import subprocess
import time

import pytest

import initrd
from conftest import ARCH, TOP, product
from machine import COMMAND_S, EXIT_DEVICE, PROMPT
from plan import Plan, Received

pytestmark = pytest.mark.skipif(ARCH != 'i386', reason='i386 builds both kexecs, and tests them')
OURS, PEER = 'kexec', 'kexec-tools'
# A word to look for in the dump of a panic.
MARK = 'mark 7c3a51'
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
# The same with the appliance's BusyBox, which has less.
INIT_32 = f'''#!/bin/busybox ash
for name in mkdir mount ln cat dd echo od; do /bin/busybox ln -s busybox /bin/$name; done
export PATH=/bin:/sbin PS1='{PROMPT}'
mkdir -p /proc /sys
mount -t proc proc /proc
mount -t sysfs sysfs /sys
exec /bin/busybox ash </dev/console >/dev/console 2>&1
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
    '--load-preserve-context /vmlinuz', '--load-preserve-context --mem-max=0x6000000 /toy',
    '-s --load-preserve-context --mem-max=0x6000000 /toy', '--load-jump-back-helper', '-l -S',
    '--load-jump-back-helper --entry=0x1000', '-s --load-jump-back-helper --entry=0x1000',
    '-a --load-jump-back-helper --entry=0x1000', '--entry=x -l /toy', '--print-ckr-size',
    '--console-vga -u', '--serial=ttyS0 -u',
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
            f'sbin/{OURS}': product('kexec-amd64').read_bytes(),
            f'bin/{OURS}32': product('kexec').read_bytes(),
            f'bin/{PEER}': product('peer/kexec-tools').read_bytes(),
            'bin/vmcore-dmesg': product('peer/vmcore-dmesg').read_bytes(),
            'bin/run': RUN.encode(), 'commands': '\n'.join([*COMMANDS, '']).encode(),
            'sbin/kexec-reboot': (TOP / 'kexec/install/kexec-reboot').read_bytes(),
            'sbin/shutdown': b'#!/bin/busybox sh\nexit 7\n',
            'toy': product('payload/toy-2.12.bzimage').read_bytes(),
            'long': product('payload/long.bzimage').read_bytes()}


@pytest.fixture(scope='module')
def system(tmp_path_factory):
    """The guest's initrd: with a kernel, an initrd for that, and targets."""
    files = small_system()
    files['level2'] = initrd.cpio(files)
    files['vmlinuz'] = product('target/cloud-amd64/vmlinuz').read_bytes()
    files['mboot'] = product('payload/mboot-flat').read_bytes()
    files['plain'] = product('payload/mboot-plain').read_bytes()
    path = tmp_path_factory.mktemp('debian') / 'initrd'
    path.write_bytes(initrd.cpio(files))
    yield path
    path.unlink()


def debian(pc, system, *args, crash='crashkernel=160M', **options):
    """Debian's kernel, up to its shell, with memory for a crash kernel."""
    return pc.start('-kernel', product('target/cloud-amd64/vmlinuz'), '-initrd', system, '-append',
                    f'console=ttyS0 panic=-1 loglevel=1 {crash}', *EXIT_DEVICE, *args,
                    qemu='qemu-system-x86_64', memory=640, **options).prompt()


def to_toy(m, program):
    """Load and start the toy kernel; what it received."""
    m.ok(f'{program} -l /toy --append="by={program} end"')
    m.type(f'{program} -e\n')
    m.expect('payload: first instruction')
    got = Received(m.expect(r'(?s)^(.*)payload: done').group(1))
    m.wait_end()
    return got


def styles_and_no_effect(m):
    """What an ELF program gets; options that are accepted and say that they change nothing."""
    plans = [Plan(m.ok(f'{OURS} -d --args-{style} -l /plain')) for style in ('elf', 'none')]
    assert [(p.regs['eax'], len(p.segments)) for p in plans] == [(0x0e1fb007, 3), (0, 2)]
    for option in ('--serial-baud=9600', '--reset-vga', '--reuse-video-type'):
        said = m.ok(f'{OURS} {option} -l /toy 2>&1')
        assert f'kexec: {option}: it changes nothing here' in said
    m.ok(f'{OURS} -u')


def refused_options(m):
    """Options that are refused in words, with nothing loaded."""
    result = m.run(f'{OURS} --load-preserve-context --mem-max=0x6000000 /toy 2>&1')
    assert result.status == 255 and 'built without kexec jump (CONFIG_KEXEC_JUMP)' in result
    result = m.run(f'{OURS} -l --entry=0x1000 /toy 2>&1')
    assert result.status == 255 and 'the entry 0x1000 is not inside any segment' in result
    result = m.run(f'{OURS} -l /vmlinuz --real-mode 2>&1')
    assert result.status == 255 and 'firmware' in result and 'Cannot load' in result, result
    assert m.ok('cat /sys/kernel/kexec_loaded').strip() == '0'


def test_same_outcome(pc, system):
    """Exit status and what is loaded, command by command; then to the next kernel."""
    m = debian(pc, system)
    ours, theirs = (m.ok(f'run {who}', 600).splitlines() for who in (OURS, PEER))
    assert len(ours) == len(COMMANDS) and ours == theirs
    assert m.ok(f'{OURS} --print-ckr-size') == m.ok(f'{PEER} --print-ckr-size') != '0'
    assert m.ok(f'{OURS} -v').startswith(m.ok(f'{PEER} -v').strip())
    assert 'Nothing has been loaded!' in m.run(f'{OURS} -e 2>&1')
    styles_and_no_effect(m)
    refused_options(m)
    result = m.run(f'{OURS}32 -s -l /vmlinuz 2>&1')
    assert result.status == 253 and 'syscall kexec_file_load not available.' in result

    # the hook: nothing is loaded; nothing is to be restarted; then the start
    m.ok('kexec-reboot stop')
    m.ok(f'{OURS} -l /vmlinuz --initrd=/level2 --append=x --reuse-cmdline --append=by=ours')
    m.ok('kexec-reboot poweroff')
    m.type('kexec-reboot stop\n')
    m.expect('Starting the kernel that kexec has loaded')
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


def there_and_back(m, *lines):
    """kexec -e, what it says there, and back: the status, and that the shell goes on."""
    m.type(f'{OURS} -e; echo stat"us" $?\n')
    for line in lines:
        m.expect(line)
    assert m.expect(r'status (\d+)').group(1) == '0'
    m.prompt()
    assert m.ok('cat /tmp/mark; cat /sys/kernel/kexec_loaded').split() == ['first', '1']


def jump_back(m):
    """The target is Linux, which comes to its shell; from there back to the first."""
    m.ok(f'{OURS} --load-preserve-context --mem-max=0x7ffffff /vmlinuz --initrd=/level2 '
         '--append="console=ttyS0 loglevel=1 second"')
    m.type(f'{OURS} -e; echo stat"us" $?\n')
    m.prompt()
    *words, back = m.ok('cat /proc/cmdline').split()
    assert words[-1] == 'second' and m.run('cat /tmp/mark').status == 1
    entry = back.removeprefix('kexec_jump_back_entry=')
    m.ok(f'{OURS} --load-jump-back-helper --entry={entry}')
    result = m.run(f'{OURS} --load-jump-back-helper --entry={entry} 2>&1')
    assert result.status == 255 and 'There is kexec kernel loaded' in result
    m.type(f'{OURS} -e\n')
    assert m.expect(r'status (\d+)').group(1) == '0'
    m.prompt()
    assert m.ok('cat /tmp/mark').strip() == 'first'


def test_jump(pc, tmp_path):
    """Targets of 32 and 64 bits return as often as they are called; so does another Linux."""
    kernel = TOP / 'build/i386/target/jump/vmlinuz'
    if not kernel.exists():
        pytest.skip('no kernel with CONFIG_KEXEC_JUMP, as Debian has none: make jump-kernel')
    files = small_system()
    files.update(level2=initrd.cpio(files), vmlinuz=kernel.read_bytes())
    path = tmp_path / 'initrd'
    path.write_bytes(initrd.cpio(files))
    m = pc.start('-kernel', kernel, '-initrd', path, '-append', 'console=ttyS0 panic=-1 loglevel=1',
                 *EXIT_DEVICE, '-smp', '2', qemu='qemu-system-x86_64', memory=320).prompt()
    m.ok('echo first >/tmp/mark')
    for target in '/toy', '-t bzImage64 /long':
        m.ok(f'{OURS} --load-preserve-context --mem-max=0x3ffffff {target} --append=brief')
        there_and_back(m, 'payload: first instruction', 'payload: done')
        there_and_back(m, 'payload: back for time 1')
        there_and_back(m, 'payload: back for time 2')
    jump_back(m)


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
        self.notes = []
        (at, size), = [(h[2], h[5]) for h in self.headers if h[0] == PT_NOTE]
        end = at + size
        while at < end:
            name_bytes, bytes_, kind = struct.unpack_from('<III', data, at)
            self.notes.append((data[at + 12:at + 11 + name_bytes].decode(), kind))
            at += 12 + -(-name_bytes // 4) * 4 + -(-bytes_ // 4) * 4

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
    m = debian(pc, system, '-smp', '2', '-chardev', f'file,id=com2,path={out}',
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
    m = debian(pc, system, crash='crashkernel=160M,high crashkernel=0,low',
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


def test_uefi(pc, system):
    """The next kernel has UEFI's runtime services, its frame buffer and ACPI tables."""
    m = debian(pc, system, '-bios', product('peer/OVMF.fd'))
    tables = m.ok('cat /sys/firmware/efi/systab')
    rsdp = int(re.search('ACPI20=(.*)', tables).group(1), 16)
    for option, passed in ('', True), ('--noefi', False):
        plan = Plan(m.ok(f'{OURS} -d {option} -l /toy'))
        params = {p['name']: p['value'] for p in plan.params}
        assert (params['efi_info'] != '0') == passed
        assert [d['type'] for d in plan.setup_data].count('4') == passed
        assert int(params['acpi_rsdp_addr'], 16) == rsdp
    m.ok(f'{OURS} -l /vmlinuz --initrd=/level2 --reuse-cmdline')
    m.type(f'{OURS} -e\n')
    m.prompt()
    assert m.ok('cat /sys/firmware/efi/systab') == tables
    said = m.ok('dmesg')
    for what in ('Registered efivars operations', 'efifb: framebuffer at', f'RSDP 0x{rsdp:016X}'):
        assert what in said, what


def long_options():
    text = (TOP / 'kexec/cmd/kexec-options.c').read_text()
    return re.findall(r'\{ "([a-z0-9-]+)", (?:no|required)_argument', text)


def test_every_option_is_documented():
    """In the manual page and, with a test that there is, in the table of docs/kexec.md."""
    manual = (TOP / 'kexec/install/kexec.8').read_text().replace('\\', '')
    table = (TOP / 'docs/kexec.md').read_text()
    assert len(long_options()) > 40
    for option in long_options():
        assert f'--{option}' in manual and f'--{option}' in table, option
    tests = ''.join(path.read_text() for path in (*(TOP / 'tests/unit').glob('*.c'),
                                                  *(TOP / 'tests/qemu').glob('*.py')))
    for row in re.findall(r'(?m)^\| (?:`-|FILE).*$', table):
        held_by = re.findall(r'`(\w[\w.]*)`', row.split('|')[4])
        assert held_by, row
        for name in held_by:
            where = TOP / 'tests/qemu' / name
            assert where.exists() or f'{name.removeprefix("test_")}(' in tests, row


def test_install(tmp_path):
    """make install DESTDIR: the program, its manual, the hooks, and nothing else."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(('MAKE', 'MFLAGS'))}
    subprocess.run(['make', '-s', 'install', f'DESTDIR={tmp_path}', 'INSTALL_ARCH=amd64'], cwd=TOP,
                   env=env, check=True, stdout=subprocess.DEVNULL)
    hook = (TOP / 'kexec/install/kexec-reboot').read_bytes()
    files = {'sbin/kexec': product('kexec-amd64').read_bytes(), 'etc/init.d/kexec-reboot': hook,
             'lib/systemd/system-shutdown/kexec-reboot': hook,
             'usr/share/man/man8/kexec.8': (TOP / 'kexec/install/kexec.8').read_bytes()}
    assert {str(p.relative_to(tmp_path)): p.read_bytes()
            for p in tmp_path.rglob('*') if p.is_file()} == files
    assert all(os.access(tmp_path / name, os.X_OK) == (not name.endswith('.8')) for name in files)
