# SPDX-License-Identifier: GPL-2.0-only
"""kexec alone in the place of kexec-tools: under Debian's amd64 kernel, beside its kexec-tools."""
import os
import re
import subprocess

import pytest

import debian
from conftest import TOP, product
from debian import OURS, PEER
from plan import Plan, Received

pytestmark = debian.ONLY_I386
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


@pytest.fixture(scope='module')
def system(tmp_path_factory):
    more = {'bin/run': RUN.encode(), 'commands': '\n'.join([*COMMANDS, '']).encode()}
    yield from debian.make_system(tmp_path_factory.mktemp('debian'), more)


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
    for words, option in (('--serial-baud=9600 -l /toy', 'serial-baud'),
                          ('-l /toy --reset-vga', 'reset-vga'),
                          ('/toy --reuse-video -l', 'reuse-video-type')):
        said = m.ok(f'{OURS} {words} 2>&1').splitlines()
        assert said == [f'kexec: --{option}: it changes nothing here']
    m.ok(f'{OURS} -u')


def refused_options(m):
    """Options that are refused in words, with nothing loaded."""
    result = m.run(f'{OURS} --load-preserve-context --mem-max=0x6000000 /toy 2>&1')
    assert result.status == 255 and 'built without kexec jump (CONFIG_KEXEC_JUMP)' in result
    result = m.run(f'{OURS} -l --entry=0x1000 /toy 2>&1')
    assert result.status == 255 and 'the entry 0x1000 is not inside any segment' in result
    for how in '', '-a':
        result = m.run(f'{OURS} {how} -l /vmlinuz --real-mode 2>&1')
        assert result.status == 255 and 'firmware' in result and 'Cannot load' in result, result
    for words, what in (('--real-mode', '--real-mode'), ('--mem-max=0x9000000', '--mem-min or'),
                        ('--initrd=/toy --initrd=/toy', 'several initrds'),
                        ('--module="/toy x"', 'words for a module')):
        result = m.run(f'{OURS} -s -l /vmlinuz {words} 2>&1')
        assert result.status == 255 and result.splitlines()[-1].startswith(
            f'kexec: /vmlinuz: kexec_file_load cannot have {what}'), result
    assert m.ok('cat /sys/kernel/kexec_loaded').strip() == '0'


def test_same_outcome(pc, system):
    """Exit status and what is loaded, command by command; then to the next kernel."""
    m = debian.start(pc, system)
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


def test_file_call_and_what_a_target_gets(pc, system):
    """kexec_file_load to the next kernel; from there a toy by ours and, in another, by the peer."""
    got = {}
    for who in OURS, PEER:
        m = debian.start(pc, system)
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


def test_uefi(pc, system):
    """The next kernel has UEFI's runtime services, its frame buffer and ACPI tables."""
    m = debian.start(pc, system, '-bios', product('peer/OVMF.fd'))
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
