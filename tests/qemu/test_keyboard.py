# SPDX-License-Identifier: GPL-2.0-only
"""Keys by INT 16h: PS/2, and USB under the BIOS's emulation; no Linux keyboard driver."""
import pytest

from disks import MIB, drive
from machine import PROMPT

KEYBOARDS = {
    'ps2': [],
    'usb-uhci': ['-device', 'piix3-usb-uhci,id=uhci', '-device', 'usb-kbd,bus=uhci.0'],
    'usb-xhci': ['-device', 'qemu-xhci,id=xhci', '-device', 'usb-kbd,bus=xhci.0'],
}
# What Linux's own console sends.
SEQUENCES = {
    'up': '^[[A', 'down': '^[[B', 'right': '^[[C', 'left': '^[[D', 'home': '^[[1~', 'end': '^[[4~',
    'insert': '^[[2~', 'delete': '^[[3~', 'pgup': '^[[5~', 'pgdn': '^[[6~', 'f1': '^[[[A',
    'f5': '^[[[E', 'f6': '^[[17~', 'f10': '^[[21~',
}


@pytest.fixture
def screen_pc(pc):
    """A machine with such a keyboard, its screen at the prompt."""
    def start(keyboard='ps2'):
        m = pc.shell(*KEYBOARDS[keyboard])
        m.wait_screen(PROMPT.strip())
        return m
    return start


@pytest.mark.parametrize('keyboard', KEYBOARDS)
def test_typing(screen_pc, keyboard):
    """What is typed is echoed on the screen and runs."""
    m = screen_pc(keyboard)
    m.key_text('echo typed one two >/tmp/typed; cat /tmp/typed\n')
    m.wait_screen(PROMPT + 'echo typed one two >/tmp/typed; cat /tmp/typed')
    m.wait_line('typed one two')
    assert m.ok('cat /tmp/typed') == 'typed one two\n'


@pytest.mark.parametrize('keyboard', ['ps2', 'usb-xhci'])
def test_escape_sequences(screen_pc, keyboard):
    """Arrow, editing and function keys arrive as the usual sequences, told by `cat -v`."""
    m = screen_pc(keyboard)
    m.key_text('stty -echo; cat -v\n')
    m.wait_screen(PROMPT + 'stty -echo; cat -v')
    for key, sequence in SEQUENCES.items():
        m.keys(key, 'ret')
        m.wait_line(sequence)


def test_line_editing(screen_pc):
    """Arrows edit the line and walk the history, on the screen's shell."""
    m = screen_pc()
    m.key_text('echo ac\n')
    m.wait_line('ac')
    m.keys('up', 'left', 'b', 'ret')
    m.wait_screen(PROMPT + 'echo abc')
    m.wait_line('abc')


def test_shift_and_control(screen_pc):
    m = screen_pc()
    m.key_text('echo ')
    m.keys('shift-a', 'shift-1', 'shift-minus', 'ret')
    m.wait_line('A!_')
    # The program itself says that it has the terminal: a Ctrl-C before that is the shell's.
    m.ok('echo asleep >/tmp/words')
    m.key_text('cat /tmp/words -\n')
    m.wait_line('asleep')
    m.keys('ctrl-c')
    m.key_text('echo alive\n')
    m.wait_line('alive')


def test_input_under_load(pc, disks):
    """While the firmware reads a disk without pause, no typed line is lost on either console."""
    m = pc.shell(*drive(disks.sparse(8 * MIB), 'ahci'))
    m.wait_screen(PROMPT.strip())
    m.ok('{ while dd if=/dev/bd80 of=/dev/null bs=64k iflag=direct; do :; done 2>/dev/null & }')
    for i in range(60):
        assert m.ok(f'echo line {i}') == f'line {i}\n'
    for i in range(10):
        assert m.ok(f'echo {str(i) * 230}') == str(i) * 230 + '\n'
    for i in range(5):
        m.key_text(f'echo key {i}\n')
        m.wait_line(f'key {i}')
