# SPDX-License-Identifier: GPL-2.0-only
"""The commands at the prompt: help, memory map, plans, editing, interruption."""
import json
import re

import pytest

from conftest import product
from disks import MIB, content, drive
from machine import PROMPT

COMMANDS = ['load', 'initrd', 'append', 'show', 'unload', 'go', 'memmap', 'kexec', 'disks', 'mnt',
            'menu', 'bios', 'bios diff', 'bios state', 'bios test', 'net', 'dhcp', 'fetch',
            'chain', 'localboot', 'smbios', 'dhcp-packet', 'biostest']
# All but kexec, which speaks as kexec-tools, what only scripts call, and dhcp, which speaks as net.
STRICT = [c for c in COMMANDS if c not in ('kexec', 'dhcp', 'dhcp-packet')]
TAKE_FOUR = ['initrd', 'append', 'disks', 'biostest']


@pytest.fixture(scope='module')
def m(shared_pc, disks):
    image = disks.partitioned(disks.ext4({'toy': product('payload/toy-2.12.bzimage'),
                                          'big': content(16 * MIB, 5)}))
    machine = shared_pc.shell(*drive(image, 'ide', rate=8 * MIB), memory=128)
    machine.ok('mnt /dev/bd80p1')
    return machine


@pytest.mark.parametrize('command', COMMANDS)
def test_help(m, command):
    text = m.ok(f'{command} --help 2>&1')
    assert re.search(rf'(?i)usage: {command}\b', text), text
    assert all(len(line) <= 80 for line in text.splitlines()), text


def said_of(m, commands, *words):
    """{(command, word): (lines, status)} of each command with each of the words."""
    listed = ' '.join(c.replace(' ', ',') for c in commands)
    said = m.ok(f'for c in {listed}; do for w in {" ".join(words)}; do echo "@$c@$w@"; '
                '$(echo $c | tr , " ") $(echo $w | tr , " ") 2>&1; echo $?; done; done')
    return {(c.replace(',', ' '), w): (text.splitlines()[:-1], text.splitlines()[-1])
            for c, w, text in re.findall(r'@([a-z,]+)@(.+)@\n([^@]*)', said)}


def test_wrong_words(m):
    """Each command names the word that it does not know, and points to --help; status 2."""
    said = said_of(m, STRICT, '--no-such', '-Z')
    said |= said_of(m, [c for c in STRICT if c not in TAKE_FOUR], 'one,two,three,four')
    assert len(said) == 3 * len(STRICT) - len(TAKE_FOUR)
    for (command, words), (lines, status) in said.items():
        name, reason, word = lines[0].split(': ')
        assert reason in ('unrecognized option', 'extra operand', 'unknown command'), lines
        assert name == command and word.strip('-') in words.strip('-').split(','), lines
        assert lines[1].startswith(f'usage: {command}') and status == '2', lines
        assert lines[-1] == f"Try '{command} --help'." and len(lines) <= 6, lines


def test_help_on(m):
    assert m.ok('help bios diff') == m.ok('bios diff --help')
    assert m.run('help nothing 2>&1') == 'help: nothing: no such command\n'


def test_shutdown_line(m):
    """What is said when the machine cannot switch itself off fits the screen."""
    said = m.ok('umount /mnt; /etc/shutdown; mnt bd80p1').splitlines()
    assert any('file systems are unmounted' in line for line in said), said
    assert all(len(line) < 80 for line in said), said


def test_memmap_table(m):
    """128 MiB: base memory, RAM from 1 MiB on, and who said so."""
    table = m.ok('memmap')
    assert re.search(r'(?i)\bram\b', table) and re.search(r'(?i)reserved', table), table
    assert '0x100000' in table or '00100000' in table, table


def test_memmap_json(m):
    """Sorted, without overlap, RAM as much as QEMU was given, each range with its sources."""
    found = json.loads(m.ok('memmap --json'))
    assert found['sources'] == {'sysfs': True, 'boot_params': True, 'bios': True}
    spans = [(r['start'], r['end']) for r in found['ranges']]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:]))
    ram = sum(r['end'] - r['start'] for r in found['ranges'] if r['type'] == 1)
    assert ram == found['ram_bytes']
    assert 127 << 20 <= ram <= 128 << 20
    assert not any(r['disagree'] for r in found['ranges'])


def test_memmap_picture(m):
    """To scale: 640 KiB of RAM in the first MiB, at 4 KiB a character."""
    picture = m.ok('memmap').split('Below 1 MiB')[1]
    rows = re.findall(r'^ +[0-9a-f]+ (\S+)$', picture, re.M)
    assert ''.join(rows[:4]).startswith('#' * 159), picture


def test_show_and_unload(m):
    assert m.run('show 2>&1').status in (0, 1)
    assert m.ok('load /mnt/toy; show') == 'kernel  /mnt/toy\n'
    m.ok('load /mnt/toy -a words')
    assert 'words' in m.ok('show')
    m.ok('unload')
    assert m.ok('cat /sys/kernel/kexec_loaded').strip() == '0'
    assert 'words' not in m.run('show 2>&1')


def test_progress_bar(m):
    """Drawn on one line of 80 columns: one that wraps is not overwritten by the next."""
    m.type('load /mnt/toy -i /mnt/big; echo @"loaded"@\n')
    m.expect('@loaded@')
    drawn = re.split(r'[\r\n]|\x1b\[K', m.serial.before)
    m.expect(re.escape(PROMPT))
    m.ok('unload')
    bars = [part for part in drawn if ' KiB/s, ' in part]
    assert bars and all(len(bar) < 80 for bar in bars), bars


def test_go_without_image(m):
    result = m.run('go 2>&1')
    assert result.status == 1
    assert len(result.strip().splitlines()) == 1, result


def test_interrupt(m):
    """Ctrl-C ends a command, not the shell."""
    # The inner shell speaks once it has the terminal: a Ctrl-C before that is the outer one's.
    m.type('sh -c "echo sle""eping; exec sleep 1000"\n')
    m.expect('sleeping')
    m.type('\x03')
    m.expect(re.escape(PROMPT))
    assert m.ok('echo alive') == 'alive\n'


def test_history_and_editing(m):
    """Up brings the last line back; Left inserts in its middle."""
    m.type('echo ac\n')
    m.expect(r'\nac\r*\n')
    m.expect(re.escape(PROMPT))
    m.type('\x1b[A')
    m.expect('echo ac')
    m.type('\x1b[Db\n')
    m.expect(r'\nabc\r*\n')
    m.expect(re.escape(PROMPT))


@pytest.mark.parametrize('tool', ['fdisk', 'dd', 'vi', 'less', 'tar', 'gzip', 'xz', 'find', 'grep',
                                  'mount', 'losetup', 'hexdump', 'nc', 'blockdev', 'more', 'sed',
                                  'awk', 'cp', 'mv', 'ps', 'kill', 'dmesg', 'free', 'df', 'du'])
def test_rescue_tool(m, tool):
    m.ok(f'type {tool}')
