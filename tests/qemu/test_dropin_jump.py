# SPDX-License-Identifier: GPL-2.0-only
"""kexec alone: kexec jump, under a 64-bit kernel that has it."""
import pytest

import debian
import initrd
from conftest import TOP
from debian import OURS
from machine import EXIT_DEVICE

pytestmark = debian.ONLY_I386


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
    files = debian.small_system()
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
