# SPDX-License-Identifier: GPL-2.0-only
"""biostest: every way to start it, what it must find, its watchdog, and how two reports compare."""
import io
import pathlib
import re
import shutil
import subprocess
import tempfile

import pytest

from bochs import Bochs
from conftest import TOP, product
from disks import MIB, content, drive, tool
from machine import BOOT_S, EXIT_DEVICE, NIGHT, PROMPT

COMPARE = TOP / 'rootfs/bin/biostest'

GOOD, FAILED, HUNG = 1, 3, 5    # what isa-debug-exit makes of biostest's status
# Each service leaves at least this line.
LINES = ('cpu.cr0', 'ivt.00', 'bda.com', 'table.rsdp', 'pic.masks', 'pit.mode0', 'rtc.b', 'int11',
         'int12', 'int10.mode', 'int1a.tick', 'timer.hz', 'int14.0', 'int16.shift', 'int15.e820',
         'pci.bios', 'int13.disks', 'move.87', 'wait.ticks', 'key.typed', 'a20.found',
         'kbc.command', 'mode.set')
VERDICTS = ('cpu.idt_usable', 'int1a.advances', 'int1a.agrees', 'int1a.tick_of_day', 'timer.rate',
            'timer.tick', 'move.87', 'key.stored', 'key.irq1', 'a20.as_found', 'mode.set')
SERVICES = 23
RUN = 'noise\r\nbiostest: begin\r\n{}\r\nbiostest: end, status 0\r\nmore\r\n'


def parse(text):
    """The pairs of the last complete report in what biostest said."""
    runs, end, _ = text.replace('\r', '').rpartition('\nbiostest: end, status ')
    assert end, text
    run = runs.rpartition('biostest: begin\n')[2]
    return dict(re.findall('^([a-z0-9_.]+)=(.*)$', run, re.M))


def floppy(disks, text):
    """biostest.flp with a command line; a slow host gets time unless the test wants a hang."""
    if 'hang=' not in text:
        text += ' hang=240'
    path = disks.new('flp')
    shutil.copyfile(product('biostest.flp'), path)
    subprocess.run([TOP / 'mkimage/setargs', path, text], check=True, stdout=subprocess.DEVNULL)
    return path


def report(m):
    """Wait for the end; the report's pairs."""
    m.expect(r'biostest: end, status \d+', BOOT_S)
    return parse(m.said())     # a slow reader has more by now: the BIOS starts the floppy again


def check(got):
    """No service is missing, and all that can be good is."""
    assert not [key for key in LINES if key not in got]
    assert not {key: got.get(key) for key in VERDICTS if got.get(key) != 'ok'}
    assert got['services'] == f'{SERVICES} of {SERVICES}' and got['failed'] == '0'
    assert got['watchdog'] == 'irq0' and 'hung' not in got


def key_answered(m):
    """Type a key when biostest asks for one; it is what INT 16h gave."""
    m.expect(r'Press a key within \d+ s')
    m.keys('k')
    m.expect('key.typed=256b')


def test_floppy(pc, disks):
    """From its floppy, with a disk, a CD and an empty drive; a typed key; a status at the end."""
    disk = disks.raw(2 * MIB)
    m = pc.start(*drive(floppy(disks, 'unattended key=240'), 'floppy', index=1),
                 *drive(disk, 'ide'), *drive(product('bootshell.iso'), 'cd', 2, readonly=True),
                 '-boot', 'a', *EXIT_DEVICE)
    key_answered(m)
    got = report(m)
    assert m.wait_end() == GOOD
    check(got)
    assert got['form'] == 'disk' and got['drive'] == '0'
    assert got['int13.80.chs'] == got['int13.80.lba'] != got['int13.00.chs']
    assert got['int13.80.params'].endswith('0:00001000 sectors of 512')
    assert got['int13.80.read'] == 'ok' and got['int13.81.type'].startswith('error')
    assert got['int13.e0.params'].endswith('sectors of 2048') and 'crc' in got['int13.e0.lba']
    assert (got['pic.masks'], got['pic.elcr'], got['pit.mode0']) == (
        'b8,8e', '0,c', '2, access 3')


def test_kernel_486(pc):
    """QEMU's own loader, by the 16-bit entry, on a 486 with 8 MiB; port E9h says the same."""
    m = pc.start('-kernel', product('biostest.bz'), '-append', 'unattended key=1 hang=240',
                 *EXIT_DEVICE, '-debugcon', f'file:{pc.dir}/e9', cpu='486', memory=8)
    got = report(m)
    assert m.wait_end() == GOOD
    check(got)
    assert got['form'] == 'bzimage'
    assert parse((pc.dir / 'e9').read_text('latin-1')) == got


def test_syslinux(pc, disks):
    """SYSLINUX starts it and hands it a command line; it ends in INT 18h, visibly."""
    path = disks.fat({'biostest.bz': product('biostest.bz'), 'syslinux.cfg':
                      b'DEFAULT b\nLABEL b\n LINUX biostest.bz\n APPEND key=1 only=int12,int13\n'})
    tool('syslinux', '--install', path)
    m = pc.start(*drive(path, 'ide'))
    got = report(m)
    assert got['options'].endswith('key=1 only=int12,int13')
    assert got['services'] == f'2 of {SERVICES}' and got['failed'] == '0'
    m.wait_screen('status 0')
    m.wait_screen('No bootable device')


def test_loaded_low(pc, disks):
    """Put at 3000h, where it must run over itself; the command line arrives all the same."""
    image = product('payload/low.bin').read_bytes() + product('biostest.bz').read_bytes()
    m = pc.start(*drive(disks.sparse(MIB, [(0, image)]), 'ide'), *EXIT_DEVICE)
    got = report(m)
    assert m.wait_end() == GOOD
    assert got['entry'].startswith('cs 320, ds 300') and got['services'] == f'2 of {SERVICES}'


def test_serial_port(pc, disks):
    """serial=none keeps the line silent; words of no use are named on the screen."""
    m = pc.start(*drive(floppy(disks, 'serial=none hang=0 only=int12'), 'floppy'))
    assert m.wait_screen('int12=') == 'int12=639 KiB'
    m.wait_screen('ignored=hang')
    m.qmp.command('quit')
    m.wait_end()
    assert 'int12' not in m.tail()


HANG_AT = 'int11 INT 11h'


@pytest.mark.parametrize('ended_by', ['irq0', 'irq8', 'reset'])
def test_hang(pc, disks, ended_by):
    """A call never returns: the watchdog restarts, or a user does; the next run knows which."""
    toy = product('payload/hang.bin').read_bytes()
    patch = {'irq0': (b'', b''), 'irq8': (b'\x0c\x00\xe6\x21', b'\x0c\x01\xe6\x21'),
             'reset': (b'\xfb\xeb\xfe', b'\xfa\xeb\xfe')}[ended_by]     # sti; jmp .
    assert not patch[0] or toy.count(patch[0]) == 1
    path = disks.sparse(MIB, [(0, toy.replace(*patch))])
    m = pc.start(*drive(path, 'ide'), *drive(floppy(disks, 'hang=2 key=1 only=int11,int12'),
                                             'floppy', index=1),
                 '-action', 'reboot=reset')
    m.expect('watchdog=irq8' if ended_by == 'irq8' else 'watchdog=irq0')
    step = m.expect(rf'> (\d+\.\d+) {HANG_AT}').group(1)
    if ended_by == 'reset':
        with pytest.raises(AssertionError):
            m.expect('int11=', timeout=4)
        m.qmp.command('system_reset')
    else:
        m.expect(rf'hung={re.escape(step)} int11')
        m.expect('status 2')
    m.expect(f'last_run=ended in step {step}')
    m.expect(rf'> {re.escape(step)} {HANG_AT}.*: left out, the last run ended here')
    got = report(m)
    assert got['hung'] == f'{step} int11' and got['int12'] == '638 KiB' and got['failed'] == '1'
    # INT 18h at the end made the BIOS go on with the floppy: that run starts afresh.
    m.expect('biostest: begin')
    m.expect(r'options=(?s:(?!last_run).)*> 8')


def test_pause(pc, disks):
    """As the image comes: a screenful at a time, for those who have no serial line."""
    m = pc.start(*drive(floppy(disks, 'pause only=ivt,bda,int12'), 'floppy'))
    m.expect('-- a key goes on --')
    assert any(line.startswith('options=pause') for line in m.screen())
    m.keys('spc')
    m.expect('-- a key goes on --')
    m.keys('spc')
    assert report(m)['int12'] == '639 KiB'


def unexpected(cold, after):
    """What biostest --compare finds and nobody expects: (key, line) of each."""
    with tempfile.TemporaryDirectory() as dir:
        for name, pairs in (('cold', cold), ('after', after)):
            text = RUN.format('\n'.join(f'{k}={v}' for k, v in pairs.items()))
            pathlib.Path(dir, name).write_text(text, encoding='latin-1')
        out = subprocess.run([COMPARE, '--compare', 'cold', 'after'], cwd=dir, check=False,
                             capture_output=True, encoding='latin-1').stdout
    assert re.search(r'^\d+ values, ', out, re.M), out
    return [(re.split('[ :]', line)[0], line) for line in out.splitlines()[:-1]
            if not line.startswith('expected: ')]


def report_after_go(m):
    """Load biostest by its bare name, start it, press its key; its report, looked at."""
    m.ok('cd /; load biostest -a "unattended key=240 hang=240"')
    m.type('go\n')
    key_answered(m)
    after = report(m)
    assert m.wait_end() == GOOD
    check(after)
    return after


@pytest.mark.parametrize('cpu, clock, mended', [
    (None, [], []),
    ('486', NIGHT, ['int1a.tick_of_day (time): off at the cold boot, ok now'])])
def test_cold_and_after_kexec(pc, disks, cpu, clock, mended):
    """After Linux had the machine, mounted and read disks: the firmware's own machine again. By
    night SeaBIOS begins with a wrong tick, and the target gets the right one."""
    args = [*drive(floppy(disks, 'unattended key=240'), 'floppy', index=2),
            *drive(disks.overlay(product('bootshell.img')), 'ide'),
            *drive(disks.fat({'big': content(4 * MIB, 3)}), 'ide', index=1), *EXIT_DEVICE, *clock]
    m = pc.start(*args, '-boot', 'a', cpu=cpu)
    key_answered(m)
    cold = report(m)
    assert m.wait_end() == GOOD
    m = pc.start(*args, '-boot', 'c', cpu=cpu).prompt()
    m.ok('mnt bd81; cat /mnt/big | wc -c; umount /mnt')
    # by its bare name, unless a file here has that name
    assert m.run('cd /tmp; echo no kernel >biostest; load biostest').status == 1
    after = report_after_go(m)
    assert [line for _, line in unexpected(cold, after)] == mended
    assert after['form'] == 'bzimage'


def bochs_report(dir, boot, *lines):
    """Start Bochs from this medium and type these lines at its prompts; biostest's report."""
    m = Bochs(dir, 'floppya: 1_44=biostest.flp, status=inserted',
              'ata0-master: type=disk, path=bootshell.img, mode=flat', f'boot: {boot}')
    m.serial.logfile_read = log = io.StringIO()
    try:
        for line in lines:
            m.expect(PROMPT)
            m.serial.send(line + '\n')
        m.expect(r'biostest: end, status \d\r\n')
    finally:
        m.close()
    return parse(log.getvalue().removesuffix(m.serial.buffer))


def test_bochs(tmp_path):
    """Under Bochs, whose processor checks segment limits: cold, and after load and go."""
    shutil.copyfile(product('biostest.flp'), tmp_path / 'biostest.flp')
    subprocess.run([TOP / 'mkimage/setargs', tmp_path / 'biostest.flp', 'key=1'], check=True)
    shutil.copyfile(product('bootshell.img'), tmp_path / 'bootshell.img')
    cold = bochs_report(tmp_path, 'floppy')
    check(cold)
    assert cold['cpu.limits'] == 'ds 64k, es 64k, fs 64k, gs 64k'
    after = bochs_report(tmp_path, 'disk', 'disks',
                         'mnt bd80p1; load /mnt/biostest.bz -a key=1 && go')
    check(after)
    # The boot order is part of the CMOS sum.
    assert not [d for d in unexpected(cold, after) if d[0] != 'cmos.sum']


# biostest --compare, without a machine.


def compared(tmp_path, cold, after):
    for name, text in (('cold', cold), ('after', after)):
        (tmp_path / name).write_text(text, newline='')
    return subprocess.run([COMPARE, '--compare', 'cold', 'after'], cwd=tmp_path,
                          capture_output=True, text=True, check=False)


def test_compare(tmp_path):
    """Expected differences are named and forgiven, others count."""
    cold = RUN.format('int1a.tick=5\n> 1.1 x AX=1\nint12=639 KiB\npic.masks=b8,8e')
    after = 'biostest: begin\nint12=1 KiB\n' + RUN.format(
        'int1a.tick=7\n> 1.1 x AX=2\nint12=639 KiB\npic.masks=b8,8e')
    result = compared(tmp_path, cold, after)
    assert result.returncode == 0, result
    assert ('expected: int1a.tick (time): 5 at the cold boot, 7 now - time has passed\n'
            in result.stdout)
    assert '3 values, 1 expected differences, 0 others' in result.stdout
    # The BIOS has started it once more: a report without an end does not count, here and there.
    begun = after + 'biostest: begin\r\nint12=1 KiB\r\n'
    assert compared(tmp_path, cold, begun).stdout == result.stdout
    assert parse(begun) == parse(after) and parse(after)['int12'] == '639 KiB'
    result = compared(tmp_path, cold, after.replace('b8,8e', 'ff,ff').replace('int12=639', 'x=6'))
    assert result.returncode == 1
    assert 'pic.masks (interrupts masked at the 8259s): b8,8e at the cold boot, ff,ff now' \
        in result.stdout
    assert ('int12 (memory as the BIOS reports it): missing; 639 KiB at the cold boot\n'
            in result.stdout)
    assert 'x: 6 KiB; the cold boot has no such line' in result.stdout


@pytest.mark.parametrize('text, why', [
    ('', 'no report of biostest'),
    ('biostest: begin\nint12=639 KiB\n', 'the report has no end'),
    (RUN.format('int12=1\nint12=2'), 'int12 stands twice'),
])
def test_compare_refusals(tmp_path, text, why):
    result = compared(tmp_path, RUN.format('int12=1'), text)
    assert result.returncode == 2 and result.stdout == ''
    assert result.stderr.startswith(f'biostest: after: {why}') and result.stderr.count('\n') == 1


def test_in_the_shell(pc, disks):
    """`bios test` says of the same machine what biostest says, with the firmware below Linux."""
    args = [*drive(floppy(disks, 'unattended key=1 skip=timer,wait,a20'), 'floppy', index=1),
            *drive(disks.raw(2 * MIB), 'ide')]
    m = pc.start(*args, '-boot', 'a', *EXIT_DEVICE)
    cold = report(m)
    assert m.wait_end() == GOOD
    m = pc.shell(*args)
    result = m.ok('bios test')
    live = result.pairs
    assert live['int1a.advances'] == 'ok' and live['int13.80.chs'] == live['int13.80.lba']
    del live['int1a.advances']
    assert len(live) >= 12 and {key: cold.get(key) for key in live} == live
    assert re.search(r'^\d+ answers good, 0 bad$', result, re.M)
    assert m.run('bios test x').status == 2
    # how reports compare, by the shell's own awk
    for name, kb, form in (('a', 639, 'disk'), ('b', 638, 'bzimage')):
        m.ok(f"printf 'biostest: %s\\r\\n' begin >/tmp/{name}; echo int12={kb} KiB >>/tmp/{name};"
             f" echo form={form} >>/tmp/{name}; echo 'biostest: end, status 0' >>/tmp/{name}")
    result = m.run('biostest --compare /tmp/a /tmp/b')
    assert result.status == 1 and result.splitlines() == [
        'int12 (memory as the BIOS reports it): 639 KiB at the cold boot, 638 KiB now',
        'expected: form: disk at the cold boot, bzimage now - how biostest was started',
        '2 values, 1 expected differences, 1 others']
    assert m.ok('biostest --compare /tmp/a /tmp/a').startswith('2 values, 0 expected')
    assert m.run('biostest --compare /tmp/a /dev/null').status == 2


def test_in_the_shell_bad(pc, disks):
    """A disk that cannot be read is named as bad; an empty floppy drive is not."""
    m = pc.shell(*drive(disks.raw(2 * MIB), 'ide', bad_sector=0))
    result = m.run('bios test')
    assert result.status == 1
    assert result.splitlines()[-1].endswith('2 bad: int13.80.chs int13.80.lba')
    assert re.search('^int13.00.chs=error [0-9a-f]+, no medium$', result, re.M)
